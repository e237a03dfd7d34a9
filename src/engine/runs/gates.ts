import { comparedText, normalisedQuestion } from '../../core/samples/question-key.ts';
import { makesText } from '../../core/methods/index.ts';
import { judgedScore } from '../../core/quality/judgement.ts';
import { documentMention, sourceDependence } from '../../core/quality/self-contained.ts';
import type { GateVerdict, SampleVersion } from '../../core/samples/sample.ts';
import type { ProjectSettings } from '../../core/settings.ts';
import type { Store } from '../storage/store.ts';

/** The gates every generated sample passes, in order; the first that objects decides. Remembers what it let through. */
export function createGates(
  settings: ProjectSettings['gates'],
  store: Store,
  method: string,
): (id: string, draft: Pick<SampleVersion, 'content' | 'fields'>) => GateVerdict | null {
  const passed = new Map<string, string>();
  return (id, { content: { question, answer }, fields = {} }) => {
    const dependence = settings.selfContained ? (sourceDependence(question) ?? documentMention(answer)) : null;
    if (dependence !== null) return { gate: 'self-contained', reason: `“${dependence}” leans on a source the reader does not see` };
    const compared = comparedText(method, { question, answer });
    const key = normalisedQuestion(compared);
    const twin = settings.exactDuplicates ? (passed.get(key) ?? store.findExactDuplicate(compared)) : undefined;
    if (twin !== undefined)
      return { gate: 'exact-duplicate', reason: `the same ${makesText(method) ? 'text' : 'question'} as sample ${twin}` };
    const judge = judgedScore({ fields });
    if (settings.judge !== null && judge !== null && judge < settings.judge)
      return { gate: 'judge', reason: `scored ${judge.toFixed(1)}, below ${settings.judge}: ${lowest(fields)}` };
    passed.set(key, id);
    return null;
  };
}

/** The criterion a judge scored lowest, with its reason. */
function lowest(fields: NonNullable<SampleVersion['fields']>): string {
  const scores = Object.entries(fields).flatMap(([name, score]) =>
    name.startsWith('judge.') && typeof score === 'number' ? [{ name, score }] : [],
  );
  const [worst] = scores.sort((a, b) => a.score - b.score);
  if (worst === undefined) return 'no single score';
  const reason = fields[`${worst.name}.reason`];
  return `${worst.name.slice('judge.'.length)} ${worst.score}${reason === undefined ? '' : ` (${reason})`}`;
}
