/** All that the tab *Insights* is made of, in one part of the bundle: `../panel/panel-store.ts` loads it. */
import './insights-view.ts';

export { InsightsStore } from './insights-store.ts';
