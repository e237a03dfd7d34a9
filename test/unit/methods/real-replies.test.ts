import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { methods } from '../../../src/core/methods/index.ts';
import { extract } from '../../../src/core/methods/extract/method.ts';
import { nonSample } from '../../../src/core/quality/non-samples/index.ts';
import type { GatedMaterial } from '../../../src/core/quality/non-samples/candidate.ts';
import { isBareName } from '../../../src/core/quality/persona-names.ts';
import { ReplyError } from '../../../src/core/methods/reply-error.ts';
import { formWords } from '../../../src/core/prompts/form-words.ts';
import { leaningWords } from '../../../src/core/quality/self-contained.ts';
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

/** Readings of what keeps its form, and is to be held back by a gate; of `judge` only who understands it can tell. */
const gated: ReadonlySet<Reading> = new Set(['self-contained', 'copy', 'echo', 'prompt-echo', 'asks-nothing']);

/** What a job hands to its gates, out of the prompt: the fenced texts are its documents, but for an answer's question. */
function materialOf(each: Exchange, method: string, style: string): GatedMaterial & { readonly asked: string } {
  const texts = Array.from(each.user.matchAll(/^(`{3,})\n([^]*?)\n\1$/gm), ([, , text]) => text!);
  const [asked = '', ...others] = texts;
  const titles = Array.from(each.user.matchAll(/[Dd]ocument(?: \d)? \(“([^”]*)”\)/g), ([, title]) => title!);
  return {
    method,
    style,
    asked,
    sources: method === 'answer' ? others : texts,
    headings: titles,
    instructions: methods.find(({ id }) => id === method)?.template ?? '',
  };
}

function gateOf(sample: Content, material: GatedMaterial): string | null {
  const none = nonSample({ ...material, content: sample });
  if (none !== null) return none.gate;
  const shape = shapeOf(sample);
  return leaningWords(shape.asks(sample), shape.tells(sample), material.sources) === null ? null : 'self-contained';
}

/** `gates`: of each sample, what held it back. */
type Outcome = 'truncated' | 'refused' | 'nothing' | { readonly gates: readonly (string | null)[] };

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
    const material = materialOf(each, method, style);
    return { gates: samplesOf(value, material.asked).map((sample) => gateOf(sample, material)) };
  } catch (error) {
    if (error instanceof ReplyError) return 'refused';
    throw error;
  }
}

const candidates = z.array(z.object({ content }));
const answered = z.object({ answer: z.string() });

/** What gates look through: samples, or an answer as one. */
function samplesOf(value: unknown, question: string): Content[] {
  const answer = answered.safeParse(value).data?.answer;
  if (answer !== undefined) return [{ shape: 'qa', question, answer }];
  return candidates.safeParse(value).data?.map((each) => each.content) ?? [];
}

/** A line of the table: what the parser made of a reply, against what a person did. */
function verdict(reading: Reading, outcome: Outcome): string {
  // What a gate would hold back may as well be refused before.
  if (outcome === 'refused' && gated.has(reading)) return 'as read';
  if (typeof outcome === 'string') return outcome === reading ? 'as read' : `${reading} was ${outcome}`;
  const held = outcome.gates.filter((gate) => gate !== null);
  if (reading === 'accepted')
    return held.length < outcome.gates.length || held.length === 0 ? 'as read' : `accepted was held back: ${held.join()}`;
  if (reading === 'judge') return held.length > 0 ? 'as read' : 'left to a judge';
  if (!gated.has(reading)) return `${reading} was accepted`;
  return held.length === outcome.gates.length ? 'as read' : `${reading} passed its gates`;
}

describe.skipIf(exchanges.length === 0)('replies of small models, each read by a person', () => {
  it('are all read', () => {
    const all = Object.values(readings).flat();
    expect(all.toSorted((a, b) => a - b)).toEqual(exchanges.map((_, index) => index));
    expect(exchanges.filter((each) => methodAsked(each) === '')).toEqual([]);
  });

  it('are accepted and refused as the person would, by parsers and gates, but for what only a judge can tell', () => {
    const table: Record<string, number[]> = {};
    for (const [reading, lines] of Object.entries(readings) as [Reading, readonly number[]][])
      for (const line of lines) (table[verdict(reading, read(exchanges[line]!))] ??= []).push(line);
    const { 'as read': agreed, 'left to a judge': judged = [], ...others } = table;
    // It says its question again, and goes on in its source's words: so do good answers, whose source has the reason.
    expect(others).toEqual({ 'copy passed its gates': [69] });
    expect(judged.every((line) => readings.judge.some((each) => each === line))).toBe(true);
    expect(agreed!.length + judged.length + 1).toBe(exchanges.length);
  });
});
