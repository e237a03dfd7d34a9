/** The process that started this one, as models are asked through it. */
import { CancellationTokenSource, type MessageConnection } from 'vscode-jsonrpc/node';
import type { ZodType } from 'zod';
import { type EngineHostMethod, hostNotifications, type EngineHostParams, hostRequests, type EngineHostResult } from '../protocol/host.ts';
import type { ModelHost } from './models/host-model.ts';

// Mapped over the name, so that indexing with a generic name keeps schema and type of that one name together.
const results: { readonly [M in EngineHostMethod]: { readonly result: ZodType<EngineHostResult<M>> } } = hostRequests;

/** Messages that arrive are validated; a refusal by the host rejects with its words. */
export function createModelHost(connection: MessageConnection): ModelHost {
  const listeners = new Map<string, (text: string) => void>();
  let chats = 0;
  connection.onNotification('host/delta', (params: unknown) => {
    const delta = hostNotifications['host/delta'].safeParse(params);
    if (delta.success) listeners.get(delta.data.chat)?.(delta.data.text);
  });

  async function ask<M extends EngineHostMethod>(
    method: M,
    params: EngineHostParams<M>,
    signal?: AbortSignal,
  ): Promise<EngineHostResult<M>> {
    const cancellation = new CancellationTokenSource();
    const cancel = (): void => {
      cancellation.cancel();
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return results[method].result.parse(await connection.sendRequest<unknown>(method, params, cancellation.token));
    } finally {
      signal?.removeEventListener('abort', cancel);
      cancellation.dispose();
    }
  }

  return {
    async chat(params, onDelta, signal) {
      chats += 1;
      const chat = String(chats);
      listeners.set(chat, onDelta);
      try {
        return await ask('host/chat', { ...params, chat }, signal);
      } finally {
        listeners.delete(chat);
      }
    },
    profile: async (name) => (await ask('host/profile', { name })).profile,
    modelFolder: async (name) => (await ask('host/model-folder', { name })).folder,
  };
}
