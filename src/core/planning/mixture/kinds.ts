/** Kinds of text in a training mixture. Shares are given kind by kind, since that is what has been published on them. */
import type { Sample } from '../../samples/sample.ts';

export const mixtureKinds = ['natural', 'hq', 'qa', 'textbook', 'questions', 'persona', 'other'] as const;
export type MixtureKind = (typeof mixtureKinds)[number];
export type SyntheticKind = Exclude<MixtureKind, 'natural'>;

/** Run that makes samples of a kind. */
interface MakingChoice {
  readonly method: string;
  readonly style?: string;
}

/** A value for each kind. */
export const byKind = <T>(make: (kind: MixtureKind) => T): Record<MixtureKind, T> => ({
  natural: make('natural'),
  hq: make('hq'),
  qa: make('qa'),
  textbook: make('textbook'),
  questions: make('questions'),
  persona: make('persona'),
  other: make('other'),
});

interface KindTraits {
  readonly title: string;
  /** Null for what no run makes. */
  readonly makes: MakingChoice | null;
  /** Other names that a person may give it by. */
  readonly alsoCalled: readonly string[];
}

export const kindTraits: Readonly<Record<MixtureKind, KindTraits>> = {
  natural: { title: 'Natural text', makes: null, alsoCalled: [] },
  hq: {
    title: 'Rephrased as an encyclopaedia',
    makes: { method: 'rephrase', style: 'hq' },
    alsoCalled: ['rephrase', 'rephrased', 'rephrase/hq'],
  },
  qa: { title: 'Rephrased as questions and answers', makes: { method: 'rephrase', style: 'qa' }, alsoCalled: ['rephrase/qa'] },
  textbook: { title: 'Textbook text', makes: { method: 'textbook' }, alsoCalled: ['txbk'] },
  questions: { title: 'Questions and answers on concepts', makes: { method: 'level3' }, alsoCalled: ['level1', 'level2', 'level3'] },
  persona: { title: 'Short courses by personas', makes: { method: 'persona' }, alsoCalled: [] },
  other: { title: 'Other samples', makes: null, alsoCalled: ['import', 'imported'] },
};

const kindsOfMethods: ReadonlyMap<string, SyntheticKind> = new Map([
  ...(['level1', 'level2', 'level3'] as const).map((method) => [method, 'questions'] as const),
  ['textbook', 'textbook'],
  ['persona', 'persona'],
]);

/** The kind of a sample. What was imported, or made by a method that is not known here, is `other`. */
export function kindOfSample({ method, current: { fields, content } }: Pick<Sample, 'method' | 'current'>): SyntheticKind {
  // A conversation is what the style `qa` makes, whatever became of the field.
  if (method === 'rephrase') return fields?.style === 'qa' || content.shape === 'chat' ? 'qa' : 'hq';
  return kindsOfMethods.get(method) ?? 'other';
}

/** The kind that a person names. */
export function kindNamed(name: string): MixtureKind | null {
  const wanted = name.trim().toLowerCase();
  return mixtureKinds.find((kind) => kind === wanted || kindTraits[kind].alsoCalled.includes(wanted)) ?? null;
}
