import { describe, expect, it } from 'vitest';
import { figure, measured, openInsights, state, tab } from './kit/insights.ts';
import { calls, filter, live, panel, polling, question, readyPanel, rows, tidyUp } from './kit/panel.ts';

tidyUp();

const measuring = ['quality/measure', 'diversity/results', 'duplicates/list', 'quality/leakage'];

describe('the tab', () => {
  it('loads and asks nothing before it is opened, and measures once when it is', async () => {
    const page = await readyPanel();
    for (const method of measuring) expect(await calls(page, method)).toEqual([]);
    const loaded = () => page.evaluate(() => customElements.get('loom-insights') !== undefined);
    expect(await loaded()).toBe(false);
    await tab(page, 'Insights').click();
    await measured(page);
    expect(await loaded()).toBe(true);
    for (const method of measuring) expect(await calls(page, method)).toHaveLength(1);
    await tab(page, 'Review').click();
    await question(page).waitFor();
    await tab(page, 'Insights').click();
    await figure(page, 'MTLD').waitFor();
    for (const method of measuring) expect(await calls(page, method)).toHaveLength(1);
  });

  it('is chosen by arrow keys, and opens where it was left', async () => {
    const page = await readyPanel();
    await tab(page, 'Review').focus();
    await page.keyboard.press('ArrowRight');
    await measured(page);
    expect(await tab(page, 'Insights').getAttribute('aria-selected')).toBe('true');
    expect(await tab(page, 'Insights').evaluate((element) => element.matches(':focus'))).toBe(true);
    await page.getByLabel('Compare by').selectOption('method');
    const left = await page.evaluate(() => window.loomHost.state);
    const again = await panel({ state: left });
    await figure(again, 'MTLD').waitFor();
    expect(await again.getByLabel('Compare by').inputValue()).toBe('method');
  });

  it('takes up the state of a version that knew no insights', async () => {
    const page = await readyPanel();
    await rows(page).nth(2).click();
    const left = await page.evaluate(() => {
      const { tab, insights, ...rest } = window.loomHost.state as Record<string, unknown>;
      return { rest, known: [tab, typeof insights] };
    });
    expect(left.known).toEqual(['review', 'object']);
    const again = await readyPanel({ state: left.rest });
    await expect.poll(() => rows(again).nth(2).getAttribute('aria-selected'), polling).toBe('true');
  });

  it('lets no key decide on a sample that is not seen', async () => {
    const page = await openInsights();
    await page.keyboard.press('a');
    await page.keyboard.press('u');
    await tab(page, 'Review').click();
    await question(page).waitFor();
    expect(await calls(page, 'review/accept')).toEqual([]);
    expect(await calls(page, 'review/undo')).toEqual([]);
  });

  it('gives way to a sample or a concept that the host points at, and not to a file', async () => {
    const page = await openInsights();
    await page.evaluate(() => {
      window.loomHost.push('focus', { kind: 'file', file: 'sea/tidal-currents.md' });
    });
    await expect.poll(async () => (await calls(page, 'samples/list')).length, polling).toBeGreaterThan(1);
    expect(await tab(page, 'Insights').getAttribute('aria-selected')).toBe('true');
    await page.evaluate(() => {
      window.loomHost.push('focus', { kind: 'sample', sample: '01J0000001' });
    });
    await question(page).waitFor();
  });
});

describe('measuring', () => {
  it('marks figures as out of date when something changed, and measures when it is asked to', async () => {
    const page = await openInsights();
    await page.evaluate(() => {
      window.loomHost.push('changed', { revision: 100 });
    });
    await state(page).getByText('Out of date').waitFor();
    expect(await calls(page, 'quality/measure')).toHaveLength(1);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect.poll(() => state(page).textContent(), polling).not.toContain('Out of date');
    expect(await calls(page, 'quality/measure')).toHaveLength(2);
  });

  it('says what it does, and is called off', async () => {
    const page = await readyPanel();
    await page.evaluate(() => window.loomHost.hold.add('duplicates/list'));
    await tab(page, 'Insights').click();
    await state(page).getByText('Looking for duplicates').waitFor();
    await figure(page, 'MTLD').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await state(page).getByText('Called off').waitFor();
    expect(await calls(page, 'cancel')).toEqual([{ what: 'measuring' }]);
    expect(await calls(page, 'quality/leakage')).toEqual([]);
    await page.evaluate(() => {
      window.loomHost.release();
    });
    await page.getByRole('button', { name: 'Refresh' }).click();
    await measured(page);
  });

  it('says what went wrong, and tries again', async () => {
    const page = await panel({ fail: { 'quality/measure': 'the corpus could not be read' } });
    await tab(page, 'Insights').click();
    await page.getByText('The samples could not be measured: the corpus could not be read').waitFor();
    await page.getByRole('button', { name: 'Retry' }).click();
    await measured(page);
  });

  it('says what to do where there are no samples', async () => {
    const page = await panel({ samples: 0 });
    await tab(page, 'Insights').click();
    await page.getByText('No samples to measure yet. Generate some').waitFor();
  });

  it('measures the samples of a filter line, and says what is wrong with one', async () => {
    const page = await openInsights();
    const line = page.getByRole('combobox', { name: 'Filter of the samples' });
    await line.fill('methd:level3');
    await line.press('Enter');
    await page.getByText('there is no field “methd”').waitFor();
    expect(await calls(page, 'quality/measure')).toHaveLength(1);
    await line.fill('status:accepted');
    await line.press('Enter');
    await expect
      .poll(async () => (await calls(page, 'quality/measure')).at(-1), polling)
      .toEqual({ filter: { status: ['accepted'] }, part: 'question' });
    await measured(page);
  });

  it('offers what a filter can go on with, and measures once it is entered or left', async () => {
    const page = await openInsights();
    const options = page.getByRole('option').filter({ visible: true }).locator('.label');
    const line = page.getByRole('combobox', { name: 'Filter of the samples' });
    await line.pressSequentially('meth');
    await expect.poll(() => options.allInnerTexts(), polling).toEqual(['method:']);
    await page.keyboard.press('Tab');
    await page.getByRole('option', { name: /^level3/ }).click();
    await expect.poll(() => line.inputValue(), polling).toBe('method:level3 ');
    expect((await calls(page, 'samples/values')).at(-1)).toMatchObject({ field: 'method', text: '' });
    expect(await calls(page, 'quality/measure')).toHaveLength(1);
    await page.keyboard.press('Enter');
    const asked = async () => ((await calls(page, 'quality/measure')) as { filter: object }[]).map(({ filter }) => filter);
    const kept = { status: ['pending', 'accepted'] };
    await expect.poll(asked, polling).toEqual([kept, { ...kept, method: 'level3' }]);
    await measured(page);
    await line.fill('method:level2');
    await page.getByLabel('Part', { exact: true }).focus();
    await expect.poll(asked, polling).toEqual([kept, { ...kept, method: 'level3' }, { ...kept, method: 'level2' }]);
  });

  it('measures another part, and groups beside each other', async () => {
    const page = await openInsights();
    await page.getByLabel('Part', { exact: true }).selectOption('answer');
    await page.getByLabel('Compare by').selectOption('method');
    await page.getByText('No figures for Questions in the voice of a persona: 2 texts: it takes 40 to draw from.').waitFor();
    expect((await calls(page, 'quality/measure')).at(-1)).toMatchObject({ part: 'answer', groupBy: 'method' });
    expect(await calls(page, 'duplicates/list')).toHaveLength(1);
    const mtld = figure(page, 'MTLD');
    await mtld.getByRole('button', { name: 'Table' }).click();
    await expect.poll(() => mtld.getByRole('row').count(), polling).toBe(3);
  });
  it('compares the samples of two filters, and says which line is wrong', async () => {
    const page = await openInsights();
    await page.getByLabel('Compare by').selectOption('two filters');
    const line = (name: string) => page.getByRole('combobox', { name: `Filter ${name} of` });
    await line('A').fill('method:level3');
    await line('A').press('Enter');
    await line('B').fill('metod:level2');
    await line('B').press('Enter');
    await page.getByText('B, at 1: there is no field “metod”').waitFor();
    expect(await line('B').getAttribute('aria-invalid')).toBe('true');
    await line('B').fill('method:level2');
    await line('B').press('Enter');
    await expect
      .poll(async () => (await calls(page, 'quality/measure')).at(-1), polling)
      .toMatchObject({ compare: [{ method: 'level3' }, { method: 'level2' }] });
    await figure(page, 'MTLD').locator('svg text').getByText('method:level2').waitFor();
    expect(await calls(page, 'duplicates/list')).toHaveLength(1);
  });
});

describe('figures', () => {
  it('have the same numbers as chart and as table, and lead to the samples that they count', async () => {
    const page = await openInsights();
    await page.getByLabel('Field').selectOption('Method');
    const method = figure(page, 'Method');
    await method.locator('svg').waitFor();
    expect(await method.locator('svg text').allTextContents()).toEqual(expect.arrayContaining(['level3', '6']));
    await method.getByRole('button', { name: 'Table' }).click();
    const cells = method.getByRole('row').nth(1);
    expect((await cells.textContent())?.replaceAll(/\s+/g, ' ').trim()).toBe('level3 6');
    await cells.getByRole('button', { name: '6' }).click();
    await question(page).waitFor();
    expect(await tab(page, 'Review').getAttribute('aria-selected')).toBe('true');
    expect(await filter(page).inputValue()).toBe('status:pending,accepted method:level3');
  });

  it('lead there from a bar too', async () => {
    const page = await openInsights();
    await page.getByLabel('Field').selectOption('Method');
    await figure(page, 'Method').locator('rect.open').first().click();
    await expect.poll(() => filter(page).inputValue(), polling).toBe('status:pending,accepted method:level3');
  });

  it('are saved where the host asks: the table as CSV, to the letter', async () => {
    const page = await openInsights();
    await page.getByLabel('Field').selectOption('Method');
    await page.getByRole('button', { name: 'Save Method as CSV' }).click();
    await page.getByTestId('insights-said').getByText('Saved as ~/method.csv.').waitFor();
    expect(await calls(page, 'saveAs')).toEqual([
      { name: 'method.csv', text: 'Method,samples\r\nlevel3,6\r\n\'=level2,3\r\n"with ""quotes"", and a comma",1\r\n' },
    ]);
  });

  it('are saved as pictures of their own: without variables of the theme, and well formed', async () => {
    const page = await openInsights();
    await page.getByRole('button', { name: 'Save MTLD as SVG' }).click();
    await page.getByTestId('insights-said').getByText('Saved as ~/mtld.svg.').waitFor();
    const [saved] = (await calls(page, 'saveAs')) as { name: string; text: string }[];
    expect(saved!.text).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(saved!.text).not.toMatch(/var\(|style=|<style|<script/);
    const parsed = await page.evaluate((text) => {
      const read = new DOMParser().parseFromString(text, 'image/svg+xml');
      return { errors: read.querySelectorAll('parsererror').length, title: read.querySelector('title')?.textContent };
    }, saved!.text);
    expect(parsed).toEqual({ errors: 0, title: 'MTLD' });
  });

  it('say nothing of a file that was not saved', async () => {
    const page = await openInsights();
    await page.evaluate(() => {
      window.loomHost.answers.saves = false;
    });
    await page.getByRole('button', { name: 'Save MTLD as CSV' }).click();
    await expect.poll(() => calls(page, 'saveAs'), polling).toHaveLength(1);
    expect(await page.getByTestId('insights-said').count()).toBe(0);
  });

  it('say why there are none within one document', async () => {
    const page = await readyPanel();
    await page.evaluate(() => {
      window.loomHost.answers.insights.embedded = false;
    });
    await tab(page, 'Insights').click();
    await page.getByText('Not measured: no embedding model is chosen (models.embeddings).').waitFor();
  });

  it('lead from what is covered least to the graph', async () => {
    const page = await openInsights();
    await page.getByTestId('least').getByRole('button', { name: 'spring tide', exact: true }).click();
    await page.getByTestId('inspector-title').getByText('spring tide').waitFor();
    expect(await tab(page, 'Review').getAttribute('aria-selected')).toBe('true');
  });
});

describe('near-duplicates', () => {
  it('are listed anew when the slider is let go', async () => {
    const page = await openInsights();
    await expect.poll(() => page.getByTestId('group').count(), polling).toBe(2);
    const slider = page.getByRole('slider', { name: 'Similarity from' });
    await slider.fill('0.9');
    await expect.poll(() => page.getByTestId('group').count(), polling).toBe(1);
    expect((await calls(page, 'duplicates/list')).at(-1)).toMatchObject({ threshold: 0.9 });
    expect(await calls(page, 'quality/measure')).toHaveLength(1);
  });

  it('are thinned out with one that stays, and brought back', async () => {
    const page = await openInsights();
    await page.getByTestId('group').first().getByLabel('keep this one').nth(1).check();
    await page.getByLabel('Keep of each').selectOption('the longest');
    await page.getByRole('button', { name: 'Thin Out…' }).click();
    await page.getByText('Reject up to 3 samples?').waitFor();
    await page.getByRole('button', { name: 'Thin Out', exact: true }).click();
    await page.getByTestId('insights-said').getByText('3 samples rejected as near-duplicates, out of 2 groups.').waitFor();
    expect(await calls(page, 'duplicates/thin')).toEqual([
      { filter: { status: ['pending', 'accepted'] }, by: 'words', keep: 'longest', first: ['01J0000001'], threshold: 0.7 },
    ]);
    expect(await live(page).textContent()).toContain('3 samples rejected');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByTestId('insights-said').getByText('Undone: rejected 3 samples.').waitFor();
  });

  it('are shown one by one', async () => {
    const page = await openInsights();
    await page.getByTestId('group').first().getByRole('button', { name: 'Show' }).nth(1).click();
    await question(page).waitFor();
    expect(await calls(page, 'samples/get')).toContainEqual({ sample: '01J0000001' });
  });

  it('are left alone in Restricted Mode', async () => {
    const page = await openInsights({ trusted: false });
    expect(await page.locator('vscode-button', { hasText: 'Thin Out…' }).getAttribute('disabled')).not.toBeNull();
    expect(await page.locator('vscode-button', { hasText: 'Reject Leaked…' }).getAttribute('disabled')).not.toBeNull();
    expect(await page.locator('vscode-button', { hasText: 'Measure…' }).getAttribute('disabled')).not.toBeNull();
  });
});

describe('leakage', () => {
  it('shows shared words in both, and rejects what leaked', async () => {
    const page = await openInsights();
    const first = page.getByTestId('leak').first();
    expect(await first.locator('mark').count()).toBe(2);
    expect(await first.locator('mark').last().textContent()).toBe('do two high waters in a lunar day');
    await page.getByRole('button', { name: 'Reject Leaked…' }).click();
    await page.getByRole('button', { name: 'Reject', exact: true }).click();
    await page.getByTestId('insights-said').getByText('2 samples rejected as leaked.').waitFor();
    expect(await calls(page, 'review/reject')).toEqual([
      { samples: ['01J0000001', '01J0000002'], reason: 'says what an item of a benchmark says' },
    ]);
  });

  it('says how benchmarks are named where none is', async () => {
    const page = await readyPanel();
    await page.evaluate(() => {
      window.loomHost.answers.insights.benchmarks = false;
    });
    await tab(page, 'Insights').click();
    await page.getByText('No benchmark is named yet: list its files under gates.leakage.files').waitFor();
    await page.getByRole('button', { name: 'Open settings' }).click();
    await expect.poll(() => calls(page, 'command'), polling).toEqual([{ command: 'conceptLoom.openProjectFile' }]);
  });
});

describe('kinds of samples', () => {
  it('shows what a model found, leads to its samples, and has it measured', async () => {
    const page = await openInsights();
    expect((await page.getByTestId('measurement').textContent())?.replaceAll(/\s+/g, ' ')).toContain('D 0.614 ± 0.021');
    await page.getByRole('button', { name: 'Measure…' }).click();
    await expect
      .poll(() => calls(page, 'command'), polling)
      .toEqual([{ command: 'conceptLoom.measureDiversity', choice: { filter: { status: ['pending', 'accepted'] } } }]);
    // The command ends with the measurement, which is shown by itself.
    await expect.poll(async () => (await calls(page, 'diversity/results')).length, polling).toBe(2);
    const kinds = figure(page, 'Kinds found by qwen3-32b');
    await kinds.getByRole('button', { name: 'Table' }).click();
    await kinds.getByRole('row').nth(2).getByRole('button', { name: '3' }).click();
    await expect.poll(() => filter(page).inputValue(), polling).toBe('id:01J0000005,01J0000006,01J0000007');
  });
});
