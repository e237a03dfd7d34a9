import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openProject, type OpenedProject } from '../../../src/engine/project.ts';

/** What is done to a project between two looks at it. */
type Step =
  | { readonly kind: 'save'; readonly file: string; readonly text: number }
  | { readonly kind: 'delete'; readonly file: string }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'moveFolder'; readonly from: string; readonly to: string }
  | { readonly kind: 'decide'; readonly sample: number; readonly decision: 'accept' | 'reject' | 'undo' | 'redo' }
  | { readonly kind: 'extract' }
  | { readonly kind: 'merge'; readonly lines: number }
  | { readonly kind: 'curate'; readonly text: number }
  | { readonly kind: 'settle'; readonly text: number };

const files = ['tides.md', 'harbour.md', 'coast/pilots.md', 'coast/charts.md', 'open/sea.md', 'notes.jsonl'];
const folders = ['coast', 'open', 'bay'];
const paragraphs = [
  'The tidal range is the difference in height between high water and the following low water.',
  'A spring tide comes when the Moon and the Sun pull in one line. The neap tide is its opposite.',
  'Storm surges raise the water level where the wind drives the sea into a narrowing bay.',
  'The harbour basin has a depth of nine metres at low water, which a pilot has to know.',
];
const textOf = (file: string, text: number): string => {
  const chosen = paragraphs.filter((_, at) => (text >> at) & 1);
  if (file.endsWith('.jsonl')) return chosen.map((each) => `${JSON.stringify({ text: each })}\n`).join('');
  return chosen.map((each, at) => `# Part ${at}\n\n${each}\n`).join('\n');
};
/** So many units that a change of a few is no reason to build the graph anew. */
const ports = Array.from({ length: 40 }, (_, at) => {
  const text = `At port ${at} the tidal range at spring tide is ${at} metres, and the pilot waits for high water.`;
  return `${JSON.stringify({ text })}\n`;
}).join('');
const curations = ['', 'bans: [tide]\n', 'aliases:\n  tide: [spring tide, neap tide]\n', 'seeds:\n  topics: [storm surge, tsunami]\n'];
const settings = [
  '',
  'graph:\n  unit: file\n',
  'filter:\n  enabled: true\n  drop: [tides.md, notes.jsonl]\n',
  'corpus:\n  exclude: [coast/**]\n',
  'graph:\n  minDocumentFrequency: 2\n',
];

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('save'), file: fc.constantFrom(...files), text: fc.nat(15) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete'), file: fc.constantFrom(...files) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rename'), from: fc.constantFrom(...files), to: fc.constantFrom(...files) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('moveFolder'), from: fc.constantFrom(...folders), to: fc.constantFrom(...folders) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('decide'),
      sample: fc.nat(7),
      decision: fc.constantFrom('accept', 'reject', 'undo', 'redo'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('extract') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('merge'), lines: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('curate'), text: fc.nat(curations.length - 1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('settle'), text: fc.nat(settings.length - 1) }) },
);

const open = (folder: string): Promise<OpenedProject> => openProject(folder, { by: 'tester', trusted: true });

/** One project that stays open, and the journal of a colleague's that grew out of it. */
class Twin {
  readonly folder: string;
  readonly #colleague: string;
  project!: OpenedProject;

  constructor(folder: string, colleague: string) {
    this.folder = folder;
    this.#colleague = colleague;
  }

  async write(file: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.folder, file)), { recursive: true });
    await writeFile(join(this.folder, file), text);
  }

  /** Does something in the folder, and tells the project of the paths that a watcher would have told of. */
  async take(done: Step): Promise<unknown> {
    const refresh = (...paths: string[]) => this.project.request('refresh', { paths });
    switch (done.kind) {
      case 'save':
        await this.write(done.file, textOf(done.file, done.text));
        return refresh(done.file);
      case 'delete':
        await rm(join(this.folder, done.file), { force: true });
        return refresh(done.file);
      case 'rename':
      case 'moveFolder':
        return (await this.#move(done.from, done.to)) && refresh(done.from, done.to);
      case 'decide':
        return this.#decide(done);
      case 'extract':
        return this.project.request('extract', {});
      case 'merge':
        return this.#merge(done.lines);
      case 'curate':
        await this.write('.loom/concepts.yaml', curations[done.text]!);
        return refresh('.loom/concepts.yaml');
      case 'settle':
        await this.write('.loom/project.yaml', settings[done.text]!);
        return refresh('.loom/project.yaml');
    }
  }

  async #move(from: string, to: string): Promise<boolean> {
    if (from === to) return false;
    try {
      await mkdir(dirname(join(this.folder, to)), { recursive: true });
      await rename(join(this.folder, from), join(this.folder, to));
      return true;
    } catch (error) {
      // Nothing is there to be moved, or a folder that is not empty is in the way.
      if (error instanceof Error && 'code' in error) return false;
      throw error;
    }
  }

  async #decide({ sample, decision }: Extract<Step, { readonly kind: 'decide' }>): Promise<unknown> {
    if (decision === 'undo' || decision === 'redo') return this.project.request(`review/${decision}`, {});
    const { samples } = await this.project.request('samples/ids', { filter: {} });
    const chosen = samples.slice(sample, sample + 1);
    if (decision === 'reject') return this.project.request('review/reject', { samples: chosen, reason: 'too easy' });
    const answered = await this.project.request('samples/ids', { filter: { status: ['pending', 'accepted', 'rejected'] } });
    return this.project.request('review/accept', { samples: chosen.filter((id) => answered.samples.includes(id)) });
  }

  /** The first lines of the colleague's journal, as git brings them. */
  async #merge(count: number): Promise<void> {
    const journal = join(this.#colleague, '.loom/journal');
    for (const name of await readdir(journal)) {
      const lines = (await readFile(join(journal, name), 'utf8')).split(/(?<=\n)/).slice(0, count + 1);
      await this.write(`.loom/journal/colleague-${name}`, lines.join(''));
    }
  }
}

/** All that is derived from corpus, journal, settings and curation. */
async function shown(project: OpenedProject, files: readonly unknown[]) {
  const status = { ...(await project.request('status', {})), revision: null };
  const all = { offset: 0, limit: 1000 };
  const { samples } = await project.request('samples/list', { filter: {}, ...all });
  const { concepts } = await project.request('concepts/list', all);
  const names = (files as { file: string }[]).map(({ file }) => file);
  return {
    status,
    files,
    samples,
    concepts: concepts.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    details: await Promise.all(concepts.slice(0, 5).map(({ id: concept }) => project.request('concepts/get', { concept }))),
    view: await project.request('graph/view', { focus: { kind: 'all' }, limit: 40 }),
    sets: concepts.length === 0 ? [] : await project.request('sets/sample', { count: 3, seed: 1 }),
    ofFiles: await Promise.all(names.map((file) => project.request('samples/ids', { filter: { file } }))),
    whole: await Promise.all(samples.map(({ id: sample }) => project.request('samples/get', { sample }))),
    documents: await project.request('documents/list', {}),
  };
}

/** The list of files as a window keeps it: asked for what is different since the last time. */
class KeptFiles {
  #version: number | undefined;
  #files = new Map<string, { readonly file: string }>();

  async of(project: OpenedProject): Promise<readonly { readonly file: string }[]> {
    const query = this.#version === undefined ? {} : { since: this.#version };
    const { version, whole, files, gone } = await project.request('corpus/files', query);
    if (whole) this.#files.clear();
    for (const file of gone) this.#files.delete(file);
    for (const file of files) this.#files.set(file.file, file);
    this.#version = version;
    return [...this.#files.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  }
}

describe('what is derived', () => {
  it('is the same after any changes as in a project that was opened after them', async () => {
    const begun = await mkdtemp(join(tmpdir(), 'loom-derived-'));
    const colleague = await mkdtemp(join(tmpdir(), 'loom-derived-'));
    try {
      const first = new Twin(begun, colleague);
      for (const [at, file] of files.slice(0, 5).entries()) await first.write(file, textOf(file, at + 3));
      await first.write('ports.jsonl', ports);
      first.project = await open(begun);
      await first.project.request('extract', {});
      await first.project.request('generate', { method: 'level3', count: 5, seed: 1 });
      first.project.close();
      await cp(begun, colleague, { recursive: true });
      await rm(join(colleague, '.loom/cache'), { recursive: true });
      await rm(join(colleague, '.loom/journal'), { recursive: true });
      for (const file of files) await new Twin(colleague, begun).write(file, textOf(file, 15));
      const theirs = await open(colleague);
      await theirs.request('extract', {});
      await theirs.request('generate', { method: 'level3', count: 3, seed: 2 });
      theirs.close();

      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
          const folder = await mkdtemp(join(tmpdir(), 'loom-derived-'));
          await cp(begun, folder, { recursive: true });
          const twin = new Twin(folder, colleague);
          twin.project = await open(folder);
          const kept = new KeptFiles();
          try {
            for (const each of steps) {
              await shown(twin.project, await kept.of(twin.project));
              await twin.take(each);
            }
            const after = await shown(twin.project, await kept.of(twin.project));
            const fresh = await open(folder);
            try {
              expect(after).toEqual(await shown(fresh, await new KeptFiles().of(fresh)));
            } finally {
              fresh.close();
            }
          } finally {
            twin.project.close();
            await rm(folder, { recursive: true });
          }
        }),
        { numRuns: 60 },
      );
    } finally {
      for (const folder of [begun, colleague]) await rm(folder, { recursive: true });
    }
  }, 120_000);

  it('follows what hides other files, a list of patterns and the card of a dataset, and tells of no change where there is none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'loom-derived-'));
    const twin = new Twin(folder, folder);
    try {
      await cp(join(import.meta.dirname, '../../fixtures/tides'), folder, { recursive: true });
      await twin.write('drafts/b.md', textOf('drafts/b.md', 15));
      twin.project = await open(folder);
      const refresh = async (...paths: string[]) => (await twin.project.request('refresh', { paths })).revision;
      const listed = async () =>
        (await twin.project.request('corpus/files', {})).files.map(({ file }) => file).filter((file) => file.includes('/'));
      await twin.project.request('extract', {});
      await twin.project.request('generate', { method: 'level3', count: 1, seed: 1 });
      await twin.project.request('review/accept', await twin.project.request('samples/ids', { filter: { status: ['pending'] } }));
      await cp(join(folder, 'dataset/data'), join(folder, 'old/data'), { recursive: true });
      await refresh('old');
      expect(await listed()).toEqual(['drafts/b.md', 'old/data/train-00000.jsonl']);
      await cp(join(folder, 'dataset/README.md'), join(folder, 'old/README.md'));
      await refresh('old/README.md');
      expect(await listed()).toEqual(['drafts/b.md']);
      await twin.write('.gitignore', 'drafts/\n');
      const revision = await refresh('.gitignore');
      expect(await listed()).toEqual([]);
      expect(await refresh('harbour.md', 'LICENSE', '.gitignore')).toBe(revision);
    } finally {
      twin.project.close();
      await rm(folder, { recursive: true });
    }
  });
});
