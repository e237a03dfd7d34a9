import type { EngineArguments } from '../../../../protocol/engine.ts';
import { explainIssues } from '../../../../protocol/parameters.ts';
import { drawSamples, type DrawPurpose } from '../../../../core/quality/cluster-agent/draw.ts';
import { criterionKinds } from '../../../../core/quality/cluster-agent/proposals.ts';
import { type ClusterSettings, clusterSettings, fewestSamples, smallMeasure } from '../../../../core/quality/cluster-agent/settings.ts';
import { UsageError } from '../../../errors.ts';
import { readMeasurement } from '../../../measurements.ts';
import { storeFilter } from '../../../moved-files.ts';
import { describeMeasurement } from '../../../queries/diversity.ts';
import { requireSample } from '../../../queries/samples.ts';
import type { Workspace } from '../../../workspace.ts';
import { asAsked } from '../../asked-template.ts';
import { requireCapable } from '../../capable.ts';
import { requireMethod } from '../../method-templates.ts';
import { loadTemplate } from '../../templates.ts';
import { counted, usualReply } from '../../usual.ts';
import { isAlike, noGoal } from '../goal.ts';
import type { Goal, RunKind } from '../kind.ts';
import {
  type DiversityMethod,
  type DiversityPrompts,
  renderCriteria,
  renderGroups,
  renderMerge,
  renderPhrase,
  renderVerdicts,
} from './prompts.ts';
import { standIns } from './stand-ins.ts';
import { measureDiversity, settlingCalls } from './work.ts';

/** Draws are the same each time: what is measured again is answered from the cache, and more rounds begin with those there are. */
const usualSeed = 1;

/** Diversity of samples as a model sees it that groups some of them again and again. */
export const diversity: RunKind<'diversity'> = {
  label: 'Measuring diversity',

  plan: async (workspace, query) => {
    const { judge: model } = workspace.settings.models;
    requireCapable(requireMethod('cluster'), model);
    const settings = settingsOf(query, workspace.settings.diversity);
    const samples = await measuredSamples(workspace, query);
    const fewest = fewestSamples(settings);
    if (samples.length < fewest) {
      throw new UsageError(
        `${fewest} samples are needed for draws of ${settings.samplesPerDraw} and rounds of ${settings.size}, and there are ${samples.length}: widen the filter, generate more (loom generate), or measure in smaller rounds (--size, --per-draw)`,
      );
    }
    const { seed = usualSeed } = query;
    return {
      ...noGoal,
      kind: 'diversity',
      method: 'cluster',
      model,
      seed,
      planned: settings.rounds,
      samples,
      options: { diversity: settings },
    };
  },

  isSame: (known, goal) => isAlike(known, goal) && known.seed === goal.seed,

  /** If some samples of each round belonged together. */
  calls: async (workspace, goal) => {
    const { model, planned, samples, seed } = goal;
    const settings = settingsIn(goal);
    const tools = await askedDiversityPrompts(workspace, model);
    const drawn = (purpose: DrawPurpose, size: number, count: number) =>
      Array.from({ length: Math.min(count, counted) }, (_, index) =>
        drawSamples(samples, size, { purpose, seed: seed ?? usualSeed, index }),
      );
    const lines = standIns.lines(settings);
    const rounds = drawn('round', settings.size, planned);
    const merges = criterionKinds.map((kind) =>
      renderMerge(tools, { kind, count: settings.criteria, draws: settings.draws, proposals: standIns.proposals(settings) }),
    );
    const calls = [
      {
        ...{ model, calls: settings.draws, reply: usualReply.criteria },
        prompts: drawn('criteria', settings.samplesPerDraw, settings.draws).map((each) => renderCriteria(tools, each)),
      },
      { model, calls: merges.length, prompts: merges, reply: usualReply.merged },
      {
        model,
        calls: settlingCalls - merges.length,
        prompts: [renderPhrase(tools, standIns.criteria(settings))],
        reply: usualReply.phrased,
      },
      { model, calls: planned, prompts: rounds.map((each) => renderGroups(tools, { lines, samples: each })), reply: usualReply.groups },
      {
        ...{ model, calls: planned, reply: usualReply.verdicts },
        prompts: rounds.map((each) => renderVerdicts(tools, { lines, groups: standIns.groups(each) })),
      },
    ];
    return { kept: planned, calls };
  },

  work: async (workspace, { run, plan }) => {
    const { seed, samples } = plan;
    const tools = { ...(await diversityPrompts(workspace)), settings: settingsIn(plan), seed: seed ?? usualSeed, samples };
    const measurement = await readMeasurement(workspace.store, run);
    return (running) => measureDiversity(tools, measurement, running);
  },

  result: async (workspace, { run }) => ({ measurement: await describeMeasurement(workspace, run) }),
};

type MeasuringQuery = EngineArguments<'diversity/measure'>;

/** Sizes that are asked for, before the project's own. @throws UsageError when a size is none that a measurement can have. */
function settingsOf({ samplesPerDraw, draws, criteria, size, rounds }: MeasuringQuery, usual: ClusterSettings): ClusterSettings {
  const given = Object.entries({ samplesPerDraw, draws, criteria, size, rounds }).filter(([, value]) => value !== undefined);
  const { data, error } = clusterSettings.safeParse({ ...usual, ...Object.fromEntries(given) });
  if (data === undefined) throw new UsageError(`the sizes of a measurement: ${explainIssues(error)}`);
  return data;
}

const settingsIn = ({ options: { diversity: settings = smallMeasure } }: Pick<Goal, 'options'>): ClusterSettings => settings;

/** The ids of the samples that a filter leaves, of those that were kept where it names no status; in an order of their own. */
export async function measuredSamples(workspace: Workspace, { filter = {} }: Pick<MeasuringQuery, 'filter'>): Promise<string[]> {
  const found = workspace.store.sampleIds(await storeFilter(workspace, { status: ['pending', 'accepted'], ...filter }));
  return found.sort((a, b) => (a < b ? -1 : 1));
}

/** @throws TemplateError when one of the user's templates does not hold. */
async function diversityPrompts(workspace: Workspace): Promise<DiversityPrompts> {
  const load = (id: DiversityMethod) => loadTemplate(workspace.templateOwner, requireMethod(id));
  const [criteria, merge, phrase, cluster, verify] = await Promise.all([
    load('criteria'),
    load('merge'),
    load('phrase'),
    load('cluster'),
    load('verify'),
  ]);
  const contentOf: DiversityPrompts['contentOf'] = (sample) => requireSample(workspace.store, sample).current.content;
  return { templates: { criteria, merge, phrase, cluster, verify }, prompts: workspace.subject(), contentOf };
}

/** The same, as a model is asked with them first. @throws TemplateError as above. */
export async function askedDiversityPrompts(workspace: Workspace, model: string): Promise<DiversityPrompts> {
  const { models } = workspace;
  const loaded = await diversityPrompts(workspace);
  const { criteria, merge, phrase, cluster, verify } = loaded.templates;
  const templates = {
    criteria: await asAsked(models, model, criteria),
    merge: await asAsked(models, model, merge),
    phrase: await asAsked(models, model, phrase),
    cluster: await asAsked(models, model, cluster),
    verify: await asAsked(models, model, verify),
  };
  return { ...loaded, templates };
}
