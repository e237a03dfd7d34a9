import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import type { ZodType } from 'zod';
import { hostRequests } from '../../protocol/host.ts';
import type { EngineHostMethod, EngineHostParams, EngineHostResult } from '../../protocol/host.ts';

/** Context that a handler has of one call. */
export interface HostCall {
  /** Cancelled when the engine has no use for the answer any more. */
  readonly token: CancellationToken;
  /** Sends the next piece of a reply. */
  readonly delta: (chat: string, text: string) => void;
}

/** Handlers of what only the extension host can answer. */
export type EngineHostHandlers = {
  readonly [M in EngineHostMethod]: (params: EngineHostParams<M>, call: HostCall) => Promise<EngineHostResult<M>>;
};

/** Answers the engine's requests; what a handler throws is the engine's to show, so its message must be fit for that. */
export function answerEngine(rpc: MessageConnection, handlers: EngineHostHandlers): void {
  const answer = <M extends EngineHostMethod>(method: M, handler: EngineHostHandlers[M], schema: ZodType<EngineHostParams<M>>): void => {
    rpc.onRequest(method, async (given: unknown, token: CancellationToken) => {
      const checked = schema.safeParse(given);
      // Not what was wrong with it: that could quote a prompt.
      if (!checked.success) return new ResponseError(ErrorCodes.InvalidParams, `"${method}" was asked with wrong parameters.`);
      const delta = (chat: string, text: string): void => {
        // An engine that is gone hears nothing; its end is reported by its exit.
        rpc.sendNotification('host/delta', { chat, text }).catch(() => undefined);
      };
      try {
        return await handler(checked.data, { token, delta });
      } catch (error) {
        return new ResponseError(ErrorCodes.InternalError, error instanceof Error ? error.message : String(error));
      }
    });
  };
  answer('host/profile', handlers['host/profile'], hostRequests['host/profile'].params);
  answer('host/model-folder', handlers['host/model-folder'], hostRequests['host/model-folder'].params);
  answer('host/chat', handlers['host/chat'], hostRequests['host/chat'].params);
}
