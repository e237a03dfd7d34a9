import type { OmissionKind } from '../omissions.ts';
import type { Span } from '../passage.ts';
import { latexComments } from './latex.ts';

/** Languages of fences that hold queries and settings of a tool, not code to read. */
const machine: ReadonlySet<string> = new Set(
  (
    'dataview dataviewjs tasks query button tracker templater meta-bind meta-bind-button excalidraw kanban calendar-nav map leaflet base ' +
    'embed toc table-of-contents homepage breadcrumbs folder-overview ad-hidden waveform iframe'
  ).split(' '),
);
const outputs: ReadonlySet<string> = new Set(['output', 'out', 'stdout', 'stderr', 'execute_result']);
/** Programs that run the code of a chunk (`{r, echo=FALSE}`), not directives. */
const engines: ReadonlySet<string> = new Set(
  'r python julia bash sh zsh sql ojs js javascript stan rcpp css dot mermaid perl ruby node go rust c cpp java typescript ts html powershell octave haskell'.split(
    ' ',
  ),
);

/** What a fence is by the words behind its opening: what is left out with it, or a directive of MyST. */
export interface FenceInfo {
  readonly language: string;
  readonly omit?: OmissionKind;
  readonly directive?: { readonly name: string; readonly argument: string };
  /** What stands in it is HTML of the page itself. */
  readonly isHtml?: boolean;
}

export function readFenceInfo(info: string): FenceInfo {
  const braced = /^\{([^{}\n]{0,500})\}[ \t]*([^\n]{0,500})$/.exec(info.trim());
  if (braced === null) {
    const word = /^[^\s{,:[]{1,60}/.exec(info.trim())?.[0] ?? '';
    // A setting of the tool (`hl_lines="3"`) is no language.
    const language = word.includes('=') ? '' : word;
    const name = language.toLowerCase();
    if (machine.has(name)) return { language, omit: 'macro' };
    if (outputs.has(name)) return { language, omit: 'output' };
    return { language };
  }
  const [, inside = '', argument = ''] = braced;
  if (/^=html\d?$/.test(inside)) return { language: '', omit: 'macro', isHtml: true };
  if (inside.startsWith('=')) return { language: '', omit: 'macro' };
  if (/(?:^|\s)\.(?:output|cell-output|execute_result)\b/.test(inside)) return { language: '', omit: 'output' };
  const [, name = ''] = /^([a-zA-Z][\w:.+-]{0,60})$/.exec(inside.trim()) ?? [];
  if (name !== '' && !engines.has(name.toLowerCase()))
    return { language: /^[\w+#.-]{1,40}/.exec(argument)?.[0] ?? '', directive: { name, argument } };
  return { language: /^\.?([\w+#-]{1,40})/.exec(inside.trim())?.[1] ?? '' };
}

/** Tells whether what makes the page runs a chunk of code without showing anything of it: by `{r, include=FALSE}` or by an option below. */
export const isRunUnseen = (info: string, body: string): boolean =>
  /^\s*\{[^{}\n]{1,500}\binclude\s*=\s*F(?:ALSE)?\b/.test(info) ||
  (/^\s*\{\w/.test(info) && /^(?:\s*(?:#|\/\/|%%|--)\|[^\n]*\n){0,20}\s*(?:#|\/\/|%%|--)\|\s*include\s*:\s*false\s*(?:\n|$)/i.test(body));

const extension = /^[ \t]*%(?:re)?load_ext[ \t]+([\w.]+)[ \t]*$/;
const setting =
  /^[ \t]*(?:%(?:(?:re)?load_ext|autoreload|matplotlib|config|pylab|autosave)\b.*|get_ipython\(\)\.(?:run_line_)?magic\(.*\))[ \t]*;?[ \t]*$/;

/** Tells whether code only sets a notebook up: magics for what is shown, and calls of an extension that they load. */
export function setsNotebookUp(lines: readonly string[]): boolean {
  const loaded = lines.flatMap((line) => extension.exec(line)?.[1]?.split('.').at(-1) ?? []);
  let set = false;
  for (const line of lines) {
    if (setting.test(line)) set = true;
    else if (line.trim() !== '' && !loaded.some((name) => line.startsWith(`${name}.`) && line.trimEnd().endsWith(')'))) return false;
  }
  return set;
}

/** Directives of MyST whose body is code. */
export const isCodeDirective = (name: string): boolean => /^(?:code|code-block|sourcecode|code-cell|prompt|doctest|ipython3?)$/.test(name);

const inclusion =
  /^(?:\{\{[ \t]*#(?:rustdoc_include|include|playground|playpen)[ \t][^{}\n]{1,500}\}\}|\{\*[ \t][^{}\n]{1,500}[ \t]\*\}|\{![^{}\n]{1,500}!\}|;?-{1,3}8<-{1,3}[ \t]+["'][^"'\n]{1,500}["'])[ \t]*$/;

/** Tells whether code has nothing but lines in whose place a tool sets another file's: what they say is not here. */
export function isInclusion(code: string): boolean {
  const lines = code
    .split('\n')
    .map((line) => line.replace(/^[ \t>]{0,100}/, '').trimEnd())
    .filter((line) => line !== '');
  return lines.length > 0 && lines.every((line) => inclusion.test(line));
}

const option = /^[ \t]*(?:#\||\/\/\||%%\||--\|)[ \t]/;
const field = /^[ \t]*:[\w-]{1,60}:(?:[ \t]|$)/;
const tabMark = /^[ \t]*(?:#[ \t]*@tab[ \t]+|%%tab[ \t]+)([\w, -]{1,200})$/;
const raw = /\{%-?\s{0,20}(?:end)?raw\s{0,20}-?%\}/g;

/** The lines of code that options of the tool that shows or runs it take, and the tab that it stands in. */
export function readOptions(info: string, lines: readonly string[]): { readonly skipped: number; readonly tab: string | undefined } {
  let skipped = 0;
  const isDirective = /^\s*\{[a-zA-Z][\w:+-]*\}/.test(info) || info.startsWith('{code');
  if (isDirective && lines[0] !== undefined && /^---\s*$/.test(lines[0])) {
    const close = lines.slice(1, 40).findIndex((line) => /^---\s*$/.test(line));
    if (close !== -1) skipped = close + 2;
  }
  // In code that nothing runs they are what it shows.
  const isRun = /^\s*\{(?!\{)/.test(info);
  while (skipped < lines.length && ((isRun && option.test(lines[skipped]!)) || (isDirective && field.test(lines[skipped]!)))) skipped += 1;
  const tab = tabMark.exec((lines[skipped] ?? '').trimEnd())?.[1];
  if (tab !== undefined) skipped += 1;
  while (skipped > 0 && skipped < lines.length && lines[skipped]!.trim() === '') skipped += 1;
  return { skipped, tab: tab === undefined || tab.trim() === 'all' ? undefined : tab.trim() };
}

/** Comments in code that is shown as a formula or a drawing, where nobody sees them. */
const drawn: Readonly<Record<string, (line: string) => readonly Span[]>> = {
  math: (line) => latexComments(line, true),
  mermaid: (line) => (/^\s*%%(?!\{)/.test(line) ? [{ start: 0, end: line.length }] : []),
};

/** Where a line of code holds a comment that what shows the code leaves out. */
export const hiddenInCode = (line: string, language: string): readonly Span[] =>
  Object.hasOwn(drawn, language.toLowerCase()) ? drawn[language.toLowerCase()]!(line) : [];

/** The parts of a line of code that are code: less marks for a converter, and what `hidden` covers. */
export function codeParts(line: string, hidden: readonly Span[] = []): { start: number; end: number }[] {
  const parts: { start: number; end: number }[] = [];
  const save = /[ \t]*#@save[ \t]*$/.exec(line);
  const to = save === null ? line.length : save.index;
  const marks = Array.from(line.slice(0, to).matchAll(raw), ({ 0: found, index }) => ({ start: index, end: index + found.length }));
  let from = 0;
  for (const { start, end } of [...hidden, ...marks].sort((a, b) => a.start - b.start)) {
    parts.push({ start: from, end: start });
    from = Math.max(from, end);
  }
  parts.push({ start: from, end: to });
  return parts.filter(({ start, end }) => start < end);
}
