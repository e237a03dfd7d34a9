/**
 * The text between `<name>` and `</name>`, whatever their case. A missing closing tag ends at the next opening tag of
 * `until`, or at the end: models often stop one tag early.
 */
export function tagged(reply: string, name: string, until: readonly string[] = []): string | undefined {
  const opening = new RegExp(`<${name}s?>`, 'i').exec(reply);
  if (opening === null) return undefined;
  const rest = reply.slice(opening.index + opening[0].length);
  const ends = [`</${name}s?>`, ...until.map((next) => `</?${next}s?>`)]
    .map((tag) => rest.search(new RegExp(tag, 'i')))
    .filter((at) => at >= 0);
  const end = ends.reduce((first, at) => Math.min(first, at), rest.length);
  return rest.slice(0, end).trim();
}
