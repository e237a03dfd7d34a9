import { overlaps, type Passage, type Span } from '../../core/corpus/passage.ts';
import type { SampleMethod } from '../../core/methods/method.ts';
import { UsageError } from '../errors.ts';
import type { Workspace } from '../workspace.ts';
import { type GraphState, type ReferencedSet, referencedSets } from './concept-sets.ts';
import { isUsable, passageSets } from './passage-sets.ts';

/** Focus that a run is narrowed down to. */
export interface RunFocus {
  /** The run, once it is one: what comes first is then decided by the samples there were when it began. */
  readonly run?: string;
  /** Only what refers to this file, and to passages that overlap this part of it. */
  readonly file: string | null;
  readonly span: Span | null;
  /** Ids of concepts: in every set, or in every passage. */
  readonly concepts: readonly string[];
}

export interface JobSources {
  readonly sources: Iterable<ReferencedSet>;
  /** After so many the same passages come up again, in the same order; Infinity where none do. */
  readonly round: number;
  /** Number of chosen passages that are too short to be asked about. */
  readonly tooShort: number;
}

/** Sets that are compared when those with the fewest samples come first. */
const compared = 1000;

/**
 * Sets that the jobs of a run are made from, in the plan's order: a function of corpus, graph, settings and seed; where those
 * with the fewest samples come first, of the samples there were when the run began too.
 * @throws UsageError when there is nothing to make them from.
 */
export async function jobSources(
  workspace: Workspace,
  { id, source, needs }: SampleMethod,
  seed: number,
  focus: RunFocus,
): Promise<JobSources> {
  const state = await workspace.graph();
  if (needs.includes('graph') && state.graph.counts.topics === 0)
    throw new UsageError(`the concept graph is empty, and ${id} needs it; extract concepts first (loom extract)`);
  await requireFocus(workspace, state, focus);
  const { walk, coverage } = workspace.settings;
  if (source === 'passage') {
    const passages = await workspace.keptPassages();
    const focused = passages.filter(within(focus)).filter(holding(state, focus));
    const chosen = focused.filter(isUsable);
    // A text is rewritten once; questions can be asked again, and are told apart by what was asked before.
    const epochs = needs.includes('answers') ? walk.epochs : 1;
    return { sources: passageSets(state, chosen, { seed, epochs }), round: chosen.length, tooShort: focused.length - chosen.length };
  }
  const pinned = { ...state, pinned: [...new Set([...state.pinned, ...focus.concepts])] };
  const isWithin = within(focus);
  const sets = referencedSets(pinned, walk, seed).filter(
    ({ references }) => focus.file === null || references.some(({ passage }) => isWithin(passage)),
  );
  const sources = coverage.order === 'walk' ? sets : leastCovered(sets, state, workspace.store.countsByConcept(focus.run));
  return { sources, round: Infinity, tooShort: 0 };
}

const within =
  ({ file, span }: RunFocus) =>
  (passage: Passage): boolean =>
    (file === null || passage.file === file) && (span === null || overlaps(passage.span, span));

const holding =
  ({ conceptsOf }: GraphState, { concepts }: RunFocus) =>
  (passage: Passage): boolean => {
    if (concepts.length === 0) return true;
    const held = new Set(conceptsOf(passage).map(({ id }) => id));
    return concepts.every((id) => held.has(id));
  };

/** Of each thousand sets those first whose topics and concepts have the fewest samples so far. */
function* leastCovered(sets: Iterable<ReferencedSet>, { idOf }: GraphState, counts: ReadonlyMap<string, number>): Generator<ReferencedSet> {
  const score = ({ set: { topics, concepts } }: ReferencedSet): number => {
    const ids = [...topics.map((label) => idOf('topic', label)), ...concepts.map((label) => idOf('concept', label))];
    return ids.reduce((sum, id) => sum + (counts.get(id) ?? 0), 0) / Math.max(1, ids.length);
  };
  let batch: { set: ReferencedSet; score: number }[] = [];
  for (const set of sets) {
    batch.push({ set, score: score(set) });
    if (batch.length < compared) continue;
    yield* batch.sort((a, b) => a.score - b.score).map((each) => each.set);
    batch = [];
  }
  yield* batch.sort((a, b) => a.score - b.score).map((each) => each.set);
}

async function requireFocus(workspace: Workspace, { concepts }: GraphState, focus: RunFocus): Promise<void> {
  const { file, span, concepts: wanted } = focus;
  if (file !== null && !(await workspace.corpus()).has(file)) throw new UsageError(`there is no file ${file} in the corpus`);
  if (file !== null) await requireOwn(workspace, file);
  if (span !== null) await requirePassage(workspace, focus, span);
  for (const id of wanted) if (concepts.get(id) === undefined) throw new UsageError(`there is no concept ${id} in the graph`);
}

/** A file whose passages are all copies is asked about where they come from. */
async function requireOwn(workspace: Workspace, file: string): Promise<void> {
  const corpus = await workspace.corpus();
  const [first] = corpus.copies.in(file).values();
  if (first === undefined || corpus.ownOf(file).length > 0) return;
  throw new UsageError(`${file} is a copy, and is asked about once: choose ${corpus.originalOf(first).file}, which says the same`);
}

async function requirePassage(workspace: Workspace, focus: RunFocus, { start, end }: Span): Promise<void> {
  if (focus.file === null) throw new UsageError('a part of a file was chosen, but not the file');
  if ((await workspace.keptPassages()).some(within(focus))) return;
  throw new UsageError(
    `no passage of ${focus.file} overlaps the chosen part of it (offsets ${start} to ${end}): choose some of its text; mark-up, front matter and what the document filter leaves out have no passages`,
  );
}
