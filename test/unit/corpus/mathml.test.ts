import { describe, expect, it } from 'vitest';
import { mathmlToText } from '../../../src/core/corpus/formats/mathml.ts';

const i = (name: string): string => `<mi>${name}</mi>`;
const n = (value: string): string => `<mn>${value}</mn>`;
const o = (sign: string): string => `<mo>${sign}</mo>`;

describe('MathML as a line of text', () => {
  it.each([
    [`${i('x')}${o('=')}${n('2')}`, 'x = 2'],
    [`${n('4.')}<mrow>${n('5')}${o('×')}<msup>${n('10')}<mrow>${o('−')}${n('3')}</mrow></msup></mrow>`, '4.5 × 10^−3'],
    [`<mtext>net</mtext><mspace width="0.25em"/>${i('F')}`, 'net F'],
    [`<msub>${i('F')}<mtext>net</mtext></msub>${o('=')}${o('-')}${i('m')}${i('a')}`, 'F_net = -ma'],
    [`<msubsup>${i('v')}${n('0')}${n('2')}</msubsup>`, 'v_0^2'],
    [`<mfrac>${n('1')}${n('2')}</mfrac>${i('a')}<msup>${i('t')}${n('2')}</msup>`, '(1/2)at^2'],
    [`<mfrac><mrow>${i('a')}${o('+')}${i('b')}</mrow>${n('2')}</mfrac>`, '(a + b)/2'],
    [`<msqrt>${n('2')}${i('g')}${i('h')}</msqrt>`, '√2gh'],
    [`<msqrt>${i('a')}${o('+')}${i('b')}</msqrt>`, '√(a + b)'],
    [`<mfenced open="[" close="]">${i('a')}${i('b')}</mfenced>`, '[a, b]'],
    [`<mmultiscripts>${i('C')}<mprescripts/>${n('6')}${n('14')}</mmultiscripts>`, '^14_6 C'],
    [`<semantics><mrow>${i('F')}</mrow><annotation>size 12{F}</annotation></semantics>`, 'F'],
    [`<mtable><mtr><mtd>${i('a')}${o('=')}${n('1')}</mtd></mtr><mtr><mtd>${o('=')}${n('2')}</mtd></mtr></mtable>`, 'a = 1 = 2'],
    [`${n('15')}<msup><mrow/><mo>∘</mo></msup>`, '15°'],
    [`${i('f')}<mo>&#x2061;</mo>${o('(')}${i('x')}${o(')')}`, 'f(x)'],
    [`${i('a')}${o('&lt;')}${i('b')}`, 'a < b'],
  ])('%s', (inner, text) => {
    expect(mathmlToText(`<math>${inner}</math>`)).toBe(text);
    expect(mathmlToText(`<m:math>${inner.replace(/<(\/?)m/g, '<$1m:m')}</m:math>`)).toBe(text);
  });

  it('takes broken and untrusted mark-up', () => {
    expect(mathmlToText('<math><mi>x</mo><mn>2')).toBe('x2');
    expect(mathmlToText(`<math>${'<mrow>'.repeat(20_000)}x`)).toBe('');
    expect(mathmlToText('<math><mfrac></mfrac><msup></math>')).toBe('/');
  });
});
