import type { Passage } from '../../core/corpus/passage.ts';
import { countTokens } from '../../core/corpus/tokens.ts';
import { representatives } from '../../core/filter/representative.ts';
import { settledSubject } from '../../core/prompts/subject.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import { titleOf } from '../corpus-state.ts';
import { UsageError } from '../errors.ts';
import { personaFileOf, readPersonas } from '../persona-file.ts';
import type { Workspace } from '../workspace.ts';
import { allAsAsked, asAsked } from './asked-template.ts';
import { describeSet } from './concept-sets.ts';
import { renderExtraction } from './kinds/extract/work.ts';
import { jobSources } from './job-sources.ts';
import { loadTemplates, requireMethod, requireSampleMethod, requireStyle } from './method-templates.ts';
import { personasFor } from './persona-choice.ts';
import { personaMaking, personasPerCall, renderPersonas } from './kinds/personas/work.ts';
import { previewAnswer, type Previewed, previewJudgement, type PreviewQuery } from './preview-sample.ts';
import { diversityMethods } from './kinds/diversity/prompts.ts';
import { previewDiversity } from './preview-diversity.ts';
import { renderRating } from './kinds/rate/work.ts';
import { recallNow } from './recall.ts';
import { renderJob, sampleJob } from './sample-job.ts';
import { loadTemplate } from './templates.ts';

/** The methods that make no samples; all others are previewed alike. */
const previews: Readonly<Record<string, (workspace: Workspace, query: PreviewQuery) => Promise<Previewed>>> = {
  extract: previewExtraction,
  rate: previewRating,
  personas: previewPersonas,
  answer: previewAnswer,
  judge: previewJudgement,
  ...Object.fromEntries(diversityMethods.map((method) => [method, previewDiversity(method)])),
};

/**
 * The exact messages that a method would send first.
 * @throws TemplateError when the user's template does not hold; UsageError when there is nothing to ask it about.
 */
export async function previewPrompt(workspace: Workspace, query: PreviewQuery): Promise<EngineResult<'prompts/preview'>> {
  const { id } = requireMethod(query.method);
  const own = Object.hasOwn(previews, id) ? previews[id] : undefined;
  if (own !== undefined && query.style !== undefined) throw new UsageError(`${id} has no styles`);
  if (query.file !== undefined && !(await workspace.corpus()).has(query.file))
    throw new UsageError(`there is no file ${query.file} in the corpus`);
  const { messages, ...previewed } = await (own ?? previewJob)(workspace, query);
  const tokens = messages.reduce((sum, { content }) => sum + countTokens(content), 0);
  return { ...previewed, messages: [...messages], tokens };
}

async function previewJob(workspace: Workspace, { method: id, seed, ordinal, style, file }: PreviewQuery): Promise<Previewed> {
  const method = requireSampleMethod(id);
  const corpus = await workspace.corpus();
  const { sources } = await jobSources(workspace, method, seed, { file: file ?? null, span: null, concepts: [] });
  const source = nth(sources, ordinal);
  const where = file === undefined ? '' : ` on ${file}`;
  if (source === undefined)
    throw new UsageError(`there is no concept set or passage ${ordinal}${where}: extract concepts first, or take a smaller ordinal`);
  const loaded = await loadTemplates(workspace.templateOwner, method.id, workspace.subject());
  const { questions: model, answers: answerModel } = workspace.settings.models;
  const templates = await allAsAsked(workspace.models, loaded, { model, answerModel });
  const { personas = [] } = await personasFor(workspace, method, undefined);
  const choices = { style: requireStyle(method, style), personas };
  const job = sampleJob(method, source, choices, recallNow(workspace).for(method.id, source), (passage) => titleOf(corpus, passage));
  return { messages: renderJob(templates, job), set: describeSet(source), sample: null };
}

async function previewExtraction(workspace: Workspace, query: PreviewQuery): Promise<Previewed> {
  const { file } = query;
  const corpus = await workspace.corpus();
  return await previewPassage(workspace, query, file === undefined ? corpus.passages : corpus.ownOf(file), renderExtraction);
}

/** Each document is rated by one of its passages. */
async function previewRating(workspace: Workspace, query: PreviewQuery): Promise<Previewed> {
  const { file } = query;
  const corpus = await workspace.corpus();
  const documents = file === undefined ? corpus.documents : corpus.documentsOf(file);
  return await previewPassage(
    workspace,
    query,
    representatives(documents, (document) => corpus.standsFor(document)),
    renderRating,
  );
}

async function previewPassage(
  { templateOwner, settings, models }: Workspace,
  { method, ordinal, file, seed }: PreviewQuery,
  passages: readonly Passage[],
  render: typeof renderExtraction,
): Promise<Previewed> {
  const passage = passages[ordinal];
  if (passage === undefined)
    throw new UsageError(`there is no passage ${ordinal} to ${method}: ${file ?? 'the corpus'} has ${passages.length}, counted from 0`);
  const model = method === 'rate' ? settings.models.judge : settings.models.questions;
  const messages = render(passage, {
    template: await asAsked(models, model, await loadTemplate(templateOwner, requireMethod(method))),
    prompts: settledSubject(settings.prompts),
  });
  const reference = { file: passage.file, ...passage.span, passage: passage.id, jaccard: 1 };
  return { messages, set: { ...noConcepts(seed, ordinal), references: [reference] }, sample: null };
}

/** As the first call of a run that found the list as it is now; the calls after it also name those that the run has written. */
async function previewPersonas(workspace: Workspace, { seed, ordinal, file }: PreviewQuery): Promise<Previewed> {
  if (file !== undefined) throw new UsageError('personas are written from the whole corpus, not from a file');
  const making = await personaMaking(workspace);
  const tools = { ...making, template: await asAsked(workspace.models, workspace.settings.models.questions, making.template) };
  const known = await readPersonas(workspace.folder, personaFileOf(workspace.folder));
  const messages = renderPersonas(tools, ordinal, personasPerCall, known);
  return { messages, set: { ...noConcepts(seed, ordinal), references: [] }, sample: null };
}

const noConcepts = (seed: number, ordinal: number) => ({ topics: [], concepts: [], seed, epoch: 0, ordinal });

function nth<T>(items: Iterable<T>, ordinal: number): T | undefined {
  let at = 0;
  for (const item of items) if (at++ === ordinal) return item;
  return undefined;
}
