/**
 * Labels of a block of a question, as models write them that translate the form with what stands in it: alternatives of a regular
 * expression by what they mean. English, then German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian, Ukrainian,
 * Turkish, Chinese, Japanese, Korean, Arabic, Hindi, Vietnamese, Indonesian, Czech, Swedish.
 */
const spellings = {
  question:
    'question|frage|aufgabe|pregunta|pergunta|questão|domanda|vraag|pytanie|вопрос|питання|soru|问题|問題|题目|題目|質問|설문|질문|문제|سؤال|السؤال|प्रश्न|câu hỏi|pertanyaan|otázka|fråga',
  concepts:
    'selected[ \\t]{1,4}concepts?|concepts|(?:gewählte|ausgewählte)[ \\t]{1,4}(?:konzepte|begriffe)|konzepte|begriffe|concepts[ \\t]{1,4}(?:sélectionnés|choisis)|conceptos(?:[ \\t]{1,4}seleccionados)?|conceitos(?:[ \\t]{1,4}selecionados)?|concetti(?:[ \\t]{1,4}selezionati)?|geselecteerde[ \\t]{1,4}concepten|wybrane[ \\t]{1,4}pojęcia|(?:выбранные|избранные)[ \\t]{1,4}(?:понятия|концепции)|вибрані[ \\t]{1,4}поняття|seçilen[ \\t]{1,4}kavramlar|(?:所?选定?的?|選択した|選んだ)?(?:概念|コンセプト)|선택한?[ \\t]{0,4}개념|المفاهيم[ \\t]{1,4}المختارة|konsep[ \\t]{1,4}(?:terpilih|yang[ \\t]dipilih)|khái niệm[ \\t]{1,4}(?:đã )?chọn|vybrané[ \\t]{1,4}pojmy|valda[ \\t]{1,4}begrepp',
  origin:
    'orig(?:inal|in)?(?:[ _]tag)?|herkunft|origine|origen|origem|herkomst|pochodzenie|источник|происхождение|походження|kaynak|来源|來源|出典|출처',
  level:
    'level|(?:school|grade)[ \\t]level|niveau|stufe|schulstufe|schwierigkeit(?:sgrad)?|nivel|nível|livello|poziom|уровень|рівень|seviye|düzey|级别|級別|年级|水平|难度|レベル|難易度|수준|난이도|المستوى|स्तर|cấp độ|tingkat|úroveň|nivå',
  /** Parts that some models add below a question, though nobody asked; they would give its answer away. */
  addition:
    'final answer|answer|solution|hint|explanation|reasoning|rationale|difficulty|options|antwort|lösung|erklärung|hinweis|réponse|explication|indice|respuesta|solución|explicación|pista|resposta|solução|explicação|risposta|soluzione|antwoord|odpowiedź|ответ|решение|пояснение|відповідь|cevap|çözüm|答案|解答|解析|提示|答え|回答|解説|답|정답|해설|풀이|الإجابة|الجواب|उत्तर|câu trả lời|đáp án|jawaban|odpověď|svar',
} as const;

type BlockLabel = keyof typeof spellings;

const patterns = Object.entries(spellings).map(([label, words]) => ({ label, pattern: new RegExp(`^(?:${words})$`, 'iu') }));

/** All of them as alternatives of one regular expression. */
export const blockLabels = Object.values(spellings).join('|');

/** What a label means; undefined for one that is none of these. */
export function meaningOf(label: string): BlockLabel | undefined {
  const found = patterns.find(({ pattern }) => pattern.test(label))?.label;
  return found !== undefined && isBlockLabel(found) ? found : undefined;
}

const isBlockLabel = (name: string): name is BlockLabel => Object.hasOwn(spellings, name);
