import { RandomStream } from '../../../../core/graph/random.ts';
import { rate as rateMethod } from '../../../../core/methods/rate/method.ts';
import { replyLimit } from '../../../../core/methods/reply-limit.ts';
import { parseRating } from '../../../../core/methods/rate/parse.ts';
import { fenced, oneLine } from '../../../../core/prompts/fence.ts';
import type { PromptSubject } from '../../../../core/prompts/subject.ts';
import type { Passage } from '../../../../core/corpus/passage.ts';
import type { NewEvent } from '../../../../core/samples/events.ts';
import type { CorpusState } from '../../../corpus-state.ts';
import type { ChatModel } from '../../../models/chat-model.ts';
import { ask } from '../../ask.ts';
import { inOrder } from '../../in-order.ts';
import type { Running } from '../../run.ts';
import { passageName, shortPassage } from '../../shorten.ts';
import { firstWording, type CallWording } from '../../wording.ts';
import { failureOf } from '../../stopping.ts';
import type { MethodTemplate } from '../../templates.ts';

export interface RateTools {
  readonly template: MethodTemplate;
  readonly prompts: PromptSubject;
}

/** The passages that stand for documents not rated yet, in an order that depends on each of them alone. */
export function unratedPassages({ representatives }: CorpusState, rated: ReadonlyMap<string, number>): Passage[] {
  const stream = new RandomStream();
  return representatives
    .filter(({ hash }) => !rated.has(hash))
    .map((passage) => ({ passage, place: stream.restart(1, 0, passage.hash).uint32() }))
    .sort((a, b) => a.place - b.place)
    .map(({ passage }) => passage);
}

/** Has each passage rated for the document filter (SynthLLM §3.1), and records each rating before going on. */
export async function ratePassages(passages: readonly Passage[], tools: RateTools, running: Running): Promise<void> {
  const { models, plan, jobs, tally, record, report } = running;
  const { model, concurrencyLimit } = await models.open(plan.model);
  let done = 0;
  report(0, passages.length);
  const begin = (passage: Passage): Promise<RatingOutcome> => rateOne(passage, model, tools, running);
  for await (const event of inOrder(passages, () => concurrencyLimit, begin)) {
    record([event]);
    if (event.type === 'document.rated') tally.kept++;
    const hadFailed = event.type === 'document.rated' ? jobs.failures.has(event.passage) : jobs.failures.has(event.job);
    if ((event.type === 'job.failed') !== hadFailed) tally.failed += hadFailed ? -1 : 1;
    report(++done, passages.length);
  }
}

type RatingOutcome = Extract<NewEvent, { readonly type: 'document.rated' | 'job.failed' }>;

/** The messages for one passage. */
export function renderRating(
  passage: Passage,
  { template, prompts }: RateTools,
  { complaint, shortening, json }: CallWording = firstWording,
) {
  const { headings, text } = shortPassage(passage, shortening);
  return template.render({
    ...prompts,
    passage: fenced(text),
    headings: headings.map(oneLine).join(' › '),
    complaint: oneLine(complaint),
    json,
  });
}

async function rateOne(passage: Passage, model: ChatModel, tools: RateTools, running: Running): Promise<RatingOutcome> {
  const { hash, file } = passage;
  const { run, signal, jobs } = running;
  try {
    const { value, usage } = await ask(
      {
        model,
        origin: { method: 'rate' },
        seed: 0,
        limit: replyLimit(rateMethod),
        schema: tools.template.schema,
        about: passageName(passage),
        render: (wording) => renderRating(passage, tools, wording),
        parse: parseRating,
      },
      { run, attempt: jobs.failures.get(hash) ?? 0, signal },
    );
    const { relevance, clarity, language, overall } = value;
    return {
      ...{ type: 'document.rated', run, passage: hash, file, model: model.id, prompt: tools.template.hash, usage },
      rating: { relevance: relevance.score, clarity: clarity.score, language: language.score, overall },
      reasons: { relevance: relevance.reason, clarity: clarity.reason, language: language.reason },
    };
  } catch (error) {
    return { type: 'job.failed', run, job: hash, ...failureOf(error, running) };
  }
}
