/**
 * Undo and redo over a journal that several people and processes write. What is known of an action is a join of its
 * events (smallest first id, largest id that touched it), so events may arrive in any order, and twice, with one result.
 */
import type { JournalEvent } from './events.ts';
import { isDecision } from './review.ts';

/** One user action that decided something. */
export interface ActionState {
  readonly action: string;
  readonly by: string;
  /** Id of its first decision; null while only an undo or redo of it was seen. */
  readonly first: string | null;
  /** The latest undo or redo that aimed at it: the event's id, who, and whether the action stands undone since. */
  readonly touched: { readonly id: string; readonly by: string; readonly undone: boolean } | null;
}

/** The action whose state an event changes, if any. */
export function actionOf(event: JournalEvent): string | undefined {
  if (event.type === 'action.undone' || event.type === 'action.redone') return event.target;
  return isDecision(event) ? event.action : undefined;
}

/** Joins one event into what is known of its action (`actionOf(event)`). */
export function recordAction(state: ActionState | undefined, event: JournalEvent): ActionState {
  if (event.type === 'action.undone' || event.type === 'action.redone') {
    const known = state ?? { action: event.target, by: '', first: null, touched: null };
    if (known.touched && known.touched.id >= event.id) return known;
    return { ...known, touched: { id: event.id, by: event.by, undone: event.type === 'action.undone' } };
  }
  const known = state ?? { action: event.action, by: event.by, first: null, touched: null };
  if (known.first !== null && known.first <= event.id) return known;
  return { ...known, by: event.by, first: event.id };
}

export function isUndone(state: ActionState | undefined): boolean {
  return state?.touched?.undone ?? false;
}

/** The action that undo by this person takes back next: their latest that still stands. */
export function nextUndo(actions: Iterable<ActionState>, by: string): string | undefined {
  let last: ActionState | undefined;
  for (const state of actions) {
    if (state.first === null || state.by !== by || isUndone(state)) continue;
    if (!last || state.first > last.first!) last = state;
  }
  return last?.action;
}

/** The action that redo by this person restores next: the last they took back, unless they have decided anew since. */
export function nextRedo(actions: Iterable<ActionState>, by: string): string | undefined {
  let last: ActionState | undefined;
  let latestDecision = '';
  for (const state of actions) {
    if (state.first === null) continue;
    if (state.by === by && state.first > latestDecision) latestDecision = state.first;
    if (state.touched?.undone && state.touched.by === by && state.touched.id > (last?.touched?.id ?? '')) last = state;
  }
  return last?.touched && last.touched.id > latestDecision ? last.action : undefined;
}

/** An action in words, from its events: "accepted 3 samples". */
export function describeAction(events: Iterable<JournalEvent>): string {
  const samples = new Map<string, Set<string>>();
  for (const event of events) {
    if (!isDecision(event)) continue;
    const verb = event.type.slice('sample.'.length);
    samples.set(verb, (samples.get(verb) ?? new Set()).add(event.sample));
  }
  return [...samples].map(([verb, ids]) => `${verb} ${ids.size} ${ids.size === 1 ? 'sample' : 'samples'}`).join(', ');
}
