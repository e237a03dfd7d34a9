import * as z from 'zod';
import type { GroupingCriterion } from '../../quality/cluster-agent/proposals.ts';
import { readCriteria } from '../criteria-list.ts';
import { readJson } from '../json.ts';
import { unwrapped } from '../loose-keys.ts';

const listKeys = /^(?:merged |final |summari[sz]ed )?(?:criteria|criterions?|metadata|meta data|metrics?)$/;

const criteriaIn = (value: unknown): GroupingCriterion[] => readCriteria(unwrapped(value, listKeys));

const hasCriteria = z.custom<object>((value) => criteriaIn(value).length > 0, 'no criterion with a name and a definition');

/**
 * Reads the reply of `merge`: as leniently as `criteria`, under any of the keys that models give such a list, or under none.
 * @param count number that was asked for: those beyond it are passed over; a reply with fewer has merged more, and is taken
 * @throws ReplyError when there is no criterion with a name and a definition
 */
export const parseMerged = (reply: string, count: number): GroupingCriterion[] =>
  criteriaIn(readJson(reply, hasCriteria, 'list of criteria')).slice(0, count);
