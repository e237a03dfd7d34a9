/** Agreement of a judge's scores with what people decided. */

/** A sample that was scored, and that a person accepted or rejected. */
export interface JudgedDecision {
  readonly score: number;
  readonly accepted: boolean;
}

export interface JudgeAgreement {
  readonly accepted: number;
  readonly rejected: number;
  /** Mean score of each; null where there is none. */
  readonly meanAccepted: number | null;
  readonly meanRejected: number | null;
  /**
   * The score below which a gate should hold samples back to agree with most decisions, and the share of decisions it
   * would agree with; null while there are too few of either kind.
   */
  readonly threshold: number | null;
  readonly accuracy: number | null;
  /** Share of accepted–rejected pairs where the accepted scores higher, a tie counting half: 0.5 is chance. Null while too few. */
  readonly auc: number | null;
  /** Number of decisions of each kind that it takes to compare. */
  readonly needed: number;
}

/** With fewer of either kind, the figures would say more of the choice of samples than of the judge. */
const needed = 10;

export function judgeAgreement(decisions: readonly JudgedDecision[]): JudgeAgreement {
  const accepted = decisions.filter((each) => each.accepted);
  const rejected = decisions.filter((each) => !each.accepted);
  const known = {
    accepted: accepted.length,
    rejected: rejected.length,
    meanAccepted: meanOf(accepted),
    meanRejected: meanOf(rejected),
    needed,
  };
  if (accepted.length < needed || rejected.length < needed) return { ...known, threshold: null, accuracy: null, auc: null };
  return { ...known, ...bestThreshold(decisions), auc: areaUnderCurve(decisions) };
}

function meanOf(decisions: readonly JudgedDecision[]): number | null {
  return decisions.length === 0 ? null : decisions.reduce((sum, { score }) => sum + score, 0) / decisions.length;
}

/** Of the scores that were given, the one that parts the decisions best; of several as good, the lowest, which holds the fewest back. */
function bestThreshold(decisions: readonly JudgedDecision[]): { readonly threshold: number; readonly accuracy: number } {
  const groups = byScore(decisions);
  // With the gate below all scores, it agrees with what was accepted.
  let agreed = groups.reduce((sum, { accepted }) => sum + accepted, 0);
  let best = { threshold: groups[0]!.score, agreed };
  for (const [index, { accepted, rejected }] of groups.slice(0, -1).entries()) {
    agreed += rejected - accepted;
    if (agreed > best.agreed) best = { threshold: groups[index + 1]!.score, agreed };
  }
  return { threshold: best.threshold, accuracy: best.agreed / decisions.length };
}

/** The area under the ROC curve, as the Mann–Whitney statistic. */
function areaUnderCurve(decisions: readonly JudgedDecision[]): number {
  let [above, rejectedBelow, acceptedInAll] = [0, 0, 0];
  for (const { accepted, rejected } of byScore(decisions)) {
    above += accepted * (rejectedBelow + rejected / 2);
    rejectedBelow += rejected;
    acceptedInAll += accepted;
  }
  return above / (acceptedInAll * rejectedBelow);
}

/** Counts accepted and rejected samples at each score, the lowest score first. */
function byScore(decisions: readonly JudgedDecision[]): { readonly score: number; readonly accepted: number; readonly rejected: number }[] {
  return [...Map.groupBy(decisions, ({ score }) => score)]
    .sort(([a], [b]) => a - b)
    .map(([score, group]) => {
      const accepted = group.filter((each) => each.accepted).length;
      return { score, accepted, rejected: group.length - accepted };
    });
}
