import { describe, expect, it } from 'vitest';
import { parseAnswer } from '../../../src/core/methods/answer/parse.ts';
import { apologises, declines, saysUnsuitable } from '../../../src/core/methods/refusal.ts';

describe('a reply that declines', () => {
  it.each([
    'Lo siento, pero no puedo responder a esta pregunta porque los documentos no contienen la información.',
    'No puedo ayudar con eso.',
    'Lamentablemente, el documento no proporciona datos suficientes.',
    'Je suis désolé, mais je ne peux pas répondre à cette question.',
    'Malheureusement, les documents ne contiennent pas cette information.',
    'Es tut mir leid, aber ich kann diese Frage nicht beantworten.',
    'Leider enthalten die Dokumente keine Angaben dazu.',
    'Diese Frage kann ich leider nicht beantworten.',
    'Desculpe, mas não posso responder a esta pergunta.',
    'Infelizmente, os documentos não contêm essa informação.',
    'Mi dispiace, ma non posso rispondere a questa domanda.',
    'Purtroppo i documenti non contengono queste informazioni.',
    'Het spijt me, maar ik kan deze vraag niet beantwoorden.',
    'Helaas bevatten de documenten deze informatie niet.',
    'Przykro mi, ale nie mogę odpowiedzieć na to pytanie.',
    'Niestety dokumenty nie zawierają tych informacji.',
    'Üzgünüm, ancak bu soruyu yanıtlayamam.',
    'Maalesef bu soruya cevap veremem.',
    'К сожалению, я не могу ответить на этот вопрос.',
    'Извините, но в документах нет информации об этом.',
    'عذرًا، لا أستطيع الإجابة عن هذا السؤال.',
    'آسف، لا يمكنني الإجابة على هذا السؤال.',
    'क्षमा करें, मैं इस प्रश्न का उत्तर नहीं दे सकता।',
    'मुझे खेद है, लेकिन मैं इसका उत्तर देने में असमर्थ हूँ।',
    '抱歉,我无法回答这个问题。',
    '对不起，文档中没有提供相关信息。',
    '很抱歉，我無法回答這個問題。',
    '申し訳ありませんが、この質問にはお答えできません。',
    '残念ながら、資料には必要な情報が含まれていません。',
    '죄송하지만 이 질문에 답변할 수 없습니다.',
    '죄송합니다만, 문서에 정보가 포함되어 있지 않습니다.',
    '**I’m sorry**, but I cannot answer this.',
  ])('is told: %s', (reply) => {
    expect(declines(reply)).toBe(true);
    expect(() => parseAnswer(`<answer>\n${reply}\n</answer>\n<evidence>\n</evidence>`)).toThrow('answer between <answer>');
  });

  it.each([
    'No puede haber marea sin la atracción de la Luna.',
    'Lo siento —dijo el piloto—. La marea sube dos veces al día.',
    'Désolée est une forme du participe.',
    'Leiden liegt an einem alten Arm des Rheins.',
    'Leider steigt der Pegel bei Sturm um zwei Meter.',
    'Spiacente fu il pilota; la marea salì lo stesso.',
    'Helaasheid is geen woord.',
    'Perdón y olvido son dos cosas.',
    '不能直接得出结论：需要先求出潮差，答案是 3.6 m。',
    '遗憾的是潮差只有 2 m。',
    '안타깝게도 조차는 2 m에 그친다.',
    'К сожалению для рыбаков, прилив выше на 20 %.',
    'Sorry states are unstable states.',
  ])('is told from an answer: %s', (reply) => {
    expect(declines(reply)).toBe(false);
    expect(parseAnswer(`<answer>\n${reply}\n</answer>`).answer).toBe(reply);
  });

  it('is told from a text that begins like one and goes on', () => {
    const story = `Lo siento, no puedo responder, dijo el piloto a la capitana. ${'La marea subía despacio junto al muelle. '.repeat(20)}`;
    expect(declines(story)).toBe(false);
  });
});

describe('a reply that is short, keeps no form and begins with an apology', () => {
  it.each(['Lo siento, hoy no.', 'Je suis désolé.', '很遗憾。', 'Sorry, the datum is missing.', 'Unfortunately that is all there is.'])(
    'is no answer: %s',
    (reply) => {
      expect(apologises(reply)).toBe(true);
      expect(() => parseAnswer(reply)).toThrow('answer between <answer>');
      expect(parseAnswer(`<answer>\n${reply}\n</answer>`).answer).toBe(reply);
      expect(parseAnswer(`${reply}\n\nEvidence:\n[1] "High water comes twice a day."`).answer).toBe(reply);
    },
  );
});

describe('a reply that finds its material unsuitable', () => {
  it.each([
    'NOT SUITABLE for creating questions.',
    '<answer>not suitable</answer>',
    'The document has no content to rewrite. The answer is NOT SUITABLE for rewriting.',
    'A list of links: NOT SUITABLE for creating questions',
  ])('is told: %s', (reply) => {
    expect(saysUnsuitable(reply)).toBe(true);
  });

  it.each([
    'Ships of this draught are not suitable for rivers.',
    '<text>\nA long text on weirs.\nNOT SUITABLE for rewriting.\n</text>',
    `${'The weir holds the water back. '.repeat(9)}NOT SUITABLE for rewriting.`,
  ])('is none that writes, whatever it ends with: %s', (reply) => {
    expect(saysUnsuitable(reply)).toBe(false);
  });
});
