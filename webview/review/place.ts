import { withFields } from '../../src/protocol/filter.ts';

/** File or concept that samples are filtered to besides all else that is typed. */
export type Place =
  { readonly kind: 'all' } | { readonly kind: 'file'; readonly file: string } | { readonly kind: 'concept'; readonly concept: string };

/** The filter with another place; all else stays as it was typed. */
export function withPlace(line: string, place: Place): string {
  const nowhere = { file: undefined, topic: undefined, concept: undefined };
  if (place.kind === 'file') return withFields(line, { ...nowhere, file: place.file });
  if (place.kind === 'all') return withFields(line, nowhere);
  // Ids of concepts are `t:` or `c:` and the key; the filter says in words which it is.
  const key = place.concept.slice(2);
  return withFields(line, { ...nowhere, ...(place.concept.startsWith('t:') ? { topic: key } : { concept: key }) });
}
