/** Tokens of the samples of each kind, and how they were decided on. */
import { byKind, kindOfSample, type MixtureKind } from '../../core/planning/mixture/kinds.ts';
import { trainingText } from '../../core/planning/mixture/training-text.ts';
import type { Sample, SampleStatus } from '../../core/samples/sample.ts';
import type { Pause } from '../slices.ts';
import type { SampleStates } from '../storage/store.ts';
import { loadTokenizer } from '../tokenizer.ts';

interface CountedTexts {
  readonly rows: number;
  readonly tokens: number;
}

export interface SamplesOfKind {
  readonly accepted: CountedTexts;
  readonly pending: CountedTexts;
  readonly rejected: number;
}

interface CountedSampleKinds {
  readonly kinds: Readonly<Record<MixtureKind, SamplesOfKind>>;
  /** Accepted samples that have no text to train on. */
  readonly textless: number;
}

/** What is known of a version, which never changes. */
interface CountedVersion {
  readonly kind: MixtureKind;
  /** Null without a text of its own. */
  readonly tokens: number | null;
}

/** States that are looked at in one step; samples that are read one by one, beyond which all are read in their order. */
const [page, fewUnknown] = [2000, 1000];

const countedStatuses: readonly SampleStatus[] = ['accepted', 'pending', 'rejected'];

/** Counts samples; of those that were counted before, only the index is read. */
export class SampleTokens {
  #known = new Map<string, CountedVersion>();

  /** @param tell hears of each sample that is read */
  async count(states: SampleStates, pause: Pause, tell: () => void): Promise<CountedSampleKinds> {
    await this.#read(states, await this.#unknownOf(states, pause), pause, tell);
    const kept = new Map<string, CountedVersion>();
    const counts = byKind(() => ({ accepted: none(), pending: none(), rejected: 0 }));
    let textless = 0;
    for await (const { status, version } of statesOf(states, pause)) {
      const known = this.#known.get(version);
      // Decided on while they were read: the next count has them.
      if (known === undefined) continue;
      kept.set(version, known);
      const count = counts[known.kind];
      if (status === 'rejected') count.rejected++;
      if (status === 'accepted' && known.tokens === null) textless++;
      if ((status !== 'accepted' && status !== 'pending') || known.tokens === null) continue;
      count[status].rows++;
      count[status].tokens += known.tokens;
    }
    this.#known = kept;
    return { kinds: counts, textless };
  }

  /** Ids of the samples whose version was not counted yet. */
  async #unknownOf(states: SampleStates, pause: Pause): Promise<string[]> {
    const unknown: string[] = [];
    for await (const { id, version } of statesOf(states, pause)) if (!this.#known.has(version)) unknown.push(id);
    return unknown;
  }

  async #read(states: SampleStates, unknown: readonly string[], pause: Pause, tell: () => void): Promise<void> {
    if (unknown.length === 0) return;
    const { countTokens } = await loadTokenizer();
    const samples = unknown.length <= fewUnknown ? oneByOne(states, unknown) : inOrder(states);
    for (const sample of samples) {
      await pause();
      tell();
      const { id, content } = sample.current;
      if (this.#known.has(id)) continue;
      const made = trainingText(content);
      this.#known.set(id, { kind: kindOfSample(sample), tokens: 'text' in made ? countTokens(made.text) : null });
    }
  }
}

const none = (): { rows: number; tokens: number } => ({ rows: 0, tokens: 0 });

async function* statesOf(states: SampleStates, pause: Pause) {
  for (let after = ''; ;) {
    const next = states.statesAfter(after, page);
    for (const state of next) if (countedStatuses.includes(state.status)) yield state;
    await pause();
    const last = next.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

function* oneByOne(states: SampleStates, ids: readonly string[]): Generator<Sample> {
  for (const id of ids) {
    const sample = states.sample(id);
    if (sample !== undefined) yield sample;
  }
}

function* inOrder(states: SampleStates): Generator<Sample> {
  for (const status of countedStatuses) yield* states.samplesInStatus(status);
}
