/** What a run of each kind goes through, and with which tools, once it is planned. */
import { representatives } from '../../core/filter/representative.ts';
import { settledSubject } from '../../core/prompts/subject.ts';
import type { Sample } from '../../core/samples/sample.ts';
import { personaFileOf } from '../persona-file.ts';
import { requireSample } from '../queries/samples.ts';
import type { Workspace } from '../workspace.ts';
import { embedPassages } from './embed-run.ts';
import { extractPassages } from './extract-run.ts';
import { createGates } from './gates.ts';
import { generateSamples } from './generate-run.ts';
import { JobOrder, lagOf } from './job-order.ts';
import { jobSources } from './job-sources.ts';
import { judgeSamples } from './judge-run.ts';
import { type MethodTemplates, loadJudgeTemplates, loadTemplates, requireMethod, requireSampleMethod } from './method-templates.ts';
import { personaMaking, writePersonas } from './personas-run.ts';
import { unextracted } from './planning.ts';
import { ratePassages, unratedPassages } from './rate-run.ts';
import { recall } from './recall.ts';
import { type Regenerated, regenerateSamples } from './regenerate-run.ts';
import { type Begun, type Ended, executeRun, type RunTools } from './run.ts';
import { loadTemplate } from './templates.ts';

/** Where runs take place. */
export interface RunSite {
  readonly workspace: Workspace;
  readonly runTools: RunTools;
}

export async function runExtraction({ workspace, runTools }: RunSite, begun: Begun, signal: AbortSignal): Promise<Ended> {
  const { templateOwner, settings, store } = workspace;
  const { model, options } = begun.plan;
  const passages = await unextracted(workspace, model, options.again === true ? { since: begun.run } : 'nothing');
  const failures = store.extractionFailures(model);
  const template = await loadTemplate(templateOwner, requireMethod('extract'));
  const attempts = new Map([...failures].map(([hash, { times }]) => [hash, times]));
  const chosen = begun.failedOnly ? passages.filter(({ hash }) => begun.before.jobs.failures.has(hash)) : passages;
  return await executeRun(begun, runTools, { label: 'Extracting concepts', signal }, (running) =>
    extractPassages(chosen, { template, prompts: settledSubject(settings.prompts), attempts }, running),
  );
}

export async function runRating({ workspace, runTools }: RunSite, begun: Begun, signal: AbortSignal): Promise<Ended> {
  const { templateOwner, settings, store } = workspace;
  const { documents } = await workspace.corpus();
  const template = await loadTemplate(templateOwner, requireMethod('rate'));
  const left = begun.plan.planned - begun.before.tally.kept;
  const unrated = unratedPassages(documents, store.ratings());
  const chosen = begun.failedOnly ? unrated.filter(({ hash }) => begun.before.jobs.failures.has(hash)) : unrated.slice(0, left);
  const { embeddings: name } = begun.plan.options;
  return await executeRun(begun, runTools, { label: 'Rating documents', signal }, async (running) => {
    // First, since ratings are of use without vectors, and vectors of none without ratings.
    if (chosen.length > 0) await ratePassages(chosen, { template, prompts: settledSubject(settings.prompts) }, running);
    if (name === undefined) return null;
    const { vectors } = workspace.models;
    return await embedPassages(representatives(documents), { name, vectors, before: chosen.length }, running);
  });
}

export async function runPersonas({ workspace, runTools }: RunSite, begun: Begun, signal: AbortSignal): Promise<Ended> {
  const { folder, store } = workspace;
  const file = personaFileOf(folder, begun.plan.options.into);
  const tools = { ...(await personaMaking(workspace)), folder, file, written: store.personas(begun.run) };
  return await executeRun(begun, runTools, { label: 'Writing personas', signal }, (running) => writePersonas(tools, running));
}

export async function runGeneration({ workspace, runTools }: RunSite, begun: Begun, signal: AbortSignal): Promise<Ended> {
  const { templateOwner, settings, store } = workspace;
  const { options, seed, planned, batch } = begun.plan;
  const method = requireSampleMethod(begun.plan.method);
  const focus = { run: begun.run, file: options.file ?? null, span: options.span ?? null, concepts: options.concepts ?? [] };
  const { sources, round } = await jobSources(workspace, method, seed ?? 1, focus);
  // A batch begins all its jobs before the first is recorded: they can learn nothing from each other.
  const order = new JobOrder(batch !== null || !settings.coverage.steer ? Infinity : lagOf(method, planned, round));
  const tools = {
    ...{ method, order },
    choices: { style: options.style ?? '', personas: options.personas ?? [] },
    templates: await loadTemplates(templateOwner, method.id, workspace.subject()),
    corpus: await workspace.corpus(),
    gates: createGates(settings.gates, store),
    exists: (sample: string) => store.sample(sample) !== undefined,
  };
  return await executeRun(begun, runTools, { label: 'Generating samples', signal }, (running) => {
    // Only now has a new run begun: what it recalls is what stood then.
    const memory = recall(workspace, begun.run, order);
    return generateSamples(sources, { ...tools, memory }, running);
  });
}

export async function runRegeneration(
  { workspace, runTools }: RunSite,
  begun: Begun,
  result: Regenerated,
  signal: AbortSignal,
): Promise<Ended> {
  const { templateOwner, settings, store } = workspace;
  const loaded = new Map<string, Promise<MethodTemplates>>();
  const templates = (method: string): Promise<MethodTemplates> => {
    const known = loaded.get(method) ?? loadTemplates(templateOwner, method, workspace.subject());
    loaded.set(method, known);
    return known;
  };
  const tools = {
    templates,
    corpus: await workspace.corpus(),
    sample: (id: string) => requireSample(store, id),
    gates: ({ id }: Sample) => createGates(settings.gates, store, id),
  };
  return await executeRun(begun, runTools, { label: 'Regenerating', signal }, (running) => {
    const memory = recall(workspace, begun.run, new JobOrder(Infinity));
    return regenerateSamples({ ...tools, memory }, running, result);
  });
}

export async function runJudging({ workspace, runTools }: RunSite, begun: Begun, signal: AbortSignal): Promise<Ended> {
  const { templateOwner, store } = workspace;
  const tools = {
    templates: await loadJudgeTemplates(templateOwner, workspace.subject()),
    corpus: await workspace.corpus(),
    sample: (id: string) => requireSample(store, id),
  };
  return await executeRun(begun, runTools, { label: 'Judging', signal }, (running) => judgeSamples(tools, running));
}
