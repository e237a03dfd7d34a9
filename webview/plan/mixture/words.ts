/** What a planned mixture says, in words. */
import { dollars, duration } from '../../../src/protocol/figures.ts';
import { readAmount } from '../../../src/protocol/mixture.ts';
import type { MixturePlan, PlannedKind } from '../../../src/protocol/results.ts';
import { amount, figure } from '../../chart/figures.ts';
import { counted, number } from '../../ui/words.ts';

type PlannedRun = MixturePlan['runs'][number];

/** A number of tokens as a person would type it, none of it lost. */
export function typedAmount(tokens: number): string {
  const short = amount(tokens).replaceAll(',', '');
  return readAmount(short) === tokens ? short : String(tokens);
}

const lengthWords: Readonly<Record<PlannedKind['lengthFrom'], string>> = {
  accepted: 'as those that were accepted',
  pending: 'as those to review',
  usual: 'a usual length',
};

/** Passes over what is there, over several sources on average; null where nothing is. */
export function passesOver({ sources }: PlannedKind): number | null {
  const there = sources.reduce((sum, { tokens }) => sum + tokens, 0);
  return there === 0 ? null : sources.reduce((sum, { tokens, epochs }) => sum + tokens * epochs, 0) / there;
}

/** Passes that all sources allow; null where they differ. */
export const allowedOver = ({ sources, allowed }: PlannedKind): number | null =>
  sources.every((source) => source.allowed === allowed) ? allowed : null;

/** Most passes that are planned. */
export const mostPasses = 1000;

export const passes = (times: number): string => String(Number(times.toFixed(times < 0.1 ? 2 : 1)));

export const passWords = (times: number): string => `${passes(times)} ${passes(times) === '1' ? 'pass' : 'passes'}`;

/** What is still to be made of a kind; null where nothing is. */
export function makingLine({ make, tokensPerSample, lengthFrom, acceptance }: PlannedKind): string | null {
  if (make === null) return null;
  const rate = acceptance === null ? '' : `; ${figure(100 * acceptance)} % of those decided on were accepted`;
  const length = `${figure(tokensPerSample)} tokens each, ${lengthWords[lengthFrom]}${rate}`;
  const lacking = `${amount(make.tokens)} unique tokens are lacking`;
  return `${lacking}: ${counted(make.samples, 'sample')} to make (${length}).`;
}

/** Samples that wait for review, and those of them that are counted on; null where none wait. */
export function waitingLine({ waiting, make }: PlannedKind): string | null {
  if (waiting === 0) return null;
  const wait = `${counted(waiting, 'sample')} ${waiting === 1 ? 'waits' : 'wait'} for review`;
  if (make === null || make.fromWaiting === 0) return `${wait}.`;
  return `${wait}; ${number(make.fromWaiting)} of them ${make.fromWaiting === 1 ? 'is' : 'are'} counted on.`;
}

export function runLine({ count, method, style }: PlannedRun): string {
  return `Make ${counted(count, 'sample')}: ${style === null ? method : `${method}, ${style}`}`;
}

export const laterLine = (later: number): string => `${number(later)} more in further runs, planned anew after this one`;

/** Needs of runs: calls, tokens, money, and time where it is known. */
export function needsLine({ calls, tokens, cost, durationMs }: MixturePlan['expected']): string {
  const all = tokens.prompt + tokens.completion;
  return [
    `about ${counted(calls, 'call')}`,
    `${all >= 1e6 ? amount(all) : number(all)} tokens`,
    cost === null ? 'price not known' : dollars(cost),
    ...(durationMs === null || calls === 0 ? [] : [time(durationMs)]),
  ].join(' · ');
}

const unitWords = { seconds: 's', minutes: 'min', hours: 'h', days: 'days' } as const;

function time(ms: number): string {
  const { unit, count } = duration(ms);
  return `${number(count)} ${unitWords[unit]}`;
}

/** A sentence of the engine as one: it begins small and ends without a stop. */
export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
