const tagWithId = /<([a-z][\w:-]*)\b([^<>]{0,500}?)\bid\s*=\s*["']([^"'<>]{1,200})["']([^<>]{0,500})/gi;
const listWithId = /(.?)\{:[^}\n]{0,500}?#([\w:.-]{1,200})/g;
const nouns: readonly [RegExp, string][] = [
  [/figure|^img$/, 'the figure'],
  [/table/, 'the table'],
  [/equation/, 'the equation'],
  [/example/, 'the example'],
  [/exercise|problem/, 'the exercise'],
];

/**
 * Names what a link that says nothing but `[link]` points at, as converters of textbooks write references to figures
 * and tables: by the element that carries the id. Another page is a section.
 */
export function linkTargets(text: string): (url: string) => string {
  let known: Map<string, string> | undefined;
  return (url) => {
    known ??= collect(text);
    return (url.startsWith('#') ? known.get(url.slice(1)) : undefined) ?? 'the section';
  };
}

function collect(text: string): Map<string, string> {
  const known = new Map<string, string>();
  for (const [, tag = '', before = '', id = '', after = ''] of text.matchAll(tagWithId)) {
    const type = /data-type\s*=\s*["']([^"']*)/.exec(before + after)?.[1] ?? '';
    const noun = nouns.find(([pattern]) => pattern.test(type) || pattern.test(tag.toLowerCase()))?.[1];
    if (noun !== undefined) known.set(id, noun);
  }
  for (const [, before = '', id = ''] of text.matchAll(listWithId)) if (before === ')') known.set(id, 'the figure');
  return known;
}
