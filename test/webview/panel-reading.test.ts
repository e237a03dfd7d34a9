import { describe, expect, it } from 'vitest';
import { readyPanel, rows, question, filter, chip, calls, polling, tidyUp } from './kit/panel.ts';

tidyUp();

describe('reading', () => {
  it('shows the project, the graph, the samples of the file, and one of them whole', async () => {
    const page = await readyPanel();
    await page.getByRole('heading', { name: 'tides', level: 1 }).waitFor();
    expect(await page.getByTestId('project-counts').innerText()).toBe('10 documents · 16 topics · 86 concepts');
    expect(await page.getByTestId('model').innerText()).toBe('builtin/extractive');
    expect(await page.getByTestId('graph-title').innerText()).toBe('sea/tides.md and its neighbours');
    expect(await rows(page).count()).toBe(8);
    expect(await rows(page).first().getAttribute('data-sample-id')).toBe('01J0000000');
    expect(await question(page).innerText()).toMatch(/^A harbour has a mean spring range/);
    expect(await page.getByTestId('answer').innerText()).toMatch(/^The lunar share/);
    expect(await page.getByTestId('reference').count()).toBe(2);
    expect(await page.getByTestId('reference').first().innerText()).toMatch(/^sea\/tides\.md:7 Jaccard \.42\s+“When sun and moon/);
    expect(await page.getByTestId('evidence').count()).toBe(1);
    expect(await page.getByTestId('provenance').innerText()).toBe(
      'run un0007 · builtin/extractive · prompt a41f09 · set 0/0 · seed 7 · ≈ 1,912 + 231 tokens',
    );
    await page.getByText('History', { exact: true }).click();
    expect(await page.getByTestId('history').innerText()).toContain('generated · builtin/extractive');
  });

  it('reveals a reference, a piece of evidence and a mention in their files', async () => {
    const page = await readyPanel();
    await page.getByTestId('reference').first().click();
    await page.getByTestId('evidence').first().click();
    await chip(page, 'spring tide').click();
    await page.getByTestId('mention').first().click();
    const spans = await calls(page, 'reveal');
    expect(spans).toHaveLength(3);
    for (const span of spans) expect(span).toMatchObject({ file: 'sea/tides.md' });
  });

  it('says so when a place is gone', async () => {
    const page = await readyPanel();
    await page.evaluate(() => {
      window.loomHost.answers.revealed = false;
    });
    await page.getByTestId('reference').first().click();
    await page.getByRole('alert').getByText('could not be shown').waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    expect(await page.getByText('could not be shown').count()).toBe(0);
  });

  it('filters by typing, by counts and by clicking a concept', async () => {
    const page = await readyPanel();
    await filter(page).fill('dike');
    await expect.poll(() => rows(page).count(), polling).toBe(1);
    await filter(page).fill('status:done');
    await page.getByText('there is no “done”').waitFor();
    await filter(page).fill('');
    await expect.poll(() => rows(page).count(), polling).toBe(12);
    await page.getByTestId('count-rejected').click();
    await expect.poll(() => rows(page).count(), polling).toBe(1);
    await expect.poll(() => filter(page).inputValue(), polling).toBe('status:rejected');
    await page.getByTestId('count-rejected').click();
    await expect.poll(() => rows(page).count(), polling).toBe(12);
    await filter(page).fill('nothing like this');
    await page.getByRole('button', { name: 'Show all samples' }).click();
    await expect.poll(() => rows(page).count(), polling).toBe(12);
  });

  it('renders untrusted text as text', async () => {
    const page = await readyPanel();
    const untrusted = '<img src=x onerror=alert(1)><script>alert(2)</script>';
    await page.evaluate((text) => {
      const { project } = window.loomHost.answers;
      project.edit({ sample: '01J0000000', parts: { question: text, answer: text } });
      window.loomHost.push('changed', { revision: project.revision });
    }, untrusted);
    await expect.poll(() => question(page).innerText(), polling).toBe(untrusted);
    expect(await rows(page).first().innerText()).toContain(untrusted);
    expect(await page.locator('loom-panel img, loom-panel script').count()).toBe(0);
  });
});
