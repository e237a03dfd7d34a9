/** Gates of non-samples: what keeps its form, and is none of what was asked for all the same. */
import type { GateVerdict } from '../../samples/sample.ts';
import type { GatedCandidate, NonSampleGate } from './candidate.ts';
import { copied } from './copied.ts';
import { echo } from './echo.ts';
import { noQuestion } from './no-question.ts';
import { promptEcho } from './prompt-echo.ts';
import { repetition } from './repetition.ts';
import { strayTag } from './stray-tag.ts';
import { tooShort } from './too-short.ts';
import { unfinished } from './unfinished.ts';
import { unsuitableEnd } from './unsuitable.ts';

/** By their ids in the journal, in the order in which they are asked. */
const gates: Readonly<Record<string, NonSampleGate>> = {
  unsuitable: unsuitableEnd,
  'stray-tag': strayTag,
  repetition,
  'too-short': tooShort,
  unfinished,
  'no-question': noQuestion,
  'prompt-echo': promptEcho,
  copied,
  echo,
};

/** The first gate that a candidate does not pass, with its reason; null for a sample. */
export function nonSample(candidate: GatedCandidate): GateVerdict | null {
  for (const [gate, objection] of Object.entries(gates)) {
    const reason = objection(candidate);
    if (reason !== null) return { gate, reason };
  }
  return null;
}
