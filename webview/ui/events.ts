import type { SampleChoice } from '../../src/protocol/engine/samples.ts';
import type { PanelFocus } from '../../src/protocol/focus.ts';

/** Requests of parts of the panel to the whole. */
interface PanelEvents {
  /** Look at something else. */
  'loom-focus': PanelFocus;
  /** Leave the concept and look again at what the graph shows. */
  'loom-unfocus': null;
  'loom-toggle-node-list': null;
  /** Make samples on a concept. */
  'loom-generate': { readonly id: string; readonly label: string };
  /** Have samples scored. */
  'loom-judge': SampleChoice;
  /** Compare scores with decisions. */
  'loom-calibrate': null;
  /** Measure how diverse the samples of a filter are, by a model. */
  'loom-measure-diversity': SampleChoice;
  /** Have samples embedded, to be compared by meaning. */
  'loom-embed': SampleChoice;
  /** Choose which model does what. */
  'loom-choose-model': null;
  /** List the samples that a filter line leaves. */
  'loom-show-samples': string;
  /** Keep a text as a file where the person says. */
  'loom-save': { readonly name: string; readonly text: string };
  /** Open the project's settings. */
  'loom-settings': null;
  /** Show a span in the file beside the panel. */
  'loom-reveal': { readonly file: string; readonly start: number; readonly end: number };
}

export type PanelEvent<E extends keyof PanelEvents> = CustomEvent<PanelEvents[E]>;

export function emit<E extends keyof PanelEvents>(from: HTMLElement, name: E, detail: PanelEvents[E]): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
