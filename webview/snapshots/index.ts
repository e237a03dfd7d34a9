/** All that the tab *Snapshots* is made of, in one part of the bundle: `../panel/panel-store.ts` loads it. */
import './snapshots-view.ts';

export { SnapshotsStore } from './snapshots-store.ts';
