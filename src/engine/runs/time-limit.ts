import { createContext, Script } from 'node:vm';
import type { TimeLimit } from '../../core/prompts/limits.ts';

const milliseconds = 1000;

// Only what runs inside a script can be interrupted; what it calls outside runs inside it too.
const scope: { work: () => void } = { work: () => undefined };
const context = createContext(scope);
const script = new Script('work()');

/** A second for what takes milliseconds: loops without end, and those that would take hours, are interrupted. */
export const withinASecond: TimeLimit = <T>(work: () => T): T => {
  const outcomes: ({ readonly value: T } | { readonly error: unknown })[] = [];
  scope.work = () => {
    try {
      outcomes.push({ value: work() });
    } catch (error) {
      outcomes.push({ error });
    }
  };
  try {
    script.runInContext(context, { timeout: milliseconds });
  } catch (error) {
    // Only being interrupted gets here: no work can catch it, and what it throws itself is caught above.
    throw new Error('takes longer than a second; look for a loop that has too many rounds', { cause: error });
  } finally {
    scope.work = () => undefined;
  }
  const outcome = outcomes[0]!;
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
};
