import type { Extraction } from '../../core/concepts/extraction.ts';
import type { Passage } from '../../core/corpus/passage.ts';
import { parseExtraction } from '../../core/methods/extract/parse.ts';
import { fenced, oneLine } from '../../core/prompts/fence.ts';
import type { PromptTemplate } from '../../core/prompts/template.ts';
import type { ProjectSettings } from '../../core/settings.ts';
import type { NewEvent } from '../../core/samples/events.ts';
import { messageOf } from '../errors.ts';
import type { ChatModel } from '../models/chat-model.ts';
import type { Store } from '../storage/store.ts';
import { ask } from './ask.ts';
import { inOrder } from './in-order.ts';
import type { Running } from './run.ts';

/** How many requests are under way at once. */
const width = 4;

/**
 * Extracts topics and key concepts from each passage and records each result before going on. A passage whose reply
 * cannot be read twice is recorded as failed; the others go on.
 */
export async function extractPassages(
  passages: readonly Passage[],
  tools: { store: Store; model: ChatModel; template: PromptTemplate; prompts: ProjectSettings['prompts'] },
  running: Running,
): Promise<void> {
  let done = 0;
  for await (const event of inOrder(passages, width, (passage) => extractOne(passage, tools, running))) {
    tools.store.append([event]);
    if (event.type === 'passage.failed') running.tally.failed++;
    else running.tally.kept++;
    running.report(++done, passages.length);
  }
}

async function extractOne(
  { hash, file, headings, text }: Passage,
  { model, template, prompts }: { model: ChatModel; template: PromptTemplate; prompts: ProjectSettings['prompts'] },
  { run, signal }: Running,
): Promise<NewEvent> {
  try {
    const { value, usage } = await ask<Extraction>(
      {
        model,
        origin: { method: 'extract', headings, text },
        seed: 0,
        render: (complaint) =>
          template.render({
            ...prompts,
            passage: fenced(text),
            headings: headings.map(oneLine).join(' › '),
            complaint: oneLine(complaint),
          }),
        parse: parseExtraction,
      },
      signal,
    );
    return {
      type: 'passage.extracted',
      run,
      passage: hash,
      file,
      model: model.id,
      prompt: template.hash,
      extraction: mutable(value),
      usage,
    };
  } catch (error) {
    signal.throwIfAborted();
    return { type: 'passage.failed', run, passage: hash, file, reason: messageOf(error) };
  }
}

const mutable = ({ level, subject, topics }: Extraction) => ({
  level,
  subject,
  topics: topics.map(({ name, concepts }) => ({ name, concepts: [...concepts] })),
});
