/** JSX expressions and module statements longer than this are taken for text. */
const longest = 20_000;

/**
 * End of the MDX syntax that opens at `index`, or -1: an `import` or `export` at the start of a line, an expression in
 * braces, the tag of a component (its children are text).
 */
export function mdxEnd(text: string, index: number, atLineStart: boolean): number {
  if (atLineStart) {
    const statement = /(?:import|export)(?=[\s{*'"])/y;
    statement.lastIndex = index;
    return statement.test(text) ? statementEnd(text, index) : -1;
  }
  const char = text.charAt(index);
  if (char === '{') return balancedEnd(text, index);
  if (char === '<' && /^<\/?(?:[A-Za-z][\w.:-]*)?[\s/>{]/.test(text.slice(index, index + 100))) return tagEnd(text, index);
  return -1;
}

/** A statement ends with the line on which all brackets are closed. */
function statementEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + longest);
  let index = start;
  while (index < limit) {
    const char = text.charAt(index);
    if (char === '\n') return index;
    index = closed(text, index);
    if (index === -1) return -1;
  }
  return index === text.length ? index : -1;
}

function tagEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + longest);
  let index = start + 1;
  while (index < limit) {
    const char = text.charAt(index);
    if (char === '>') return index + 1;
    if (char === '<') return -1;
    index = closed(text, index);
    if (index === -1) return -1;
  }
  return -1;
}

/** Behind the character at `index`, or behind the string or bracket that opens there; -1 when that never closes. */
function closed(text: string, index: number): number {
  const char = text.charAt(index);
  if (char === '"' || char === "'" || char === '`') return stringEnd(text, index);
  if (char === '{' || char === '(' || char === '[') return balancedEnd(text, index);
  return index + 1;
}

function stringEnd(text: string, start: number): number {
  const quote = text.charAt(start);
  const limit = Math.min(text.length, start + longest);
  for (let index = start + 1; index < limit; index += 1) {
    const char = text.charAt(index);
    if (char === '\\') index += 1;
    else if (char === quote) return index + 1;
    else if (char === '\n' && quote !== '`') return -1;
  }
  return -1;
}

function balancedEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + longest);
  let depth = 0;
  for (let index = start; index < limit; index += 1) {
    const char = text.charAt(index);
    if (char === '{' || char === '(' || char === '[') depth += 1;
    else if (char === '}' || char === ')' || char === ']') depth -= 1;
    else if (char === '"' || char === '`') {
      const end = stringEnd(text, index);
      if (end !== -1) index = end - 1;
    }
    if (depth === 0) return index + 1;
  }
  return -1;
}
