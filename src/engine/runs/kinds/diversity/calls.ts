/** Jobs of a measurement of diversity, each with what it asks. */
import { cluster } from '../../../../core/methods/cluster/method.ts';
import { parseGroups } from '../../../../core/methods/cluster/parse.ts';
import { criteria as criteriaMethod } from '../../../../core/methods/criteria/method.ts';
import { parseCriteria } from '../../../../core/methods/criteria/parse.ts';
import { merge } from '../../../../core/methods/merge/method.ts';
import { parseMerged } from '../../../../core/methods/merge/parse.ts';
import type { Method } from '../../../../core/methods/method.ts';
import { phrase } from '../../../../core/methods/phrase/method.ts';
import { parseLines } from '../../../../core/methods/phrase/parse.ts';
import { replyLimit } from '../../../../core/methods/reply-limit.ts';
import { verify } from '../../../../core/methods/verify/method.ts';
import { parseVerdicts } from '../../../../core/methods/verify/parse.ts';
import type { ChatMessage } from '../../../../core/prompts/chat.ts';
import { drawSamples } from '../../../../core/quality/cluster-agent/draw.ts';
import type { Measurement } from '../../../../core/quality/cluster-agent/measurement.ts';
import { type CriterionKind, criterionKinds } from '../../../../core/quality/cluster-agent/proposals.ts';
import type { ClusterSettings } from '../../../../core/quality/cluster-agent/settings.ts';
import type { ChatModel } from '../../../models/chat-model.ts';
import { ask } from '../../ask.ts';
import type { Running } from '../../run.ts';
import type { CallWording } from '../../wording.ts';
import type { DiversityJob } from './jobs.ts';
import {
  type DiversityMethod,
  type DiversityPrompts,
  renderCriteria,
  renderGroups,
  renderMerge,
  renderPhrase,
  renderVerdicts,
} from './prompts.ts';

export interface DiversityTools extends DiversityPrompts {
  readonly settings: ClusterSettings;
  readonly seed: number;
  /** Ids of the set that is measured, in the order in which draws are made from it. */
  readonly samples: readonly string[];
}

interface Call<T> {
  /** Number of its draw or round. */
  readonly at: number;
  readonly attempt: number;
  /** Number of samples or groups that a reply speaks of, where its length follows from that. */
  readonly count?: number;
  readonly render: (wording: CallWording) => readonly ChatMessage[];
  readonly parse: (reply: string) => T;
}

const methods: Readonly<Record<DiversityMethod, Method>> = { criteria: criteriaMethod, merge, phrase, cluster, verify };

/** A measurement's jobs by what they are asked about. Their names never change: the journal has them. */
export class DiversityJobs {
  readonly #tools: DiversityTools;
  readonly #model: ChatModel;
  readonly #running: Running;

  constructor(tools: DiversityTools, model: ChatModel, running: Running) {
    this.#tools = tools;
    this.#model = model;
    this.#running = running;
  }

  criteria(draw: number): DiversityJob {
    const { samples, settings, seed } = this.#tools;
    const ask: DiversityJob['ask'] = async (attempt) => {
      const drawn = drawSamples(samples, settings.samplesPerDraw, { purpose: 'criteria', seed, index: draw });
      const render = (wording: CallWording) => renderCriteria(this.#tools, drawn, wording);
      const { metadata, metrics } = await this.#ask('criteria', { at: draw, attempt, render, parse: parseCriteria });
      return { type: 'criteria.proposed', ...this.#said('criteria'), draw, samples: drawn, metadata: [...metadata], metrics: [...metrics] };
    };
    return { name: `criteria ${draw}`, ask };
  }

  merge(kind: CriterionKind, measurement: Measurement): DiversityJob {
    const ask: DiversityJob['ask'] = async (attempt) => {
      const { criteria: count } = this.#tools.settings;
      const { draws } = measurement;
      const { shown: proposals, leftOut } = measurement.proposals(kind);
      this.#running.passOver(`${kind} that too few draws gave to be merged with the others`, leftOut);
      const render = (wording: CallWording) => renderMerge(this.#tools, { kind, count, draws, proposals }, wording);
      const criteria = await this.#ask('merge', { at: 0, attempt, render, parse: (reply) => parseMerged(reply, count) });
      return { type: 'criteria.merged', ...this.#said('merge'), kind, criteria };
    };
    return { name: `merge ${kind}`, ask };
  }

  phrase(measurement: Measurement): DiversityJob {
    const ask: DiversityJob['ask'] = async (attempt) => {
      const all = criterionKinds.flatMap((kind) => measurement.merged(kind) ?? []);
      const render = (wording: CallWording) => renderPhrase(this.#tools, all, wording);
      const lines = await this.#ask('phrase', { at: 0, attempt, render, parse: (reply) => parseLines(reply, all.length) });
      return { type: 'criteria.phrased', ...this.#said('phrase'), lines };
    };
    return { name: 'phrase', ask };
  }

  /** Grouping, and verifying where there is a group of more than one. */
  round(round: number, lines: readonly string[]): DiversityJob {
    const { samples, settings, seed } = this.#tools;
    const ask: DiversityJob['ask'] = async (attempt) => {
      const drawn = drawSamples(samples, settings.size, { purpose: 'round', seed, index: round });
      const { groups: written, ...mended } = await this.#ask('cluster', {
        ...{ at: round, attempt, count: drawn.length },
        render: (wording) => renderGroups(this.#tools, { lines, samples: drawn }, wording),
        parse: (reply) => parseGroups(reply, drawn.length),
      });
      const groups = written.map(({ members, ...group }) => ({ ...group, samples: members.map((at) => drawn[at]!) }));
      const shown = groups.filter((group) => group.samples.length > 1);
      const verdicts =
        shown.length === 0
          ? []
          : await this.#ask('verify', {
              ...{ at: round, attempt, count: shown.length },
              render: (wording) => renderVerdicts(this.#tools, { lines, groups: shown }, wording),
              parse: (reply) => parseVerdicts(reply, shown.length),
            });
      const clusters = groups.map((group) => {
        const verdict = verdicts[shown.indexOf(group)];
        return { ...group, valid: verdict?.valid ?? true, verdict: verdict?.reason ?? '' };
      });
      return { type: 'samples.clustered', ...this.#said('cluster'), round, samples: drawn, clusters, ...mended };
    };
    return { name: `round ${round}`, ask };
  }

  readonly #said = (id: DiversityMethod) => ({ run: this.#running.run, model: this.#model.id, prompt: this.#tools.templates[id].hash });

  async #ask<T>(id: DiversityMethod, { at, attempt, count = 1, render, parse }: Call<T>): Promise<T> {
    const { run, signal } = this.#running;
    const { value } = await ask(
      {
        model: this.#model,
        origin: { method: id },
        // Of a small set several draws may be the same, and are not to be given the same reply.
        seed: this.#tools.seed + at,
        limit: replyLimit(methods[id], { count }),
        schema: this.#tools.templates[id].schema,
        render,
        parse,
      },
      { run, attempt, signal },
    );
    return value;
  }
}
