import { normalisedQuestion } from '../../core/samples/question-key.ts';
import { documentMention, sourceDependence } from '../../core/quality/self-contained.ts';
import type { Content, GateVerdict } from '../../core/samples/sample.ts';
import type { ProjectSettings } from '../../core/settings.ts';
import type { Store } from '../storage/store.ts';

/** The gates every generated sample passes, in order; the first that objects decides. Remembers what it let through. */
export function createGates(settings: ProjectSettings['gates'], store: Store): (id: string, content: Content) => GateVerdict | null {
  const passed = new Map<string, string>();
  return (id, { question, answer }) => {
    const dependence = settings.selfContained ? (sourceDependence(question) ?? documentMention(answer)) : null;
    if (dependence !== null) return { gate: 'self-contained', reason: `“${dependence}” leans on a source the reader does not see` };
    const key = normalisedQuestion(question);
    const twin = settings.exactDuplicates ? (passed.get(key) ?? store.findExactDuplicate(question)) : undefined;
    if (twin !== undefined) return { gate: 'exact-duplicate', reason: `the same question as sample ${twin}` };
    passed.set(key, id);
    return null;
  };
}
