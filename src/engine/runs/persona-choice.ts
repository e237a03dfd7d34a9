import { corpusPersonas } from '../../core/methods/persona/corpus-personas.ts';
import type { SampleMethod } from '../../core/methods/method.ts';
import type { RunOptions } from '../../core/samples/events.ts';
import { readPersonas } from '../persona-file.ts';
import type { Workspace } from '../workspace.ts';
import { rankedTopics } from './kinds/personas/material.ts';

/**
 * The personas that a run's prompts may choose from, as the run is to remember them: those that were named, else those of
 * the project's own list, else roles made of its topics. None for a method that writes for nobody.
 */
export async function personasFor(
  workspace: Workspace,
  { variables }: SampleMethod,
  named: readonly string[] | undefined,
): Promise<Pick<RunOptions, 'personas' | 'personasFrom'>> {
  if (!('personas' in variables)) return {};
  if (named !== undefined) return named.length === 0 ? {} : { personas: [...named] };
  const own = await readPersonas(workspace.folder);
  if (own.length > 0) return { personas: own, personasFrom: 'project' };
  const roles = corpusPersonas(rankedTopics(await workspace.graph()).map(({ label }) => label));
  return roles.length === 0 ? {} : { personas: roles, personasFrom: 'corpus' };
}
