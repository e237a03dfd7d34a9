import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { schema } from '../../../src/core/methods/persona/schema.ts';

const reply = (file: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../golden/persona', file), 'utf8').split(/^---- (?:asked|reply|expected)\n/m)[2]!);

describe('the schema of persona', () => {
  const form = z.fromJSONSchema(z.record(z.string(), z.json()).parse(schema));

  it.each(['clean.txt', 'not-suitable-as-json.txt'])('lets through what has the form asked for: %s', (file) => {
    expect(form.safeParse(reply(file)).error?.issues).toBeUndefined();
  });

  it.each(['three-options.txt', 'one-passage.txt'])('does not let through what has another: %s', (file) => {
    expect(form.safeParse(reply(file)).success).toBe(false);
  });
});
