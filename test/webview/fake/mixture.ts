/** Mixtures of the fake host: the real planning, of a few sources. */
import { kindTraits } from '../../../src/core/planning/mixture/kinds.ts';
import { partsPlanned } from '../../../src/core/planning/mixture/parts.ts';
import { type KindYield, type MixtureSource, planMixture } from '../../../src/core/planning/mixture/plan.ts';
import { noUsage } from '../../../src/core/samples/run-usage.ts';
import type { EngineArguments, EngineResult } from '../../../src/protocol/engine.ts';
import type { FakeProject } from './project.ts';

type FakeMixtureSettings = Pick<EngineArguments<'plan/mixture'>, 'budget' | 'shares' | 'epochs'>;
type MixtureAnswer = EngineResult<'plan/mixture'>;
type Run = MixtureAnswer['runs'][number];

/** Passages that one run can rewrite. */
const passages = 5000;

export class FakeMixture {
  /** What `project.yaml` says. */
  settings: FakeMixtureSettings = {};
  natural: MixtureSource[] = [{ name: 'corpus', kind: 'natural', tokens: 35_000_000, rows: 41_200 }];
  readonly samples: MixtureSource[] = [
    { name: 'hq', kind: 'hq', tokens: 4_100_000, rows: 13_100 },
    { name: 'persona', kind: 'persona', tokens: 620_000, rows: 1900 },
  ];
  readonly waiting: Readonly<Partial<Record<string, number>>> = { hq: 12, persona: 0 };
  /** Dollars of a call; null where its price is not known. */
  price: number | null = 0.0004;
  /** Reason that no run can be started; null when one can. */
  problem: string | null = null;
  readonly #project: FakeProject;

  constructor(project: FakeProject) {
    this.#project = project;
  }

  plan(query: EngineArguments<'plan/mixture'>): MixtureAnswer {
    const { settings } = this;
    const asked = {
      budget: query.budget === undefined ? (settings.budget ?? null) : query.budget,
      shares: query.shares ?? settings.shares ?? {},
      epochs: query.epochs ?? settings.epochs ?? {},
    };
    const outline = planMixture({
      ...asked,
      sources: [...this.natural, ...this.samples],
      yields: { ...yields(this.waiting) },
      budget: asked.budget ?? undefined,
    });
    const { budget, isBudgetGiven, kinds, warnings } = outline;
    const runs = kinds.flatMap(({ kind, make }): Run[] => {
      const { makes } = kindTraits[kind];
      return makes === null || make === null || make.samples === 0 ? [] : [this.#run(kind, makes, make.samples)];
    });
    const estimates = runs.flatMap(({ estimate }) => estimate ?? []);
    const sum = (value: (estimate: (typeof estimates)[number]) => number): number =>
      estimates.reduce((total, estimate) => total + value(estimate), 0);
    const needs = (times: number): MixtureAnswer['expected'] => ({
      calls: Math.round(times * sum(({ calls }) => calls)),
      tokens: {
        prompt: Math.round(times * sum(({ tokens }) => tokens.prompt)),
        completion: Math.round(times * sum(({ tokens }) => tokens.completion)),
      },
      cost: this.price === null ? null : times * sum(({ cost }) => cost ?? 0),
      durationMs: times * sum(({ durationMs }) => durationMs ?? 0),
    });
    return {
      ...{ budget, isBudgetGiven, asked, tokenizer: 'o200k_base', runs },
      kinds: kinds.map((kind) => ({ ...kind, sources: [...kind.sources], warnings: [...kind.warnings] })),
      parts: partsPlanned(outline).map(({ name, kind, tokens, weight, probability }) => ({ name, kind, tokens, weight, probability })),
      expected: needs(1),
      whole: needs(runs.reduce((times, { count, later }) => Math.max(times, (count + later) / count), 1)),
      warnings: [...warnings],
      notes: ['for textbook every sample is taken to be accepted: too few were decided on yet'],
    };
  }

  set({ source, ...choices }: EngineArguments<'mixture/set'>): EngineResult<'mixture/set'> {
    const { budget, shares, epochs } = { ...this.settings, ...choices };
    this.settings = {
      ...(budget === undefined || budget === null ? {} : { budget }),
      ...(shares === undefined || shares === null ? {} : { shares }),
      ...(epochs === undefined || epochs === null ? {} : { epochs }),
    };
    if (source !== undefined) {
      const { name, tokens, rows = null } = source;
      const others = this.natural.filter((each) => each.name !== name);
      this.natural = tokens === null ? others : [...others, { name, kind: 'natural', tokens, rows }];
    }
    return { revision: ++this.#project.revision };
  }

  #run(kind: Run['kind'], { method, style = null }: { readonly method: string; readonly style?: string | null }, samples: number): Run {
    const count = Math.min(samples, passages);
    const command = `loom generate --method ${method}${style === null ? '' : ` --style ${style}`} --count ${count}`;
    const run = { kind, method, style, count, later: samples - count, command, problem: this.problem };
    const counts = { planned: count, generated: count, kept: count, gated: 0, failed: 0, dropped: [], passedOver: [] };
    const usage = {
      ...noUsage,
      calls: count,
      tokens: { prompt: 600 * count, completion: 310 * count },
      cost: this.price === null ? null : this.price * count,
    };
    const estimate: Run['estimate'] = {
      ...{ kind: 'generate', ...counts, ...usage, outcome: 'done', cancelled: false, reason: null },
      ...{ durationMs: 900 * count, batches: [] },
    };
    return { ...run, estimate: this.problem === null ? estimate : null };
  }
}

function yields(waiting: FakeMixture['waiting']) {
  const of = (kind: string, tokensPerSample: number): KindYield => ({
    ...{ tokensPerSample, lengthFrom: kind === 'hq' ? 'accepted' : 'usual' },
    ...{ acceptance: kind === 'hq' ? 0.8 : null, waiting: waiting[kind] ?? 0 },
  });
  return {
    ...{ natural: of('natural', 310), hq: of('hq', 313), qa: of('qa', 310), textbook: of('textbook', 700) },
    ...{ questions: of('questions', 320), persona: of('persona', 320), other: of('other', 500) },
  };
}
