import { countTokens } from '../../core/corpus/tokens.ts';
import type { CorpusDocument } from '../../core/corpus/passage.ts';
import { embeddedText } from '../../core/filter/embedded-text.ts';
import { representatives } from '../../core/filter/representative.ts';
import { settledSubject } from '../../core/prompts/subject.ts';
import type { ChatMessage } from '../../core/prompts/chat.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { passageNow, titleOf } from '../corpus-state.ts';
import type { BatchKind } from '../../core/samples/events.ts';
import { addSpent, nothingSpent, type Spent } from '../../core/samples/spent.ts';
import { costOf } from '../models/requests/meter.ts';
import { requireSample } from '../queries/samples.ts';
import { personaFileOf, readPersonas } from '../persona-file.ts';
import type { Store } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';
import { mostTexts, withoutVector } from './embed-run.ts';
import { renderExtraction } from './extract-run.ts';
import { jobSources } from './job-sources.ts';
import { loadJudgeTemplates, loadTemplates, requireMethod, requireSampleMethod, requireStyle } from './method-templates.ts';
import { personaMaking, personasPerCall, renderPersonas } from './personas-run.ts';
import { personasFor } from './persona-choice.ts';
import { byMethod, chosenSamples, conceptIds, requireCapable, unextracted } from './planning.ts';
import { renderRating, unratedPassages } from './rate-run.ts';
import { recallNow } from './recall.ts';
import { jobAgain } from './regenerate-run.ts';
import { nothingRemembered, passagesOf, renderAnswer, renderJob, renderJudgement, sampleJob } from './sample-job.ts';
import { loadTemplate } from './templates.ts';

type Estimate = EngineResult<'judge/estimate'>;

/** Prompts that are rendered and counted; the others are taken to be as long on average. */
const counted = 50;
/** What replies take where a model has given none yet: the usual lengths of the formats asked for. */
const usualReply = { extract: 250, question: 80, answer: 350, judge: 150, text: 700, persona: 50 } as const;
/** They stand in for those that are not written yet. */
const usualQuestion = 'q '.repeat(40);
const usualPersona = 'p '.repeat(usualReply.persona);
const usualAnswer = 'a '.repeat(usualReply.answer);

/** Runs that a pace is taken from, and how many calls one of them must have made. */
const [latestRuns, leastCalls] = [5, 5];

interface Calls {
  readonly model: string;
  readonly calls: number;
  /** Tokens of one prompt and one reply. */
  readonly prompt: number;
  readonly reply: number;
}

/** What extracting the passages that are left would take; topics and concepts are those there are now. Asks no model. */
export async function estimateExtraction(
  workspace: Workspace,
  { again = false }: EngineArguments<'extract/estimate'>,
): Promise<EngineResult<'extract/estimate'>> {
  const { settings } = workspace;
  const { questions: model } = settings.models;
  const passages = await unextracted(workspace, model, again ? 'everything' : 'nothing');
  const tools = {
    template: await loadTemplate(workspace.templateOwner, requireMethod('extract')),
    prompts: settledSubject(settings.prompts),
  };
  const prompt = mean(spread(passages, counted).map((passage) => tokensOf(renderExtraction(passage, tools))));
  const corpus = await workspace.corpus();
  const { topics, concepts } = (await workspace.graph()).graph.counts;
  return {
    ...{ documents: corpus.documents.length, passages: corpus.passages.length, failed: [], topics, concepts },
    ...{ planned: passages.length, extracted: passages.length },
    ...asPlanned,
    ...(await expectedSpent(workspace, [{ model, calls: passages.length, prompt, reply: usualReply.extract }])),
  };
}

/** What rating so many documents would take, and embedding those without a vector. */
export async function estimateRating(workspace: Workspace, count: number): Promise<Estimate> {
  const { settings, store } = workspace;
  const { documents } = await workspace.corpus();
  const passages = unratedPassages(documents, store.ratings()).slice(0, count);
  const tools = { template: await loadTemplate(workspace.templateOwner, requireMethod('rate')), prompts: settledSubject(settings.prompts) };
  const prompt = mean(passages.slice(0, counted).map((passage) => tokensOf(renderRating(passage, tools))));
  const calls = [{ model: settings.models.judge, calls: passages.length, prompt, reply: usualReply.judge }].filter(
    (each) => each.calls > 0,
  );
  return await expected(workspace, passages.length, calls, { beside: await embeddingSpent(workspace, documents) });
}

async function embeddingSpent({ settings, models }: Workspace, documents: readonly CorpusDocument[]): Promise<Spent> {
  const { embeddings: name } = settings.models;
  if (name === null) return nothingSpent;
  const { price, space } = await models.openEmbedder(name);
  const wanted = withoutVector(representatives(documents), models.vectors, space);
  if (wanted.length === 0) return nothingSpent;
  const each = mean(spread(wanted, counted).map((passage) => countTokens(embeddedText(passage))));
  const prompt = Math.round(wanted.length * each);
  const cost = costOf({ promptTokens: prompt, completionTokens: 0 }, price);
  return { ...nothingSpent, calls: Math.ceil(wanted.length / mostTexts), tokens: { prompt, completion: 0 }, cost };
}

/** What having so many personas written would take, if each call gave all it is asked for. */
export async function estimatePersonas(workspace: Workspace, { count, file }: EngineArguments<'personas/estimate'>): Promise<Estimate> {
  requireCapable(requireMethod('personas'), workspace.settings.models.questions);
  const tools = await personaMaking(workspace);
  const there = await readPersonas(workspace.folder, personaFileOf(workspace.folder, file));
  const calls = Math.ceil(count / personasPerCall);
  const prompts = Array.from({ length: Math.min(calls, counted) }, (_, call) => {
    const before = Array<string>(call * personasPerCall).fill(usualPersona);
    return tokensOf(renderPersonas(tools, call, Math.min(count, personasPerCall), [...there, ...before]));
  });
  const reply = (count / calls) * usualReply.persona;
  return await expected(workspace, count, [{ model: workspace.settings.models.questions, calls, prompt: mean(prompts), reply }]);
}

/** What judging samples would take, by the passages that are still as they were. */
export async function estimateJudging(workspace: Workspace, query: EngineArguments<'judge/estimate'>): Promise<Estimate> {
  const { settings, store } = workspace;
  const corpus = await workspace.corpus();
  const templates = await loadJudgeTemplates(workspace.templateOwner, workspace.subject());
  const samples = await chosenSamples(workspace, query);
  const prompts = spread(samples, counted).map((id) => {
    const { current, references } = requireSample(store, id);
    const found = references.filter(({ passage }) => passageNow(corpus, passage) !== undefined);
    return tokensOf(renderJudgement(templates, { references: passagesOf(found, corpus) }, current.content));
  });
  const calls = [{ model: settings.models.judge, calls: samples.length, prompt: mean(prompts), reply: usualReply.judge }];
  return await expected(workspace, samples.length, calls);
}

/** What drawing samples again would take at the least, by their own methods; one that refers to a changed passage is not asked about. */
export async function estimateRegeneration(workspace: Workspace, query: EngineArguments<'regenerate/estimate'>): Promise<Estimate> {
  const { settings, store } = workspace;
  const { questions, answers } = settings.models;
  const corpus = await workspace.corpus();
  const isWhole = (id: string) => requireSample(store, id).references.every(({ passage }) => passageNow(corpus, passage) !== undefined);
  const tools = { corpus, memory: recallNow(workspace) };
  const calls: Calls[] = [];
  let kept = 0;
  for (const [method, samples] of byMethod(store, query.samples, questions)) {
    const again = samples.filter(isWhole);
    if (again.length === 0) continue;
    const templates = await loadTemplates(workspace.templateOwner, method.id, workspace.subject());
    const jobs = spread(again, counted).map((id) => jobAgain(requireSample(store, id), tools, query.instruction));
    const asked = mean(jobs.map((job) => tokensOf(renderJob(templates, job))));
    const asks = method.needs.includes('answers');
    calls.push({ model: questions, calls: again.length, prompt: asked, reply: asks ? usualReply.question : usualReply.text });
    if (asks) {
      const answered = mean(jobs.map((job) => tokensOf(renderAnswer(templates, job, usualQuestion))));
      calls.push({ model: answers, calls: again.length, prompt: answered, reply: usualReply.answer });
    }
    kept += again.length;
  }
  return await expected(workspace, kept, calls);
}

/**
 * What a run would take if every set gave all the questions it is asked for and each passed the gates: the least it can
 * be for new sets, and more than it will be for prompts that were answered before.
 * @throws UsageError for a method that does not generate samples.
 */
export async function estimateGeneration(
  workspace: Workspace,
  query: EngineArguments<'generate/estimate'>,
): Promise<EngineResult<'generate/estimate'>> {
  const { count, answer = true, judge = false, batch = null } = query;
  const { settings } = workspace;
  const method = requireSampleMethod(query.method);
  const corpus = await workspace.corpus();
  const templates = await loadTemplates(workspace.templateOwner, method.id, workspace.subject());
  const jobs = Math.ceil(count / method.questions);
  const { personas = [] } = await personasFor(workspace, method, query.personas);
  const choices = { style: requireStyle(method, query.style), personas };
  const concepts = conceptIds(await workspace.graph(), query.concepts ?? []);
  const focus = { file: query.file ?? null, span: query.span ?? null, concepts };
  const { sources } = await jobSources(workspace, method, query.seed ?? 1, focus);
  const sampled = Iterator.from(sources)
    .take(Math.min(jobs, counted))
    .map((source) => sampleJob(method, source, choices, nothingRemembered, (passage) => titleOf(corpus, passage)))
    .toArray();
  const asked = mean(sampled.map((job) => tokensOf(renderJob(templates, job))));
  const answered = mean(sampled.map((job) => tokensOf(renderAnswer(templates, job, usualQuestion))));
  const judged = mean(
    sampled.map((job) => tokensOf(renderJudgement(templates, job, { shape: 'qa', question: usualQuestion, answer: usualAnswer }))),
  );
  const { questions, answers, judge: judging } = settings.models;
  const asks = method.needs.includes('answers');
  const reply = asks ? usualReply.question * method.questions : usualReply.text;
  const drawn = asks && answer ? settings.answers.samples : 0;
  const calls = [
    { model: questions, calls: jobs, prompt: asked, reply },
    { model: answers, calls: count * drawn, prompt: answered, reply: usualReply.answer },
    { model: judging, calls: judge ? count : 0, prompt: judged, reply: usualReply.judge },
  ].filter((each) => each.calls > 0);
  return { ...(await expected(workspace, count, calls, { batch })), batches: await inBatches(workspace, calls) };
}

/** What the same calls would cost in each way in which they can be asked in batches. */
async function inBatches(workspace: Workspace, calls: readonly Calls[]): Promise<EngineResult<'generate/estimate'>['batches']> {
  const kinds = await workspace.models.batchesOf(calls.map(({ model }) => model));
  return await Promise.all(kinds.map(async (kind) => ({ kind, cost: (await spentOn(workspace, calls, kind)).cost })));
}

async function spentOn({ models }: Workspace, calls: readonly Calls[], batch: BatchKind | null): Promise<Spent> {
  let spent = nothingSpent;
  for (const { model: id, calls: count, prompt, reply } of calls) {
    const { model, price } = await models.priced(id, batch);
    const completion = models.meanReply(model.id) ?? reply;
    const tokens = { prompt: Math.round(count * prompt), completion: Math.round(count * completion) };
    const cost = costOf({ promptTokens: tokens.prompt, completionTokens: tokens.completion }, price);
    spent = addSpent(spent, { ...nothingSpent, calls: count, tokens, cost });
  }
  return spent;
}

interface Ways {
  /** How long a batch takes is its endpoint's secret. */
  readonly batch?: BatchKind | null;
  /** Spent beside the calls, in no time that would count. */
  readonly beside?: Spent;
}

const asPlanned = { outcome: 'done', cancelled: false, stopped: null } as const;

/** A run that keeps so many by these calls. */
async function expected(workspace: Workspace, kept: number, calls: readonly Calls[], ways: Ways = {}): Promise<Estimate> {
  return { ...{ generated: kept, kept, gated: 0, failed: 0, fell: [] }, ...asPlanned, ...(await expectedSpent(workspace, calls, ways)) };
}

async function expectedSpent(workspace: Workspace, calls: readonly Calls[], { batch = null, beside = nothingSpent }: Ways = {}) {
  const spent = await spentOn(workspace, calls, batch);
  const pace = batch === null && calls[0] !== undefined ? latestPace(workspace.store, calls[0].model) : null;
  return { ...addSpent(spent, beside), durationMs: pace === null ? null : Math.round(spent.calls / pace) };
}

/**
 * Calls a millisecond in the latest runs of a model, whichever others answered or judged there: the median. Null while
 * none tells a pace.
 */
function latestPace(store: Store, model: string): number | null {
  const paces = Iterator.from(store.runs())
    .flatMap(({ run, model: asked, spent, startedAt, endedAt }) => {
      if (asked !== model || endedAt === null || spent.calls < leastCalls || store.run(run)?.batch !== null) return [];
      return [spent.calls / Math.max(1, Date.parse(endedAt) - Date.parse(startedAt))];
    })
    .take(latestRuns)
    .toArray()
    .sort((a, b) => a - b);
  return paces[paces.length >> 1] ?? null;
}

const tokensOf = (messages: readonly ChatMessage[]): number => messages.reduce((sum, { content }) => sum + 4 + countTokens(content), 3);

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** At most `count` of the items, at even distances. */
function spread<T>(items: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, items.length / count);
  return Array.from({ length: Math.min(count, items.length) }, (_, index) => items[Math.floor(index * step)]!);
}
