import type { SentenceQuestion, QuestionWording } from '../sentence-question.ts';
import type { Word } from '../word.ts';

/** A sentence with one subject and one verb, taken apart. */
export interface SentenceParts {
  readonly subject: readonly Word[];
  /** "is" or "are" when that is the verb. */
  readonly be: string | undefined;
  /** "does", "do" or a modal verb; "does" or "do" beside "is" and "are" too. */
  readonly aux: string;
  /** The main verb in its base form; "be" for "is" and "are"; undefined for other tenses. */
  readonly base: string | undefined;
  /** Behind the verb, adverbs skipped. */
  readonly rest: readonly Word[];
}

/** The questions that one kind of statement answers; none for any other statement. */
export type Rule = (parts: SentenceParts, wording: QuestionWording) => SentenceQuestion[];

export const set = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Words that follow one of the given verbs with its particles ("depend on"). */
export function restAfter(base: string | undefined, rest: readonly Word[], patterns: Iterable<string>): readonly Word[] | undefined {
  for (const pattern of patterns) {
    const [wanted, ...particles] = pattern.split(' ');
    if (base === wanted && particles.every((particle, index) => rest[index]?.lower === particle)) return rest.slice(particles.length);
  }
  return undefined;
}

/** A noun phrase without the circumstances behind it; "of" belongs to the phrase. */
export function upToPreposition(words: readonly Word[]): readonly Word[] {
  const stop = words.findIndex(({ tag, lower }, index) => index > 0 && tag === 'ADP' && lower !== 'of');
  return stop === -1 ? words : words.slice(0, stop);
}

export function overlaps(label: string, text: string): boolean {
  const [one, other] = [label.toLowerCase().replace(/^(?:the|an?) /, ''), text.toLowerCase().replace(/^(?:the|an?) /, '')];
  return ` ${other} `.includes(` ${one}`) || ` ${one} `.includes(` ${other}`);
}
