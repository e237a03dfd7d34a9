/**
 * What Python's `datasets` gives of the dataset folder after each decision, in a new process each time that shares its cache with those
 * before. Runs where a Python has the library: `python3`, or the one that the environment's PYTHON names.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { NewEvent } from '../../../src/core/samples/events.ts';
import type { Content } from '../../../src/core/samples/shapes/index.ts';
import { generated, version } from '../samples/events.ts';
import { accepts, edits, makes, rejects } from './made-up.ts';
import { newProject, open } from './projects.ts';

const python = process.env.PYTHON ?? 'python3';

function hasDatasets(): boolean {
  try {
    execFileSync(python, ['-c', 'import importlib.util as u, sys; sys.exit(0 if u.find_spec("datasets") else 1)'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const script = `
import json, sys
import datasets
datasets.disable_progress_bars()
try:
    loaded = datasets.load_dataset(sys.argv[1], *sys.argv[2:])
    print(json.dumps({split: list(rows) for split, rows in loaded.items()}))
except Exception as error:
    print(json.dumps({"error": type(error).__name__}))
`;

const row = z.looseObject({ id: z.string(), shape: z.string(), answer: z.string().nullable() });
const loaded = z.union([z.strictObject({ error: z.string() }), z.record(z.string(), z.array(row))]);

/** Loads in a process of its own. */
function load(project: string, ...config: string[]) {
  const env = { ...process.env, HF_HOME: join(project, '.hf'), HF_HUB_OFFLINE: '1', PYTHONWARNINGS: 'ignore' };
  return loaded.parse(
    JSON.parse(execFileSync(python, ['-c', script, join(project, 'dataset'), ...config], { env, encoding: 'utf8', stdio: 'pipe' })),
  );
}

const odd = 'a\u2028b\u2029c\u0085d\ud83d \0 "e"\n';
const contents: readonly Content[] = [
  { shape: 'qa', question: odd, answer: odd },
  { shape: 'text', title: odd, text: odd },
  {
    shape: 'chat',
    turns: [
      { role: 'user', content: odd },
      { role: 'assistant', content: odd },
    ],
  },
  { shape: 'choice', stem: odd, options: ['1', odd], correct: 1, explanation: odd },
  { shape: 'preference', prompt: odd, chosen: odd, rejected: 'f' },
];
const made = contents.map((content): NewEvent => {
  const first = { ...version(`${content.shape}-v1`), content };
  return { type: 'sample.generated', sample: content.shape, generated: generated(content.shape, first), gate: null };
});

const hint = hasDatasets() ? '' : ' (skipped: no Python with the library datasets; set PYTHON to one that has it)';

describe.skipIf(hint !== '')(`load_dataset${hint}`, () => {
  it('gives what is accepted, and what is rejected, after each decision', { timeout: 300_000 }, () => {
    const project = newProject();
    const store = open(project);
    try {
      store.append([makes('a'), makes('b'), makes('c')]);
      expect(load(project)).toEqual({ error: 'EmptyDatasetError' });
      store.append(['a', 'b', 'c'].map(accepts));
      expect(load(project)).toMatchObject({ train: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] });
      store.append([rejects('a')]);
      expect(load(project)).toEqual({ train: [expect.objectContaining({ id: 'b' }), expect.objectContaining({ id: 'c' })] });
      expect(load(project, 'rejected')).toMatchObject({ rejected: [{ id: 'a', reason: 'too vague' }] });
      store.append([edits('b', { shape: 'qa', question: 'Question of b-v1?', answer: 'Answer of b-v2.' })]);
      expect(load(project)).toMatchObject({ train: [{ answer: 'Answer of b-v2.' }, { id: 'c' }] });
      store.append([rejects('b'), rejects('c')]);
      // The only configuration there is, under a name that nobody takes for training data.
      expect(load(project)).toMatchObject({ rejected: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] });
      store.undo();
      expect(load(project)).toMatchObject({ train: [{ id: 'b' }, { id: 'c' }] });
    } finally {
      store.close();
    }
  });

  it('reads every shape, whatever characters are in it', { timeout: 300_000 }, () => {
    const project = newProject();
    const store = open(project);
    try {
      store.append(made);
      store.append(contents.map(({ shape }) => accepts(shape)));
      const all = load(project);
      expect(all).toMatchObject({ train: contents.map(({ shape }) => ({ shape })) });
      expect(all).toMatchObject({ train: [{ question: odd.toWellFormed(), answer: odd.toWellFormed() }, {}, {}, {}, {}] });
    } finally {
      store.close();
    }
  });
});
