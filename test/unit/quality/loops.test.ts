import { describe, expect, it } from 'vitest';
import { LoopDetector, loopIn, loopsOfReplies } from '../../../src/core/quality/loops.ts';

const code = `def fire(kiln, ware):
    cone = 6
    for shelf in kiln.shelves:
        shelf.place(ware.next())
    kiln.close()
    while kiln.temperature() < top_of(cone):
        kiln.heat(rate=80)
        log.write(kiln.temperature())
    kiln.hold(minutes=20)
    while kiln.temperature() > 90:
        kiln.cool(rate=60)
    kiln.open()
    return [shelf.take() for shelf in kiln.shelves]
`;

const inPieces = (text: string, size: number): number | null => {
  const detector = new LoopDetector(loopsOfReplies);
  for (let at = 0; at < text.length; at += size) if (detector.push(text.slice(at, at + size)) !== null) return at + size;
  return null;
};

/** Always the same, and never in the same order. */
const shuffled = (sentences: readonly string[], times: number): string => {
  let state = 1;
  return Array.from({ length: times }, () => sentences[(state = (state * 48271) % 2147483647) % sentences.length]!).join('');
};

describe('A loop of a reply', () => {
  const begun = 'The kiln is heated slowly, so that the water in the clay can leave it. ';

  it.each<[string, string]>([
    ['a sentence', begun + 'The glaze melts and the glaze flows. '.repeat(60)],
    ['one word', begun + 'glaze '.repeat(300)],
    [
      'a paragraph',
      begun + `${'The ware is dried, fired, glazed and fired again, in that order and no other. '.repeat(2)}Then it cools.\n\n`.repeat(9),
    ],
    ['lines with a number that rises', Array.from({ length: 90 }, (_, nth) => `${nth + 1}. The glaze is made of ash\n`).join('')],
    ['a tag', '<topic>\n</topic>\n'.repeat(200)],
    ['another script', `${begun}釉薬は灰から作られ、窯の中で溶ける。`.slice(0, 70) + '釉薬は灰から作られる。'.repeat(80)],
    ['a number', `${begun}It is 1.8 m. ${'1.8. '.repeat(90)}`],
    [
      'the same sentences in any order',
      begun + shuffled(['The glaze melts in the fire. ', 'The fire melts the glaze. ', 'Each glaze melts. '], 120),
    ],
    ['the same words in any order, without a full stop', begun + shuffled(['the glaze of ', 'a molten shelf and ', 'its kiln or '], 260)],
    [
      'a sum that goes on and on',
      Array.from({ length: 90 }, (_, nth) => `{\\textbf{${nth}}} = ${nth + 1}\\times \\textbf{${nth + 2}} `).join(''),
    ],
    ['rules without end', '-'.repeat(6000)],
  ])('is noticed: %s', (_, text) => {
    expect(loopIn(text, loopsOfReplies)).not.toBeNull();
    // However it comes, at the same place.
    expect(Math.abs(inPieces(text, 37)! - inPieces(text, 1)!)).toBeLessThan(37);
  });

  it('tells the unit, and stops a long while before the end of a long reply', () => {
    const text = begun + 'the ash, the clay, the fire and '.repeat(2000);
    expect(loopIn(text, loopsOfReplies)!.unit).toHaveLength('the ash, the clay, the fire and'.length);
    expect(inPieces(text, 8)).toBeLessThan(800);
  });

  it('tells one of the sentences that come in any order, whole', () => {
    const sentences = ['The glaze melts in the fire.', 'The fire melts the glaze.', 'Each glaze melts.'];
    expect(sentences).toContain(
      loopIn(
        shuffled(
          sentences.map((each) => `${each} `),
          120,
        ),
        loopsOfReplies,
      )!.unit,
    );
  });

  it.each<[string, string]>([
    ['a rule of a table', `| cone | °C |\n|${'-'.repeat(400)}|${'-'.repeat(400)}|\n| 06 | 999 |`],
    ['a matrix of zeros', '0 & 0 & 0 & 0 & 0 & 0 \\\\\n'.repeat(40)],
    ['a list of ones', `ones = [${Array.from({ length: 100 }, () => '1').join(', ')}]`],
    ['a list of numbers', Array.from({ length: 900 }, (_, nth) => nth).join(', ')],
    ['a table of readings', Array.from({ length: 60 }, (_, nth) => `| ${nth} min | ${20 + nth * 15} °C | ${nth % 7} |\n`).join('')],
    ['code with lines alike', 'function f() {\n  let a = 0;\n  a += 1;\n  a += 1;\n  a += 1;\n  a += 1;\n  return a;\n}\n'],
    ['a refrain', `${'Row, row, row your boat, gently down the stream. '.repeat(4)}Life is but a dream.`],
    [
      'a listing shown three times, with a change each time',
      [1, 2, 3]
        .map((nth) => `First try:\n${code.replace('cone = 6', `cone = ${nth}`)}\nIt does not hold the heat at stage ${nth}.\n`)
        .join(''),
    ],
    [
      'a drill',
      Array.from({ length: 30 }, (_, nth) => `Question: What is ${nth} times 7? Answer: ${nth} times 7 is ${nth * 7}.\n`).join(''),
    ],
    ['blank lines', `Above.${'\n'.repeat(900)}Below.`],
  ])('is none: %s', (_, text) => {
    expect(loopIn(text, loopsOfReplies)).toBeNull();
  });
});
