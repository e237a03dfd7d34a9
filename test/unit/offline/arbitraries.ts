import fc from 'fast-check';
import { allPassages } from './passages.ts';

const words = allPassages.flatMap(({ text }) => text.split(/(?<=\s)/));
const oddities = [
  '🐝🍞 ',
  '👩🏽‍🌾 is a ',
  '蜜蜂是一种昆虫。',
  'خبز العجين المخمر ',
  'Тесто поднимается. ',
  'é̂́ ',
  '\uD800',
  '\uDFFF ',
  '\u0000',
  '\u2028',
  '\r\n',
  '\n\n',
  '\t',
  '- ',
  '**',
  '``` ',
  '<b>',
  '$x^2 = 3$ ',
  '12.5 kg ',
  'e.g. ',
  '\u202E',
  '\uFEFF',
  '’s ',
  '__proto__ ',
  'constructor ',
  'What is it? ',
  '([{',
];

/** English prose torn to pieces and mixed with what no one would call prose. */
const mixed = fc.array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: fc.constantFrom(...oddities) }), { maxLength: 120 }).map((parts) => parts.join('')); // prettier-ignore

const longRun = fc
  .tuple(fc.constantFrom('a', 'Ab', '🐝', '蜂', '-', '.', '(', '"', 'a.', "a'", '*', '=', '\u0301'), fc.integer({ min: 1, max: 4000 }))
  .map(([unit, count]) => unit.repeat(count));

export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: mixed },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 200 }) },
  { weight: 1, arbitrary: longRun },
  { weight: 2, arbitrary: fc.constantFrom('', ' ', '\n', ...allPassages.map(({ text }) => text)) },
);

export const anyLabel: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('gluten network', 'Worker bees', 'queen bee', 'dough', 'yeast', 'equilibrium price', 'pollination', 'water', '', '🐝', 'constructor'),
  fc.string({ unit: 'binary', maxLength: 12 }),
); // prettier-ignore
