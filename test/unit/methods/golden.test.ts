import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ReplyError } from '../../../src/core/methods/reply-error.ts';
import { methods } from '../../../src/core/methods/index.ts';
import { parsers } from './support/parsers.ts';

/**
 * `test/golden/<method>/<case>.txt`: what was asked for (JSON), a reply as models write them, and what is read from
 * it: JSON, or the beginning of the error. `␍` stands for a carriage return, which editors and Git would not keep.
 */
const root = join(import.meta.dirname, '../../golden');
const folders = readdirSync(root);
const asked = z.object({ questions: z.int().default(1), style: z.string().default(''), title: z.string().default('') });

it.each(methods.map(({ id }) => id))('has golden cases for %s', (id) => {
  expect(readdirSync(join(root, id)).length).toBeGreaterThanOrEqual(10);
});

describe.each(folders)('a reply of %s', (method) => {
  it.each(readdirSync(join(root, method)))('%s', (file) => {
    const [, order = '', reply = '', expected = ''] = readFileSync(join(root, method, file), 'utf8').split(
      /^---- (?:asked|reply|expected)\n/m,
    );
    const read = () => parsers[method]!(reply.replaceAll('␍', '\r'), asked.parse(JSON.parse(order)));
    if (expected.startsWith('ReplyError: ')) {
      expect(read).toThrow(ReplyError);
      expect(read).toThrow(expected.slice('ReplyError: '.length).trim());
    } else expect(read()).toEqual(JSON.parse(expected));
  });
});
