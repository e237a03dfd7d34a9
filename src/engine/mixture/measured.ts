/** What a mixture is made of, counted: the corpus, named sources, and samples by kind. */
import { randomUUID } from 'node:crypto';
import { type MixtureKind, mixtureKinds } from '../../core/planning/mixture/kinds.ts';
import { naturalRows } from '../../core/planning/mixture/natural-rows.ts';
import type { KindYield, MixtureSource } from '../../core/planning/mixture/plan.ts';
import type { EngineArguments } from '../../protocol/engine.ts';
import { freeProgress } from '../free-progress.ts';
import { isUsable } from '../runs/passage-sets.ts';
import type { ReportProgress } from '../runs/run.ts';
import { usualReply } from '../runs/usual.ts';
import { pauses } from '../slices.ts';
import type { Workspace } from '../workspace.ts';
import { type SamplesOfKind, SampleTokens } from './counted-samples.ts';
import { type NamedSource, NamedSources } from './named-sources.ts';

/** Name of the source that the corpus is. */
export const corpusSource = 'corpus';

export interface MeasuredMixture {
  readonly sources: readonly MixtureSource[];
  readonly yields: Readonly<Record<MixtureKind, KindYield>>;
  readonly named: readonly NamedSource[];
  /** Passages that one run can rewrite. */
  readonly passages: number;
}

type Counted = Pick<MeasuredMixture, 'yields' | 'passages'> & { readonly sources: readonly MixtureSource[] };

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

  constructor(workspace: Workspace, report: ReportProgress) {
    this.#workspace = workspace;
    this.#report = report;
    this.#named = new NamedSources(workspace.folder);
  }

  /** @throws UsageError for a source that cannot be read; the signal's reason once it is aborted */
  async measure(asked: EngineArguments<'plan/mixture'>['sources'], signal: AbortSignal): Promise<MeasuredMixture> {
    const { settings, store } = this.#workspace;
    const corpus = await this.#workspace.corpus(signal);
    const pause = pauses(signal);
    const named = await this.#named.list(settings.mixture.sources, asked ?? [], corpus, { pause, signal });
    // What follows from these alone is as it was when these are.
    const of = [store.revision, corpus, settings.filter];
    if (this.#last === undefined || this.#last.of.some((value, at) => value !== of[at]))
      this.#last = { of, counted: await this.#count(signal) };
    const { sources, ...counted } = this.#last.counted;
    const beside = named.map(({ name, tokens, rows }) => ({ name, kind: 'natural' as const, tokens, rows }));
    return { ...counted, named, sources: [...sources.slice(0, 1), ...beside, ...sources.slice(1)] };
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
    const total = accepted + pending + rejected;
    const run = randomUUID();
    const tell = (done: number): void => {
      if (done % reportedEvery !== 0 && (done !== total || total < reportedEvery)) return;
      this.#report({ run, label: 'Counting tokens', done, total: Math.max(total, done), kept: done, ...freeProgress });
    };
    const samples = await this.#tokens.count(store, pause, tell);
    const usable = passages.filter(isUsable);
    const usual = usualTokens(usable.reduce((sum, { tokens }) => sum + tokens, 0) / Math.max(1, usable.length));
    const yieldOf = (kind: MixtureKind): KindYield => yieldFrom(samples[kind], usual[kind]);
    const synthetic = mixtureKinds.filter((kind) => kind !== 'natural' && samples[kind].accepted.rows > 0);
    return {
      sources: [
        { name: corpusSource, kind: 'natural', tokens: natural, rows: documents },
        ...synthetic.map((kind) => ({ name: kind, kind, ...samples[kind].accepted })),
      ],
      yields: {
        ...{ natural: yieldOf('natural'), hq: yieldOf('hq'), qa: yieldOf('qa'), textbook: yieldOf('textbook') },
        ...{ questions: yieldOf('questions'), persona: yieldOf('persona'), other: yieldOf('other') },
      },
      passages: usable.length,
    };
  }
}

/** Tokens of a sample before there is any: a rewritten passage is as long as it was, the rest as replies usually are. */
const usualTokens = (passage: number): Readonly<Record<MixtureKind, number>> => ({
  ...{ natural: passage, hq: passage, qa: passage, textbook: usualReply.text, persona: usualReply.text },
  ...{ questions: usualReply.question + usualReply.answer, other: usualReply.text },
});

function yieldFrom({ accepted, pending, rejected }: SamplesOfKind, usual: number): KindYield {
  const decided = accepted.rows + rejected;
  const made = { rows: accepted.rows + pending.rows, tokens: accepted.tokens + pending.tokens };
  const [lengthFrom, tokensPerSample] =
    accepted.rows >= leastRows
      ? (['accepted', accepted.tokens / accepted.rows] as const)
      : made.rows >= leastRows
        ? (['pending', made.tokens / made.rows] as const)
        : (['usual', usual] as const);
  return { tokensPerSample, lengthFrom, acceptance: decided >= leastDecided ? accepted.rows / decided : null, waiting: pending.rows };
}
