import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JournalEvent, NewEvent } from '../../../src/core/samples/events.ts';
import { versionId } from '../../../src/core/samples/versions.ts';
import type { Store } from '../../../src/engine/storage/store.ts';
import { generated, version } from '../samples/events.ts';
import { ended, started } from './made-up.ts';
import { newProject, using } from './projects.ts';

const people = ['ada', 'ben', 'cem'];
const samples = ['a', 'b', 'c', 'd'];
const texts = ['T1', 'T2', 'T3'];

const step = fc.record({
  by: fc.constantFrom(...people),
  what: fc.constantFrom(
    'make',
    'edit',
    'count',
    'regenerate',
    'accept',
    'accept',
    'reject',
    'judge',
    'restore',
    'undo',
    'redo',
    'run',
    'spend',
    'fail',
  ),
  sample: fc.constantFrom(...samples),
  text: fc.constantFrom(...texts),
  /** Which of the versions that are known, or of the actions. */
  pick: fc.nat(9),
  /** Milliseconds since the last one: events of several people may happen in the same. */
  pause: fc.nat(1),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const idOf = (time: number, ordinal: number): string => {
  const digits = (value: number, length: number) =>
    Array.from({ length }, (_, at) => alphabet[Math.floor(value / 32 ** (length - 1 - at)) % 32]!).join('');
  return `${digits(time, 10)}${digits((ordinal * 7919) % 32 ** 4, 16)}`;
};

/** Events as three people's programs may have written them, some of which counted versions. */
function happened(steps: readonly Step[]): JournalEvent[] {
  const events: JournalEvent[] = [];
  const versions = new Map(samples.map((sample) => [sample, [`${sample}-v1`]]));
  const actions: string[] = [];
  let time = 1_700_000_000_000;
  for (const [ordinal, { by, what, sample, text, pick, pause }] of steps.entries()) {
    time += pause;
    const known = versions.get(sample)!;
    const parent = known[pick % known.length]!;
    const content = { shape: 'qa' as const, question: `${text} of ${sample}?`, answer: text };
    const made = (id: string): string => {
      known.push(id);
      return id;
    };
    const run = `run-${by}`;
    const cost = pick / 8;
    const event = ((): NewEvent | undefined => {
      switch (what) {
        case 'make':
          return { type: 'sample.generated', sample, generated: generated(sample, version(`${sample}-v1`, `${text}?`)), gate: null };
        case 'edit':
          return { type: 'sample.edited', sample, version: made(versionId(sample, parent, content)), parent, content, evidence: [] };
        case 'count':
          return { type: 'sample.edited', sample, version: made(`${sample}-${pick % 3}`), parent, content, evidence: [] };
        case 'regenerate':
          return { type: 'sample.regenerated', sample, version: version(made(`${sample}-${pick % 3}`), `${text}!`, parent) };
        case 'accept':
          return { type: 'sample.accepted', sample };
        case 'reject':
          return { type: 'sample.rejected', sample, reason: text };
        case 'restore': {
          const status = (['pending', 'accepted', 'rejected', 'gated'] as const)[pick % 4]!;
          return { type: 'sample.restored', sample, version: parent, status, reason: text, gate: null, reviewer: by };
        }
        case 'judge':
          return { type: 'sample.judged', sample, version: parent, prompt: 'p', fields: { judge: pick } };
        case 'undo':
        case 'redo': {
          const target = actions[pick % Math.max(1, actions.length)];
          return target === undefined ? undefined : { type: what === 'undo' ? 'action.undone' : 'action.redone', target };
        }
        case 'run':
          return pick < 5 ? started(run) : ended(run);
        case 'spend':
          return { type: 'run.spent', run, spent: { calls: pick, cached: 0, retried: 0, tokens: { prompt: pick, completion: 1 }, cost } };
        case 'fail':
          return pick < 5 ? { type: 'job.failed', run, job: text, reason: `${by} ${pick}` } : { type: 'job.done', run, job: text };
      }
    })();
    if (event === undefined) continue;
    const action = `action-${ordinal}`;
    actions.push(action);
    events.push({ id: idOf(time, ordinal), at: new Date(time).toISOString(), by, action, ...event });
  }
  return events;
}

/** All that the journal says, whatever the order in which lists of the same millisecond come. */
function stateOf(store: Store, project: string) {
  const { samples: found, counts } = store.samples({}, { offset: 0, limit: 100 });
  const shards = ['data', 'rejected'].flatMap((folder) => {
    const path = join(project, 'dataset', folder);
    mkdirSync(path, { recursive: true });
    return readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]);
  });
  return {
    counts,
    samples: found.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    runs: store.runs().map((run) => ({ ...run, jobs: store.jobs(run.run), dropped: store.dropped(run.run) })),
    judged: store.judgedDecisions().toSorted((a, b) => a.score - b.score || Number(a.accepted) - Number(b.accepted)),
    undo: [store.canUndo, store.canRedo],
    shards,
  };
}

/** Puts events into files, and reads them in as many goes: what comes later joins what is known. */
function merged(goes: readonly (readonly JournalEvent[])[]) {
  const project = newProject();
  return using(project, (store) => {
    for (const [file, events] of goes.entries()) {
      const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');
      writeFileSync(join(project, '.loom/journal', `${file}.jsonl`), lines);
      store.catchUp();
    }
    return stateOf(store, project);
  });
}

it('any journals, split over any files and merged in any order, with events twice, give one state, unique ids and the same shards', () => {
  const order = fc.array(fc.record({ file: fc.nat(3), before: fc.double({ noNaN: true }) }), { minLength: 90, maxLength: 90 });
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 45 }), order, (steps, shuffled) => {
      const events = happened(steps);
      const whole = merged([events]);
      for (const { versions, current } of whole.samples) {
        expect(new Set(versions.map(({ id }) => id)).size).toBe(versions.length);
        expect(versions).toContainEqual(current);
      }
      const twice = [...events, ...events.filter((_, at) => at % 3 === 0)]
        .map((event, at) => ({ event, ...shuffled[at % shuffled.length]! }))
        .toSorted((a, b) => a.before - b.before);
      const goes = [0, 1, 2, 3].map((file) => twice.filter((each) => each.file === file).map(({ event }) => event));
      expect(merged(goes)).toEqual(whole);
    }),
    { numRuns: 60 },
  );
}, 120_000);
