/** Keywords of JSON Schema that say less than the rest: a schema without them still holds a reply to its form. */
export const sparableKeywords = ['minLength', 'maxLength', 'minItems', 'maxItems', 'additionalProperties', 'enum'] as const;

/** A schema without some keywords, at any depth. */
export function schemaWithout(schema: Readonly<Record<string, unknown>>, keywords: ReadonlySet<string>): Record<string, unknown> {
  const entries = Object.entries(schema).filter(([name]) => !keywords.has(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, isSchema(value) ? schemaWithout(value, keywords) : value]));
}

const isSchema = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
