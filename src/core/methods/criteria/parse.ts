import * as z from 'zod';
import { type GroupingCriterion, type CriterionKind, criterionKinds } from '../../quality/cluster-agent/proposals.ts';
import { readCriteria } from '../criteria-list.ts';
import { readJson } from '../json.ts';
import { isJsonObject, type JsonObject, under } from '../loose-keys.ts';
import { ReplyError } from '../reply-error.ts';

/** More of a kind than were asked for are passed over. */
const maxOfKind = 5;

const keys: Readonly<Record<CriterionKind, RegExp>> = {
  metadata: /^(?:the )?meta ?data\b/,
  metrics: /^(?:the )?metrics?\b/,
};

const hasKinds = z.custom<JsonObject>(
  (value) => isJsonObject(value) && criterionKinds.every((kind) => under(value, keys[kind]) !== undefined),
  'the lists “metadata” and “metrics” are needed',
);

/** Criteria that one draw of samples gave, 1 to 5 of each kind. */
export type FoundCriteria = Readonly<Record<CriterionKind, readonly GroupingCriterion[]>>;

/**
 * Reads the reply of `criteria`: lists of objects, of texts `name: definition`, or objects of definitions by name; prose around.
 * @throws ReplyError when a kind has no criterion with a name and a definition
 */
export function parseCriteria(reply: string): FoundCriteria {
  const found = readJson(reply, hasKinds, 'criteria under “metadata” and “metrics”');
  const of = (kind: CriterionKind): GroupingCriterion[] => {
    const list = readCriteria(under(found, keys[kind])).slice(0, maxOfKind);
    if (list.length === 0) throw new ReplyError(`criterion with a name and a definition under “${kind}”`, reply);
    return list;
  };
  return { metadata: of('metadata'), metrics: of('metrics') };
}
