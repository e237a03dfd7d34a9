import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formulasIn } from '../../../src/core/text/formulas.ts';

const latexIn = (text: string): string[] => formulasIn(text).map(({ latex }) => latex);

describe('formulas of a text', () => {
  it.each([
    ['dollars', 'The ratio $\\delta^{18}O$ of $x$.', ['\\delta^{18}O', 'x']],
    ['two dollars', 'So\n\n$$\nE = mc^2\n$$\n\nfollows.', ['\nE = mc^2\n']],
    ['parentheses', 'With \\(a_1\\) and \\( b \\).', ['a_1', ' b ']],
    ['brackets', 'With \\[\n\\frac{a}{b}\n\\] below.', ['\n\\frac{a}{b}\n']],
    ['an environment', 'As\n\\begin{align}\na &= b\n\\end{align}\nhas it.', ['\\begin{align}\na &= b\n\\end{align}']],
    ['prices', 'It rose from $5 to $6, or 3 $ to 4 $.', []],
    ['an escaped dollar', 'It costs \\$5 and \\$6.', []],
    ['code', 'Write `$x$` or ``a ` $y$``.', []],
    ['a fence', '```sh\necho $HOME $PATH$\n```\nand $z$', ['z']],
    ['a fence of tildes', '~~~\n$x$\n~~~', []],
    ['a fence without end', '```\n$x$', []],
    ['an escaped backslash', 'A path C:\\\\(new) and \\\\[x\\\\].', []],
    ['brackets without end', 'An array a\\[1', []],
    ['brackets over a blank line', 'a \\( b\n\nc \\)', []],
    ['a backtick that closes nothing', 'It is 5` wide: $w$', ['w']],
  ])('are found: %s', (_name, text, expected) => {
    expect(latexIn(text)).toEqual(expected);
  });

  it('stand in order, within the text, with their delimiters around them', () => {
    const piece = fc.constantFrom(
      '$',
      '$$',
      '\\(',
      '\\)',
      '\\[',
      '\\]',
      '`',
      '```',
      '\n',
      '\n\n',
      ' ',
      'x',
      '5',
      '\\',
      '\\begin{align}',
      '\\end{align}',
      '~~~',
      'é',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
        (text) => {
          let before = 0;
          for (const { start, end, latex } of formulasIn(text)) {
            expect(start).toBeGreaterThanOrEqual(before);
            expect(end).toBeLessThanOrEqual(text.length);
            expect(text.slice(start, end)).toContain(latex);
            expect(latex.trim()).not.toBe('');
            before = end;
          }
        },
      ),
    );
  });
});
