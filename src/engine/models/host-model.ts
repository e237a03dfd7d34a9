import type { EngineHostParams, EngineHostResult } from '../../protocol/host.ts';
import type { OpenedProfile } from '../../protocol/profile.ts';
import { messageOf } from '../errors.ts';
import type { ChatReply, ChatRequest } from './chat-model.ts';
import { reasonOf } from './clock.ts';
import { ModelError } from './model-error.ts';
import type { OpenedModel } from './opened-model.ts';
import { redact } from './openai/redact.ts';
import { ThinkSplitter } from './openai/think-splitter.ts';
import { thoughtsApart } from './openai/thoughts-apart.ts';

/** Host that answers for the engine in VS Code; there is none on the command line. */
export interface ModelHost {
  /** A reply of one of VS Code's models; `onDelta` hears its pieces. An abort of the signal calls it off. */
  chat(
    params: Omit<EngineHostParams<'host/chat'>, 'chat'>,
    onDelta: (text: string) => void,
    signal: AbortSignal,
  ): Promise<EngineHostResult<'host/chat'>>;
  /** A configured model by its name, with its key; null when there is none. */
  profile(name: string): Promise<OpenedProfile | null>;
  /** The folder with a sentence model of that name; null when there is none. */
  modelFolder(name: string): Promise<string | null>;
}

/** VS Code's models stand behind a subscription that many extensions share, and are meant for a person at work. */
const atOnce = 4;

/** VS Code's own model `<vendor>/<id>`, asked through the host. Its price is between the user and the vendor: not known here. */
export function createHostModel(host: ModelHost, id: string): OpenedModel {
  const name = `${id} of VS Code`;
  const [vendor = id] = id.split('/');
  return {
    model: { id: `vscode/${id}`, chat: (request, signal) => chat(host, id, name, request, signal) },
    name,
    endpoint: `vscode/${vendor}`,
    remote: true,
    maxConcurrent: atOnce,
    // Before the first token a person may be asked for consent.
    timeouts: { firstTokenMs: 600_000, idleMs: 120_000 },
  };
}

async function chat(host: ModelHost, id: string, name: string, request: ChatRequest, signal: AbortSignal): Promise<ChatReply> {
  signal.throwIfAborted();
  const messages = request.messages.map(({ role, content }) => ({ role, content }));
  const pieces = new ThinkSplitter();
  const tell = ({ reasoning, text }: ReturnType<ThinkSplitter['push']>): void => {
    if (reasoning !== '') request.observer?.reasoning?.(reasoning);
    if (text !== '') request.observer?.text?.(text);
  };
  const result = await host
    .chat(
      { model: id, messages },
      (delta) => {
        if (!signal.aborted) tell(pieces.push(delta));
      },
      signal,
    )
    .catch((error: unknown) => {
      if (signal.aborted) throw reasonOf(signal);
      const said = redact(messageOf(error), { secrets: [], prompt: messages.map(({ content }) => content) });
      throw new ModelError('connection', `${name} could not be asked: ${said}. The request can be tried again.`, { cause: error });
    });
  signal.throwIfAborted();
  if ('kind' in result) {
    const said = redact(result.message, { secrets: [], prompt: messages.map(({ content }) => content) });
    throw new ModelError(result.kind, `${name}: ${said}`);
  }
  tell(pieces.end());
  return replyOf(result, name);
}

/** VS Code tells no usage: what its tokenizer counts is an estimate. */
function replyOf(result: Exclude<EngineHostResult<'host/chat'>, { kind: unknown }>, name: string): ChatReply {
  const { promptTokens, completionTokens } = result;
  const usage = { promptTokens, completionTokens, estimated: true };
  const { reasoning, text } = thoughtsApart(result.text);
  if (text.trim() === '') {
    throw new ModelError('bad-reply', `${name} sent an empty reply. If this goes on, choose another model.`, { usage });
  }
  return { text, usage, ...(reasoning === '' ? {} : { reasoning }) };
}
