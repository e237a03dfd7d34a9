/** Plan of a run of samples: the questions to ask, and the request that the answers make. Pure: `wizard.ts` asks. */
import '../validation.ts';
import * as z from 'zod';
import type { EngineParams, EngineResult } from '../../protocol/engine.ts';
import { isOffline } from '../models/model-ids.ts';
import type { ListedMethod, Span } from '../../protocol/results.ts';

/** A method whose replies become samples. */
export type ListedSampleMethod = ListedMethod & { readonly samples: NonNullable<ListedMethod['samples']> };
export type Generation = EngineParams<'generate'>;
export type ModelUse = keyof EngineResult<'status'>['models'];
/** The models that samples are made with. */
type MakingModels = Omit<EngineResult<'status'>['models'], 'embeddings'>;

/** Source that samples are to grow from. */
export type Target =
  | { readonly kind: 'corpus' }
  | { readonly kind: 'file'; readonly file: string }
  /** A part of a file, in offsets into it as it is on disk: samples grow from the passages that overlap it. */
  | { readonly kind: 'selection'; readonly file: string; readonly span: Span }
  | { readonly kind: 'concept'; readonly concept: { readonly id: string; readonly label: string } };

/** Properties of a project that decide which methods can be used. */
export interface Means {
  readonly models: MakingModels;
  readonly topics: number;
}

const maxSamples = 1_000_000;
const maxPersonas = 1000;

const choices = z.object({
  method: z.string(),
  /** By method: two of them may have a style of the same name that is another thing. */
  styles: z.record(z.string(), z.string()),
  /** Path of the file with personas; null for what the project has, its own list or roles made of its topics. */
  personas: z.string().nullable(),
  answer: z.boolean(),
  judge: z.boolean(),
  count: z.int().positive().max(maxSamples),
});
export type Choices = z.infer<typeof choices>;

/** Choices made the last time; stored ones may be of an earlier version, and count as none then. */
export const recallChoices = (stored: unknown, count: number): Choices =>
  choices.safeParse(stored).data ?? { method: 'level3', styles: {}, personas: null, answer: true, judge: false, count };

export const sampleMethods = (methods: readonly ListedMethod[]): ListedSampleMethod[] =>
  methods.flatMap((method) => (method.samples === null ? [] : [{ ...method, samples: method.samples }]));

/** Requirement that has to be met before a method can be used. */
export type Lack = 'model' | 'concepts';

export function lacksOf({ offline, needs }: ListedMethod, { models, topics }: Means): Lack[] {
  const lacks: Lack[] = [];
  if (!offline && isOffline(models.questions)) lacks.push('model');
  if (needs.includes('graph') && topics === 0) lacks.push('concepts');
  return lacks;
}

export type Extra = 'answer' | 'judge';

/** Extras that a sample can have beside the output of its method. */
export function extrasOf({ needs }: ListedSampleMethod, { models }: Means): Extra[] {
  return [...(needs.includes('answers') ? ['answer' as const] : []), ...(isOffline(models.judge) ? [] : ['judge' as const])];
}

const order = ['method', 'model', 'concepts', 'style', 'personas', 'extras', 'count'] as const;
export type StepName = (typeof order)[number];

/** The questions there are to ask, in their order. */
export function stepsOf(method: ListedSampleMethod, means: Means): StepName[] {
  return [
    'method',
    ...lacksOf(method, means),
    ...(method.samples.styles.length > 1 ? ['style' as const] : []),
    ...(method.needs.includes('personas') ? ['personas' as const] : []),
    ...(extrasOf(method, means).length > 0 ? ['extras' as const] : []),
    'count',
  ];
}

/** The step that follows; what is lacking is asked for again as long as it is. */
export function stepAfter(at: StepName, steps: readonly StepName[]): StepName {
  if ((at === 'model' || at === 'concepts') && steps.includes(at)) return at;
  return steps.find((step) => order.indexOf(step) > order.indexOf(at)) ?? at;
}

export const stepBefore = (at: StepName, steps: readonly StepName[]): StepName =>
  steps.findLast((step) => order.indexOf(step) < order.indexOf(at)) ?? at;

/** The style chosen for a method before, else its first; null for a method without. */
export function styleOf({ styles }: Pick<Choices, 'styles'>, { id, samples }: ListedSampleMethod): string | null {
  const chosen = Object.hasOwn(styles, id) ? styles[id] : undefined;
  return samples.styles.find((style) => style === chosen) ?? samples.styles[0] ?? null;
}

/** Request to the engine; choices that do not belong to the method are left out. */
export function generationOf(
  chosen: Choices,
  method: ListedSampleMethod,
  means: Means,
  target: Target,
  personas: readonly string[],
): Generation & { readonly method: string } {
  const style = styleOf(chosen, method);
  const extras = extrasOf(method, means);
  return {
    method: method.id,
    count: chosen.count,
    ...(style === null ? {} : { style }),
    ...(personas.length > 0 && stepsOf(method, means).includes('personas') ? { personas: [...personas] } : {}),
    ...(target.kind === 'file' || target.kind === 'selection' ? { file: target.file } : {}),
    ...(target.kind === 'selection' ? { span: target.span } : {}),
    ...(target.kind === 'concept' ? { concepts: [target.concept.id] } : {}),
    ...(extras.includes('answer') && !chosen.answer ? { answer: false } : {}),
    ...(extras.includes('judge') && chosen.judge ? { judge: true } : {}),
  };
}

/** The models that a run would ask. */
export function usesOf({ answer, judge }: Generation, { needs }: ListedSampleMethod): ModelUse[] {
  const isAnswered = needs.includes('answers') && answer !== false;
  return ['questions', ...(isAnswered ? ['answers' as const] : []), ...(judge === true ? ['judge' as const] : [])];
}

/** @returns null for what is no number of samples */
export const sampleCount = (text: string): number | null => countIn(text, maxSamples);

/** @returns null for what is no number of personas */
export const personaCount = (text: string): number | null => countIn(text, maxPersonas);

function countIn(text: string, max: number): number | null {
  const count = Number(text);
  return /^\s*\d+\s*$/.test(text) && count >= 1 && count <= max ? count : null;
}
