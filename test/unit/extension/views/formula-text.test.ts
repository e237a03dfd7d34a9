import { expect, it } from 'vitest';
import { withFormulasAsText } from '../../../../src/extension/views/formula-text.ts';

it.each([
  ['Why does $\\delta^{18}O$ rise?', 'Why does δ¹⁸O rise?'],
  ['At \\(v_0 = 3\\) it moves.', 'At v₀ = 3 it moves.'],
  ['$\\frac{a+b}{2}$', '(a + b)/2'],
  ['$x^{n+1}$ and $x^{k}$', 'xⁿ⁺¹ and x^k'],
  ['Does $\\ce{H2O}$ freeze with $\\ce{SO4^2-}$?', 'Does H₂O freeze with SO₄²⁻?'],
  ['It costs $5 or $6.', 'It costs $5 or $6.'],
  ['$\\nosuchmacro{x}$', '$\\nosuchmacro{x}$'],
  ['Write `$x^2$`.', 'Write `$x^2$`.'],
  ['So $$E = mc^2$$ holds', 'So  E = mc²  holds'],
])('shows %s as text', (text, expected) => {
  expect(withFormulasAsText(text)).toBe(expected);
});
