/** Wording of a refusal in a language other than English: what such a reply begins with, and what follows in the same sentence. */
export interface Wording {
  /** An apology, which can begin a real answer too. */
  readonly sorry: readonly string[];
  /** Words that make a refusal of the apology. */
  readonly unable: readonly string[];
  /** Words that are a refusal by themselves, of somebody who speaks of themselves. */
  readonly declining: readonly string[];
}

/** Languages whose words are not parted by spaces, or have many endings. */
export const withoutSpaces: ReadonlySet<string> = new Set(['chinese', 'japanese', 'korean']);

/** Patterns; a space stands for any white space, `’` for either apostrophe. */
export const wordings: Readonly<Record<string, Wording>> = {
  spanish: {
    sorry: ['lo siento', 'lamento', 'lamentablemente', 'desafortunadamente', 'perdón', 'disculp[ae]', 'me temo que'],
    unable: [
      'no (?:me )?(?:puedo|podemos|podría|es posible|resulta posible)',
      'no soy capaz',
      'no (?:contiene|proporciona|incluye|ofrece)n?',
    ],
    declining: [
      '(?:yo )?no puedo (?:responder|contestar|ayudar|resolver|cumplir|proporcionar|dar)',
      'como (?:una )?(?:ia|modelo de lenguaje)',
    ],
  },
  french: {
    sorry: ['(?:je suis )?(?:vraiment )?désolée?', 'je regrette', 'malheureusement', 'je m’excuse', 'pardon', 'navrée?'],
    unable: [
      '(?:peux|puis|pouvons|peut) (?:pas|répondre)',
      'suis pas en mesure',
      'n’est pas possible',
      'impossible',
      'ne (?:contient|contiennent|fournit|fournissent|précisent|précise) pas',
    ],
    declining: ['je ne (?:peux|puis) (?:pas )?(?:répondre|vous aider|aider|résoudre|fournir|donner)', 'en tant qu’(?:ia|assistant)'],
  },
  german: {
    sorry: ['(?:es )?tut mir (?:sehr )?leid', 'leider', 'entschuldig(?:ung|en sie)', 'ich bedaure', 'bedauerlicherweise', 'verzeihung'],
    unable: [
      '(?:kann|können|konnte)(?: \\S+){0,8}? (?:nicht|keine\\S{0,2})',
      'nicht (?:in der lage|möglich|enthalten)',
      'enth(?:ält|alten) (?:\\S+ ){0,3}(?:keine\\S{0,2}|nicht)',
    ],
    declining: [
      '(?:das|diese frage|dabei|darauf) kann ich (?:leider )?nicht',
      'ich kann (?:\\S+ ){0,5}nicht (?:beantworten|helfen|lösen)',
      'als (?:ki|sprachmodell)',
    ],
  },
  portuguese: {
    sorry: ['(?:sinto|lamento)(?: muito)?', 'desculpe', 'infelizmente', 'lamentavelmente', 'perdão'],
    unable: ['não (?:posso|podemos|consigo|é possível|sou capaz)', 'não (?:cont[eé]m|contêm|fornecem?|incluem?)'],
    declining: ['(?:eu )?não (?:posso|consigo) (?:responder|ajudar|resolver|fornecer|dar)', 'como (?:uma )?(?:ia|modelo de linguagem)'],
  },
  italian: {
    sorry: ['mi (?:di)?spiace', 'spiacente', 'sono spiacente', 'purtroppo', 'sfortunatamente', 'scusa(?:mi|te)?', 'mi scuso'],
    unable: ['non (?:posso|possiamo|è possibile|sono in grado|riesco)', 'non (?:contiene|contengono|fornisce|forniscono)'],
    declining: ['(?:io )?non (?:posso|riesco a) (?:rispondere|aiutar|risolvere|fornire|dare)', 'come (?:ia|modello linguistico)'],
  },
  dutch: {
    sorry: ['het spijt (?:me|mij)', 'sorry', 'helaas', 'excuses?', 'mijn excuses'],
    unable: ['kan(?: \\S+){0,8}? (?:niet|geen)', 'niet (?:mogelijk|in staat)', 'bevat(?:ten)?(?: \\S+){0,6}? (?:geen|niet)'],
    declining: [
      '(?:dat|deze vraag|daar) kan ik (?:helaas )?niet',
      'ik kan (?:\\S+ ){0,5}niet (?:beantwoorden|helpen|oplossen)',
      'als (?:ai|taalmodel)',
    ],
  },
  polish: {
    sorry: ['(?:bardzo )?(?:mi )?przykro(?: mi)?', 'przepraszam', 'niestety', 'wybacz'],
    unable: ['nie (?:mogę|możemy|jestem w stanie|można|potrafię|da się)', 'nie zawiera(?:ją)?'],
    declining: ['nie (?:mogę|potrafię) (?:odpowiedzieć|pomóc|rozwiązać|udzielić)', 'jako (?:ai|model językowy)'],
  },
  turkish: {
    sorry: ['üzgünüm', 'maalesef', 'ne yazık ki', 'özür dilerim', 'kusura bakmayın'],
    unable: [
      '(?:yanıt|cevap)\\S* ?(?:veremem|veremiyorum|vermem mümkün değil)',
      '\\S+(?:yamam|yemem|amıyorum|emiyorum|amam|emem)',
      'mümkün değil',
      'bulunm(?:uyor|amaktadır)',
      'içerm(?:iyor|emektedir)',
    ],
    declining: [
      'bu soru(?:yu|ya) (?:yanıtla|cevapla|yanıt ver|cevap ver)(?:yamam|yamıyorum|emem|emiyorum)',
      'bir (?:yapay zek[aâ]|dil modeli) olarak',
    ],
  },
  russian: {
    sorry: ['(?:к|\\S+, к) сожалению', 'извините', 'простите', 'прошу прощения', 'мне (?:очень )?жаль', 'сожалею'],
    unable: [
      'не (?:могу|можем|смогу|удалось|удаётся|в состоянии)',
      'невозможно',
      'не (?:содержит|содержат|содержится)',
      'нет (?:информации|данных)',
    ],
    declining: ['я не (?:могу|смогу) (?:\\S+ ){0,3}(?:ответить|помочь|решить|дать|предоставить)', 'как (?:ии|языковая модель)'],
  },
  arabic: {
    sorry: ['(?:أنا )?آسفة?', 'عذر[اًا]{1,2}', 'أعتذر', 'للأسف', 'يؤسفني', 'المعذرة'],
    unable: ['و?لا (?:أستطيع|يمكنني|يمكن|أقدر|أملك)', 'لست قادر[اًاة]{0,2}', 'لا (?:تحتوي|يحتوي|تتضمن|توفر)', 'غير قادر'],
    declining: ['لا (?:أستطيع|يمكنني) (?:الإجابة|الرد|مساعدتك|المساعدة|تقديم)'],
  },
  hindi: {
    sorry: ['(?:मुझे )?(?:क्षमा|माफ़|माफ)', 'मुझे खेद', 'खेद है', 'मुझे अफ़सोस', 'दुर्भाग्य(?:वश|\\s?से)'],
    unable: ['नहीं (?:दे|कर|बता) ?(?:सकता|सकती|सकते|पा)', 'असमर्थ', 'असक्षम', 'नहीं (?:है|हैं|दी गई)'],
    declining: ['मैं (?:\\S+ ){0,6}(?:नहीं (?:दे|कर|बता) (?:सकता|सकती)|असमर्थ)'],
  },
  chinese: {
    sorry: ['(?:很|非常|十分)?(?:抱歉|遗憾|遺憾)', '对不起', '對不起', '不好意思', '请原谅', '請原諒'],
    unable: ['无法', '無法', '不能', '没办法', '沒辦法', '没有(?:提供|包含|足够|相关)', '沒有(?:提供|包含|足夠|相關)', '未(?:提供|包含)'],
    declining: ['我(?:无法|無法|不能)(?:回答|解答|提供|帮助|幫助|协助|協助|完成)', '作为(?:一个)?(?:ai|人工智能|语言模型)'],
  },
  japanese: {
    sorry: [
      '(?:大変)?申し訳(?:ありません|ございません|ないです|ない)',
      'すみません',
      'ごめんなさい',
      '恐れ入りますが',
      '残念ながら',
      '残念ですが',
    ],
    unable: [
      'できません',
      'できかねます',
      '出来ません',
      'できない',
      'お答え(?:でき|出来)',
      '含まれていません',
      '記載(?:がありません|されていません)',
      '不可能',
    ],
    declining: ['(?:この|その|ご)質問に(?:は)?(?:お答え|回答|答えることが)(?:でき|出来)(?:ません|ない)', 'aiとして'],
  },
  korean: {
    sorry: [
      '(?:정말 |대단히 )?죄송(?:합니다|하지만|해요|스럽지만)',
      '미안(?:합니다|하지만|해요)',
      '유감(?:입니다|스럽지만|스럽게도)',
      '안타깝(?:게도|지만)',
      '아쉽게도',
    ],
    unable: ['수 (?:가 )?없(?:습니다|어요|음|네요|다)', '못합니다', '불가능', '포함(?:되어|하고) 있지 않', '어렵습니다'],
    declining: [
      '(?:이|그|해당) 질문에(?:는)? (?:답|대답|답변)(?:할|을 (?:드릴|할)|해 드릴|드릴) 수 없',
      '저는 (?:\\S+ ){0,4}답(?:변)?(?:할|드릴) 수 없',
    ],
  },
};
