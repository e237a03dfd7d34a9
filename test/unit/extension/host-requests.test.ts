import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { CancellationTokenSource, createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { answerEngine } from '../../../src/extension/engine/host-requests.ts';
import type { EngineHostHandlers } from '../../../src/extension/engine/host-requests.ts';

let host: MessageConnection;
let engine: MessageConnection;

/** The engine's end of a wire whose other end answers with these. */
function connect(handlers: Partial<EngineHostHandlers>): void {
  const none = (): Promise<never> => Promise.reject(new Error('not here'));
  answerEngine(host, { 'host/profile': none, 'host/model-folder': none, 'host/chat': none, ...handlers });
  host.listen();
  engine.listen();
}

beforeEach(() => {
  const [up, down] = [new PassThrough(), new PassThrough()];
  host = createMessageConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
  engine = createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
});

afterEach(() => {
  host.dispose();
  engine.dispose();
});

const chat = { chat: 'c1', model: 'acme/one', messages: [{ role: 'user', content: 'secret words' }] };

describe('answerEngine', () => {
  it('sends the pieces of a reply before the reply', async () => {
    const pieces: unknown[] = [];
    engine.onNotification('host/delta', (piece: unknown) => {
      pieces.push(piece);
    });
    connect({
      'host/chat': (params, { delta }) => {
        delta(params.chat, 'rea');
        delta(params.chat, 'dy');
        return Promise.resolve({ text: 'ready', promptTokens: 2, completionTokens: 1 });
      },
    });
    expect(await engine.sendRequest('host/chat', chat)).toEqual({ text: 'ready', promptTokens: 2, completionTokens: 1 });
    expect(pieces).toEqual([
      { chat: 'c1', text: 'rea' },
      { chat: 'c1', text: 'dy' },
    ]);
  });

  it('tells a handler when the engine has no use for its answer any more', async () => {
    const begun = Promise.withResolvers<undefined>();
    connect({
      'host/chat': (_, { token }) =>
        new Promise((_resolve, reject) => {
          token.onCancellationRequested(() => {
            reject(new Error('cancelled'));
          });
          begun.resolve(undefined);
        }),
    });
    const source = new CancellationTokenSource();
    const answer = engine.sendRequest('host/chat', chat, source.token);
    await begun.promise;
    source.cancel();
    await expect(answer).rejects.toThrow('cancelled');
  });

  it("answers with a handler's own words when it fails", async () => {
    connect({ 'host/profile': () => Promise.reject(new Error('The profile “x” cannot be used: url: Invalid URL')) });
    await expect(engine.sendRequest('host/profile', { name: 'x' })).rejects.toThrow('The profile “x” cannot be used: url: Invalid URL');
  });

  it('refuses parameters of another shape, without repeating them', async () => {
    connect({});
    const answer = engine.sendRequest('host/chat', { ...chat, messages: [{ role: 'oracle', content: 'secret words' }] });
    await expect(answer).rejects.toThrow(/^"host\/chat" was asked with wrong parameters\.$/);
  });
});
