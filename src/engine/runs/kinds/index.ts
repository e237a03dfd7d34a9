import type { RunKindName } from '../../../core/samples/run-kinds.ts';
import { diversity } from './diversity/kind.ts';
import { embed } from './embed/kind.ts';
import { extract } from './extract/kind.ts';
import { generate } from './generate/kind.ts';
import { judge } from './judge/kind.ts';
import type { RunKind } from './kind.ts';
import { personas } from './personas/kind.ts';
import { rate } from './rate/kind.ts';
import { regenerate } from './regenerate/kind.ts';

export const runKinds: { readonly [K in RunKindName]: RunKind<K> } = {
  ...{ extract, generate, regenerate, judge, rate, personas, diversity, embed },
};
