/**
 * The text between `<name>` and `</name>`, whatever their case. A missing closing tag ends at the next opening tag of
 * `until`, or at the end: models often stop one tag early.
 */
export function tagged(reply: string, name: string, until: readonly string[] = []): string | undefined {
  const lower = reply.toLowerCase();
  const opening = lower.indexOf(`<${name}>`);
  if (opening < 0) return undefined;
  const start = opening + name.length + 2;
  const ends = [`</${name}>`, ...until.map((next) => `<${next}>`)].map((tag) => lower.indexOf(tag, start)).filter((at) => at >= 0);
  return reply.slice(start, ends.length === 0 ? undefined : Math.min(...ends)).trim();
}
