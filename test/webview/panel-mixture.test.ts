import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { freshMixture } from '../../webview/ui/intent.ts';
import { cutOff, violations } from './kit/appearance.ts';
import { figure, tab } from './kit/insights.ts';
import {
  askedFor,
  budget,
  encyclopaedia,
  enter,
  kindRow,
  letGo,
  natural,
  openMixture,
  percentOf,
  planned,
  plannings,
  slider,
  textbook,
} from './kit/mixture.ts';
import { calls, panel, polling, readyPanel, tidyUp } from './kit/panel.ts';
import { themeNames } from './kit/themes.ts';

tidyUp();

const state = (page: Page) => page.evaluate(() => window.loomHost.state as Record<string, unknown>);
const alert = (page: Page, text: string | RegExp) => page.locator('loom-mixture').getByRole('alert').getByText(text);
const share = (page: Page, title: string) => expect.poll(() => percentOf(page, title).inputValue(), polling);
const changed = (page: Page) =>
  page.evaluate(() => {
    window.loomHost.push('changed', { revision: ++window.loomHost.answers.project.revision });
  });

describe('a mixture', () => {
  it('is planned when the tab is first looked at, by what the project says', async () => {
    const page = await readyPanel();
    expect(await plannings(page)).toEqual([]);
    await tab(page, 'Plan').click();
    await askedFor(page, {});
    await share(page, natural).toBe('70');
    await page
      .getByRole('img', {
        name: 'Mixture of 50M training tokens: Natural text 70 %, Rephrased as an encyclopaedia 28.8 %, Short courses by personas 1.2 %',
      })
      .waitFor();
    await kindRow(page, natural).getByText('35M training tokens; 35M unique ones are there.').waitFor();
    await kindRow(page, encyclopaedia).getByText('10.3M unique tokens are lacking: 41,124 samples to make').waitFor();
    await tab(page, 'Review').click();
    await tab(page, 'Plan').click();
    await percentOf(page, natural).waitFor();
    expect(await plannings(page)).toHaveLength(1);
  });

  it('is planned again when the project changes, once however much changes meanwhile, and not while it is hidden', async () => {
    const page = await openMixture();
    await page.evaluate(() => window.loomHost.hold.add('plan/mixture'));
    for (let times = 0; times < 3; times++) await changed(page);
    await expect.poll(async () => (await plannings(page)).length, polling).toBe(2);
    await page.evaluate(() => {
      window.loomHost.release();
    });
    await expect.poll(async () => (await plannings(page)).length, polling).toBe(3);
    await planned(page);
    await tab(page, 'Review').click();
    await changed(page);
    await expect.poll(async () => (await calls(page, 'status')).length, polling).toBeGreaterThan(3);
    expect(await plannings(page)).toHaveLength(3);
    await tab(page, 'Plan').click();
    await expect.poll(async () => (await plannings(page)).length, polling).toBe(4);
  });

  it('has numbers for its bar, which say the same', async () => {
    const page = await openMixture();
    await page.getByText('Numbers, and weights for training libraries').click();
    const rows = figure(page, 'Shares by kind').getByRole('row');
    expect((await rows.allInnerTexts()).map((row) => row.split(/\s*\t\s*/))).toContainEqual([encyclopaedia, '28.8', '28.8', '1', '41,124']);
    expect((await figure(page, 'Weights of the parts').getByRole('row').allInnerTexts()).join('\n')).toMatch(
      /corpus\s+35,000,000\s+0\.7\s+0\.\d+/,
    );
  });

  it('is refused in the words of the engine, in place, and planned once that is mended', async () => {
    const page = await panel();
    await page.evaluate(() => window.loomHost.answers.fail.set('plan/mixture', 'there is nothing to mix: no document in the corpus'));
    await tab(page, 'Plan').click();
    await alert(page, 'Not planned: There is nothing to mix: no document in the corpus.').waitFor();
    await page.locator('loom-mixture').getByRole('button', { name: 'Retry' }).click();
    await share(page, natural).toBe('70');
    expect(await page.locator('loom-mixture').getByRole('alert').count()).toBe(0);
    await page.evaluate(() => window.loomHost.answers.fail.set('plan/mixture', 'the corpus cannot be read'));
    await percentOf(page, natural).fill('60');
    await percentOf(page, natural).press('Enter');
    await alert(page, 'Not planned: The corpus cannot be read. What is shown was planned before.').waitFor();
    await share(page, natural).toBe('60');
    expect(await page.getByTestId('no-start').innerText()).toBe('What is chosen could not be planned.');
  });
});

describe('a project with nothing to mix', () => {
  it('has a source named, and is planned then', async () => {
    const page = await panel();
    await page.evaluate(() => {
      const { mixture } = window.loomHost.answers;
      mixture.natural = [];
      mixture.samples.length = 0;
    });
    await tab(page, 'Plan').click();
    await alert(page, 'Not planned: There is nothing to mix').waitFor();
    await page.getByText('Add a natural source').click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('web');
    await enter(page.getByRole('textbox', { name: 'Tokens', exact: true }), '2B');
    await kindRow(page, natural).getByText('2B unique ones are there').waitFor();
    expect(await page.locator('loom-mixture').getByRole('alert').count()).toBe(0);
  });
});

describe('the budget', () => {
  it('is natural text once where none is given, and what is typed once it is entered', async () => {
    const page = await openMixture();
    expect(await budget(page).getAttribute('placeholder')).toBe('50M');
    await page.getByText('50M: natural text once').waitFor();
    await budget(page).pressSequentially('1.5B');
    expect(await plannings(page)).toHaveLength(1);
    await budget(page).press('Enter');
    await askedFor(page, { budget: 1.5e9 });
    await kindRow(page, natural).getByText('lacking').first().waitFor();
    await enter(budget(page), '');
    await askedFor(page, { budget: null });
    await page.getByText('50M: natural text once').waitFor();
  });

  it('that cannot be read is told beside it, and nothing is planned', async () => {
    const page = await openMixture();
    for (const wrong of ['many', '0', '-5', '1e30']) {
      await budget(page).fill(wrong);
      await alert(page, `“${wrong}”: a number of tokens is needed, as 300M or 1.5B.`).waitFor();
      await budget(page).press('Enter');
    }
    expect(await budget(page).getAttribute('aria-invalid')).toBe('true');
    expect(await plannings(page)).toHaveLength(1);
    for (const name of ['Start These Runs…', 'Write Mixture…', 'Keep in project.yaml'])
      await expect.poll(() => page.getByRole('button', { name }).isDisabled(), polling).toBe(true);
    await enter(budget(page), '2e9');
    await askedFor(page, { budget: 2e9 });
  });

  it('of the project stands in the field, and holds until another is typed', async () => {
    const page = await panel();
    await page.evaluate(() => {
      window.loomHost.answers.mixture.settings = { budget: 1_234_567_890, shares: { hq: 20 } };
    });
    await tab(page, 'Plan').click();
    await expect.poll(() => budget(page).inputValue(), polling).toBe('1234567890');
    await letGo(page, encyclopaedia).waitFor();
    await enter(percentOf(page, natural), '60');
    await askedFor(page, { shares: { hq: 20, natural: 60 } });
    await page.getByRole('button', { name: 'Back to project.yaml' }).click();
    await askedFor(page, {});
    await page.getByRole('button', { name: 'Back to the Suggestion' }).click();
    await askedFor(page, { budget: null, shares: {}, epochs: {} });
    expect(await budget(page).inputValue()).toBe('');
    await share(page, natural).toBe('70');
  });
});

describe('a share', () => {
  it('is set by keys: the number follows at once, and the others part the rest once it is planned', async () => {
    const page = await openMixture();
    await slider(page, natural).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await askedFor(page, { shares: { natural: 68 } });
    await share(page, natural).toBe('68');
    await share(page, encyclopaedia).toBe('30.7');
    expect(await slider(page, natural).evaluate((field) => field.matches(':focus'))).toBe(true);
    await page.keyboard.press('End');
    await askedFor(page, { shares: { natural: 100 } });
    await share(page, encyclopaedia).toBe('0');
    expect(await slider(page, encyclopaedia).getAttribute('aria-valuetext')).toBe('0 %');
  });

  it('is dragged: nothing is asked before it is released', async () => {
    const page = await openMixture();
    const box = (await slider(page, encyclopaedia).boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.288, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.45, box.y + box.height / 2);
    await expect.poll(async () => Number(await percentOf(page, encyclopaedia).inputValue()), polling).toBeGreaterThan(40);
    expect(await plannings(page)).toHaveLength(1);
    await page.mouse.up();
    await expect.poll(async () => (await plannings(page)).length, polling).toBe(2);
    await letGo(page, encyclopaedia).waitFor();
  });

  it('is exact in its field; a field left empty lets go of it', async () => {
    const page = await openMixture();
    await enter(percentOf(page, encyclopaedia), '33.25');
    await askedFor(page, { shares: { hq: 33.25 } });
    await share(page, encyclopaedia).toBe('33.25');
    await enter(percentOf(page, encyclopaedia), '250');
    await askedFor(page, { shares: { hq: 100 } });
    await share(page, encyclopaedia).toBe('100');
    await enter(percentOf(page, encyclopaedia), '');
    await askedFor(page, { shares: {} });
    await share(page, encyclopaedia).toBe('28.8');
  });

  it('is held until it is let go, and those that were held longest make room', async () => {
    const page = await openMixture();
    await enter(percentOf(page, natural), '50');
    await askedFor(page, { shares: { natural: 50 } });
    await enter(percentOf(page, encyclopaedia), '40');
    await askedFor(page, { shares: { natural: 50, hq: 40 } });
    await page.getByText('More kinds (4)').click();
    await enter(percentOf(page, textbook), '30');
    await askedFor(page, { shares: { hq: 40, textbook: 30 } });
    expect(await letGo(page, natural).count()).toBe(0);
    await share(page, natural).toBe('29.5');
    await letGo(page, encyclopaedia).click();
    await askedFor(page, { shares: { textbook: 30 } });
    expect(await slider(page, encyclopaedia).evaluate((field) => field.matches(':focus'))).toBe(true);
  });

  it('is never refused from a drag: where nothing would take the rest, older ones are let go', async () => {
    const page = await openMixture();
    await page.evaluate(() => window.loomHost.answers.mixture.samples.pop());
    await changed(page);
    await planned(page);
    await enter(percentOf(page, natural), '50');
    await askedFor(page, { shares: { natural: 50 } });
    await enter(percentOf(page, encyclopaedia), '20');
    await askedFor(page, { shares: { hq: 20 } });
    await share(page, natural).toBe('80');
    expect(await page.locator('loom-mixture').getByRole('alert').count()).toBe(0);
  });

  it('takes what is suggested, with the evidence for it', async () => {
    const page = await openMixture();
    const row = kindRow(page, encyclopaedia);
    await row.getByText('secondary source').waitFor();
    await row.getByText(/Good shares of rephrased text converge to about 30 %/).waitFor();
    await kindRow(page, natural).getByText('derived from the others').waitFor();
    await enter(percentOf(page, encyclopaedia), '60');
    await row.getByText('60 % is more than the 50 % up to which shares were found good.').waitFor();
    await row.getByRole('img', { name: 'Warning' }).waitFor();
    await page.getByText(/^Synthetic text \(60\.\d %\) outweighs natural text \(39\.\d %\)/).waitFor();
    await page.getByRole('button', { name: `Take the suggested 28.8 % of ${encyclopaedia}` }).click();
    await askedFor(page, { shares: { hq: 28.8 } });
    expect(await row.getByRole('img', { name: 'Warning' }).count()).toBe(0);
  });

  it('has its band and its mark where the thumb is at these shares', async () => {
    const page = await openMixture();
    const track = page
      .locator('loom-mixture-kind')
      .filter({ has: slider(page, encyclopaedia) })
      .locator('loom-share-slider');
    const middle = (selector: string) =>
      track.locator(selector).evaluate((element) => {
        const { left, width } = element.getBoundingClientRect();
        return left + width / 2;
      });
    const { x, width } = (await slider(page, encyclopaedia).boundingBox())!;
    const at = (percent: number) => x + 7 + (percent / 100) * (width - 14);
    expect(Math.abs((await middle('.best')) - at(30))).toBeLessThan(1);
    expect(Math.abs((await middle('.most')) - at(50))).toBeLessThan(1);
  });

  it('ignores answers to older choices, shows the old figures meanwhile, and leaves what is being typed', async () => {
    const page = await openMixture();
    await page.evaluate(() => window.loomHost.hold.add('plan/mixture'));
    await enter(percentOf(page, natural), '50');
    await enter(percentOf(page, natural), '90');
    await expect.poll(async () => (await plannings(page)).length, polling).toBe(3);
    await page.locator('loom-mixture section[aria-busy=true]').waitFor();
    expect(await page.getByTestId('mixture-state').innerText()).toBe('planning…');
    await share(page, natural).toBe('90');
    await kindRow(page, natural).getByText('35M training tokens').waitFor();
    await percentOf(page, encyclopaedia).fill('7');
    await page.evaluate(() => {
      window.loomHost.release();
    });
    await planned(page);
    await page.getByRole('img', { name: /: Natural text 90 %/ }).waitFor();
    expect(await percentOf(page, encyclopaedia).inputValue()).toBe('7');
  });
});

describe('passes', () => {
  it('are told, and as many are allowed as is typed', async () => {
    const page = await openMixture();
    await enter(budget(page), '100M');
    await kindRow(page, natural).getByText('2 of at most').waitFor();
    const allowed = page.getByRole('spinbutton', { name: `Passes allowed over ${natural}` });
    expect(await allowed.inputValue()).toBe('4');
    await enter(allowed, '1.5');
    await askedFor(page, { budget: 1e8, epochs: { natural: 1.5 } });
    await kindRow(page, natural)
      .getByText(/17,500,000 tokens are lacking/)
      .waitFor();
    await enter(allowed, '0');
    await expect.poll(() => allowed.inputValue(), polling).toBe('1.5');
    await enter(allowed, '');
    await askedFor(page, { budget: 1e8, epochs: {} });
    await expect.poll(() => allowed.inputValue(), polling).toBe('4');
  });
});

describe('natural sources', () => {
  it('are added by name and tokens, and taken away, but never the corpus', async () => {
    const page = await openMixture();
    await page.getByText('Add a natural source').click();
    const [name, tokens] = [
      page.getByRole('textbox', { name: 'Name', exact: true }),
      page.getByRole('textbox', { name: 'Tokens', exact: true }),
    ];
    const add = page.getByRole('button', { name: 'Add Source' });
    const refused: [string, string, RegExp][] = [
      ['web', 'lots', /^Tokens: a number is needed/],
      ['corpus', '2B', /^There is a source corpus already/],
      ['My Web', '2B', /^The name must be small letters/],
      ['hq', '2B', /^(The name is the name of a kind|There is a source hq already)/],
    ];
    for (const [called, many, problem] of refused) {
      await name.fill(called);
      await tokens.fill(many);
      await add.click();
      await alert(page, problem).waitFor();
    }
    expect(await calls(page, 'mixture/set')).toEqual([]);
    await name.fill('web');
    await tokens.fill('2B');
    await tokens.press('Enter');
    const sources = page.getByRole('list', { name: 'Natural sources' }).getByRole('listitem');
    await expect.poll(() => sources.count(), polling).toBe(2);
    expect(await calls(page, 'mixture/set')).toEqual([{ source: { name: 'web', tokens: 2e9 } }]);
    expect(await plannings(page)).toHaveLength(2);
    expect(await name.inputValue()).toBe('');
    await page.getByText('Added web.').waitFor();
    expect(await sources.allInnerTexts()).toEqual([
      expect.stringMatching(/^corpus\s+35M tokens in 41,200 rows · 1 of at most/),
      expect.stringMatching(/^web\s+2B tokens/),
    ]);
    await page.getByRole('button', { name: 'Take away web' }).click();
    await expect.poll(() => sources.count(), polling).toBe(1);
    expect((await calls(page, 'mixture/set')).at(-1)).toEqual({ source: { name: 'web', tokens: null } });
    expect(await page.getByRole('button', { name: 'Take away corpus' }).count()).toBe(0);
    await page.getByRole('button', { name: 'project.yaml', exact: true }).click();
    expect(await calls(page, 'command')).toEqual([{ command: 'conceptLoom.openProjectFile' }]);
  });

  it('are each repeated as often as is allowed for them', async () => {
    const page = await panel();
    await page.evaluate(() => {
      window.loomHost.answers.mixture.natural.push({ name: 'web', kind: 'natural', tokens: 2e8, rows: null });
    });
    await tab(page, 'Plan').click();
    await enter(page.getByRole('spinbutton', { name: 'Passes allowed over web' }), '1');
    await askedFor(page, { epochs: { web: 1 } });
    await enter(page.getByRole('spinbutton', { name: 'Passes allowed over web' }), '0');
    expect(await plannings(page)).toHaveLength(2);
  });

  it('take the passes that are allowed over them along when they go', async () => {
    const page = await panel();
    await page.evaluate(() => {
      const { mixture } = window.loomHost.answers;
      mixture.natural.push({ name: 'web', kind: 'natural', tokens: 2e8, rows: null });
      mixture.settings = { epochs: { web: 2, hq: 3 } };
    });
    await tab(page, 'Plan').click();
    await page.getByRole('button', { name: 'Take away web' }).click();
    await expect.poll(() => calls(page, 'mixture/set'), polling).toEqual([{ source: { name: 'web', tokens: null }, epochs: { hq: 3 } }]);
    await planned(page);
    expect(await page.locator('loom-mixture').getByRole('alert').count()).toBe(0);
  });

  it('tell why they could not be written', async () => {
    const page = await openMixture();
    await page.evaluate(() => window.loomHost.answers.fail.set('mixture/set', 'project.yaml cannot be written.'));
    await page.getByText('Add a natural source').click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('web');
    await enter(page.getByRole('textbox', { name: 'Tokens', exact: true }), '2B');
    await alert(page, 'project.yaml cannot be written.').waitFor();
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('web');
  });
});

describe('what a mixture takes', () => {
  it('is told run by run and together, with what is left for later and what waits', async () => {
    const page = await openMixture();
    await enter(budget(page), '55M');
    const needs = page.locator('loom-mixture-needs');
    await needs.getByText('Make 5,000 samples: rephrase, hq').waitFor();
    await needs.getByText('about 5,000 calls · 4.55M tokens · $2.00 · 75 min').first().waitFor();
    await needs.getByText(/^[\d,]+ more in further runs, planned anew after this one\.$/).waitFor();
    await expect.poll(() => page.getByTestId('expected').innerText(), polling).toMatch(/^Together about 5,1\d\d calls · .* · \$2\.\d\d · /);
    await needs.getByText(`${encyclopaedia}: 12 samples wait for review; 9 of them are counted on.`).waitFor();
    await needs.getByText(/^Larger models are not necessarily better writers/).waitFor();
    await needs.getByText('On the command line').click();
    await needs.getByText('loom generate --method rephrase --style hq --count 5000').waitFor();
    await page.evaluate(() => {
      window.loomHost.answers.mixture.price = null;
    });
    await changed(page);
    await expect.poll(() => page.getByTestId('expected').innerText(), polling).toContain('price not known');
    await needs.getByRole('button', { name: 'Review them' }).click();
    await expect.poll(() => tab(page, 'Review').getAttribute('aria-selected'), polling).toBe('true');
  });

  it('is started, written and kept as it is chosen', async () => {
    const page = await openMixture();
    await expect.poll(() => page.getByRole('button', { name: 'Keep in project.yaml' }).isDisabled(), polling).toBe(true);
    await page.getByRole('button', { name: 'Start These Runs…' }).click();
    await enter(budget(page), '300M');
    await enter(percentOf(page, encyclopaedia), '20');
    await enter(page.getByRole('spinbutton', { name: `Passes allowed over ${natural}` }), '3');
    await planned(page);
    const mixture = { budget: 3e8, shares: { hq: 20 }, epochs: { natural: 3 } };
    await page.getByRole('button', { name: 'Start These Runs…' }).click();
    await page.getByRole('button', { name: 'Write Mixture…' }).click();
    await expect
      .poll(() => calls(page, 'command'), polling)
      .toEqual([
        { command: 'conceptLoom.generateMixture', mixture: {} },
        { command: 'conceptLoom.generateMixture', mixture },
        { command: 'conceptLoom.writeMixture', mixture },
      ]);
    await page.getByRole('button', { name: 'Keep in project.yaml' }).click();
    await page.getByText('Kept in project.yaml.').waitFor();
    expect(await calls(page, 'mixture/set')).toEqual([mixture]);
    await askedFor(page, {});
    await share(page, encyclopaedia).toBe('20');
    expect(await budget(page).inputValue()).toBe('300M');
    await page.getByRole('button', { name: 'Back to the Suggestion' }).click();
    await askedFor(page, { budget: null, shares: {}, epochs: {} });
    await page.getByRole('button', { name: 'Keep in project.yaml' }).click();
    await page.getByText('Kept in project.yaml.').waitFor();
    expect((await calls(page, 'mixture/set')).at(-1)).toEqual({ budget: null, shares: null, epochs: null });
  });

  it('cannot be started where no run can, for a reason that is told', async () => {
    const page = await panel();
    await page.evaluate(() => {
      window.loomHost.answers.mixture.problem = 'no model is set for “questions”; choose one';
    });
    await tab(page, 'Plan').click();
    await page.getByText('No model is set for “questions”; choose one.').waitFor();
    expect(await page.getByTestId('no-start').innerText()).toBe('No run can be started, for the reasons above.');
    await expect.poll(() => page.getByRole('button', { name: 'Start These Runs…' }).isDisabled(), polling).toBe(true);
    await enter(percentOf(page, natural), '100');
    await page.getByText('Nothing is to be made.').first().waitFor();
  });

  it('tells in place what the host could not do', async () => {
    const page = await openMixture();
    await page.evaluate(() => window.loomHost.answers.fail.set('command', 'Another run is under way.'));
    await page.getByRole('button', { name: 'Start These Runs…' }).click();
    await alert(page, 'Another run is under way.').waitFor();
  });

  it('is planned in restricted mode, and neither started nor written', async () => {
    const page = await openMixture({ trusted: false });
    await enter(percentOf(page, natural), '60');
    await askedFor(page, { shares: { natural: 60 } });
    await page.getByText('Add a natural source').click();
    for (const name of ['Start These Runs…', 'Write Mixture…', 'Keep in project.yaml', 'Add Source'])
      await expect.poll(() => page.getByRole('button', { name }).isDisabled(), polling).toBe(true);
    expect(await page.getByTestId('no-start').innerText()).toContain('This workspace is not trusted');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('web');
    await enter(page.getByRole('textbox', { name: 'Tokens', exact: true }), '2B');
    expect(await calls(page, 'mixture/set')).toEqual([]);
    await page.evaluate(() => {
      window.loomHost.push('trust', { trusted: true });
    });
    await expect.poll(() => page.getByRole('button', { name: 'Start These Runs…' }).isDisabled(), polling).toBe(false);
  });
});

describe('the choice', () => {
  it('is taken up where it was left, shares in the order of holding', async () => {
    const page = await openMixture();
    await enter(budget(page), '300M');
    await enter(percentOf(page, encyclopaedia), '40');
    await enter(percentOf(page, natural), '50');
    await planned(page);
    const again = await panel({ state: await state(page) });
    await askedFor(again, { budget: 3e8, shares: { hq: 40, natural: 50 } });
    expect(await budget(again).inputValue()).toBe('300M');
    await again.getByText(/^More kinds/).click();
    await enter(percentOf(again, textbook), '20');
    await askedFor(again, { budget: 3e8, shares: { natural: 50, textbook: 20 } });
  });

  it('is fresh in the state of a version that knew none', async () => {
    const page = await openMixture();
    await tab(page, 'Insights').click();
    await tab(page, 'Plan').click();
    const { mixture, ...rest } = await state(page);
    expect(mixture).toEqual(freshMixture);
    const again = await panel({ state: rest });
    await askedFor(again, {});
  });

  it('is typed without a key of the review being pressed', async () => {
    const page = await openMixture();
    await page.getByText('Add a natural source').click();
    for (const field of [budget(page), page.getByRole('textbox', { name: 'Name', exact: true }), percentOf(page, natural)]) {
      await field.focus();
      await page.keyboard.type('aregju');
    }
    const asked = await page.evaluate(() => window.loomHost.answers.calls.map(({ method }) => method));
    expect(asked.filter((method) => method.startsWith('review/'))).toEqual([]);
    expect(await budget(page).inputValue()).toBe('aregju');
  });
});

describe('the mixture in every width and theme', () => {
  /** All that can be shown: warnings, folded kinds, forms, tables. */
  const full = async (page: Page) => {
    await page.evaluate(() => {
      window.loomHost.answers.mixture.natural.push({
        name: 'a_source_with_a_name_that_is_very_long_00',
        kind: 'natural',
        tokens: 2e8,
        rows: null,
      });
    });
    await enter(budget(page), '5B');
    await page.getByText('More kinds (4)').click();
    await page.getByText('Add a natural source').click();
    await page.getByText('Numbers, and weights for training libraries').click();
    await page.getByText('On the command line').click();
    await enter(percentOf(page, encyclopaedia), '60');
    await page.getByRole('button', { name: 'Add Source' }).click();
    await alert(page, /^Tokens: a number/).waitFor();
    await page.getByText('Synthetic text', { exact: false }).first().waitFor();
    await budget(page).fill('many');
    await planned(page);
  };

  for (const width of [350, 550, 900, 1600]) {
    it(`cuts nothing off at ${width} px`, async () => {
      const page = await openMixture({ width, height: 900 });
      expect(await cutOff(page)).toEqual([]);
      await full(page);
      expect(await cutOff(page)).toEqual([]);
    });
  }

  it('cuts nothing off at 200 % of the size', async () => {
    const page = await openMixture({ width: 900, height: 900 });
    await page.evaluate(() => {
      document.documentElement.style.setProperty('zoom', '2');
    });
    await full(page);
    expect(await page.locator('loom-plan .body').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  });

  for (const theme of themeNames) {
    it(`is accessible in the ${theme} theme`, async () => {
      const page = await openMixture({ theme });
      expect(await violations(page)).toEqual([]);
      await full(page);
      expect(await violations(page)).toEqual([]);
    });
  }

  it('tells the kinds of its bar apart without colour', async () => {
    const page = await openMixture();
    await enter(percentOf(page, natural), '40');
    await planned(page);
    const lines = await page
      .locator('loom-mixture-bar .bar pattern path')
      .evaluateAll((paths) => paths.map((path) => path.getAttribute('d')));
    expect(lines).toHaveLength(3);
    expect(new Set(lines).size).toBe(3);
  });

  it('is reached and chosen by keys alone', async () => {
    const page = await openMixture();
    await budget(page).focus();
    await page.keyboard.type('300M');
    await page.keyboard.press('Enter');
    await askedFor(page, { budget: 3e8 });
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press('Tab');
      if (await slider(page, encyclopaedia).evaluate((field) => field.matches(':focus'))) break;
    }
    await page.keyboard.press('Home');
    await askedFor(page, { budget: 3e8, shares: { hq: 0 } });
    await share(page, natural).toBe('98.3');
  });
});
