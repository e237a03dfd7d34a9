/** What a mixture is made of, counted: the corpus, named sources, and samples by kind. */
import { randomUUID } from 'node:crypto';
import { byKind, type MixtureKind, mixtureKinds } from '../../core/planning/mixture/kinds.ts';
import { naturalRows } from '../../core/planning/mixture/natural-rows.ts';
import type { KindYield, MixtureSource } from '../../core/planning/mixture/plan.ts';
import { freeProgress } from '../free-progress.ts';
import { isUsable } from '../runs/passage-sets.ts';
import type { ReportProgress } from '../runs/run.ts';
import { usualReply } from '../runs/usual.ts';
import { pauses } from '../slices.ts';
import type { Workspace } from '../workspace.ts';
import { type SamplesOfKind, SampleTokens } from './counted-samples.ts';
import { type AskedSource, type NamedSource, NamedSources } from './named-sources.ts';

/** Name of the source that the corpus is. */
export const corpusSource = 'corpus';

export interface MeasuredMixture {
  readonly sources: readonly MixtureSource[];
  readonly yields: Readonly<Record<MixtureKind, KindYield>>;
  readonly named: readonly NamedSource[];
  /** Passages that one run can rewrite. */
  readonly passages: number;
  /** Accepted samples without a text to train on. */
  readonly textless: number;
}

interface Counted extends Pick<MeasuredMixture, 'yields' | 'passages' | 'textless'> {
  readonly corpus: MixtureSource;
  readonly samples: readonly MixtureSource[];
}

/** Samples of which a mean length, and decisions of which a rate, say something. */
const [leastRows, leastDecided] = [5, 10];
/** Samples between two reports. */
const reportedEvery = 1000;

/** Counts what is there; what stayed as it is is counted once. */
export class MixtureMeasurer {
  readonly #workspace: Workspace;
  readonly #report: ReportProgress;
  readonly #tokens = new SampleTokens();
  readonly #named: NamedSources;
  #last: { readonly of: readonly unknown[]; readonly counted: Counted } | undefined;
  /** Ends when nobody counts: whoever comes meanwhile finds what was counted. */
  #counting: Promise<unknown> = Promise.resolve();

  constructor(workspace: Workspace, report: ReportProgress) {
    this.#workspace = workspace;
    this.#report = report;
    this.#named = new NamedSources(workspace.folder);
  }

  /** @throws UsageError for a source that cannot be read; the signal's reason once it is aborted */
  measure(asked: readonly AskedSource[] | undefined, signal: AbortSignal): Promise<MeasuredMixture> {
    const measuring = this.#counting.then(() => this.#measure(asked ?? [], signal));
    this.#counting = measuring.catch(() => undefined);
    return measuring;
  }

  async #measure(asked: readonly AskedSource[], signal: AbortSignal): Promise<MeasuredMixture> {
    signal.throwIfAborted();
    const { settings, store } = this.#workspace;
    const corpus = await this.#workspace.corpus(signal);
    const named = await this.#named.list(settings.mixture.sources, asked, corpus, this.#ofFiles(signal));
    // What follows from these alone is as it was when these are.
    const of = [store.revision, corpus, settings.filter];
    if (this.#last === undefined || this.#last.of.some((value, at) => value !== of[at]))
      this.#last = { of, counted: await this.#count(signal) };
    const { corpus: documents, samples, ...counted } = this.#last.counted;
    const beside = named.map(({ name, tokens, rows }) => ({ name, kind: 'natural' as const, tokens, rows }));
    return { ...counted, named, sources: [documents, ...beside, ...samples] };
  }

  #ofFiles(signal: AbortSignal) {
    const run = randomUUID();
    return {
      ...{ pause: pauses(signal), signal },
      tell: (file: string, read: number, of: number): void => {
        if (of >= reportedEvery && (read % reportedEvery === 0 || read === of)) this.#tell(run, `Counting tokens of ${file}`, read, of);
      },
    };
  }

  #tell(run: string, label: string, done: number, total: number): void {
    this.#report({ run, label, done, total: Math.max(total, done), kept: done, ...freeProgress });
  }

  async #count(signal: AbortSignal): Promise<Counted> {
    const pause = pauses(signal);
    const { store } = this.#workspace;
    const passages = await this.#workspace.keptPassages();
    let [documents, natural] = [0, 0];
    for (const { tokens } of naturalRows(passages)) {
      await pause();
      documents++;
      natural += tokens;
    }
    const { accepted, pending, rejected } = store.counts;
    const run = randomUUID();
    const label = 'Counting tokens of samples';
    let read = 0;
    const { kinds: samples, textless } = await this.#tokens.count(store, pause, () => {
      if (++read % reportedEvery === 0) this.#tell(run, label, read, accepted + pending + rejected);
    });
    // Said to be over, so that whoever shows it takes it away.
    if (read >= reportedEvery) this.#tell(run, label, read, read);
    const usable = passages.filter(isUsable);
    const ofPassages = usable.reduce((sum, { tokens }) => sum + tokens, 0) / Math.max(1, usable.length);
    const usual = usualTokens(ofPassages || usualReply.text);
    const synthetic = mixtureKinds.filter((kind) => kind !== 'natural' && samples[kind].accepted.rows > 0);
    return {
      corpus: { name: corpusSource, kind: 'natural', tokens: natural, rows: documents },
      samples: synthetic.map((kind) => ({ name: kind, kind, ...samples[kind].accepted })),
      textless,
      yields: byKind((kind) => yieldFrom(samples[kind], usual[kind])),
      passages: usable.length,
    };
  }
}

/** Tokens of a sample before there is any: a rewritten passage is as long as it was, the rest as replies usually are, one of personas making two samples. */
const usualTokens = (passage: number): Readonly<Record<MixtureKind, number>> => ({
  ...{ natural: passage, hq: passage, qa: passage, textbook: usualReply.text, persona: usualReply.text / 2 },
  ...{ questions: usualReply.question + usualReply.answer, other: usualReply.text },
});

function yieldFrom({ accepted, pending, rejected }: SamplesOfKind, usual: number): KindYield {
  const decided = accepted.rows + rejected;
  const made = { rows: accepted.rows + pending.rows, tokens: accepted.tokens + pending.tokens };
  const [lengthFrom, tokensPerSample] =
    accepted.rows >= leastRows
      ? (['accepted', accepted.tokens / accepted.rows] as const)
      : made.rows > 0
        ? (['pending', made.tokens / made.rows] as const)
        : (['usual', usual] as const);
  return { tokensPerSample, lengthFrom, acceptance: decided >= leastDecided ? accepted.rows / decided : null, waiting: pending.rows };
}
