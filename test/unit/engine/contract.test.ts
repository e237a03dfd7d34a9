import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitionOf, engineMethods, type EngineArguments, type EngineMethod } from '../../../src/protocol/engine.ts';
import type { OpenedProject } from '../../../src/engine/project.ts';
import { HubServer } from '../../support/hub-server.ts';
import { ModelledProject } from './support/modelled-project.ts';

let at: ModelledProject;
let hub: HubServer;
let exported: string;
/** Parameters of each request, such as it answers to in a project with samples. */
let params: { readonly [M in EngineMethod]: EngineArguments<M> };

beforeAll(async () => {
  at = await ModelledProject.start();
  hub = await HubServer.start();
  at.environment.HF_ENDPOINT = hub.url;
  exported = mkdtempSync(join(tmpdir(), 'loom-contract-'));
  at.manySets();
  const project = await at.open();
  await project.request('extract', {});
  await project.request('generate', { method: 'level3', count: 3, seed: 1 });
  await project.request('export', { directory: exported });
  const { samples } = await project.request('samples/list', { filter: {}, offset: 0, limit: 1 });
  const { runs } = await project.request('runs/list', {});
  const { concepts } = await project.request('concepts/list', { kind: 'topic', offset: 0, limit: 1 });
  project.close();
  const sample = samples[0]!.id;
  const run = runs[0]!.run;
  const concept = concepts[0]!.id;
  const items = join(import.meta.dirname, '../../fixtures/leakage/items.jsonl');
  const generation = { method: 'level3', count: 1 };
  const directory = join(tmpdir(), 'loom-contract-nowhere');
  params = {
    status: {},
    'snapshots/take': { name: 'before' },
    'snapshots/list': {},
    'snapshots/compare': { from: 'now', to: 'now', offset: 0, limit: 10 },
    'snapshots/drop': { snapshot: 'first' },
    'snapshots/restore': { snapshot: 'first' },
    refresh: {},
    'corpus/files': {},
    'corpus/text': { file: 'harbour.md' },
    'documents/list': {},
    'documents/filter': { enabled: true },
    'concepts/list': { offset: 0, limit: 10 },
    'concepts/get': { concept },
    'graph/view': { focus: { kind: 'all' }, limit: 10 },
    'sets/sample': { count: 1, seed: 1 },
    'methods/list': {},
    'prompts/preview': { method: 'level3', seed: 1, ordinal: 0 },
    'models/list': {},
    'models/published': {},
    'models/download': { name: 'all-MiniLM-L6-v2' },
    'models/choose': { use: 'questions', model: 'hand' },
    'models/check': { profile: { url: at.server.url, model: 'hand' } },
    'samples/list': { filter: {}, offset: 0, limit: 10 },
    'samples/ids': { filter: {} },
    'samples/values': { field: 'file', text: '', limit: 10 },
    'samples/get': { sample },
    'duplicates/list': { filter: {}, by: 'meaning', offset: 0, limit: 10 },
    'duplicates/thin': { filter: {}, by: 'words', keep: 'judge', first: [] },
    'quality/leakage': { against: [join(import.meta.dirname, '../../fixtures/leakage/items.jsonl')], offset: 0, limit: 10 },
    'judge/agreement': {},
    'quality/measure': { filter: {}, part: 'question', rounds: 2, seed: 0 },
    'plan/scaling': { points: [1, 2, 4, 8, 16].map((x) => ({ x, loss: 1 + 1 / x })), in: 'D', draws: 20, seed: 0, level: 0.9 },
    'plan/mixture': { shares: { hq: 30 } },
    'mixture/set': { budget: 1e6, shares: { hq: 30 }, epochs: null, source: { name: 'web', tokens: 2e9 } },
    'mixture/write': { directory: join(tmpdir(), 'loom-contract-nowhere-mixed') },
    'gates/set': { judge: 3 },
    'review/accept': { samples: [sample] },
    'review/reject': { samples: [sample], reason: 'dull' },
    'review/edit': { sample, parts: { question: 'Why?' } },
    'review/undo': {},
    'review/redo': {},
    'import/look': { file: items },
    import: { file: items, accept: false, duplicates: false },
    export: { format: 'jsonl', directory },
    'export/target': { directory },
    'export/templates': {},
    'publish/plan': { directory: exported, repository: 'ada/tides', token: hub.token },
    publish: { directory: exported, repository: 'ada/tides', private: true },
    'runs/list': {},
    'runs/cancel': { run },
    'runs/pause': { run },
    'runs/resume': { run },
    'extract/estimate': {},
    extract: {},
    'generate/estimate': generation,
    generate: generation,
    'rate/estimate': { count: 1 },
    rate: { count: 1 },
    'personas/list': {},
    'personas/estimate': { count: 1 },
    'personas/generate': { count: 1 },
    'diversity/estimate': { samplesPerDraw: 2, size: 2, draws: 1, rounds: 1 },
    'diversity/measure': { samplesPerDraw: 2, size: 2, draws: 1, rounds: 1 },
    'diversity/results': {},
    'judge/estimate': { filter: {} },
    'samples/judge': { filter: {} },
    'embed/estimate': { filter: {} },
    'samples/embed': { filter: {} },
    'regenerate/estimate': { samples: [sample], instruction: null },
    'review/regenerate': { samples: [sample], instruction: null },
  };
});
afterAll(async () => {
  await at.end();
  await hub.close();
  rmSync(exported, { recursive: true });
});

async function within<T>(trusted: boolean, work: (project: OpenedProject) => Promise<T>): Promise<T> {
  const project = await at.open({ trusted, embeddingModel: 'embed' });
  try {
    return await work(project);
  } finally {
    project.close();
  }
}

/** Everything in the folder but what can be deleted at any time. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(at.folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !path.includes(join('.loom', 'cache'))) hash.update(`${path}\n`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

const having = (is: (definition: ReturnType<typeof definitionOf>) => boolean) => engineMethods.filter((method) => is(definitionOf(method)));

describe('the contract', () => {
  it.each(having(({ needsTrust }) => needsTrust))('refuses %s in restricted mode', async (method) => {
    await within(false, async (project) => {
      await expect(project.request(method, params[method])).rejects.toThrow('restricted mode');
    });
  });

  it.each(having(({ needsTrust, changes }) => !needsTrust && !changes))('answers %s in restricted mode', async (method) => {
    await within(false, async (project) => {
      expect(await project.request(method, params[method])).toBeTypeOf('object');
    });
  });

  it.each(having(({ changes }) => !changes))('leaves the folder as it is when asked for %s', async (method) => {
    await within(true, async (project) => {
      const before = fingerprint();
      await project.request(method, params[method]);
      expect(fingerprint()).toBe(before);
    });
  });

  it.each(having(({ changes }) => !changes))('makes no file, in the cache either, when asked for %s', async (method) => {
    for (const name of ['responses', 'vectors', 'batches'])
      for (const rest of ['', '-wal', '-shm']) rmSync(join(at.folder, `.loom/cache/${name}.sqlite${rest}`), { force: true });
    await within(true, async (project) => {
      const before = readdirSync(at.folder, { recursive: true });
      await project.request(method, params[method]);
      expect(readdirSync(at.folder, { recursive: true })).toEqual(before);
    });
  });

  it.each(having(({ callsModels, changes }) => !callsModels && !changes))('calls no model for %s', async (method) => {
    await within(true, async (project) => {
      at.server.requests.length = 0;
      await project.request(method, params[method]);
      expect(at.server.chats).toEqual([]);
    });
  });

  it('calls models and writes only where it is trusted', () => {
    expect(having(({ callsModels, changes, needsTrust }) => (callsModels || changes) && !needsTrust)).toEqual([]);
  });
});
