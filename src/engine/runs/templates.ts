import { formOf } from '../../core/methods/form.ts';
import type { Method } from '../../core/methods/method.ts';
import { type MethodSchema, schemaFor } from '../../core/methods/reply-schema.ts';
import type { FormWords } from '../../core/prompts/form-words.ts';
import { compileTemplate, type PromptTemplate } from '../../core/prompts/template.ts';
import { loomFolder } from '../config.ts';
import { readText } from '../files/files.ts';
import { ProjectPath } from '../files/project-path.ts';
import { withinASecond } from './time-limit.ts';

/** Folder whose templates are used beside ours: a project's, or, in restricted mode, none. */
export type TemplateOwner = string | null;

/** A template of a method, with what its own wording makes of the method's form. */
export interface MethodTemplate extends PromptTemplate {
  /** The schema that its requests carry, where it can ask for JSON. */
  readonly schema: MethodSchema | undefined;
  readonly form: FormWords;
}

/**
 * A method's template: the user's in `.loom/prompts/<method>.jinja` when it is there, else ours. The user's may have come
 * with a clone, and is rendered within limits of time and size.
 * @throws TemplateError
 */
export async function loadTemplate(owner: TemplateOwner, method: Method): Promise<MethodTemplate> {
  const { id, template } = method;
  const file = `${loomFolder}/prompts/${id}.jinja`;
  const own = owner === null ? undefined : await readText(ProjectPath.of(owner).at(file));
  const compiled = own === undefined ? compileTemplate(id, template) : compileTemplate(file, own, withinASecond);
  return { ...compiled, schema: schemaFor(method, compiled), form: formOf({ ...method, template: compiled.source }) };
}
