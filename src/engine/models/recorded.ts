import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { ChatMessage } from '../../core/prompts/chat.ts';
import { loomFolder } from '../config.ts';
import { UsageError } from '../errors.ts';
import { listFolder, readText } from '../files/files.ts';
import { ProjectPath } from '../files/project-path.ts';
import { loadTokenizer } from '../tokenizer.ts';
import type { ChatReply, ChatRequest } from './chat-model.ts';
import { ModelError } from './model-error.ts';
import type { OpenedModel } from './opened-model.ts';

/** Prefix of the ids of recorded models. */
export const recordedPrefix = 'recorded/';

const count = z.int().nonnegative();

/** A line of `.loom/recorded/<name>.jsonl`. */
const recordedReply = z.object({
  /** `hashOfMessages` of what was asked. */
  request: z.string().min(1),
  /** Model that replied. */
  model: z.string(),
  text: z.string(),
  usage: z.object({ promptTokens: count, completionTokens: count, estimated: z.boolean().default(false) }).optional(),
});

type RecordedReply = z.infer<typeof recordedReply>;

/** Hash of the request that a reply is for, whatever the model: its messages, and the ordinal where several replies were drawn. */
export function hashOfMessages(messages: readonly ChatMessage[], ordinal = 0): string {
  const parts = [messages.map(({ role, content }) => [role, content]), ...(ordinal > 0 ? [ordinal] : [])];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

const recordings = (folder: string): ProjectPath => ProjectPath.of(folder).at(loomFolder, 'recorded');

/** A name comes from a project file: it must not lead out of the folder. */
const namePattern = /^\w[\w.-]{0,99}$/;

/** The names of a project's recordings. */
export function listRecorded(folder: string): string[] {
  const names = listFolder(recordings(folder))
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => file.slice(0, -'.jsonl'.length));
  return names.filter((name) => namePattern.test(name)).sort();
}

/**
 * Replays the replies of `.loom/recorded/<name>.jsonl`, for demonstrations and tests. Of two replies to one request the
 * later one holds.
 * @throws UsageError when there is no such file, or a line of it does not hold.
 */
export async function openRecorded(folder: string, name: string): Promise<OpenedModel> {
  const text = namePattern.test(name) ? await readText(recordings(folder).at(`${name}.jsonl`)) : undefined;
  if (text === undefined) {
    const names = listRecorded(folder);
    const what = names.length === 0 ? 'there are none' : `there are: ${names.join(', ')}`;
    throw new UsageError(`there are no recorded replies “${name}” in .loom/recorded (${what})`);
  }
  const replies = parse(text, `.loom/recorded/${name}.jsonl`);
  const id = recordedPrefix + name;
  return {
    model: {
      id,
      async chat(request, signal) {
        signal.throwIfAborted();
        const reply = replies.get(hashOfMessages(request.messages, request.ordinal));
        if (reply === undefined) throw missing(id);
        return await replay(reply, request);
      },
    },
    name: id,
    endpoint: id,
    remote: false,
    price: { prompt: 0, completion: 0 },
  };
}

function parse(text: string, file: string): Map<string, RecordedReply> {
  const replies = new Map<string, RecordedReply>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = `${file}:${index + 1}`;
    const reply = recordedReply.safeParse(parseJson(line, place));
    if (!reply.success) {
      const { path, message } = reply.error.issues[0]!;
      throw new UsageError(`${place}: ${path.map(String).join('.') || 'the line'}: ${message}`);
    }
    replies.set(reply.data.request, reply.data);
  }
  return replies;
}

function parseJson(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new UsageError(`${place}: the line is not valid JSON`, { cause: error });
  }
}

async function replay({ text, usage }: RecordedReply, { messages, observer }: ChatRequest): Promise<ChatReply> {
  observer?.text?.(text);
  return { text, usage: usage ?? (await estimate(messages, text)) };
}

async function estimate(messages: readonly ChatMessage[], text: string): Promise<ChatReply['usage']> {
  const { countTokens } = await loadTokenizer();
  const promptTokens = messages.reduce((sum, { content }) => sum + countTokens(content), 0);
  return { promptTokens, completionTokens: countTokens(text), estimated: true };
}

const missing = (id: string): ModelError =>
  new ModelError(
    // As good as gone: what else a run would ask was not recorded either.
    'not-found',
    `${id} holds no reply to this request: prompts, settings or documents are not those it was recorded with. Choose another model.`,
  );
