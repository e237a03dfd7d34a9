/** Pieces of JSON Schema, of the few keywords that every server which takes a schema knows. */
import type { JsonSchema } from './method.ts';

export const textSchema = { type: 'string' } as const;

/**
 * A name. Small models leave strings empty, or write on and on in one. One that is closed at the end of its room may be cut, and is
 * longer than any name that is kept.
 */
export const nameSchema = { type: 'string', minLength: 1, maxLength: 100 } as const;

/** A line or a sentence, of which there may be several. Small models that lose their way in one would throw away what stands before it. */
export const lineSchema = (maxLength: number) => ({ type: 'string', maxLength }) as const;

/** A question. The least that one can be: small models leave it empty. */
export const questionSchema = { type: 'string', minLength: 4 } as const;

/** The school level, as templates name it. A choice of few: small models write on and on where this is free. */
export const levelSchema = {
  type: 'string',
  enum: ['elementary school', 'middle school', 'high school', 'college', 'graduate', 'other'],
} as const;

export const listSchema = (items: Readonly<Record<string, unknown>>, minItems: number, maxItems: number) =>
  ({ type: 'array', minItems, maxItems, items }) as const;

/** An object with all of these properties and no others. */
export const objectSchema = (properties: Readonly<Record<string, unknown>>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

/** A number of a scale with its reason, for each criterion. The scale is spelt out, since few servers hold a number to bounds. */
export function scoresSchema(criteria: readonly string[], max: number): JsonSchema {
  const scale = Array.from({ length: max }, (_, index) => index + 1);
  const score = objectSchema({ score: { type: 'integer', enum: scale }, reason: lineSchema(200) });
  return objectSchema(Object.fromEntries(criteria.map((name) => [name, score])));
}

const most = 5;

/** Questions with something beside each; none of them where the material does not suit. */
export const questionsSchema = (beside: Readonly<Record<string, unknown>>): JsonSchema =>
  objectSchema({ questions: listSchema(objectSchema(beside), 0, most) });
