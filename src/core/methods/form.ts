import { type FormWords, formWords } from '../prompts/form-words.ts';
import type { Method } from './method.ts';

/** The words of a method's form that are no content: what its template shows in their places, and the keys of its schema. */
export const formOf = ({ template, schema }: Pick<Method, 'template' | 'schema'>): FormWords =>
  formWords(template, schema === undefined ? [] : keysIn(schema));

/** The names of all properties of a JSON Schema, at any depth. */
function keysIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([keyword, value]) => [...(keyword === 'properties' ? namesOf(value) : []), ...keysIn(value)]);
}

const namesOf = (properties: unknown): string[] => (typeof properties === 'object' && properties !== null ? Object.keys(properties) : []);
