import { beforeEach, describe, expect, it } from 'vitest';
import { Emitter } from 'vscode-jsonrpc/node';
import type { EngineMethod, EngineNotifications, EngineResult } from '../../../src/protocol/engine.ts';
import { EngineError, EngineStopped } from '../../../src/extension/engine/errors.ts';
import type { EngineExit } from '../../../src/extension/engine/errors.ts';
import { EngineSupervisor } from '../../../src/extension/engine/supervisor.ts';
import type { Engine, EngineIncident, EngineState } from '../../../src/extension/engine/supervisor.ts';

/** An engine in memory: requests wait until the test answers the oldest. */
class MemoryEngine implements Engine {
  readonly exits = new Emitter<EngineExit>();
  readonly changes = new Emitter<EngineNotifications['changed']>();
  readonly onExit = this.exits.event;
  readonly onChanged = this.changes.event;
  readonly onReading = new Emitter<EngineNotifications['reading']>().event;
  readonly onProgress = new Emitter<EngineNotifications['progress']>().event;
  readonly asked: { method: string; settle: (value: unknown) => void; fail: (error: Error) => void }[] = [];
  disposed = false;

  async request<M extends EngineMethod>(method: M): Promise<EngineResult<M>> {
    if (this.disposed) throw new EngineStopped('stopped');
    const answer = await new Promise<unknown>((settle, fail) => this.asked.push({ method, settle, fail }));
    return answer as EngineResult<M>;
  }

  greet(): void {
    this.asked.shift()?.settle({ revision: 3 });
  }

  crash(lastWords = 'Error: out of paper\n    at loom'): void {
    for (const { fail } of this.asked) fail(new EngineStopped('stopped'));
    this.exits.fire({ code: 1, signal: null, lastWords });
  }

  dispose(): void {
    this.disposed = true;
  }
}

let engines: MemoryEngine[];
let states: EngineState['kind'][];
let incidents: EngineIncident[];
let revisions: number[];
let supervisor: EngineSupervisor;
/** Reason that no process can be started; null when one can. */
let missing: Error | null;
/** Minutes since the window was opened. */
let minutes: number;

beforeEach(() => {
  engines = [];
  states = [];
  incidents = [];
  revisions = [];
  minutes = 0;
  missing = null;
  supervisor = new EngineSupervisor(
    () => {
      if (missing) return Promise.reject(missing);
      const engine = new MemoryEngine();
      engines.push(engine);
      return Promise.resolve(engine);
    },
    () => minutes * 60_000,
  );
  supervisor.onState(({ kind }) => states.push(kind));
  supervisor.onIncident((incident) => incidents.push(incident));
  supervisor.onChanged(({ revision }) => revisions.push(revision));
});

const settled = (): Promise<void> => new Promise(setImmediate);

describe('EngineSupervisor', () => {
  it('starts nothing before it is asked, and one process for many requests', async () => {
    expect(engines).toHaveLength(0);
    void supervisor.request('runs/list', {});
    void supervisor.request('corpus/files', {});
    await settled();
    expect(engines).toHaveLength(1);
    expect(engines[0]!.asked.map(({ method }) => method)).toEqual(['status', 'runs/list', 'corpus/files']);
  });

  it('is ready with the first answer and lets views fetch', async () => {
    void supervisor.request('runs/list', {});
    await settled();
    engines[0]!.greet();
    await settled();
    expect(states).toEqual(['starting', 'ready']);
    expect(revisions).toEqual([3]);
  });

  it('restarts once after a crash, with the reason, and gives up after the second', async () => {
    const lost = supervisor.request('runs/list', {});
    await settled();
    engines[0]!.greet();
    await settled();
    engines[0]!.crash();
    await expect(lost).rejects.toThrow(EngineStopped);
    await settled();
    expect(engines).toHaveLength(2);
    expect(incidents).toEqual([{ kind: 'restarted', reason: 'it ended with code 1: Error: out of paper' }]);
    engines[1]!.greet();
    await settled();
    expect(supervisor.state.kind).toBe('ready');
    engines[1]!.crash();
    expect(engines).toHaveLength(2);
    expect(incidents[1]).toEqual({ kind: 'failed', reason: 'it ended with code 1: Error: out of paper' });
    await expect(supervisor.request('runs/list', {})).rejects.toThrow('The engine is not running: it ended with code 1');
  });

  it('forgets a crash after ten minutes, and still gives up when it crashes again at once', async () => {
    void supervisor.request('status', {}).catch(() => undefined);
    await settled();
    engines[0]!.crash();
    await settled();
    minutes = 11;
    engines[1]!.crash();
    await settled();
    expect(engines).toHaveLength(3);
    expect(incidents.map(({ kind }) => kind)).toEqual(['restarted', 'restarted']);
    minutes = 20;
    engines[2]!.crash();
    expect(engines).toHaveLength(3);
    expect(supervisor.state.kind).toBe('failed');
    await expect(supervisor.request('status', {})).rejects.toThrow(EngineStopped);
  });

  it('forgives past crashes when somebody restarts it', async () => {
    void supervisor.request('status', {}).catch(() => undefined);
    await settled();
    engines[0]!.crash();
    await settled();
    engines[1]!.crash();
    expect(supervisor.state.kind).toBe('failed');
    supervisor.restart();
    await settled();
    engines[2]!.greet();
    await settled();
    expect(supervisor.state.kind).toBe('ready');
    engines[2]!.crash();
    expect(engines).toHaveLength(4);
  });

  it('fails with the message of an engine that cannot read the project', async () => {
    void supervisor.request('runs/list', {});
    await settled();
    engines[0]!.asked[0]!.fail(new EngineError('project.yaml, line 3: not a number'));
    await settled();
    expect(supervisor.state).toEqual({ kind: 'failed', reason: 'project.yaml, line 3: not a number' });
    expect(engines[0]!.disposed).toBe(true);
  });

  it('drops the old process on a restart and does not take its end for a crash', async () => {
    void supervisor.request('runs/list', {}).catch(() => undefined);
    await settled();
    supervisor.restart();
    await settled();
    expect(engines[0]!.disposed).toBe(true);
    engines[0]!.crash();
    expect(incidents).toEqual([]);
    expect(engines).toHaveLength(2);
  });

  it('ends a process that is there only when nobody waits for it any more', async () => {
    const lost = supervisor.request('runs/list', {});
    supervisor.restart();
    supervisor.dispose();
    await expect(lost).rejects.toThrow(EngineStopped);
    await settled();
    expect(engines.map(({ disposed }) => disposed)).toEqual([true, true]);
    expect(engines.flatMap(({ asked }) => asked)).toEqual([]);
    expect(incidents).toEqual([]);
  });

  it('fails with the reason that nothing could be started, until somebody restarts it', async () => {
    missing = new Error('wire.mjs is not there');
    await expect(supervisor.request('runs/list', {})).rejects.toThrow('wire.mjs is not there');
    expect(supervisor.state).toEqual({ kind: 'failed', reason: 'wire.mjs is not there' });
    expect(incidents).toEqual([{ kind: 'failed', reason: 'wire.mjs is not there' }]);
    missing = null;
    supervisor.restart();
    await settled();
    engines[0]!.greet();
    await settled();
    expect(supervisor.state.kind).toBe('ready');
  });

  it('starts nothing after it was disposed', async () => {
    supervisor.dispose();
    await expect(supervisor.request('status', {})).rejects.toThrow(EngineStopped);
    supervisor.restart();
    expect(engines).toHaveLength(0);
  });
});
