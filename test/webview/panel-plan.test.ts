import { describe, expect, it } from 'vitest';
import { cutOff, violations } from './kit/appearance.ts';
import { figure, tab } from './kit/insights.ts';
import { fitted, openPlan, planState, points, twoCurves } from './kit/plan.ts';
import { calls, panel, polling, question, readyPanel, tidyUp } from './kit/panel.ts';
import { themeNames } from './kit/themes.ts';

tidyUp();

const chart = 'loom-plan loom-chart svg';

describe('the tab Plan', () => {
  it('loads and asks nothing before it is opened', async () => {
    const page = await readyPanel();
    const loaded = () => page.evaluate(() => customElements.get('loom-plan') !== undefined);
    expect(await loaded()).toBe(false);
    await tab(page, 'Plan').click();
    await points(page).waitFor();
    expect(await loaded()).toBe(true);
    expect(await calls(page, 'plan/scaling')).toEqual([]);
  });

  it('is there for a project without anything in it', async () => {
    const page = await panel({ empty: true, samples: 0, focus: { kind: 'all' } });
    await page.getByRole('button', { name: 'Weave Samples' }).waitFor();
    await tab(page, 'Plan').click();
    await fitted(page, twoCurves);
    await tab(page, 'Review').click();
    await page.getByRole('button', { name: 'Weave Samples' }).waitFor();
  });

  it('is what the host points at, also at the beginning, and the review is there behind it', async () => {
    const page = await panel({ focus: { kind: 'plan' } });
    await points(page).waitFor();
    expect(await tab(page, 'Plan').getAttribute('aria-selected')).toBe('true');
    await tab(page, 'Review').click();
    await question(page).waitFor();
    await page.evaluate(() => {
      window.loomHost.push('focus', { kind: 'plan' });
    });
    await points(page).waitFor();
  });

  it('takes up points and choices where they were left', async () => {
    const page = await openPlan();
    await fitted(page, twoCurves);
    await page.getByRole('combobox', { name: 'Curve', exact: true }).selectOption('mix');
    await page.getByLabel('Target').fill('2.5');
    await page.getByLabel('Target').press('Tab');
    await page.getByText(/^2\.5 takes D/).waitFor();
    const again = await panel({ state: await page.evaluate(() => window.loomHost.state) });
    await again.getByText(/^2\.5 takes D/).waitFor();
    expect(await points(again).inputValue()).toBe(twoCurves);
    await figure(again, 'Parameters of mix').waitFor();
  });

  it('takes up the state of a version that knew no plan', async () => {
    const page = await readyPanel();
    await tab(page, 'Insights').click();
    const { plan, ...rest } = await page.evaluate(() => window.loomHost.state as Record<string, unknown>);
    expect(plan).toBeTypeOf('object');
    const again = await panel({ state: rest });
    await expect.poll(() => tab(again, 'Insights').getAttribute('aria-selected'), polling).toBe('true');
  });
});

describe('points', () => {
  it('that cannot be read are told while they are typed, each with a way to it, and nothing is fitted', async () => {
    const page = await openPlan();
    await points(page).fill('D,loss\n1,2\nmany,3\n4,-1');
    const problems = page.getByTestId('problems').getByRole('listitem');
    await expect
      .poll(() => problems.allInnerTexts(), polling)
      .toEqual([
        expect.stringMatching(/^Line 3, D: “many” is no number\. Write a number/),
        expect.stringMatching(/^Line 4, loss: -1 is not above zero\./),
      ]);
    expect(await points(page).getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByRole('button', { name: 'Fit' }).isDisabled()).toBe(true);
    await problems.nth(1).getByRole('button').click();
    const selected = await points(page).evaluate((field) => {
      if (!(field instanceof HTMLTextAreaElement)) return null;
      return field.value.slice(field.selectionStart, field.selectionEnd);
    });
    expect(selected).toBe('4,-1');
    expect(await calls(page, 'plan/scaling')).toEqual([]);
  });

  it('that allow no law are refused in the words of the engine', async () => {
    const page = await openPlan();
    await points(page).fill('D,loss\n1,2\n2,2\n4,2\n8,2\n16,2');
    await page.getByRole('button', { name: 'Fit' }).click();
    await page.getByRole('alert').getByText('your points: the loss is the same at every D (2)').waitFor();
  });

  it('are loaded from a file, or the question is left', async () => {
    const page = await openPlan();
    await page.getByRole('button', { name: 'Load CSV…' }).click();
    await expect.poll(async () => (await calls(page, 'openCsv')).length, polling).toBe(1);
    expect(await points(page).inputValue()).toBe('');
    await page.evaluate((text) => {
      window.loomHost.answers.opens = { name: 'runs.csv', text };
    }, twoCurves);
    await page.getByRole('button', { name: 'Load CSV…' }).click();
    await page.locator(chart).waitFor();
    expect(await points(page).inputValue()).toBe(twoCurves);
    await page.evaluate(() => {
      window.loomHost.answers.fail.set('openCsv', 'runs.csv is not a text in UTF-8.');
    });
    await page.getByRole('button', { name: 'Load CSV…' }).click();
    await page.getByRole('alert').getByText('runs.csv is not a text in UTF-8.').waitFor();
  });
});

describe('what was fitted', () => {
  it('is drawn through where there are data, and dashed beyond, with a rule where they end', async () => {
    const page = await openPlan();
    await fitted(page, twoCurves);
    const shape = await page.locator(chart).evaluate((svg) => {
      const boxes = (name: string) => [...svg.querySelectorAll(`.${name}`)].map((group) => group.getBoundingClientRect());
      const dashes = (name: string) => [...svg.querySelectorAll(`.${name}`)].map((group) => group.getAttribute('stroke-dasharray'));
      return {
        fitted: boxes('fitted').map(({ left, right }) => [left, right]),
        dashes: dashes('extrapolated'),
        ends: boxes('extrapolated').map(({ left, right }) => [left, right]),
        rule: boxes('data-end').map(({ left }) => left),
        points: svg.querySelectorAll('.points path, .points circle').length,
        text: svg.textContent,
      };
    });
    expect(shape.fitted).toHaveLength(2);
    expect(shape.dashes.length).toBeGreaterThanOrEqual(2);
    expect(new Set(shape.dashes)).toEqual(new Set(['4,4']));
    expect(shape.points).toBe(14);
    expect(shape.text).toContain('data end at 6.4B');
    // The first curve's line is drawn through up to the rule, and goes on dashed from there.
    expect(Math.abs(shape.fitted[0]![1]! - shape.rule[0]!)).toBeLessThan(2);
    expect(shape.ends.some(([left, right]) => Math.abs(left! - shape.rule[0]!) < 2 && right! > left! + 20)).toBe(true);
  });

  it('has parameters with intervals, hold-out and plateau, and numbers behind the chart', async () => {
    const page = await openPlan();
    await fitted(page, twoCurves);
    const rows = figure(page, 'Parameters of web').getByRole('row');
    await expect.poll(() => rows.count(), polling).toBe(6);
    expect(await rows.nth(3).innerText()).toMatch(/^β\s+0\.\d+\s+0\.\d+ to 0\.\d+\s+0\.\d+\s+0\.\d+ to 0\.\d+$/);
    const answers = page.getByTestId('answers');
    await answers
      .getByText(/^At D 6\.4B the loss is 2\.6; fitted without it, the rectified law says 2\.\d+ \(.*%\), the marginal law/)
      .waitFor();
    await answers.getByText(/^From D .* on, a doubling gains less than 0\.026; extrapolated, .* times the largest point\.$/).waitFor();
    await figure(page, 'Loss by size').getByRole('button', { name: 'Table', exact: true }).click();
    await expect.poll(() => figure(page, 'Loss by size').getByRole('row').count(), polling).toBe(15);
  });

  it('tells what a target takes, and why there is no number for one below E', async () => {
    const page = await openPlan();
    await fitted(page, twoCurves);
    const ask = async (typed: string) => {
      await page.getByLabel('Target').fill(typed);
      await page.getByLabel('Target').press('Enter');
    };
    await ask('2.4');
    await page.getByText(/^2\.4 takes D \d.*B \(.* at 90 %\); extrapolated, .* times the largest point\.$/).waitFor();
    await ask('0.5');
    await page.getByText(/^0\.5: the law never comes to 0\.5: its irreducible part E is/).waitFor();
    await ask('low');
    await page.getByRole('alert').getByText('“low”: A number above 0 is needed.').waitFor();
  });

  it('compares curves', async () => {
    const page = await openPlan();
    await fitted(page, twoCurves);
    await page.getByRole('combobox', { name: 'Curve', exact: true }).selectOption('mix');
    await page.getByLabel('Compare with').selectOption('web');
    const rows = figure(page, 'Speed-up over web').getByRole('row');
    await expect.poll(() => rows.count(), polling).toBe(8);
    for (const row of (await rows.allInnerTexts()).slice(1)) expect(Number(row.split(/\s+/).at(-1))).toBeCloseTo(2, 1);
  });

  it('has published curves beside it, with their trust, and none of their points counts as measured', async () => {
    const page = await openPlan();
    await page
      .getByRole('checkbox', { name: /^3B on MATH.*Extrapolated by the paper itself: its largest training run has 4\.5B tokens/ })
      .check();
    await page.locator(chart).waitFor();
    const drawn = await page
      .locator(chart)
      .evaluate((svg) => [svg.querySelectorAll('.extrapolated').length, svg.querySelectorAll('.data-end').length]);
    expect(drawn).toEqual([1, 0]);
    await figure(page, 'Loss by size').getByRole('button', { name: 'Table', exact: true }).click();
    expect(await figure(page, 'Loss by size').getByText('no: the paper’s extrapolation').count()).toBe(6);
    await points(page).fill('D,accuracy\n1B,50\n2B,58\n4B,64\n8B,68.5\n16B,72\n32B,74.5');
    await page.getByRole('button', { name: 'Fit' }).click();
    await page.getByText('Accuracies were turned into errors').waitFor();
    await page.getByLabel('Compare with').selectOption('3B (published)');
    await figure(page, 'Speed-up over 3B (published)').waitFor();
  });
});

describe('the plan in every width and theme', () => {
  for (const width of [350, 550, 900, 1600]) {
    it(`cuts nothing off at ${width} px`, async () => {
      const page = await openPlan({ width, height: 900 });
      expect(await cutOff(page)).toEqual([]);
      await page.getByRole('checkbox').first().check();
      await fitted(page, twoCurves);
      await page.getByLabel('Compare with').selectOption('mix');
      await figure(page, 'Speed-up over mix').waitFor();
      expect(await cutOff(page)).toEqual([]);
      const outside = await page.locator(chart).evaluate((svg) => {
        const place = svg.getBoundingClientRect();
        return [...svg.querySelectorAll('text')].flatMap((label) => {
          const { left, right } = label.getBoundingClientRect();
          return left < place.left - 0.5 || right > place.right + 0.5 ? [label.textContent] : [];
        });
      });
      expect(outside).toEqual([]);
    });
  }

  for (const theme of themeNames) {
    it(`is accessible in the ${theme} theme`, async () => {
      const page = await openPlan({ theme });
      await points(page).fill('D,loss\n1,x');
      await page.getByTestId('problems').getByRole('listitem').waitFor();
      expect(await violations(page)).toEqual([]);
      await fitted(page, twoCurves);
      await page.getByLabel('Compare with').selectOption('mix');
      await figure(page, 'Speed-up over mix').waitFor();
      expect(await violations(page)).toEqual([]);
      expect(await planState(page).innerText()).toBe('14 points, fitted');
    });
  }

  it('is reached by keys alone', async () => {
    const page = await readyPanel();
    await tab(page, 'Review').focus();
    await page.keyboard.press('ArrowLeft');
    await points(page).waitFor();
    await points(page).focus();
    await page.keyboard.insertText(twoCurves);
    for (let presses = 0; presses < 3; presses++) {
      await page.keyboard.press('Tab');
      if (await page.getByRole('button', { name: 'Fit' }).evaluate((button) => button.matches(':focus'))) break;
    }
    await page.keyboard.press('Enter');
    await page.locator(chart).waitFor();
  });
});
