import type { PanelEngineMethod } from '../../protocol/engine.ts';
import type { PanelWork } from '../../protocol/webview.ts';

/** Requests that can be called off, by what people call them. */
const works: Readonly<Partial<Record<PanelEngineMethod, PanelWork>>> = {
  'review/accept': 'deciding',
  'review/reject': 'deciding',
  'duplicates/thin': 'deciding',
  'snapshots/restore': 'deciding',
  'quality/measure': 'measuring',
  'quality/leakage': 'measuring',
  'duplicates/list': 'measuring',
  'snapshots/compare': 'comparing',
};

/** The work that a request of the panel's is called off with; undefined where it cannot be. */
export const workOf = (method: PanelEngineMethod): PanelWork | undefined => works[method];
