import { judgeAgreement } from '../../core/quality/judge-agreement.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import type { Store } from '../storage/store.ts';

/** Agreement of the scores of one model, or of all that judged, with what people decided on the same texts. */
export function agreementOfJudge(store: Store, gate: number | null, model: string | undefined): EngineResult<'judge/agreement'> {
  const decisions = store.judgedDecisions().filter((decision) => model === undefined || decision.model === model);
  const byModel = Map.groupBy(decisions, (decision) => decision.model);
  const models = [...byModel].map(([id, group]) => ({ model: id, samples: group.length })).sort((a, b) => b.samples - a.samples);
  return { models, ...judgeAgreement(decisions), gate };
}
