import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { engineMethods, engineRequests } from '../../../src/protocol/engine.ts';
import { textsByName } from '../../../src/protocol/engine/samples.ts';
import { hostRequests } from '../../../src/protocol/host.ts';
import { explainIssues, parameters } from '../../../src/protocol/parameters.ts';
import { hostRequests as panelHostRequests } from '../../../src/protocol/webview.ts';

/** Paths of the objects within a schema that take fields they do not name. */
function looseObjects(schema: z.core.$ZodType, path: string): string[] {
  if (schema instanceof z.ZodObject) {
    const own = schema.def.catchall instanceof z.ZodNever ? [] : [path];
    return [...own, ...Object.entries<z.core.$ZodType>(schema.shape).flatMap(([key, field]) => looseObjects(field, `${path}.${key}`))];
  }
  if (schema instanceof z.ZodArray) return looseObjects(schema.element, `${path}[]`);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option, index) => looseObjects(option, `${path}|${index}`));
  if (schema instanceof z.ZodRecord) return looseObjects(schema.valueType, `${path}{}`);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return looseObjects(schema.unwrap(), path);
  if (schema instanceof z.ZodString || schema instanceof z.ZodNumber || schema instanceof z.ZodBoolean) return [];
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral || schema instanceof z.ZodURL) return [];
  // Checked by its own function.
  if (schema === textsByName) return [];
  throw new Error(`${path}: the test does not know ${schema.constructor.name}`);
}

const problems = (schema: z.ZodType, params: unknown): string => explainIssues(schema.safeParse(params).error!);

describe('parameters', () => {
  it.each([
    ...engineMethods.map((method) => [method, engineRequests[method].params] as const),
    ...Object.entries(hostRequests).map(([method, { params }]) => [method, params] as const),
    ...Object.entries(panelHostRequests).map(([method, { params }]) => [`panel: ${method}`, params] as const),
  ])('of %s are taken only as the contract names them, however deep', (method, params) => {
    expect(looseObjects(params, method)).toEqual([]);
  });

  it('hold texts by name as they came, and nothing but texts', () => {
    const { params } = engineRequests['review/edit'];
    const edit = (parts: string) => params.safeParse(JSON.parse(`{"sample":"s","parts":${parts}}`));
    expect(JSON.stringify(edit('{"__proto__":"x"}').data)).toBe('{"sample":"s","parts":{"__proto__":"x"}}');
    for (const parts of ['[]', 'null', '"x"', '{"question":5}', '{"__proto__":5}'])
      expect(explainIssues(edit(parts).error!)).toBe('parts: texts by the names of parts are needed');
  });

  it('name the unknown one and those there are', () => {
    const { params } = engineRequests['samples/list'];
    expect(problems(params, { filter: { colour: 'red' }, limit: 5 })).toMatch(
      /^filter: unknown: "colour"; there are status, file, topic, concept, method, shape, .*, text$/,
    );
    expect(problems(engineRequests.status.params, { deep: true })).toBe('unknown: "deep"; there are no parameters');
  });

  it.each(['samples/list', 'samples/ids', 'review/accept', 'review/reject', 'samples/judge', 'judge/estimate'] as const)(
    'of %s take no text to look for that holds no word',
    (method) => {
      for (const text of ['§', ' ', '', '- !'])
        expect(problems(engineRequests[method].params, { filter: { text } })).toMatch(/filter\.text: .*no letter or digit/);
      expect(engineRequests['samples/list'].params.safeParse({ filter: { text: '§ 5' } }).success).toBe(true);
    },
  );

  it('are all told of at once, each with its path', () => {
    const { params } = engineRequests['samples/list'];
    const said = problems(params, { filter: { status: ['done'], run: 7 }, offset: -1, page: 2 });
    expect(said).toMatch(
      /^filter\.status\.0: .*pending.*; filter\.run: .*string.*; offset: .*; unknown: "page"; there are filter, order, offset, limit$/,
    );
  });

  it('say what a choice of shapes lacks by the shape that comes closest', () => {
    const { params } = engineRequests['models/choose'];
    expect(problems(params, { use: 'answers', model: '' })).toMatch(/^model: /);
    expect(problems(params, { use: 'answers', model: 'm', now: true })).toBe('unknown: "now"; there are use, model');
  });

  it('know the fields that were added to a shape', () => {
    const extended = parameters({ a: z.string() }).extend({ b: z.string() });
    expect(problems(extended, { a: '', b: '', c: '' })).toBe('unknown: "c"; there are a, b');
  });
});
