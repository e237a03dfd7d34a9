import { shortHash } from '../../core/hash.ts';
import type { NewEvent } from '../../core/samples/events.ts';
import type { Content, GateVerdict, GeneratedSample } from '../../core/samples/sample.ts';
import { messageOf } from '../errors.ts';
import type { Store } from '../storage/store.ts';
import { titleOf, type CorpusState } from '../corpus-state.ts';
import type { ReferencedSet } from './concept-sets.ts';
import { inOrder } from './in-order.ts';
import { type Draft, draftSamples, type Drafted, level3Job, type Level3Tools } from './level3.ts';
import type { Running } from './run.ts';

/** Calls under way at once. */
const width = 4;
/** Candidates tried before a run gives up, for each sample wanted and at least: a corpus may have no more to give. */
const candidatesPerSample = 10;
const leastCandidates = 100;

export interface GenerateTools extends Level3Tools {
  readonly store: Store;
  readonly corpus: CorpusState;
  readonly gate: (id: string, content: Content) => GateVerdict | null;
}

interface Outcome {
  readonly job: string;
  readonly source: ReferencedSet;
  readonly drafted: Drafted;
}

/**
 * Goes through concept sets until `count` samples passed the gates, and records each call's samples before going on.
 * @returns why it stopped short of the count, or null.
 */
export async function generateSamples(
  sets: Iterable<ReferencedSet>,
  count: number,
  tools: GenerateTools,
  running: Running,
): Promise<string | null> {
  const { tally, signal, run } = running;
  const most = Math.max(leastCandidates, count * candidatesPerSample);
  let candidates = 0;
  for await (const outcome of inOrder(sets, width, (set) => draft(set, tools, signal))) {
    const { drafts, failures, sent } = outcome.drafted;
    // A set that nothing can be asked about was tried all the same.
    candidates += Math.max(1, drafts.length + failures.length);
    tally.failed += failures.length;
    const events: NewEvent[] = [...sent, ...failures.map((reason): NewEvent => ({ type: 'job.failed', run, job: outcome.job, reason }))];
    for (const [ordinal, version] of drafts.entries()) {
      if (tally.kept >= count) break;
      const generated = sampleOf(outcome, ordinal, version, run);
      const gate = tools.gate(generated.id, version.content);
      tally[gate === null ? 'kept' : 'gated']++;
      events.push({ type: 'sample.generated', sample: generated.id, generated, gate });
    }
    tools.store.append(events);
    running.report(tally.kept, count);
    if (tally.kept >= count) return null;
    if (candidates >= most) return `gave up after ${candidates} candidates`;
    signal.throwIfAborted();
  }
  return 'every concept set of the walk was used';
}

function sampleOf({ job, source }: Outcome, ordinal: number, draft: Draft, run: string): GeneratedSample {
  const id = shortHash(`${run}/${job}/${ordinal}`);
  return {
    id,
    method: 'level3',
    run,
    job,
    set: source.set,
    references: source.references.map(({ reference }) => reference),
    version: { ...draft, id: shortHash(`${id}/0`), parent: null, instruction: null },
  };
}

async function draft(source: ReferencedSet, tools: GenerateTools, signal: AbortSignal): Promise<Outcome> {
  const job = level3Job(source, (passage) => titleOf(tools.corpus, passage));
  const id = `level3:${source.set.seed}:${source.set.ordinal}`;
  try {
    return { job: id, source, drafted: await draftSamples(job, tools, signal) };
  } catch (error) {
    signal.throwIfAborted();
    return { job: id, source, drafted: { drafts: [], sent: [], failures: [messageOf(error)] } };
  }
}
