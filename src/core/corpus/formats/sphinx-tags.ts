/** Longest expression that is read; a longer one hides what stands below it. */
const maxLength = 300;
/** Tags that hold where Sphinx makes pages and is given no others. */
const ofPages: ReadonlySet<string> = new Set(['html', 'builder_html', 'format_html']);

/** Tells whether pages show what stands below `only`: tags joined by `and`, `or`, `not` and parentheses. */
export function pagesShow(expression: string): boolean {
  if (expression.length > maxLength) return false;
  const innermost = /\(([^()]*)\)/;
  let flat = expression;
  while (innermost.test(flat)) flat = flat.replace(innermost, (_, within: string) => (holds(within) ? ' html ' : ' never '));
  return flat.trim() === '' || holds(flat);
}

const holds = (expression: string): boolean => expression.split(/\bor\b/).some((part) => part.split(/\band\b/).every(isTrue));

function isTrue(term: string): boolean {
  const negations = term.match(/\bnot\b/g)?.length ?? 0;
  return ofPages.has(term.replaceAll(/\bnot\b/g, '').trim()) === (negations % 2 === 0);
}
