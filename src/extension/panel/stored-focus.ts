import '../validation.ts';
import { panelFocus } from '../../protocol/focus.ts';
import type { PanelFocus } from '../../protocol/focus.ts';

/** Focus that a panel has kept over a restart of the window; null where an earlier version wrote another shape. */
export function storedFocus(state: unknown): PanelFocus | null {
  return panelFocus.safeParse(typeof state === 'object' && state !== null && 'focus' in state ? state.focus : undefined).data ?? null;
}
