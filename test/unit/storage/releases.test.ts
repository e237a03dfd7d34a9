/**
 * The journal of every release, as its own code wrote it, gives the state that it must give, for ever. To add one, see
 * CONTRIBUTING; a state that is there already is changed only where what a journal means was mistaken.
 */
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { program } from '../../../src/core/program.ts';
import { eventTypes } from '../../../src/core/samples/events.ts';
import type { Store } from '../../../src/engine/storage/store.ts';
import { newProject, rowsOnDisk, using } from './projects.ts';

const folder = join(import.meta.dirname, '../../fixtures/journals');
const releases = readdirSync(folder);

/** All that a journal says: what each person sees, and what becomes of it in the dataset. */
function stateOf(store: Store, project: string) {
  const { samples, counts } = store.samples({}, { offset: 0, limit: 1000 });
  // Usage and budget have the names that they have in the journal.
  const runs = store.runs().map(({ usage: spent, budget: cap, ...run }) => {
    return { ...run, spent, cap, jobs: jobsOf(store, run.run), personas: store.personas(run.run) };
  });
  const prompts = [...new Set(samples.flatMap(({ versions }) => versions.flatMap(({ prompt }) => prompt ?? [])))].sort();
  return {
    counts,
    samples,
    runs,
    prompts: prompts.map((hash) => [hash, store.prompt(hash)?.map(({ role }) => role)]),
    extracted: [...store.extractions('hand', 'builtin/extractive')].sort(([a], [b]) => (a < b ? -1 : 1)),
    failedOn: [...store.extractionFailures('hand')],
    ratings: [...store.ratings()],
    exports: [...store.exportedFiles()].sort(),
    canUndo: store.canUndo,
    canRedo: store.canRedo,
    accepted: rowsOnDisk(project),
    rejected: rowsOnDisk(project, 'rejected'),
    problems: store.problems,
  };
}

function jobsOf(store: Store, run: string) {
  const { done, failures } = store.jobs(run);
  return { done: [...done].sort(), failures: [...failures].sort(([a], [b]) => (a < b ? -1 : 1)) };
}

const dataset = z.looseObject({ accepted: z.array(z.looseObject({})), rejected: z.array(z.looseObject({})) });

/** A state but for columns without a value: a shape that came later may have brought them. */
function withoutLater(json: string) {
  const { accepted, rejected, ...others } = dataset.parse(JSON.parse(json));
  const valued = (row: object): object => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  return { ...others, accepted: accepted.map(valued), rejected: rejected.map(valued) };
}

const journalLine = z.object({ type: z.string().optional() });

describe.each(releases)('the journal of release %s', (release) => {
  it('gives the state that it gave', () => {
    const project = newProject();
    cpSync(join(folder, release, 'journal'), join(project, '.loom/journal'), { recursive: true });
    const state = using(project, (store) => stateOf(store, project));
    const path = join(folder, release, 'state.json');
    // Made once, when the release is; no later run of the test makes it anew.
    if (!existsSync(path) && process.env.NEW_RELEASE === release) writeFileSync(path, `${JSON.stringify(state, null, 2)}\n`);
    expect(withoutLater(JSON.stringify(state))).toEqual(withoutLater(readFileSync(path, 'utf8')));
  });
});

it('has a journal of the version that the program calls itself', () => {
  expect(releases).toContain(program.version);
});

/** Types of events that came after the latest release: the next one's journal has some of each, and then none are left here. */
const afterLatest = new Set([
  'criteria.proposed',
  'criteria.merged',
  'criteria.phrased',
  'samples.clustered',
  'import.started',
  'import.ended',
  'sample.restored',
  'snapshot.taken',
  'snapshot.dropped',
]);

it('has an event of every type in them', () => {
  const lines = releases.flatMap((release) => {
    const journal = join(folder, release, 'journal');
    return readdirSync(journal).flatMap((file) => readFileSync(join(journal, file), 'utf8').trimEnd().split('\n'));
  });
  const types = new Set(lines.flatMap((line) => journalLine.parse(JSON.parse(line)).type ?? []));
  expect(eventTypes.difference(types)).toEqual(afterLatest);
});
