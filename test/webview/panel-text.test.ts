import { describe, expect, it } from 'vitest';
import { become, type panel, polling, question, readyPanel, rows, tidyUp } from './kit/panel.ts';

tidyUp();

const answer = [
  'The ratio falls by **2 ‰**:',
  '',
  '1. the *light* isotope rains out,',
  '2. what is left is `heavier`.',
  '',
  '$$\\frac{R_1}{R_0} = f^{\\alpha - 1}$$',
  '',
  '| water | $\\delta$ |',
  '|---|---|',
  '| rain | \\(-8\\) |',
  '',
  '```',
  'x = $HOME$ * 2',
  '```',
  'It costs $5 or $6, [see](https://example.org/a) & \\ce{H2O} $\\ce{H2O}$.',
].join('\n');

async function withFormulas(): Promise<Awaited<ReturnType<typeof panel>>> {
  const page = await readyPanel();
  await become(page, 'level1', { content: { shape: 'qa', question: 'Why does $\\delta^{18}O$ of a lake rise?', answer } });
  await expect.poll(() => question(page).locator('.katex').count(), polling).toBe(1);
  return page;
}

describe('a sample’s text', () => {
  it('has its Markdown and its formulas rendered', async () => {
    const page = await withFormulas();
    const text = page.getByTestId('answer');
    expect(await text.locator('strong').innerText()).toBe('2 ‰');
    expect(await text.locator('em').innerText()).toBe('light');
    expect(await text.locator('li').allInnerTexts()).toEqual(['the light isotope rains out,', 'what is left is heavier.']);
    expect(await text.locator('.katex-display').count()).toBe(1);
    expect(await text.locator('td .katex').count()).toBe(2);
    expect(await text.locator('pre').innerText()).toBe('x = $HOME$ * 2');
    expect(await text.locator('p').last().innerText()).toMatch(/^It costs \$5 or \$6, see & \\ce\{H2O\} /);
    expect(await text.locator('.address').getAttribute('title')).toBe('https://example.org/a');
    expect(await text.locator('a, img').count()).toBe(0);
    await expect
      .poll(
        () => page.evaluate(() => [...document.fonts].some(({ family, status }) => family === 'KaTeX_Main' && status === 'loaded')),
        polling,
      )
      .toBe(true);
  });

  it('has its formulas set in the list, and is edited as it was written', async () => {
    const page = await withFormulas();
    expect(await rows(page).first().locator('.katex').count()).toBe(1);
    await page.keyboard.press('e');
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Question' }).inputValue(), polling)
      .toBe('Why does $\\delta^{18}O$ of a lake rise?');
  });

  it('is shown as it was written where it cannot be set, and never as mark-up', async () => {
    const page = await readyPanel();
    const hostile = [
      '<img src=x onerror="document.title=\'hacked\'"> <b>bold</b> [x](javascript:alert(1)) ![y](https://example.org/y.png)',
      '$\\href{javascript:alert(1)}{z}$ $\\unknownmacro{q}$ $\\def\\a{\\a\\a}\\a$ $\\rule{9999em}{9999em}$',
      `${'> '.repeat(500)}deep`,
    ].join('\n\n');
    await become(page, 'level1', { content: { shape: 'qa', question: `${'['.repeat(9000)}$x$`, answer: hostile } });
    await expect.poll(() => question(page).locator('.katex').count(), polling).toBe(1);
    const text = page.getByTestId('answer');
    expect(await text.locator('img, b, a').count()).toBe(0);
    expect(await text.innerText()).toContain('<b>bold</b>');
    expect(await text.innerText()).toContain('\\unknownmacro{q}');
    expect(await page.title()).toBe('Loom');
    expect((await text.boundingBox())?.height).toBeLessThan(2000);
  });
});
