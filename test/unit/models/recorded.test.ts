import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOfMessages, listRecorded, openRecorded } from '../../../src/engine/models/recorded.ts';
import { modelErrorOf, never, request } from './support.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-recorded-'));
  mkdirSync(join(folder, '.loom/recorded'), { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const { messages } = request();
const write = (name: string, ...lines: (object | string)[]) => {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  writeFileSync(join(folder, `.loom/recorded/${name}.jsonl`), `${text}\n`);
};
const line = (text: string, more = {}) => ({ request: hashOfMessages(messages), model: 'gpt-4o', text, ...more });

describe('recorded replies', () => {
  it('answer the request they were recorded for, whatever its seed, at no cost', async () => {
    write('demo', line('Tides.', { usage: { promptTokens: 9, completionTokens: 2 } }));
    const { model, ...rest } = await openRecorded(folder, 'demo');
    const deltas: string[] = [];
    const reply = await model.chat(request({ seed: 99, observer: { text: (delta) => deltas.push(delta) } }), never);
    expect(reply).toEqual({ text: 'Tides.', usage: { promptTokens: 9, completionTokens: 2, estimated: false } });
    expect(deltas).toEqual(['Tides.']);
    expect(model.id).toBe('recorded/demo');
    expect(rest).toMatchObject({ remote: false, price: { prompt: 0, completion: 0 } });
  });

  it('have their tokens counted here where none were recorded, and say so', async () => {
    write('demo', line('Tides.'));
    const { usage } = await (await openRecorded(folder, 'demo')).model.chat(request(), never);
    expect(usage.estimated).toBe(true);
    expect(usage.promptTokens).toBeGreaterThan(10);
  });

  it('tell several replies to the same messages apart, and take the later of two records', async () => {
    write('demo', line('old'), line('first'), '', line('second', { request: hashOfMessages(messages, 1) }));
    const { model } = await openRecorded(folder, 'demo');
    const texts = await Promise.all([0, 1].map(async (ordinal) => (await model.chat(request({ ordinal }), never)).text));
    expect(texts).toEqual(['first', 'second']);
    expect(hashOfMessages(messages, 0)).toBe(hashOfMessages(messages));
  });

  it('say that a request was not recorded', async () => {
    write('demo', line('Tides.'));
    const { model } = await openRecorded(folder, 'demo');
    const error = await modelErrorOf(model.chat(request({ messages: [{ role: 'user', content: 'something new' }] }), never));
    expect(error).toMatchObject({ kind: 'not-found', retryable: false });
    expect(error.message).toContain('recorded/demo holds no reply to this request');
    expect(error.message).not.toContain('something new');
  });

  it('are named in file and line when one does not hold', async () => {
    write('demo', line('Tides.'), '{"request": "x", "tex');
    await expect(openRecorded(folder, 'demo')).rejects.toThrow('.loom/recorded/demo.jsonl:2: the line is not valid JSON');
    write('demo', { request: 'x', model: 'm' });
    await expect(openRecorded(folder, 'demo')).rejects.toThrow('.loom/recorded/demo.jsonl:1: text: ');
  });

  it('are listed, and offered where a name is not known', async () => {
    write('b');
    write('a');
    writeFileSync(join(folder, '.loom/recorded/notes.txt'), '');
    expect(listRecorded(folder)).toEqual(['a', 'b']);
    await expect(openRecorded(folder, 'c')).rejects.toThrow('there are no recorded replies “c” in .loom/recorded (there are: a, b)');
  });

  it('are none in a folder without them', () => {
    expect(listRecorded(join(folder, 'nowhere'))).toEqual([]);
  });

  it.each(['../../outside', '..', 'a/b', ''])('never come from outside their folder: “%s”', async (name) => {
    writeFileSync(join(folder, 'outside.jsonl'), JSON.stringify(line('Tides.')));
    await expect(openRecorded(folder, name)).rejects.toThrow('there are no recorded replies');
  });
});
