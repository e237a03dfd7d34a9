import type { Method } from '../../core/methods/method.ts';
import { compileTemplate, type PromptTemplate } from '../../core/prompts/template.ts';
import { loomFolder } from '../config.ts';
import { readText } from '../files/files.ts';
import { ProjectPath } from '../files/project-path.ts';
import { withinASecond } from './time-limit.ts';

/** Folder whose templates are used beside ours: a project's, or, in restricted mode, none. */
export type TemplateOwner = string | null;

/**
 * A method's template: the user's in `.loom/prompts/<method>.jinja` when it is there, else ours. The user's may have come
 * with a clone, and is rendered within limits of time and size.
 * @throws TemplateError
 */
export async function loadTemplate(owner: TemplateOwner, { id, template }: Method): Promise<PromptTemplate> {
  const file = `${loomFolder}/prompts/${id}.jinja`;
  const own = owner === null ? undefined : await readText(ProjectPath.of(owner).at(file));
  return own === undefined ? compileTemplate(id, template) : compileTemplate(file, own, withinASecond);
}
