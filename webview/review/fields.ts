/** Fields that a sample's method and its judge gave it, put in order for reading. Names and values are a model's: text, nothing else. */
import type { EngineResult } from '../../src/protocol/engine.ts';
import { modelName } from '../ui/words.ts';

type ShownFields = NonNullable<EngineResult<'samples/get'>['current']['fields']>;

export interface Fact {
  readonly name: string;
  readonly value: string;
}

interface ShownScore {
  readonly name: string;
  /** Without it the judge said nothing that counts. */
  readonly score: string;
  readonly reason: string;
}

export interface ShownJudgement {
  readonly overall: string;
  readonly by: string | null;
  readonly scores: readonly ShownScore[];
}

/** In this order; others follow by name. */
const known = ['level', 'origin', 'style', 'persona'] as const;
/** In the rubric's order. */
const criteria = ['relevance', 'clarity', 'correctness', 'difficulty', 'grounding'] as const;
const maxScore = 5;

const values: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  origin: { original: 'stands in the document', new: 'newly written' },
};

/** Facts from the method. */
export function factsOf(fields: ShownFields): Fact[] {
  const own = Object.entries(fields).filter(([name]) => !isJudges(name) && name !== 'agreement' && name !== 'answers');
  const place = (name: string): number =>
    known.findIndex((each) => each === name) + (known.some((each) => each === name) ? 0 : known.length + 1);
  const facts = own
    .sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1))
    .map(([name, value]): Fact => ({ name: words(name), value: wordOf(name, value) }));
  return [...facts, ...voteShareOf(fields)];
}

/** Judgement that the judge gave; null when no judge was asked. */
export function judgementOf(fields: ShownFields): ShownJudgement | null {
  const { judge, judgeModel } = fields;
  if (typeof judge !== 'number') return null;
  const others = Object.keys(fields).flatMap((name) => /^judge\.([^.]+)$/.exec(name)?.[1] ?? []);
  const names = new Set([...criteria, ...others]);
  return {
    overall: `${figure(judge)} of ${maxScore}`,
    by: judgeModel === undefined ? null : modelName(String(judgeModel)),
    scores: [...names].flatMap((name) => {
      const score = fields[`judge.${name}`];
      return score === undefined ? [] : [{ name: words(name), score: figure(score), reason: String(fields[`judge.${name}.reason`] ?? '') }];
    }),
  };
}

/** Number of answers, of several, that came to the same. */
function voteShareOf({ agreement, answers }: ShownFields): Fact[] {
  if (typeof answers !== 'number') return agreement === undefined ? [] : [{ name: 'vote share', value: figure(agreement) }];
  if (typeof agreement !== 'number') return [{ name: 'answers', value: figure(answers) }];
  return [{ name: 'vote share', value: `${Math.round(agreement * answers)} of ${answers} answers` }];
}

const isJudges = (name: string): boolean => name === 'judge' || name === 'judgeModel' || name.startsWith('judge.');

const wordOf = (name: string, value: string | number): string => {
  const text = figure(value);
  const named = Object.hasOwn(values, name) ? values[name] : undefined;
  return named !== undefined && Object.hasOwn(named, text) ? named[text]! : text;
};

const words = (name: string): string => name.replaceAll(/[._-]+/g, ' ').trim();
const figure = (value: string | number): string => (typeof value === 'string' ? value : String(Number(value.toFixed(2))));
