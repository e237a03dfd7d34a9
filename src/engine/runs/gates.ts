import { judgedScore } from '../../core/quality/judgement.ts';
import { documentMention, sourceDependence } from '../../core/quality/self-contained.ts';
import type { Fields, GateVerdict, SampleVersion } from '../../core/samples/sample.ts';
import { type Content, shapeOf } from '../../core/samples/shapes/index.ts';
import type { ProjectSettings } from '../../core/settings.ts';
import type { Store } from '../storage/store.ts';

/** The gates every generated sample passes, in order; the first that objects decides. */
export interface Gates {
  /** Those that need nothing more than the reply with the draft, whose answer may still be to come. */
  readonly ofDraft: (draft: Content) => GateVerdict | null;
  /** All of them. */
  readonly ofSample: (sample: Pick<SampleVersion, 'content' | 'fields'>) => GateVerdict | null;
  /** Text of a draft that is compared to find duplicates; null where these pass. */
  readonly comparedOf: (draft: Content) => string | null;
  readonly duplicateOf: (draft: Content, sample: string) => GateVerdict;
}

interface Besides {
  /** A sample that is no duplicate of what is to take its place. */
  readonly except?: string;
  /** Samples that nothing is held against for being like them. */
  readonly overlooked?: ReadonlySet<string> | undefined;
}

export function createGates(settings: ProjectSettings['gates'], store: Store, { except, overlooked }: Besides = {}): Gates {
  const duplicateOf: Gates['duplicateOf'] = (draft, sample) => ({
    gate: 'exact-duplicate',
    reason: `the same ${shapeOf(draft).noun} as sample ${sample}`,
  });
  const comparedOf: Gates['comparedOf'] = (draft) => (settings.exactDuplicates ? shapeOf(draft).compared(draft) : null);
  const ofDraft: Gates['ofDraft'] = (draft) => {
    const shape = shapeOf(draft);
    const dependence = settings.selfContained ? (sourceDependence(shape.asks(draft)) ?? documentMention(shape.tells(draft))) : null;
    if (dependence !== null) return { gate: 'self-contained', reason: `“${dependence}” leans on a source the reader does not see` };
    const compared = comparedOf(draft);
    const twin = compared === null ? undefined : store.findExactDuplicate(compared, except);
    return twin === undefined || overlooked?.has(twin) === true ? null : duplicateOf(draft, twin);
  };
  return { ofDraft, ofSample: ({ content, fields = {} }) => ofDraft(content) ?? ofScores(settings.judge, fields), comparedOf, duplicateOf };
}

function ofScores(least: number | null, fields: Fields): GateVerdict | null {
  const score = judgedScore({ fields });
  if (least === null || score === null || score >= least) return null;
  return { gate: 'judge', reason: `scored ${score.toFixed(1)}, below ${least}: ${lowest(fields)}` };
}

/** The criterion a judge scored lowest, with its reason. */
function lowest(fields: Fields): string {
  const scores = Object.entries(fields).flatMap(([name, score]) =>
    name.startsWith('judge.') && typeof score === 'number' ? [{ name, score }] : [],
  );
  const [worst] = scores.sort((a, b) => a.score - b.score);
  if (worst === undefined) return 'no single score';
  const reason = fields[`${worst.name}.reason`];
  return `${worst.name.slice('judge.'.length)} ${worst.score}${reason === undefined ? '' : ` (${reason})`}`;
}
