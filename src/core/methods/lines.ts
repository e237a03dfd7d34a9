/** A line that begins with a label, as models write one: `**Question:** …`, `- Level: …`, `### Answer`. */
export interface LabelledText {
  /** In lower case, its white space collapsed; '' for what stands above the first label. */
  readonly label: string;
  /** Text behind the label and on the lines below, up to the next label. */
  readonly text: string;
}

/**
 * Cuts a text at the lines that begin with one of some labels (the alternatives of a regular expression) and a colon.
 * Linear in the text's length: nothing in the pattern crosses a line, and all its runs are bounded.
 */
export function labelledParts(text: string, labels: string): LabelledText[] {
  const label = new RegExp(`^[ \\t>*_#+•\`-]{0,16}(${labels})[ \\t]{0,4}\\d{0,4}[ \\t*_\`]{0,8}[:：][ \\t*_\`]{0,8}`, 'iu');
  const parts: { label: string; lines: string[] }[] = [{ label: '', lines: [] }];
  for (const line of text.split(/\r?\n/)) {
    const match = label.exec(line);
    if (match === null) parts.at(-1)!.lines.push(line);
    else parts.push({ label: match[1]!.toLowerCase().replace(/[\s_]+/g, ' '), lines: [line.slice(match[0].length)] });
  }
  return parts.map((part) => ({ label: part.label, text: part.lines.join('\n').trim() }));
}

/** With its tags as tags, where a model escaped all of them, as for HTML. */
export function unescaped(text: string): string {
  if (!/&lt;\/?[\p{L}_]/u.test(text) || /<\/?[\p{L}_]/u.test(text)) return text;
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

/** Tells whether a reply is JSON, in a fence or behind a remark, and not text in which there is some. */
export const isJson = (reply: string): boolean => /^[^{[<]{0,200}[{[]\s{0,40}["'“{[\]}]/.test(unfenced(reply));

/** Where something is wanted that a reply lacks: in the form that it chose, between tags or under a key of JSON. */
export const wantedPlace = (reply: string, tag: string, key = tag): string =>
  isJson(reply) ? `under its key “${key}”` : `between <${tag}> and </${tag}>`;

/** Without the code fence that stands around it. */
export function unfenced(text: string): string {
  const lines = text.trim().split('\n');
  if (!/^`{3,}[\w-]{0,20}\s*$/.test(lines[0]!)) return text.trim();
  const last = /^`{3,}\s*$/.test(lines.at(-1)!) ? -1 : undefined;
  return lines.slice(1, last).join('\n').trim();
}

/** Tells whether there is something to read in a text: not a placeholder, not mere marks. */
export const saysSomething = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** Tells whether a text ends as a sentence, a list or a formula does; what breaks off does not. */
export const endsSentence = (text: string): boolean => /[.?!…:;)\]}"”’»$*|`。？！]$/.test(text);
