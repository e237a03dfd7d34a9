import { answer } from './answer/method.ts';
import { cluster } from './cluster/method.ts';
import { criteria } from './criteria/method.ts';
import { extract } from './extract/method.ts';
import { judge } from './judge/method.ts';
import { level1 } from './level1/method.ts';
import { level2 } from './level2/method.ts';
import { level3 } from './level3/method.ts';
import { merge } from './merge/method.ts';
import type { Method, SampleMethod } from './method.ts';
import { persona } from './persona/method.ts';
import { personas } from './personas/method.ts';
import { phrase } from './phrase/method.ts';
import { rate } from './rate/method.ts';
import { rephrase } from './rephrase/method.ts';
import { textbook } from './textbook/method.ts';
import { verify } from './verify/method.ts';

/** The methods whose replies become samples. */
export const sampleMethods: readonly SampleMethod[] = [level1, level2, level3, rephrase, textbook, persona];

/** All methods, in the order of a project's work. A folder that is not here fails a test. */
export const methods: readonly Method[] = [
  ...[rate, extract, personas, ...sampleMethods, answer, judge],
  ...[criteria, merge, phrase, cluster, verify],
];

const byId = new Map(methods.map((method) => [method.id, method]));

/** The method of an id as folders, settings and provenance write it. */
export const methodOf = (id: string): Method | undefined => byId.get(id);
