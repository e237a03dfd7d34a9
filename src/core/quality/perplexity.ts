/** Perplexity of samples by the model that wrote them: exp(−mean log-probability) of the tokens that it drew. */
import { partsOf, type Content } from '../samples/shapes/index.ts';
import type { Fields } from '../samples/sample.ts';

/** Log-probabilities of the tokens of a reply. */
export interface TokenProbabilities {
  /** In nats, in the order of the tokens; at least one. */
  readonly logs: readonly number[];
  /** Offset in the reply, in UTF-16 code units, at which each token ends; null where reply and tokens could not be brought together. */
  readonly ends: readonly number[] | null;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Perplexity of a reply, or of the tokens that lie in some stretches of it, those at their edges included.
 * @returns at least 1; null where no token lies there, or the figure is beyond all numbers
 */
export function perplexityOf({ logs, ends }: TokenProbabilities, within?: readonly Stretch[]): number | null {
  const counted = within === undefined ? logs : ends === null ? [] : logs.filter((_, at) => lies(ends[at - 1] ?? 0, ends[at]!, within));
  if (counted.length === 0) return null;
  const value = Math.exp(-counted.reduce((sum, log) => sum + Math.min(0, log), 0) / counted.length);
  return Number.isFinite(value) ? Number(value.toPrecision(5)) : null;
}

const lies = (start: number, end: number, within: readonly Stretch[]): boolean =>
  within.some((stretch) => end > stretch.start && start < stretch.end);

/** Fields that say the perplexity of a sample; `perplexityOf` is `reply` where it is that of a reply with other samples in it. */
const names: ReadonlySet<string> = new Set(['perplexity', 'perplexityOf']);

/** Fields of a sample that is all its reply has. */
export function perplexityFields(probabilities: TokenProbabilities | undefined): Fields {
  const perplexity = probabilities === undefined ? null : perplexityOf(probabilities);
  return perplexity === null ? {} : { perplexity };
}

/**
 * Fields of each of the samples that a reply has, in its order: of the tokens of its own texts where these stand in the reply as they
 * are, else of the whole reply, which `perplexityOf` then says.
 */
export function perplexitiesOf(reply: string, probabilities: TokenProbabilities | undefined, contents: readonly Content[]): Fields[] {
  const whole = perplexityFields(probabilities);
  if (contents.length < 2 || probabilities === undefined || whole.perplexity === undefined) return contents.map(() => whole);
  let from = 0;
  return contents.map((content): Fields => {
    const stretches = stretchesOf(reply, content, from);
    const perplexity = stretches === null ? null : perplexityOf(probabilities, stretches);
    if (stretches === null || perplexity === null) return { ...whole, perplexityOf: 'reply' };
    from = stretches.reduce((last, { end }) => Math.max(last, end), from);
    return { perplexity };
  });
}

/** Characters from which on a part is looked for: a shorter one, as a letter of an option, stands in many places. */
const leastPart = 12;

/** Places of the parts of a sample, from an offset on; null where one of them does not stand there as it is. */
function stretchesOf(reply: string, content: Content, from: number): Stretch[] | null {
  const texts = partsOf(content).map(({ text }) => text.trim());
  const found = texts.filter(({ length }) => length >= leastPart).map((text) => placeOf(reply, text, from));
  const known = found.filter((stretch) => stretch !== null);
  return known.length === 0 || known.length < found.length ? null : known;
}

/** Place of a text as it is, or as JSON writes it. */
function placeOf(reply: string, text: string, from: number): Stretch | null {
  for (const written of new Set([text, JSON.stringify(text).slice(1, -1)])) {
    const start = reply.indexOf(written, from);
    if (start >= 0) return { start, end: start + written.length };
  }
  return null;
}

/** Perplexity of a sample; null for one that has none: an edited one, and any whose reply came without log-probabilities. */
export const samplePerplexity = ({ fields }: { readonly fields?: Fields | undefined }): number | null =>
  typeof fields?.perplexity === 'number' && Number.isFinite(fields.perplexity) ? fields.perplexity : null;

/** Fields without it: it is of one text, and does not go over to another. */
export const withoutPerplexity = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.has(name)));
