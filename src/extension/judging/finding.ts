/** Judge agreement, ready to be put into words. Pure: `judge-agreement.ts` shows it. */
import type { JudgeAgreementResult } from '../../protocol/results.ts';

export type Finding =
  /** Numbers of samples of each kind still needed. */
  | { readonly kind: 'few'; readonly accepted: number; readonly rejected: number }
  /** Shares in percent. */
  | { readonly kind: 'compared'; readonly pairs: number; readonly threshold: number; readonly accuracy: number };

export function findingOf({ accepted, rejected, needed, threshold, accuracy, auc }: JudgeAgreementResult): Finding {
  if (threshold === null || accuracy === null || auc === null) {
    return { kind: 'few', accepted: Math.max(0, needed - accepted), rejected: Math.max(0, needed - rejected) };
  }
  return { kind: 'compared', pairs: percent(auc), threshold, accuracy: percent(accuracy) };
}

/** Whole percent; all and none are said of all and none alone. */
function percent(share: number): number {
  if (share === 0 || share === 1) return 100 * share;
  return Math.min(99, Math.max(1, Math.round(100 * share)));
}

/** As many digits as a score needs. */
export const scoreText = (score: number): string => String(Number(score.toFixed(2)));
