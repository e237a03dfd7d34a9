import { UsageError } from '../errors.ts';
import type { Models } from '../models/models.ts';
import type { MethodTemplates } from './method-templates.ts';
import type { MethodTemplate } from './templates.ts';

/** A template as a model is asked with it first, for previews and estimates: for JSON, where its server may hold it to a schema. */
export async function asAsked(models: Models, model: string, template: MethodTemplate): Promise<MethodTemplate> {
  if (template.schema === undefined || !(await takesSchema(models, model))) return template;
  return { ...template, render: (variables) => template.render({ ...variables, json: true }) };
}

/** A model that is not there is asked nothing: what it would be sent can be shown all the same. */
async function takesSchema(models: Models, model: string): Promise<boolean> {
  try {
    return (await models.open(model)).takesSchema?.() === true;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

/** The models that a method's calls go to. */
interface ModelsOfCalls {
  readonly model: string;
  readonly answerModel: string | null;
  readonly judge?: string | undefined;
}

export async function allAsAsked(
  models: Models,
  templates: MethodTemplates,
  { model, answerModel, judge }: ModelsOfCalls,
): Promise<MethodTemplates> {
  return {
    ...templates,
    sample: await asAsked(models, model, templates.sample),
    answer: await asAsked(models, answerModel ?? model, templates.answer),
    judge: await asAsked(models, judge ?? model, templates.judge),
  };
}
