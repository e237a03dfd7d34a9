/** Focus of the panel; persisted by it, set by the host when the active editor or a tree selection changes. */
import * as z from 'zod';

export const panelFocus = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('file'), file: z.string() }),
  z.object({ kind: z.literal('concept'), concept: z.string() }),
  z.object({ kind: z.literal('sample'), sample: z.string() }),
  /** Samples that a filter line leaves, where they are reviewed. */
  z.object({ kind: z.literal('filter'), line: z.string() }),
  /** What differs between two states, by ids of snapshots or `now`. */
  z.object({ kind: z.literal('snapshots'), from: z.string(), to: z.string() }),
  /** The part of the panel where a dataset is planned. */
  z.object({ kind: z.literal('plan') }),
]);
export type PanelFocus = z.infer<typeof panelFocus>;
