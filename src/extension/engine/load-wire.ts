import { setImmediate as nextTurn } from 'node:timers/promises';
import { once } from '../once.ts';

/**
 * Parts that speak with the engine, loaded when they are first needed. They take longer than all the rest of the extension:
 * VS Code goes on between its activation and this, and a window that asks the engine nothing does without.
 */
export const loadWire = once(async () => {
  await nextTurn();
  return import('./wire.ts');
});
