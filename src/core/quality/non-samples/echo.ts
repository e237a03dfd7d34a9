import { type NonSampleGate, quoted } from './candidate.ts';
import { answeredOf } from './texts.ts';
import { wordsOf } from './words.ts';

/** Fewest words of an answer that is looked at: a short one may name what its question offers. */
const minWords = 4;
/** Share of the question's own words that come again in an echo. */
const minCovered = 0.6;

/** An echo goes back in its question once, for a verb that changes its place, or once in so many words: where it says it once more. */
const wordsBetweenTurns = 8;

/** Words that turn a question into a statement, and say nothing of their own, in many languages. */
const turning = new Set(
  [
    'a an the is are was were be been being that this these those it its to of in on by for with as and does do did will would there yes has have had',
    'der die das den dem des ein eine einer eines einem einen ist sind war waren es dass zu von im in auf mit als und ja hat haben wird',
    'le la les l un une des du de d est sont était c ce que qu il elle se en dans à au par pour avec et oui',
    'el la los las un una unos unas es son era se que lo de del en a al por para con y sí',
    'o os as um uma uns umas é são era se que de do da dos das em no na por para com e sim',
    'il lo gli i la le un uno una è sono era si che di del della in nel nella a al per con e sì',
    'de het een is zijn was dat die van in op met en ja',
    'en ett den det är var att som av i på med och ja er og af',
    'jest są to że się w na z i tak je jsou že se v na a ano',
    'это что в на с и да как есть',
    'は が を に の で と も です ます である い る た し て す ま',
    '是 的 了 在 这 那 就 有 会 和',
  ].flatMap((words) => words.split(' ')),
);
const alternative =
  /(?:^|[^\p{L}])(?:or|oder|ou|o|of|eller|lub|albo|nebo|или|або|veya|또는|または|それとも|还是|還是|أم|أو|या)(?![\p{L}])|还是|還是|または|それとも/iu;
/** Beginnings of questions that are answered by yes or no: to say what they ask is to say yes. */
const polar =
  /^[^\p{L}]*(?:can|could|is|are|was|were|do|does|did|will|would|should|may|might|must|has|have|had|kann|können|ist|sind|hat|haben|wird|werden|gibt|darf|muss|peut|peuvent|est-ce|est-il|y a-t-il|puede|pueden|es|son|hay|pode|podem|é|há|può|possono|è|c’è|kan|is|zijn|heeft|czy|является|может|можно ли)(?![\p{L}])/iu;
/** A result is news, whatever words it is put in. */
const result = /[=≈→⇒<>±×÷√∑∫\\$%]|\p{N}/u;

/** An answer that turns its question round, and adds nothing to it. */
export const echo: NonSampleGate = ({ content }) => {
  const pair = answeredOf(content);
  if (pair === null) return null;
  const { task, answer } = pair;
  const asked = wordsOf(task);
  const told = wordsOf(answer);
  if (told.length < minWords || alternative.test(task) || polar.test(task) || (result.test(answer) && !isWithin(answer, task))) return null;
  const [own, stems] = [new Set(asked), new Set(asked.map(stemOf))];
  const isKnown = (word: string): boolean => own.has(word) || turning.has(word) || stems.has(stemOf(word));
  if (!told.every(isKnown)) return null;
  const again = new Set(told.map(stemOf));
  const saying = [...new Set(asked.filter((word) => !turning.has(word)))];
  const covered = saying.filter((word) => again.has(stemOf(word))).length;
  if (turns(told, asked) > Math.max(1, told.length / wordsBetweenTurns)) return null;
  return covered < minCovered * saying.length ? null : `the answer ${quoted(answer)} only turns its question round`;
};

/** Number of times that an answer goes back in its question: words in another order say something else (“the greater a, the greater b”). */
function turns(told: readonly string[], asked: readonly string[]): number {
  const places = Map.groupBy(asked.keys(), (at) => stemOf(asked[at]!));
  let [place, count] = [-1, 0];
  for (const word of told) {
    const known = turning.has(word) ? undefined : places.get(stemOf(word));
    if (known === undefined) continue;
    const next = known.find((at) => at > place);
    if (next === undefined) count++;
    place = next ?? known[0]!;
  }
  return count;
}

/** What endings change little of: enough for “holds” beside “hold”. */
const stemOf = (word: string): string => (word.length < 5 ? word.replace(/s$/, '') : word.slice(0, Math.max(4, word.length - 2)));

/** Tells whether the numbers and signs of an answer are those of its question. */
function isWithin(answer: string, task: string): boolean {
  const known = new Set(task.match(/\p{N}+|[=≈→⇒<>±×÷√∑∫\\$%]/gu) ?? []);
  return (answer.match(/\p{N}+|[=≈→⇒<>±×÷√∑∫\\$%]/gu) ?? []).every((sign) => known.has(sign));
}
