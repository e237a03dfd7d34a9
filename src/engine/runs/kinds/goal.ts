import { isDeepStrictEqual } from 'node:util';
import type { RunPlan } from '../../storage/store.ts';
import type { Goal } from './kind.ts';

/** Parts of a goal that most runs are without. */
export const noGoal = { answerModel: null, seed: null, samples: [], instruction: null, options: {} } as const;

type Aim = Exclude<keyof Goal, 'kind' | 'seed'>;

const aims: readonly Aim[] = ['method', 'model', 'answerModel', 'planned', 'samples', 'instruction', 'options'];

/** Tells whether two runs of a kind set out for the same, whatever their seeds. @param but what they may differ in */
export const isAlike = (known: RunPlan, goal: Goal, but: readonly Aim[] = []): boolean =>
  aims.every((aim) => but.includes(aim) || isDeepStrictEqual(known[aim], goal[aim]));
