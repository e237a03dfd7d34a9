import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import type { EngineHostHandlers } from '../../../src/extension/engine/host-requests.ts';
import { EngineConnection } from '../../../src/extension/engine/connection.ts';
import { EngineCancelled, EngineError, EngineStopped } from '../../../src/extension/engine/errors.ts';
import type { EngineExit } from '../../../src/extension/engine/errors.ts';
import { inspectOptions } from '../../../src/extension/engine/launch.ts';

const module = fileURLToPath(new URL('../../fixtures/engine/fake-engine.mjs', import.meta.url));

const refuse = (): Promise<never> => Promise.reject(new Error('not asked for here'));
const host: EngineHostHandlers = { 'host/profile': refuse, 'host/model-folder': refuse, 'host/chat': refuse };

let connection: EngineConnection | undefined;
const log: string[] = [];
let wroteLog: () => void = () => undefined;

function start(mode = 'work', node = process.execPath, options: readonly string[] = []): EngineConnection {
  log.length = 0;
  connection = new EngineConnection({ node, options, module, arguments: [mode] }, host, (line) => {
    log.push(line);
    wroteLog();
  });
  return connection;
}

const logged = (line: string): Promise<void> =>
  new Promise((resolve) => {
    wroteLog = () => {
      if (log.includes(line)) resolve();
    };
  });
const exitOf = (engine: EngineConnection): Promise<EngineExit> => new Promise((resolve) => engine.onExit(resolve));

afterEach(() => {
  connection?.dispose();
});

describe('EngineConnection', () => {
  it('answers with the checked result', async () => {
    await expect(start().request('status', {})).resolves.toMatchObject({ project: 'fake', revision: 7 });
  });

  it('starts a process that a debugger can attach to, where Node is told so', async () => {
    const engine = start('work', process.execPath, inspectOptions({ LOOM_ENGINE_INSPECT: '0' }));
    await engine.request('status', {});
    expect(log[0]).toMatch(/^Debugger listening on ws:\/\/127\.0\.0\.1:/);
    expect(inspectOptions({})).toEqual([]);
    expect(inspectOptions({ LOOM_ENGINE_INSPECT: '0.0.0.0:9339' })).toEqual([]);
  });

  it("passes the engine's own error on", async () => {
    const answer = start().request('samples/get', { sample: 'x' });
    await expect(answer).rejects.toThrow(EngineError);
    await expect(answer).rejects.toThrow('There is no such sample.');
  });

  it('refuses an answer that breaks the contract', async () => {
    await expect(start().request('runs/list', {})).rejects.toThrow(/answered "runs\/list" with something unexpected/);
  });

  it('rejects what is pending when the process is killed, and reports the exit', async () => {
    const engine = start();
    const exit = exitOf(engine);
    const never = engine.request('extract', {});
    const killing = engine.request('runs/cancel', { run: 'r' });
    await expect(never).rejects.toThrow(EngineStopped);
    await expect(killing).rejects.toThrow(EngineStopped);
    await expect(exit).resolves.toMatchObject({ signal: 'SIGKILL' });
    await expect(engine.request('status', {})).rejects.toThrow(EngineStopped);
  });

  it('rejects what is pending when it is disposed, and says nothing of an exit that was asked for', async () => {
    const engine = start();
    let exits = 0;
    engine.onExit(() => exits++);
    const pending = engine.request('extract', {});
    engine.dispose();
    await expect(pending).rejects.toThrow(EngineStopped);
    expect(exits).toBe(0);
  });

  it('carries cancellation to the engine', async () => {
    const source = new CancellationTokenSource();
    const engine = start();
    const begun = logged('extracting');
    const answer = engine.request('extract', {}, source.token);
    await begun;
    source.cancel();
    await expect(answer).resolves.toMatchObject({ cancelled: true });
  });

  it('tells what was called off before anything came of it from what went wrong', async () => {
    const source = new CancellationTokenSource();
    const engine = start();
    const begun = logged('reading');
    const answer = engine.request('generate', { count: 1 }, source.token);
    await begun;
    source.cancel();
    await expect(answer).rejects.toThrow(EngineCancelled);
  });

  it('fires notifications that keep the contract and logs those that do not', async () => {
    const engine = start();
    const revisions: number[] = [];
    const labels: string[] = [];
    engine.onChanged(({ revision }) => revisions.push(revision));
    engine.onProgress(({ label }) => labels.push(label));
    const read: number[] = [];
    engine.onReading(({ done }) => read.push(done));
    await engine.request('corpus/files', {});
    expect(revisions).toEqual([8]);
    expect(labels).toEqual(['Extracting']);
    expect(read).toEqual([3]);
    expect(log.join('\n')).toContain('"changed" was sent in an unexpected shape');
  });

  it('keeps the last words of a process that ends by itself', async () => {
    await expect(exitOf(start('die'))).resolves.toMatchObject({
      code: 3,
      lastWords: expect.stringContaining('no node:sqlite here') as string,
    });
  });

  it('reports a Node that cannot be started', async () => {
    await expect(exitOf(start('work', '/no/such/node'))).resolves.toMatchObject({ lastWords: expect.stringContaining('ENOENT') as string });
  });
});
