import type { TellOmitted } from '../omissions.ts';
import type { Span } from '../passage.ts';
import type { SourceText } from '../source-text.ts';
import { Closings } from './closings.ts';
import { latexComments } from './latex.ts';
import { Comments } from './markdown-comments.ts';

/** What shows or runs all that is in it, and where else comments may begin. */
const opener =
  /<(pre|code|kbd|samp|tt|textarea|script|style|xmp)(?=[\s>])|<!--|<\?php\b|[<{](?=[#%{])|\\(?:\[|\(|begin\{[a-z]{1,20}\*?\})|\$\$/gi;
/** Length of a formula. */
const maxFormula = 5000;

/**
 * A page less what comments hide that are none of HTML: of the language that the page is made with, and of formulas; and less the
 * program of a page that one makes. They become white space, so that all else stays where it is. In code they are code.
 */
export function withoutPageComments(source: SourceText, omit: TellOmitted): SourceText {
  const { text } = source;
  let rest = '';
  let from = 0;
  for (const { start, end } of hiddenIn(text)) {
    omit('comment', start);
    rest += text.slice(from, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ');
    from = end;
  }
  return from === 0 ? source : { ...source, text: rest + text.slice(from) };
}

function* hiddenIn(text: string): Generator<Span> {
  if (!/[{<][#%{]|<\?php/.test(text) && !(text.includes('%') && /\\[[(b]|\$\$/.test(text))) return;
  const comments = new Comments(text);
  const closings = new Closings(text);
  const search = new RegExp(opener);
  for (let match = search.exec(text); match !== null; match = search.exec(text)) {
    const [open, code] = match;
    const start = match.index;
    if (code !== undefined) search.lastIndex = closings.find(`</${code.toLowerCase()}(?=[\\s>])`, start)?.end ?? search.lastIndex;
    else if (open === '<!--') search.lastIndex = closings.find('--!?>', start + 2)?.end ?? text.length;
    else if (/^(?:[<{]|<\?php)$/.test(open)) {
      const end = open.length === 1 ? comments.templateEnd(start) : (closings.find(String.raw`\?>`, start)?.end ?? -1);
      if (end <= start) continue;
      yield { start, end };
      search.lastIndex = end;
    } else {
      const end = formulaEnd(text, start, open, closings);
      if (end === -1) continue;
      for (const comment of latexComments(text.slice(start, end))) yield { start: start + comment.start, end: start + comment.end };
      search.lastIndex = end;
    }
  }
}

/** End of a formula that no tag stands in, or -1. */
function formulaEnd(text: string, start: number, open: string, closings: Closings): number {
  const name = open.startsWith('\\begin') ? open.slice('\\begin{'.length, -1) : undefined;
  const close = open === '$$' ? String.raw`\$\$` : name === undefined ? String.raw`\\[)\]]` : `\\\\end\\{${name.replace('*', '\\*')}\\}`;
  const found = closings.find(close, start + open.length);
  return found === undefined || found.start - start > maxFormula || text.slice(start, found.start).includes('<') ? -1 : found.end;
}
