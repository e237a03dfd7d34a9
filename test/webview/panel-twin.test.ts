import { describe, expect, it } from 'vitest';
import { calls, filter, polling, question, readyPanel, rows, tidyUp } from './kit/panel.ts';

tidyUp();

describe('what the gate for near-duplicates held back', () => {
  const held = async (setup: Parameters<typeof readyPanel>[0] = {}) => {
    const page = await readyPanel({ focus: { kind: 'all' }, ...setup });
    await filter(page).fill('status:gated');
    await rows(page).first().click();
    await page.getByTestId('twin').waitFor();
    return page;
  };

  it('stands beside its twin, and what only one of them says is marked in both', async () => {
    const page = await held();
    const [own, other] = await page.getByTestId('twin').getByRole('article').all();
    const marked = async (side: typeof own) => (await side!.locator('ins').allInnerTexts()).map((text) => text.trim());
    expect(await marked(own)).toEqual(['State', 'stands', 'with the', 'of a funnel', 'stands']);
    expect(await marked(other)).toEqual(['Name', 'is', 'of funnel', 'is', ', near new or full moon']);
    expect(await other!.innerText()).toMatch(/accepted\s+similarity \.74/);
  });

  it('stands beside it unmarked where it says the same in other words', async () => {
    const page = await held();
    const [{ sample }] = (await calls(page, 'samples/get')).slice(-1) as [{ sample: string }];
    await page.evaluate((id) => {
      const { project } = window.loomHost.answers;
      project.hold(id, { gate: 'meaning', reason: 'the same question in other words: cosine 0.74' });
      window.loomHost.push('changed', { revision: project.revision });
    }, sample);
    await page.getByRole('heading', { name: 'The same in other words' }).waitFor();
    const [own, other] = await page.getByTestId('twin').getByRole('article').all();
    expect(await page.getByTestId('twin').locator('ins').count()).toBe(0);
    expect(await own!.innerText()).toContain('State two conditions under which a tidal bore is likely');
    expect(await other!.innerText()).toMatch(/accepted\s+cosine 0\.74[^]*Name two conditions/);
  });

  it('leads to its twin', async () => {
    const page = await held();
    await page.getByRole('button', { name: 'Show this sample' }).click();
    await expect.poll(() => question(page).innerText(), polling).toMatch(/^Name two conditions/);
    expect(await page.getByTestId('twin').count()).toBe(0);
  });

  it('is let in as any other', async () => {
    const page = await held();
    await page.keyboard.press('a');
    await expect.poll(async () => (await calls(page, 'review/accept')).length, polling).toBe(1);
  });

  it('has it below where there is no room beside', async () => {
    const page = await held({ width: 360 });
    const [own, other] = await Promise.all((await page.getByTestId('twin').getByRole('article').all()).map((each) => each.boundingBox()));
    expect(other!.y).toBeGreaterThanOrEqual(own!.y + own!.height);
    expect(own!.x + own!.width).toBeLessThanOrEqual(360);
  });
});

describe('what was held back before it was answered', () => {
  it('is answered by the key that accepts, and shown before it is decided on', async () => {
    const page = await readyPanel();
    await page.evaluate(() => {
      const { project } = window.loomHost.answers;
      project.hold('01J0000000', { gate: 'near-duplicate', reason: 'nearly the same' }, true);
      window.loomHost.push('changed', { revision: project.revision });
    });
    await page.getByRole('button', { name: 'Answer and let in' }).waitFor();
    await page.keyboard.press('a');
    await expect.poll(async () => await calls(page, 'review/regenerate'), polling).toEqual([{ samples: ['01J0000000'], answerOnly: true }]);
    expect(await calls(page, 'review/accept')).toEqual([]);
    await page.getByText('Let in, with its answer').first().waitFor();
  });
});

describe('what the gate for leakage held back', () => {
  it('stands beside the item of the benchmark, and the words that led to it are marked in both', async () => {
    const page = await readyPanel();
    const text = await question(page).innerText();
    const item = `Tell me: ${text.slice(0, 60)} – and say why.`;
    await page.evaluate(
      ([asked]) => {
        const { project } = window.loomHost.answers;
        const leak = { file: 'bench/tides.jsonl', line: 12, share: 0.87, part: 'question', inPart: { start: 4, end: 40 } };
        project.hold('01J0000000', { gate: 'leakage', reason: 'says 87 %', leak: { ...leak, item: { text: asked, start: 13, end: 49 } } });
        window.loomHost.push('changed', { revision: project.revision });
      },
      [item] as const,
    );
    const [own, other] = [0, 1].map((at) => page.getByTestId('leak').getByRole('article').nth(at));
    await expect.poll(() => own!.locator('mark').innerText(), polling).toBe(text.slice(4, 40).trim());
    expect(await other!.locator('mark').innerText()).toBe(text.slice(4, 40).trim());
    expect(await own!.innerText()).toMatch(/^This sample, question/);
    expect(await other!.innerText()).toMatch(/^bench\/tides\.jsonl, line 12\s*87 % of it is in this sample/);
  });
});
