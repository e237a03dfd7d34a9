import * as z from 'zod';
import { panelFocus } from '../../src/protocol/focus.ts';
import { mixtureKinds } from '../../src/protocol/mixture.ts';

/** Subject that the graph shows. */
const graphScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('file'), file: z.string() }),
  z.object({ kind: z.literal('concept'), concept: z.string() }),
]);
export type GraphScope = z.infer<typeof graphScope>;

const sampleOrder = z.enum(['time', 'judge']);
/** The oldest first, or those that a judge scored lowest. */
export type SampleOrder = z.infer<typeof sampleOrder>;

/** Text typed into a form and not yet sent: losing it when the panel is hidden would be losing work. No sample: all that are ticked. */
const draft = z.discriminatedUnion('kind', [
  // Of its parts those that were typed into; the others are what follows from them.
  z.object({ kind: z.literal('edit'), sample: z.string(), parts: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal('reject'), sample: z.string().nullable(), reason: z.string() }),
  z.object({ kind: z.literal('regenerate'), sample: z.string().nullable(), instruction: z.string() }),
]);
export type FormDraft = z.infer<typeof draft>;

export const panelTabs = ['review', 'insights', 'snapshots', 'plan'] as const;
export type PanelTab = (typeof panelTabs)[number];

const insightsChoice = z.object({
  /** Filter line of the samples that are measured; '' for all to review and accepted. */
  line: z.string(),
  compareBy: z.enum(['run', 'method', 'writer', 'filters']).nullable(),
  /** Filter lines that are compared with each other, where they are. */
  compared: z.tuple([z.string(), z.string()]).default(['', '']),
  part: z.enum(['question', 'answer', 'all']),
  /** Field whose distribution is shown; null for the first. */
  field: z.string().nullable(),
  /** What duplicates are found by. */
  duplicatesBy: z.enum(['words', 'meaning']).default('words'),
  /** Similarity of near-duplicates by words; null for the one of the gate. */
  threshold: z.number().min(0.5).max(1).nullable(),
  /** Cosine of duplicates by meaning; null for the one that suits the samples. */
  cosine: z.number().min(0.5).max(1).nullable().default(null),
});
/** What is measured, and what of it is shown. */
export type InsightsChoice = z.infer<typeof insightsChoice>;

const freshChoice: InsightsChoice = {
  line: '',
  compareBy: null,
  compared: ['', ''],
  part: 'question',
  field: null,
  duplicatesBy: 'words',
  threshold: null,
  cosine: null,
};

const snapshotsChoice = z.object({
  /** Ids of the snapshots that are compared, or `now`; null for the newest. */
  from: z.string().nullable(),
  to: z.string(),
  /** The one kind of differences that is shown; null for all. */
  kind: z.enum(['added', 'removed', 'edited', 'redecided', 'rejudged']).nullable(),
});
/** States that are compared, and what of their differences is shown. */
export type SnapshotsChoice = z.infer<typeof snapshotsChoice>;

const freshComparison: SnapshotsChoice = { from: null, to: 'now', kind: null };
const planChoice = z.object({
  /** Table of points, as it was typed, pasted or loaded. */
  text: z.string(),
  axis: z.enum(['D', 'N']),
  /** Name of the curve whose figures are shown; null for the first. */
  curve: z.string().nullable(),
  /** Names of the published curves that are drawn beside. */
  published: z.array(z.string()),
  /** Name of the curve that is compared with; null for none. */
  against: z.string().nullable(),
  /** Target and gain of a doubling as they were typed; '' for none. */
  target: z.string(),
  gain: z.string(),
});
/** Points that a plan is made of, and what is asked of them. */
export type PlanChoice = z.infer<typeof planChoice>;

const freshPlan: PlanChoice = { text: '', axis: 'D', curve: null, published: [], against: null, target: '', gain: '' };

const mixtureIntent = z.object({
  /** Training tokens as they were typed, '' for none; null, as below, while nobody chose any, and the settings of the project hold. */
  budget: z.string().nullable(),
  /** Shares that a person set, the one that was set longest ago first. */
  held: z.array(z.object({ kind: z.enum(mixtureKinds), share: z.number().min(0).max(100) })).nullable(),
  /** Passes that are allowed, by kind or by the name of a source. */
  epochs: z.record(z.string(), z.number().positive()).nullable(),
});
/** Mixture that is planned, as far as somebody chose it. */
export type MixtureIntent = z.infer<typeof mixtureIntent>;

export const freshMixture: MixtureIntent = { budget: null, held: null, epochs: null };

const intent = z.object({
  /**
   * Place where the host last pointed; the host reads this itself when it restores the panel. When it still points there, a
   * reloaded panel takes up where it was left.
   */
  focus: panelFocus,
  scope: graphScope,
  /** The file to go back to from a concept or the whole graph. */
  file: z.string().nullable(),
  concept: z.string().nullable(),
  filter: z.string(),
  order: sampleOrder,
  sample: z.string().nullable(),
  draft: draft.nullable(),
  /** The graph's share of the height. */
  split: z.number().min(0).max(1),
  nodeList: z.boolean(),
  // Versions without them left a state that is taken up all the same.
  tab: z.enum(panelTabs).default('review'),
  insights: insightsChoice.default(freshChoice),
  snapshots: snapshotsChoice.default(freshComparison),
  plan: planChoice.default(freshPlan),
  mixture: mixtureIntent.default(freshMixture),
});

/** State of the user's work, never the data they see: this survives the panel being hidden. */
export type Intent = z.infer<typeof intent>;

export const freshIntent: Intent = {
  focus: { kind: 'all' },
  scope: { kind: 'all' },
  file: null,
  concept: null,
  filter: '',
  order: 'time',
  sample: null,
  draft: null,
  split: 0.45,
  nodeList: false,
  tab: 'review',
  insights: freshChoice,
  snapshots: freshComparison,
  plan: freshPlan,
  mixture: freshMixture,
};

/** Storage of intent: `vscode.getState` and `setState`, or memory in tests. */
export interface IntentStorage {
  load(): unknown;
  save(state: Intent): void;
}

/** Null when there is none, or it was written by a version of the panel with another shape. */
export function readIntent(storage: IntentStorage): Intent | null {
  const state = intent.safeParse(storage.load());
  return state.success ? state.data : null;
}
