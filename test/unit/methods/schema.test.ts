import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { methods } from '../../../src/core/methods/index.ts';
import type { JsonSchema, Method } from '../../../src/core/methods/method.ts';
import { schema as persona } from '../../../src/core/methods/persona/schema.ts';
import { schemaFor } from '../../../src/core/methods/reply-schema.ts';
import { compileTemplate } from '../../../src/core/prompts/template.ts';
import { parsers } from './support/parsers.ts';

const reply = (file: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../golden/persona', file), 'utf8').split(/^---- (?:asked|reply|expected)\n/m)[2]!);

const formOf = (schema: JsonSchema) => z.fromJSONSchema(z.record(z.string(), z.json()).parse(schema));

describe('the schema of persona', () => {
  const form = formOf(persona);

  it.each(['clean.txt', 'not-suitable-as-json.txt'])('lets through what has the form asked for: %s', (file) => {
    expect(form.safeParse(reply(file)).error?.issues).toBeUndefined();
  });

  it.each(['three-options.txt', 'one-passage.txt'])('does not let through what has another: %s', (file) => {
    expect(form.safeParse(reply(file)).success).toBe(false);
  });
});

const score = (number: number) => ({ score: number, reason: 'plain' });
const criterion = { name: 'Task', definition: 'What the sample asks for.' };
const question = 'Why does high water lag behind the Moon?';
/** Methods whose reply is JSON, whether a server holds it to the schema or not. */
const inJsonAnyway: ReadonlySet<string> = new Set(['persona', 'criteria', 'merge', 'phrase', 'cluster', 'verify']);
/** A reply that each schema lets through, as a model that is held to it would write. */
const replies: Readonly<Record<string, object>> = {
  extract: { level: 'college', subject: 'oceanography', topics: [{ name: 'Tides', key_concepts: ['tidal range'] }] },
  rate: { relevance: score(8), clarity: score(7), language: score(9), overall: score(10) },
  judge: { relevance: score(1), clarity: score(2), correctness: score(3), difficulty: score(4), grounding: score(5) },
  personas: { personas: ['A pilot who reads the swell and draws it for her trainees'] },
  criteria: { metadata: [criterion], metrics: [criterion] },
  merge: { criteria: [criterion] },
  phrase: { lines: ['Compare what they ask for', 'Compare how long they are', 'Compare their subjects'] },
  cluster: { clusters: [{ reason: 'All read a table.', samples: [1, 2, 3], name: 'Tide tables' }] },
  verify: { validation: [1, 2, 3].map((number) => ({ cluster: number, reason: 'All read a table.', valid: 1 })) },
  level1: { questions: [{ question, origin: 'newly_created', level: 'college' }] },
  level2: { questions: [{ selected_concepts: ['tide', 'Moon'], question }] },
  level3: { questions: [{ selected_concepts: ['tide', 'Moon'], question }] },
  answer: { answer: 'Because of friction.', evidence: [{ document: 1, quote: 'Friction drags the bulge on.' }] },
};
const held = methods.filter(({ schema }) => schema !== undefined);
const asked = { questions: 3, style: '', title: 'Tides' };

it('is there for every method whose reply has parts', () => {
  expect(held.map(({ id }) => id).toSorted()).toEqual([...Object.keys(replies), 'persona'].toSorted());
});

const variables = {
  ...{
    domain: 'tides',
    audience: 'pilots',
    level: 'college',
    language: 'English',
    complaint: '',
    headings: '',
    style: '',
    instruction: '',
  },
  ...{ passage: { block: 'P' }, question: { block: 'Q' }, answer: { block: 'A' }, topics: ['tide'], concepts: ['ebb'], references: [] },
  ...{ questions: 3, personas: ['a pilot'], count: 2, known: [], avoid: [], covered: [], examples: [] },
  ...{ samples: [{ block: 'S' }], kind: 'metrics', draws: 9, proposals: [{ ...criterion, times: 2 }], groups: [] },
};
const rendered = ({ id, template }: Method, json: boolean): string =>
  compileTemplate(id, template)
    .render({ ...variables, criteria: id === 'phrase' ? [criterion] : ['Compare what they ask for'], json })
    .map(({ content }) => content)
    .join('\n');

/** The names of all properties of a schema, at any depth. */
const keysOf = (schema: unknown): Set<string> =>
  typeof schema !== 'object' || schema === null
    ? new Set()
    : new Set(
        Object.entries(schema).flatMap(([keyword, value]) => [
          ...(keyword === 'properties' ? Object.keys(z.record(z.string(), z.unknown()).parse(value)) : []),
          ...keysOf(value),
        ]),
      );

describe.each(held.map((method) => [method.id, method] as const))('the schema of %s', (id, method) => {
  const schema = method.schema!;

  it('names its keys in the form that goes with it, and not in the other', () => {
    for (const key of Object.keys(schema.properties)) {
      expect(rendered(method, true)).toContain(`"${key}"`);
      if (!inJsonAnyway.has(id)) expect(rendered(method, false)).not.toContain(`"${key}"`);
    }
    if (id !== 'persona') expect(rendered(method, true)).not.toMatch(/<\/(?:Q1|answer|personas|topic)>|number - reason|NOT SUITABLE/);
  });

  it('quotes nothing but keys in the form that goes with it, since small models copy what they are shown', () => {
    const quoted = [...rendered(method, true).matchAll(/"([^"]*)"/g)].map(([, text]) => text);
    expect(new Set(quoted).difference(keysOf(schema))).toEqual(new Set());
    expect(rendered(method, true)).not.toContain('…');
  });

  it.runIf(id in replies)('lets through what the parser reads, and nothing that lacks a part', () => {
    const form = formOf(schema);
    expect(form.safeParse(replies[id]).error?.issues).toBeUndefined();
    expect(parsers[id]!(JSON.stringify(replies[id]), asked)).toBeTruthy();
    expect(form.safeParse({}).success).toBe(false);
  });

  it('goes with our template, and with one of the user’s that asks for JSON; not with one that asks for tags', () => {
    expect(schemaFor(method, { source: method.template })?.name).toBe(id);
    const keys = Object.keys(schema.properties);
    expect(schemaFor(method, { source: `Say it in JSON: {"${keys[0]!}": …}` })?.schema).toBe(schema);
    expect(schemaFor(method, { source: '{% if json %}JSON, please.{% else %}Tags, please.{% endif %}' })?.schema).toBe(schema);
    expect(schemaFor(method, { source: 'Answer with <topic> and <Q1>, no json of any kind: {{ passage.block }}' })).toBeUndefined();
  });
});

it('is none for methods whose reply is a text', () => {
  expect(methods.filter((method) => schemaFor(method, { source: '{{ json }}' }) === undefined).map(({ id }) => id)).toEqual([
    'rephrase',
    'textbook',
  ]);
});
