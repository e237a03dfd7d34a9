import { createServer } from 'node:http';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { OfferedModels, sectionsFor } from '../../../../src/extension/models/choices.ts';
import type { OfferedModel } from '../../../../src/extension/models/choices.ts';
import { freeName, isFree, isReserved, shortName, vendorAndId, vscodeModelId } from '../../../../src/extension/models/model-ids.ts';
import { parsePrice, priceText } from '../../../../src/extension/models/price.ts';
import { isReachable } from '../../../../src/extension/models/reachable.ts';

const choice = (key: string): OfferedModel => ({ key, label: key, action: { kind: 'use', model: key } });
const outline = (choices: OfferedModels) =>
  [...choices.sections()].map(({ section, choices: rows }) => [section, ...rows.map(({ key }) => key)]);

describe('Choices', () => {
  it('keep the order of their sections, in whatever order these arrive', () => {
    const choices = new OfferedModels();
    choices.fill('add', [choice('add')]);
    choices.fill('vscode', [choice('vscode/a/b')]);
    choices.fill('builtin', [choice('builtin/extractive')]);
    choices.fill('local', []);
    expect(outline(choices)).toEqual([
      ['builtin', 'builtin/extractive'],
      ['vscode', 'vscode/a/b'],
      ['add', 'add'],
    ]);
  });

  it('show a model of this machine once: as the profile it has', () => {
    const choices = new OfferedModels();
    choices.fill('local', [choice('http://127.0.0.1:11434/v1 llama'), choice('http://127.0.0.1:11434/v1 phi')]);
    choices.fill('profile', [choice('http://127.0.0.1:11434/v1 llama')]);
    expect(outline(choices)).toEqual([
      ['profile', 'http://127.0.0.1:11434/v1 llama'],
      ['local', 'http://127.0.0.1:11434/v1 phi'],
    ]);
  });
});

describe('what a model is chosen for', () => {
  it('decides where it can come from: to embed it takes an endpoint, or none at all', () => {
    expect(sectionsFor(false)).toEqual(['builtin', 'profile', 'environment', 'local', 'vscode', 'recorded', 'add']);
    expect(sectionsFor(true)).toEqual(['none', 'profile', 'environment', 'local', 'folder', 'download', 'add']);
  });
});

describe('ids of models', () => {
  it('of VS Code’s keep slashes in the model’s own part', () => {
    expect(vscodeModelId({ vendor: 'acme', id: 'org/one' })).toBe('vscode/acme/org/one');
    expect(vendorAndId('acme/org/one')).toEqual({ vendor: 'acme', id: 'org/one' });
    for (const none of ['acme', '/one', 'acme/']) expect(vendorAndId(none)).toBeNull();
  });

  it('are short on the status bar', () => {
    expect(shortName('vscode/acme/one')).toBe('one');
    expect(shortName('my model')).toBe('my model');
    expect(shortName('x'.repeat(99))).toHaveLength(40);
  });

  it('give a new profile a name that is free and can be reached', () => {
    expect(freeName('org/llama-3:8b', new Set())).toBe('llama-3:8b');
    expect(freeName('one', new Set(['one', 'one 2']))).toBe('one 3');
    for (const name of ['builtin/x', 'vscode/x', 'recorded/x', 'local/x']) expect(isReserved(name)).toBe(true);
    expect(isReserved('my vscode/x')).toBe(false);
  });
});

describe('a model of this machine', () => {
  it('is paid to nobody, wherever its weights lie; any other may be', () => {
    expect(['builtin/extractive', 'onnx/all-MiniLM-L6-v2'].map(isFree)).toEqual([true, true]);
    expect(['gpt-4o', 'vscode/acme/one', 'my onnx/x'].map(isFree)).toEqual([false, false, false]);
  });
});

describe('a price', () => {
  it('is read as two amounts, or one for both', () => {
    expect(parsePrice('0.15 / 0.60')).toEqual({ prompt: 0.15, completion: 0.6 });
    expect(parsePrice('$0.15/$0.6')).toEqual({ prompt: 0.15, completion: 0.6 });
    expect(parsePrice('2')).toEqual({ prompt: 2, completion: 2 });
    for (const none of ['', 'cheap', '1 / 2 / 3', '-1', '1e3']) expect(parsePrice(none)).toBeNull();
  });

  it('is read again as it is shown', () => {
    expect(parsePrice(priceText({ prompt: 0.15, completion: 0.6 }))).toEqual({ prompt: 0.15, completion: 0.6 });
  });
});

describe('isReachable', () => {
  it('takes any answer for one, and sends nothing that is the user’s', async () => {
    const seen: unknown[] = [];
    const server = createServer((request, response) => {
      seen.push([request.url, request.headers.authorization]);
      response.writeHead(401).end('no');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const url = `http://127.0.0.1:${port}/v1/?key=secret`;
    expect(await isReachable(url, new AbortController().signal)).toBe(true);
    expect(seen).toEqual([['/v1/models', undefined]]);
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    expect(await isReachable(url, new AbortController().signal)).toBe(false);
  });
});
