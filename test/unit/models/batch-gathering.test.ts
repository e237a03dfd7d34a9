import { afterEach, expect, it } from 'vitest';
import { type GrowingFile, fullFile, Gathering } from '../../../src/engine/models/batch/gathering.ts';
import { Quiet } from '../../../src/engine/models/batch/quiet.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { never } from './support.ts';

const clock = new VirtualClock();
const sent: string[][] = [];

class FakeFile implements GrowingFile {
  readonly lines = new Map<string, number>();
  bytes = 0;
  isClosed = false;

  get size(): number {
    return this.lines.size;
  }

  add(key: string, line: Buffer): void {
    this.lines.set(key, line.length);
    this.bytes += line.length;
  }

  drop(key: string): void {
    this.bytes -= this.lines.get(key) ?? 0;
    this.lines.delete(key);
  }

  close(): void {
    this.isClosed = true;
  }
}

const begun: FakeFile[] = [];
const gathering = new Gathering({
  clock,
  begin: () => {
    begun.push(new FakeFile());
    return begun.at(-1)!;
  },
  send: ({ lines, isClosed }) => {
    expect(isClosed).toBe(false);
    sent.push([...lines.keys()]);
    return Promise.resolve();
  },
});

afterEach(() => {
  expect(begun.filter(({ isClosed }) => !isClosed)).toEqual([]);
  sent.length = 0;
  begun.length = 0;
});

it('sends together what comes within 300 ms of each other, however long it goes on', async () => {
  const all = [gathering.add('a', 'A', never)];
  await clock.advance(299);
  all.push(gathering.add('b', 'B', never));
  await clock.advance(299);
  expect(sent).toEqual([]);
  await clock.advance(2);
  expect(sent).toEqual([['a', 'b']]);
  all.push(gathering.add('c', 'C', never));
  await clock.advance(301);
  expect(sent).toEqual([['a', 'b'], ['c']]);
  await Promise.all(all);
});

it('sends a file at once when it has 50,000 requests', async () => {
  const all = Array.from({ length: fullFile.requests + 1 }, (_, n) => gathering.add(String(n), 'x', never));
  await clock.advance(0);
  expect(sent.map((keys) => keys.length)).toEqual([50_000]);
  await clock.advance(301);
  expect(sent.map((keys) => keys.length)).toEqual([50_000, 1]);
  await Promise.all(all);
});

it('begins another file before one grows over 190 MB', async () => {
  const third = 'x'.repeat(70_000_000);
  const all = ['a', 'b', 'c'].map((key) => gathering.add(key, third, never));
  await clock.advance(301);
  expect(sent).toEqual([['a', 'b'], ['c']]);
  await Promise.all(all);
});

it('leaves out what is no longer wanted, and sends nothing when nothing is', async () => {
  const stop = new AbortController();
  const gone = gathering.add('a', 'A', stop.signal);
  const rejected = expect(gone).rejects.toThrow('stopped');
  const kept = gathering.add('b', 'B', never);
  stop.abort(new Error('stopped'));
  await clock.advance(301);
  await rejected;
  await kept;
  expect(sent).toEqual([['b']]);
  const alone = new AbortController();
  const alsoGone = expect(gathering.add('c', 'C', alone.signal)).rejects.toThrow('stopped');
  alone.abort(new Error('stopped'));
  await clock.advance(1000);
  await alsoGone;
  expect(sent).toEqual([['b']]);
  expect(clock.pending).toBe(0);
});

it('does not take a moment in which this process was busy for one in which nothing came', () => {
  let now = 0;
  let fire = (): void => undefined;
  let fallen = 0;
  const after = (_: number, callback: () => void) => {
    fire = callback;
    return () => undefined;
  };
  const quiet = new Quiet({ now: () => now, after }, () => (fallen += 1));
  quiet.stir();
  now = 2000;
  fire();
  expect(fallen).toBe(0);
  now = 2300;
  fire();
  expect(fallen).toBe(1);
});
