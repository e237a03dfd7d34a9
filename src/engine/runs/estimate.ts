import { countTokens } from '../../core/corpus/tokens.ts';
import type { ChatMessage } from '../../core/prompts/chat.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { titleOf } from '../corpus-state.ts';
import { addSpent, nothingSpent, type Spent } from '../../core/samples/spent.ts';
import type { BatchKind } from '../models/models.ts';
import { costOf } from '../models/requests/meter.ts';
import type { Workspace } from '../workspace.ts';
import { referencedSets } from './concept-sets.ts';
import { renderExtraction } from './extract-run.ts';
import { level3Job, questionsPerCall, renderAnswer, renderLevel3 } from './level3.ts';
import { loadLevel3, requireLevel3 } from './level3-templates.ts';
import { loadTemplate } from './templates.ts';

type Estimate = EngineResult<'generate/estimate'>;

/** Prompts that are rendered and counted; the others are taken to be as long on average. */
const counted = 50;
/** What replies take where a model has given none yet: the usual lengths of the formats asked for. */
const usualReply = { extract: 250, questions: 250, answer: 350 } as const;
/** A question stands in for those that are not written yet. */
const usualQuestion = 'q '.repeat(40);

interface Calls {
  readonly model: string;
  readonly calls: number;
  /** Tokens of one prompt and one reply. */
  readonly prompt: number;
  readonly reply: number;
}

/** What extracting the passages that are left would take. Asks no model. */
export async function estimateExtraction(workspace: Workspace): Promise<Estimate> {
  const { folder, settings, models, store } = workspace;
  const { questions: model } = settings.models;
  const done = store.extractedBy((await models.open(model)).model.id);
  const { byHash } = await workspace.corpus();
  const passages = [...byHash].flatMap(([hash, [passage]]) => (passage === undefined || done.has(hash) ? [] : [passage]));
  const tools = { template: await loadTemplate(folder, 'extract'), prompts: settings.prompts };
  const prompt = mean(spread(passages, counted).map((passage) => tokensOf(renderExtraction(passage, tools))));
  const spent = await spentOn(workspace, [{ model, calls: passages.length, prompt, reply: usualReply.extract }], null);
  return expected(passages.length, spent);
}

/**
 * What a run would take if every set gave all the questions it is asked for and each passed the gates: the least it can
 * be for new sets, and more than it will be for prompts that were answered before.
 * @throws UsageError for a method that does not generate samples.
 */
export async function estimateGeneration(workspace: Workspace, query: EngineArguments<'generate/estimate'>): Promise<Estimate> {
  requireLevel3(query.method);
  const { folder, settings } = workspace;
  const corpus = await workspace.corpus();
  const templates = await loadLevel3(folder, settings.prompts);
  const jobs = Math.ceil(query.count / questionsPerCall);
  const sampled = referencedSets(await workspace.graph(), settings.walk, query.seed ?? 1)
    .take(Math.min(jobs, counted))
    .map((set) => level3Job(set, (passage) => titleOf(corpus, passage)))
    .toArray();
  const { questions, answers } = settings.models;
  const asked = mean(sampled.map((job) => tokensOf(renderLevel3(templates, job))));
  const answered = mean(sampled.map((job) => tokensOf(renderAnswer(templates, job, usualQuestion))));
  const calls = [
    { model: questions, calls: jobs, prompt: asked, reply: usualReply.questions },
    { model: answers, calls: query.count, prompt: answered, reply: usualReply.answer },
  ];
  return expected(query.count, await spentOn(workspace, calls, query.batch ?? null));
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

const expected = (kept: number, spent: Spent): Estimate => ({
  ...{ generated: kept, kept, gated: 0, failed: 0, fell: [], outcome: 'done', cancelled: false, stopped: null },
  ...spent,
});

const tokensOf = (messages: readonly ChatMessage[]): number => messages.reduce((sum, { content }) => sum + 4 + countTokens(content), 3);

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** At most `count` of the items, at even distances. */
function spread<T>(items: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, items.length / count);
  return Array.from({ length: Math.min(count, items.length) }, (_, index) => items[Math.floor(index * step)]!);
}
