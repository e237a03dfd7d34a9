/** Rows that Choose Model offers, in sections that fill as answers arrive. Pure: `model-picker.ts` shows them. */

const sections = ['none', 'builtin', 'profile', 'environment', 'local', 'folder', 'download', 'vscode', 'recorded', 'add'] as const;
export type ModelSection = (typeof sections)[number];

/** Sections that a model can come from: one that embeds stands behind an endpoint or in a folder, and can be done without. */
export const sectionsFor = (embeds: boolean): readonly ModelSection[] =>
  sections.filter((section) => !(embeds ? chatOnly : embedsOnly).has(section));

const chatOnly: ReadonlySet<ModelSection> = new Set(['builtin', 'vscode', 'recorded']);
const embedsOnly: ReadonlySet<ModelSection> = new Set(['none', 'folder', 'download']);

/** Effect of accepting a row. */
export type Action =
  | { readonly kind: 'use'; readonly model: string }
  /** No model from now on. */
  | { readonly kind: 'clear' }
  /** A model of a server without a profile: it gets one. */
  | { readonly kind: 'adopt'; readonly url: string; readonly model: string }
  /** A sentence model that can be downloaded. */
  | { readonly kind: 'download'; readonly name: string }
  | { readonly kind: 'add' }
  | { readonly kind: 'openSettings' }
  | { readonly kind: 'none' };

export interface OfferedModel {
  /** Unique, and the same after the section was filled again: what is marked stays so. */
  readonly key: string;
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly action: Action;
}

/** The sections filled so far. */
export class OfferedModels {
  readonly #filled = new Map<ModelSection, readonly OfferedModel[]>();

  fill(section: ModelSection, choices: readonly OfferedModel[]): void {
    this.#filled.set(section, choices);
  }

  /** All sections that hold something, always in the same order; a row that came before under the same key is left out. */
  *sections(): Generator<{ readonly section: ModelSection; readonly choices: readonly OfferedModel[] }> {
    const seen = new Set<string>();
    for (const section of sections) {
      const choices = (this.#filled.get(section) ?? []).filter(({ key }) => !seen.has(key));
      for (const { key } of choices) seen.add(key);
      if (choices.length > 0) yield { section, choices };
    }
  }
}

/** The key of a row for a model of an endpoint, whatever section it is in. */
export const endpointKey = (endpoint: string, model: string): string => `${endpoint} ${model}`;
