import type { Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified, type Processor } from 'unified';

/** Bare addresses are text to us anyway, and looking for them takes time that grows with the square of the words after an open bracket. */
const addresses: ReadonlySet<string | undefined> = new Set(['wwwAutolink', 'protocolAutolink', 'emailAutolink']);

/**
 * Tags are read as inline everywhere, so that Markdown between block tags is Markdown, as kramdown and MDX have it. The
 * transforms of remark-gfm would cut text into nodes without positions.
 */
function ourDialect(this: Processor, { disable }: { readonly disable: readonly string[] }): void {
  const data = this.data();
  const grammar = (data.micromarkExtensions ??= []);
  // Taken out, not disabled: the tokenizer would still stop at every word to see whether one is disabled.
  for (const { text = {} } of grammar) {
    for (const [code, constructs = []] of Object.entries(text)) {
      text[code] = [constructs].flat().filter(({ name }) => !addresses.has(name));
    }
  }
  grammar.push({ disable: { null: ['htmlFlow', ...disable] } });
  for (const extension of (data.fromMarkdownExtensions ?? []).flat()) delete extension.transforms;
}

function parserOf(disable: readonly string[]): Processor<Root> {
  return unified().use(remarkParse).use(remarkGfm).use(ourDialect, { disable }).freeze();
}

/** In MDX indentation is layout, never code. */
export const parsers = { markdown: parserOf([]), mdx: parserOf(['codeIndented']) };
