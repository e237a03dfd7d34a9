/** Roles that only point at something: what they name is no word of the text. */
const pointing =
  /^(?:(?:std:|sphinx:)?(?:numref|ref|eq|eqref|any|doc|download|label|eqlabel|width|height|index|orphan|class|anchor|myst|external)|(?:foot)?(?:full)?cite(?:alp|alt|author|year)?[tps]?(?::[\w:]+)?|footcite\w*|cites|bookonly|begin_tab|end_tab|tab)$/i;
const nouns: readonly [RegExp, string][] = [
  [/^(?:fig|figure|img)(?:[-_:.]|$)/i, 'the figure'],
  [/^(?:tab|tbl|table)(?:[-_:.]|$)/i, 'the table'],
  [/^(?:eq|eqn|equation)(?:[-_:.]|$)/i, 'the equation'],
  [/^(?:chap|ch|chapter)(?:[-_:.]|$)/i, 'the chapter'],
  [/^(?:lst|listing|code)(?:[-_:.]|$)/i, 'the listing'],
  [/^(?:thm|lem|cor|prp|def|exm|exr)(?:[-_:.]|$)/i, 'the statement'],
  [/^(?:subsubsec|subsec|sec|section|appendix|app)(?:[-_:.]|$)/i, 'the section'],
];
/** A reference right behind one of these words says nothing more. */
const named =
  /(?:\b(?:sections?|sec\.|figures?|figs?\.?|tables?|tab\.|equations?|eqs?\.?|eqn\.?|chapters?|listings?|appendix|part|page|step)[\s~(\u00a0]*)$/i;

/** What is shown of a role's text: part of it, a noun that stands for its target, or nothing. */
export type RoleReading = { readonly from: number; readonly to: number } | { readonly noun: string } | undefined;

/** Reads the content of a role, `before` being what stands in front of it. */
export function readRole(name: string, content: string, before: string): RoleReading {
  const whole = { from: 0, to: content.length };
  if (/^(?:pep|rfc)$/i.test(name) && /^\d/.test(content)) return { noun: `${name.toUpperCase()} ${content.replace(/#.*$/, '')}` };
  if (!pointing.test(name)) {
    const titled = /^([^<>]*\S)\s+<[^<>]*>$/.exec(content);
    if (titled !== null) return { from: 0, to: titled[1]!.length };
    // `~a.b.c` of Sphinx shows its last part; a mark before a name that is not to be linked is none of it.
    if (content.startsWith('~')) return { from: Math.max(1, content.lastIndexOf('.') + 1), to: content.length };
    return content.startsWith('!') ? { from: 1, to: content.length } : whole;
  }
  const titled = /^([^<>]*\S)\s*<[^<>]*>$/.exec(content);
  if (titled !== null && !/%s|\{number\}/.test(titled[1]!)) return { from: 0, to: titled[1]!.length };
  if (/^(?:foot)?cite:?t$/i.test(name)) {
    const shown = content.includes(',') ? undefined : readCitation(content, before);
    if (shown !== undefined && shown !== '') return { noun: shown };
  }
  if (/cite|label|width|height|orphan|index|tab|bookonly|class|anchor/i.test(name)) return undefined;
  if (named.test(before)) return undefined;
  if (/doc|download|any|external|myst/i.test(name) && !/[/_.]/.test(content)) return whole;
  const noun = /eq/i.test(name) ? 'the equation' : nounOf(content.replace(/^.*</, ''));
  return { noun: withoutArticle(noun, before) };
}

/** What is written for a link without words in a sentence: MyST puts the title of its target there. */
export function readBareLink(url: string, before: string, after: string): string | undefined {
  const label = /^#([\w:.-]+)$/.exec(url)?.[1];
  if (label === undefined && !/^(?![a-z][\w+.-]*:|#)[^\s?]+\.(?:md|ipynb|rst|qmd|tex)(?:#.*)?$/i.test(url)) return undefined;
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const isInside = line.trim() === '' ? /^[ \t]+\p{Ll}{2}/u.test(after) : /[\p{L}\p{N},)][ \t]+\(?$/u.test(line);
  if (!isInside || /^[ \t>]*#{1,6}[ \t]/.test(line) || named.test(line)) return undefined;
  return withoutArticle(label === undefined ? 'the section' : nounOf(label), line);
}

/** "our :ref:`x`" is our section. */
const withoutArticle = (noun: string, before: string): string =>
  /\b(?:the|our|this|that|an?|your|its|their|each|every|next|previous|following|above)\s+$/i.test(before)
    ? noun.replace(/^the /, '')
    : noun;

/** The noun for a target by the prefix that its name has by custom. */
function nounOf(target: string): string {
  return nouns.find(([prefix]) => prefix.test(target))?.[1] ?? 'the section';
}

/** The noun for Quarto's `@fig-map`; the author and year of a citation (`@roe2001`) named in a sentence. */
export function readCitation(key: string, before: string): string | undefined {
  if (/^(?:fig|tbl|eq|sec|lst|thm|lem|cor|prp|def|exm|exr)-/i.test(key))
    return named.test(before) ? '' : withoutArticle(nounOf(key), before);
  const [, names, year] = /^([a-z][a-z_.:-]{1,60}?)[_.:-]?((?:1[5-9]|20)\d\d)[a-z]{0,30}$/i.exec(key) ?? [];
  if (names === undefined || year === undefined) return undefined;
  const authors = names
    .split(/[_.:-]+/)
    .filter((name) => name !== '')
    .slice(0, 3);
  return `${authors.map((name) => name.charAt(0).toUpperCase() + name.slice(1)).join(' and ')} (${year})`;
}
