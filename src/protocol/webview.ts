/**
 * The contract between the Loom panel and the extension host. The panel asks; the host answers every request, with an
 * error too. The host pushes only that something changed and where the panel should look.
 */
import * as z from 'zod';
import { mixtureAsked } from './engine/mixture.ts';
import { sampleChoice } from './engine/samples.ts';
import { panelFocus } from './focus.ts';
import { parameters } from './parameters.ts';
import { savedFile } from './saved-file.ts';

/** Work of the panel's requests that can be called off. */
const panelWork = z.enum(['deciding', 'measuring', 'comparing']);
export type PanelWork = z.infer<typeof panelWork>;

/** Requests the extension host itself answers. */
export const hostRequests = {
  /** First request of a loaded panel. */
  ready: { params: parameters({}), result: z.object({ focus: panelFocus, trusted: z.boolean(), revision: z.int() }) },
  /** Opens the file beside the panel and highlights the span. */
  reveal: { params: parameters({ file: z.string(), start: z.int(), end: z.int() }), result: z.object({ revealed: z.boolean() }) },
  /** Calls off what the panel is having decided, which is answered with what came of it so far, or measured or compared, which fails. */
  cancel: { params: parameters({ what: panelWork.default('deciding') }), result: z.object({}) },
  /** Asks where to save a text, and writes it there. `saved`: what to tell of it, with the file's path; null when that was left. */
  saveAs: { params: savedFile, result: z.object({ saved: z.string().nullable() }) },
  /** Asks for a table of points, and reads it. Null when that was left. */
  openCsv: { params: parameters({}), result: z.object({ opened: z.object({ name: z.string(), text: z.string() }).nullable() }) },
  /** Commands the panel's buttons stand for. */
  command: {
    params: parameters({
      command: z.enum([
        'conceptLoom.weaveSamples',
        'conceptLoom.generateSamples',
        'conceptLoom.generateFromConcept',
        'conceptLoom.judgeSamples',
        'conceptLoom.calibrateJudge',
        'conceptLoom.measureDiversity',
        'conceptLoom.embedSamples',
        'conceptLoom.openProjectFile',
        'conceptLoom.previewPrompt',
        'conceptLoom.manageTrust',
        'conceptLoom.chooseModel',
        'conceptLoom.generateMixture',
        'conceptLoom.writeMixture',
      ]),
      /** Concept of a command about a concept. */
      concept: parameters({ id: z.string(), label: z.string() }).optional(),
      /** Samples of a command about samples. */
      choice: sampleChoice.optional(),
      /** What was chosen, of a command about a mixture. */
      mixture: mixtureAsked.optional(),
    }),
    result: z.object({}),
  },
} as const;

/** Notifications that the host pushes. */
export const hostNotifications = {
  changed: z.object({ revision: z.int() }),
  focus: panelFocus,
  trust: z.object({ trusted: z.boolean() }),
  progress: z.object({ run: z.string(), label: z.string(), done: z.int(), total: z.int() }).nullable(),
} as const;

export const panelRequest = z.object({ id: z.int(), method: z.string(), params: z.unknown() });
export const hostMessage = z.union([
  z.object({ id: z.int(), result: z.unknown() }),
  z.object({ id: z.int(), error: z.string() }),
  z.object({ notification: z.enum(['changed', 'focus', 'trust', 'progress']), params: z.unknown() }),
]);
export type PanelRequest = z.infer<typeof panelRequest>;
export type HostMessage = z.infer<typeof hostMessage>;

export type HostRequests = typeof hostRequests;
export type HostMethod = keyof HostRequests;
export type HostNotifications = { [N in keyof typeof hostNotifications]: z.infer<(typeof hostNotifications)[N]> };
