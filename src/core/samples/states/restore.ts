import type { NewEvent } from '../events.ts';
import type { Sample } from '../sample.ts';
import { sameContent } from '../versions.ts';

type RestoredEvent = Extract<NewEvent, { type: 'sample.restored' }>;

/**
 * The event that brings a sample back to what it was; null where it is so already. One that was made since goes back to pending where it
 * was decided on, and keeps its text.
 * @param before undefined for a sample that was made since
 */
export function restoring(before: Sample | undefined, now: Sample): RestoredEvent | { readonly refused: string } | null {
  const { id, current, status } = now;
  if (before === undefined) {
    if (status === 'pending' || status === 'gated') return null;
    return { type: 'sample.restored', sample: id, version: current.id, status: 'pending', reason: null, gate: null, reviewer: null };
  }
  const hasText = sameContent(before.current.content, current.content);
  // Ids of journals of format 1 may have changed with a merge, texts have not.
  const sameId = now.versions.find((each) => each.id === before.current.id && sameContent(each.content, before.current.content));
  const version = sameId ?? (hasText ? current : now.versions.find(({ content }) => sameContent(content, before.current.content)));
  if (version === undefined) return { refused: 'its text of then is in none of its versions any more' };
  const { reason, gate, reviewer } = before;
  if (version.id === current.id && status === before.status && now.reason === reason) return null;
  return { type: 'sample.restored', sample: id, version: version.id, status: before.status, reason, gate, reviewer };
}
