import type { Extraction } from '../../../../core/concepts/extraction.ts';
import type { Passage } from '../../../../core/corpus/passage.ts';
import { extract as extractMethod } from '../../../../core/methods/extract/method.ts';
import { replyLimit } from '../../../../core/methods/reply-limit.ts';
import { parseExtraction } from '../../../../core/methods/extract/parse.ts';
import { fenced, oneLine } from '../../../../core/prompts/fence.ts';
import type { PromptSubject } from '../../../../core/prompts/subject.ts';
import type { NewEvent } from '../../../../core/samples/events.ts';
import { ask, type ModelCall } from '../../ask.ts';
import { inOrder } from '../../in-order.ts';
import type { Running } from '../../run.ts';
import { passageName, shortPassage } from '../../shorten.ts';
import { firstWording, type CallWording } from '../../wording.ts';
import { failureOf } from '../../stopping.ts';
import type { MethodTemplate } from '../../templates.ts';

export interface ExtractTools {
  readonly template: MethodTemplate;
  readonly prompts: PromptSubject;
  /** Number of times that the model has failed on a passage, by hash. */
  readonly attempts: ReadonlyMap<string, number>;
}

/** The messages for one passage (SynthLLM §3.2). */
export function renderExtraction(
  passage: Passage,
  { template, prompts }: Omit<ExtractTools, 'attempts'>,
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

/**
 * Extracts topics and key concepts from each passage and records each result before going on. A passage whose reply
 * cannot be read twice is recorded as failed; the others go on.
 */
export async function extractPassages(passages: readonly Passage[], tools: ExtractTools, running: Running): Promise<null> {
  const { models, plan, jobs, tally, record, report } = running;
  const { model, concurrencyLimit } = await models.open(plan.model);
  let done = 0;
  report(0, passages.length);
  const begin = (passage: Passage) =>
    extractOne(
      passage,
      {
        model,
        origin: { method: 'extract', passage },
        seed: 0,
        limit: replyLimit(extractMethod, { sources: [passage] }),
        schema: tools.template.schema,
        about: passageName(passage),
        render: (wording) => renderExtraction(passage, tools, wording),
        parse: (reply) => parseExtraction(reply, tools.template.form.beside(passage.text)),
      },
      tools,
      running,
    );
  for await (const event of inOrder(passages, () => concurrencyLimit, begin)) {
    record([event]);
    const hadFailed = jobs.failures.has(event.passage);
    if (event.type === 'passage.extracted') tally.kept++;
    if ((event.type === 'passage.failed') !== hadFailed) tally.failed += hadFailed ? -1 : 1;
    report(++done, passages.length);
  }
  return null;
}

type ExtractionOutcome = Extract<NewEvent, { readonly type: 'passage.extracted' | 'passage.failed' }>;

async function extractOne(
  { hash, file }: Passage,
  call: ModelCall<Extraction>,
  { template, attempts }: ExtractTools,
  running: Running,
): Promise<ExtractionOutcome> {
  const { run, signal } = running;
  try {
    const { value, usage } = await ask(call, { run, attempt: attempts.get(hash) ?? 0, signal });
    const { level, subject, topics } = value;
    const extraction = { level, subject, topics: topics.map(({ name, concepts }) => ({ name, concepts: [...concepts] })) };
    return { type: 'passage.extracted', run, passage: hash, file, model: call.model.id, prompt: template.hash, extraction, usage };
  } catch (error) {
    return { type: 'passage.failed', run, passage: hash, file, ...failureOf(error, running) };
  }
}
