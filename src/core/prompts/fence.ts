/** Text from outside as a template variable: `text` as it is, `block` fenced so that nothing in it can end the fence. */
export interface FencedText {
  readonly text: string;
  readonly block: string;
}

/** Puts text between two lines of backticks, more of them than occur in a row anywhere in the text. */
export function fenced(text: string): FencedText {
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 3);
  const fence = '`'.repeat(longest + 1);
  return { text, block: `${fence}\n${text}\n${fence}` };
}

/** Text that must stay on its line: a title, a concept's name. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
