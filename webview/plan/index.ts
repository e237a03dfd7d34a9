/** All that the tab *Plan* is made of, in one part of the bundle: `../panel/panel-store.ts` loads it. */
import './plan-view.ts';

export { PlanStore } from './plan-store.ts';
