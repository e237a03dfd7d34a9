import type { LanguageModelChat, LanguageModelChatMessage } from 'vscode';
import type { EngineHostParams, EngineHostResult } from '../../protocol/host.ts';
import type { HostCall } from '../engine/host-requests.ts';
import { chatFailure } from './chat-failure.ts';
import { vendorAndId, vscodeModelId } from './model-ids.ts';

/** Parts of VS Code's language-model API used here. */
export interface LanguageModels {
  select(selector: { readonly vendor: string; readonly id: string }): Thenable<readonly LanguageModelChat[]>;
  user(text: string): LanguageModelChatMessage;
  assistant(text: string): LanguageModelChatMessage;
  /** Reason that the model is wanted, for VS Code's question whether it may be used. */
  justification(): string;
}

type ChatQuery = EngineHostParams<'host/chat'>;
type ChatAnswer = EngineHostResult<'host/chat'>;

/**
 * Puts the engine's requests to VS Code's language models.
 * @param isChosen whether the project's user chose the model of this id: no other is asked
 */
export function createVscodeChat(
  models: LanguageModels,
  isChosen: (id: string) => Promise<boolean>,
): (chat: ChatQuery, call: HostCall) => Promise<ChatAnswer> {
  return async ({ chat, model: named, messages }, { token, delta }) => {
    const selector = vendorAndId(named);
    if (!selector) return { kind: 'not-found', message: `“vscode/${named}” names no model: it has to be vscode/VENDOR/ID` };
    const id = vscodeModelId(selector);
    if (!(await isChosen(id))) {
      return { kind: 'auth', message: `${id} is not chosen in this project; choose it with “Concept Loom: Choose Model”` };
    }
    try {
      const [model] = await models.select(selector);
      if (!model) return { kind: 'not-found', message: `VS Code has no model ${id} now; choose another, or sign in to what provides it` };
      const count = async (text: string): Promise<number> => await model.countTokens(text, token);
      const promptTokens = (await Promise.all(messages.map(({ content }) => count(content)))).reduce((sum, each) => sum + each, 0);
      const excess = promptTokens - model.maxInputTokens;
      if (excess > 0) {
        return {
          kind: 'bad-request',
          message: `the prompt has ${promptTokens} tokens, ${excess} more than ${id} takes; use shorter passages or another model`,
        };
      }
      const response = await model.sendRequest(asVscode(messages, models), { justification: models.justification() }, token);
      const parts: string[] = [];
      for await (const part of response.text) {
        parts.push(part);
        delta(chat, part);
      }
      // Some providers end their stream when they are cancelled, without an error.
      if (token.isCancellationRequested) throw new Error('cancelled');
      const text = parts.join('');
      return { text, promptTokens, completionTokens: await count(text) };
    } catch (error) {
      if (token.isCancellationRequested) throw new Error('cancelled', { cause: error });
      return chatFailure(
        id,
        error,
        messages.map(({ content }) => content),
      );
    }
  };
}

/** VS Code has no role for the system's words: they come first, as the user's. */
function asVscode(messages: ChatQuery['messages'], models: LanguageModels): LanguageModelChatMessage[] {
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => models.user(content));
  const others = messages
    .filter(({ role }) => role !== 'system')
    .map(({ role, content }) => (role === 'assistant' ? models.assistant(content) : models.user(content)));
  return [...system, ...others];
}
