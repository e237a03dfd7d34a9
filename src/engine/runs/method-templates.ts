import type { Method, SampleMethod } from '../../core/methods/method.ts';
import { methodOf, methods, sampleMethods } from '../../core/methods/index.ts';
import { importMethod } from '../../core/samples/imported.ts';
import type { PromptSubject } from '../../core/prompts/subject.ts';
import { UsageError } from '../errors.ts';
import { loadTemplate, type MethodTemplate, type TemplateOwner } from './templates.ts';

/** The templates of a sample-making method and of the calls that follow it. */
export interface MethodTemplates {
  readonly sample: MethodTemplate;
  readonly answer: MethodTemplate;
  readonly judge: MethodTemplate;
  readonly prompts: PromptSubject;
}

/** Part of a method's templates that judging takes. */
export type JudgeTemplates = Pick<MethodTemplates, 'judge' | 'prompts'>;

/** @throws TemplateError when one of the user's templates does not hold. */
export async function loadTemplates(owner: TemplateOwner, method: string, prompts: PromptSubject): Promise<MethodTemplates> {
  const [sample, answer, judge] = await Promise.all([method, 'answer', 'judge'].map((id) => loadTemplate(owner, requireMethod(id))));
  return { sample: sample!, answer: answer!, judge: judge!, prompts };
}

/** @throws TemplateError when the user's template does not hold. */
export async function loadJudgeTemplates(owner: TemplateOwner, prompts: PromptSubject): Promise<JudgeTemplates> {
  return { judge: await loadTemplate(owner, requireMethod('judge')), prompts };
}

/** @throws UsageError, naming those there are, for an id that no method has. */
export function requireMethod(id: string): Method {
  const method = methodOf(id);
  if (method === undefined) throw new UsageError(`there is no method “${id}”; there are ${methods.map((each) => each.id).join(', ')}`);
  return method;
}

/** @throws UsageError, naming those that do, for a method that makes no samples. */
export function requireSampleMethod(id: string): SampleMethod {
  const method = sampleMethods.find((each) => each.id === id);
  if (method !== undefined) return method;
  if (id === importMethod)
    throw new UsageError('an imported sample was made by no method of this project, so it cannot be made again: edit it, or reject it');
  throw new UsageError(`there is no method “${id}” that generates samples; there are ${sampleMethods.map((each) => each.id).join(', ')}`);
}

/** @throws UsageError, naming those it has, for a style that a method does not offer. @returns the default when none is named. */
export function requireStyle({ id, styles }: SampleMethod, style: string | undefined): string {
  if (style === undefined) return styles[0] ?? '';
  if (styles.includes(style)) return style;
  throw new UsageError(styles.length === 0 ? `${id} has no styles` : `${id} has no style “${style}”; it has ${styles.join(', ')}`);
}
