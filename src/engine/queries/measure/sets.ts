/** The sets that are compared: samples, as a whole or in groups, and the texts of a file from outside. */
import { sampleTextKey } from '../../../core/samples/text-key.ts';
import { beginning } from '../../../core/filter/embedded-text.ts';
import { minSetTexts } from '../../../core/quality/comparison/equal-draws.ts';
import { Reservoir } from '../../../core/quality/comparison/reservoir.ts';
import { spacedWords } from '../../../core/quality/diversity/tokens.ts';
import { measuredText, type MeasuredPart } from '../../../core/quality/measured-text.ts';
import { samplePerplexity } from '../../../core/quality/perplexity.ts';
import type { Reference, Sample } from '../../../core/samples/sample.ts';
import type { CountedSamples } from '../../../protocol/results.ts';
import { type CorpusState, passageNow } from '../../corpus-state.ts';
import type { OutsideTexts } from '../../outside/row-sink.ts';
import type { Workspace } from '../../workspace.ts';
import { loadTokenizer } from '../../tokenizer.ts';
import type { Pause } from '../../slices.ts';
import { readSamples } from './read-samples.ts';

/** Texts that are held for all sets together; of more, so many are drawn. */
export const maxTexts = 20_000;
/** Characters of a text that are measured: some 1,700 English words. */
export const maxCharacters = 10_000;

interface HeldText {
  readonly text: string;
  readonly words: number;
  readonly tokens: number;
  /** Identity of the whole text, under which its vector is stored; undefined where the text is whole. */
  readonly wholeKey: string | undefined;
  /** Null for a text of a file, and for a sample that has none. */
  readonly perplexity: number | null;
  /** Undefined for a text of a file. */
  readonly sample: { readonly id: string; readonly method: string; readonly document: string | undefined } | undefined;
}

export interface TextSet {
  readonly id: string;
  readonly kind: 'samples' | 'outside';
  readonly title: string;
  readonly counted: CountedSamples;
  /** Texts that there are, as far as is known: those that were drawn and say nothing are none. */
  readonly texts: number;
  readonly held: readonly HeldText[];
  readonly cut: number;
}

/** Samples of which texts are to be held. */
export interface ChosenSamples extends Pick<TextSet, 'id' | 'title' | 'counted'> {
  readonly ids: readonly string[];
}

type CountTokens = (text: string) => number;

class Holding {
  readonly held: HeldText[] = [];
  cut = 0;
  readonly #countTokens: CountTokens;

  constructor(countTokens: CountTokens) {
    this.#countTokens = countTokens;
  }

  add(whole: string, sample: HeldText['sample'], perplexity: number | null = null): void {
    if (whole.trim() === '') return;
    const text = whole.length > maxCharacters ? beginning(whole, maxCharacters / whole.length) : whole;
    const isCut = text !== whole;
    if (isCut) this.cut++;
    this.held.push({
      text,
      words: spacedWords(text).length,
      tokens: this.#countTokens(text),
      wholeKey: isCut ? sampleTextKey(whole) : undefined,
      ...{ perplexity, sample },
    });
  }
}

/** Reads the texts of chosen samples. */
export async function samplesAsSet(workspace: Workspace, chosen: ChosenSamples, part: MeasuredPart, pause: Pause): Promise<TextSet> {
  const { countTokens } = await loadTokenizer();
  const corpus = await workspace.corpus();
  const holding = new Holding(countTokens);
  const visit = ({ id, method, current, references }: Sample): void => {
    const document = references[0] && documentOf(corpus, references[0]);
    holding.add(measuredText(current.content, part), { id, method, document }, samplePerplexity(current));
  };
  await readSamples(workspace.store, chosen.ids, visit, pause);
  const { held, cut } = holding;
  const silent = chosen.ids.length - held.length;
  const { id, title, counted } = chosen;
  return { id, kind: 'samples', title, counted, texts: counted.samples - silent, held, cut };
}

/** The document that a sample was made from, of two the one that holds more of its set: a file, or the record of a file that has many. */
function documentOf(corpus: CorpusState, { file, passage }: Reference): string {
  const now = passageNow(corpus, passage);
  return now === undefined ? file : `${now.file}#${now.record}`;
}

/** Draws texts of a file. @param size how many at most */
export async function outsideAsSet({ file, texts }: OutsideTexts, size: number, seed: number, pause: Pause): Promise<TextSet> {
  const { countTokens } = await loadTokenizer();
  const reservoir = new Reservoir<string>(size, seed, 'outside');
  for (const { text } of texts) reservoir.add(text);
  const holding = new Holding(countTokens);
  for (const text of reservoir.items()) {
    holding.add(text, undefined);
    await pause();
  }
  const counted = { samples: 0, line: null, isWhole: true };
  return { id: 'outside', kind: 'outside', title: file, counted, texts: texts.length, held: holding.held, cut: holding.cut };
}

/** Reason that a set has no figures; null for one that has. */
export const tooSmall = (texts: number, one: string, many: string): string | null =>
  texts >= minSetTexts ? null : `${texts} ${texts === 1 ? one : many}: it takes ${minSetTexts} to draw from`;
