import { otherShape, saysSomething, type RowFormat } from '../row-format.ts';

/** Characters of a title that is made of a text's first words. */
const titleLength = 80;

/** Plain text, as for pre-training. One without a title is called by its first line. */
export const text: RowFormat = {
  title: 'text',
  read: (row, shape) => {
    if (shape !== undefined && shape !== 'text') return otherShape('plain text', shape);
    const said = saysSomething(row.text);
    if (said === undefined) return { reason: 'has no text' };
    const title = saysSomething(row.title);
    return {
      content: { shape: 'text', title: title ?? titleFrom(said), text: said },
      used: ['text', ...(title === undefined ? [] : ['title'])],
    };
  },
};

/** The first line that says something, without the marks of a heading, cut at a word. */
export function titleFrom(said: string): string {
  const line = said
    .trim()
    .split(/[\r\n\u2028\u2029]/, 1)[0]!
    .replace(/^#{1,6}\s+/, '')
    .trim();
  if (line.length <= titleLength) return line;
  const cut = line.slice(0, titleLength).toWellFormed();
  return `${cut.includes(' ') ? cut.slice(0, cut.lastIndexOf(' ')) : cut}…`;
}
