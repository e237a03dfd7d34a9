import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { extract } from '../../../src/core/methods/extract/method.ts';
import { isBareName } from '../../../src/core/quality/persona-names.ts';
import { ReplyError } from '../../../src/core/methods/reply-error.ts';
import { formWords } from '../../../src/core/prompts/form-words.ts';
import { documentMention, sourceDependence } from '../../../src/core/quality/self-contained.ts';
import { type Content, content, shapeOf } from '../../../src/core/samples/shapes/index.ts';
import { type Reading, readings } from '../../fixtures/real-replies/readings.ts';
import { parsers } from './support/parsers.ts';

const file = join(import.meta.dirname, '../../../../shared/real-replies/real-replies.jsonl');
const exchange = z.object({ finish: z.string(), system: z.string(), user: z.string(), reply: z.string() });
type Exchange = z.infer<typeof exchange>;
const exchanges = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => exchange.parse(JSON.parse(line)))
  : [];

/** The methods by how their prompts begin. */
const openings: Readonly<Record<string, RegExp>> = {
  extract: /^The collection is about/,
  rate: /^Rate the passage/,
  level1: /^Make \d+ question/,
  level2: /^Below are a document/,
  level3: /^Write \d+ question/,
  rephrase: /^Rewrite the document/,
  textbook: /^Write, in/,
  persona: /^Write a short course/,
  personas: /^Invent \d+/,
  answer: /^Answer this question/,
  judge: /^The sample, a question/,
};
const methodAsked = ({ user }: Exchange): string => Object.entries(openings).find(([, opening]) => opening.test(user))?.[0] ?? '';

/** Readings that say which gate is to hold a reply back; null for gates that need more than the sample. */
const gates: Partial<Record<Reading, ((sample: Content) => boolean) | null>> = {
  'self-contained': (sample) => {
    const shape = shapeOf(sample);
    return (sourceDependence(shape.asks(sample)) ?? documentMention(shape.tells(sample)) ?? sourceDependence(shape.tells(sample))) !== null;
  },
  copy: null,
  echo: null,
  'prompt-echo': null,
  'asks-nothing': null,
  judge: null,
};

type Outcome = 'truncated' | 'refused' | 'nothing' | { readonly samples: readonly Content[] };

function read(each: Exchange): Outcome {
  if (each.finish === 'length') return 'truncated';
  const method = methodAsked(each);
  const style = method !== 'rephrase' ? '' : each.user.includes('as a conversation of questions') ? 'qa' : 'hq';
  const questions = Number(/^(?:Write|Make) (\d+) question/.exec(each.user)?.[1] ?? 3);
  const form = method === 'extract' ? formWords(extract.template).beside(each.user.split('\nAnswer in exactly this form')[0]!) : undefined;
  try {
    const value = parsers[method]!(each.reply, { questions, style, title: 'A passage', ...(form && { form }) });
    if (Array.isArray(value) && value.length === 0) return 'nothing';
    // The run passes such personas over, and asks again where there are no others.
    if (method === 'personas' && z.array(z.string()).parse(value).every(isBareName)) return 'refused';
    return { samples: samplesOf(value) };
  } catch (error) {
    if (error instanceof ReplyError) return 'refused';
    throw error;
  }
}

const candidates = z.array(z.object({ content }));
const answered = z.object({ answer: z.string() });

/** What gates look through: samples, or an answer as one. */
function samplesOf(value: unknown): Content[] {
  const answer = answered.safeParse(value).data?.answer;
  if (answer !== undefined) return [{ shape: 'qa', question: 'Why?', answer }];
  return candidates.safeParse(value).data?.map((each) => each.content) ?? [];
}

/** A line of the table: what the parser made of a reply, against what a person did. */
function verdict(reading: Reading, outcome: Outcome): string {
  const gate = gates[reading];
  // What a gate would hold back may as well be refused before.
  if (outcome === 'refused' && gate !== undefined) return 'as read';
  if (typeof outcome === 'string') return outcome === reading ? 'as read' : `${reading} was ${outcome}`;
  if (reading === 'accepted') return 'as read';
  if (gate === undefined) return `${reading} was accepted`;
  if (gate === null) return `left to the gate ${reading}`;
  return outcome.samples.some(gate) ? 'as read' : `${reading} passed its gate`;
}

describe.skipIf(exchanges.length === 0)('replies of small models, each read by a person', () => {
  it('are all read', () => {
    const all = Object.values(readings).flat();
    expect(all.toSorted((a, b) => a - b)).toEqual(exchanges.map((_, index) => index));
    expect(exchanges.filter((each) => methodAsked(each) === '')).toEqual([]);
  });

  it('are accepted and refused as the person would, but for what gates have to tell', () => {
    const table: Record<string, number[]> = {};
    for (const [reading, lines] of Object.entries(readings) as [Reading, readonly number[]][])
      for (const line of lines) (table[verdict(reading, read(exchanges[line]!))] ??= []).push(line);
    const { 'as read': agreed, ...others } = table;
    const left = Object.fromEntries(Object.entries(others).filter(([name]) => !name.startsWith('left to the gate')));
    expect(left).toEqual({});
    expect(agreed!.length).toBeGreaterThan(200);
  });
});
