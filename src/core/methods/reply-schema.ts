import type { PromptTemplate } from '../prompts/template.ts';
import type { Method } from './method.ts';

/** A JSON Schema that a server is to hold a reply to, under its method's name. */
export interface MethodSchema {
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/**
 * The schema that goes with a template: its method's, where the template can ask for JSON: by the variable `json`, or by a form
 * that has the schema's own keys. A model that is told to write tags is not held to JSON.
 */
export function schemaFor({ id, schema }: Method, { source }: Pick<PromptTemplate, 'source'>): MethodSchema | undefined {
  if (schema === undefined) return undefined;
  const keys = Object.keys(schema.properties);
  const asksForJson = /\{[{%][^}]{0,400}\bjson\b/.test(source) || keys.some((key) => source.includes(`"${key}"`));
  return asksForJson ? { name: id, schema } : undefined;
}
