import { describe, expect, it } from 'vitest';
import { become, calls, chip, judgedFields, polling, question, readyPanel, rows, text, tidyUp } from './kit/panel.ts';

tidyUp();

describe('samples of every method', () => {
  it('shows a text as its title and what stands below it', async () => {
    const page = await readyPanel();
    await become(page, 'persona', text);
    await page.getByRole('heading', { name: text.content.title }).waitFor();
    expect(await page.getByTestId('text').innerText()).toBe(text.content.text);
    expect(await page.getByText('Question', { exact: true }).count()).toBe(0);
    expect(await page.getByText('Answer', { exact: true }).count()).toBe(0);
    await expect.poll(() => rows(page).first().innerText(), polling).toContain('Short course');
    expect(await page.getByTestId('fields').innerText()).toMatch(/^style\s+blog\s+persona\s+a retired pilot/);
  });

  it('says of what was imported that no prompt made it, and does not draw it anew', async () => {
    const page = await readyPanel();
    await become(page, 'import', text);
    await page.getByRole('heading', { name: text.content.title }).waitFor();
    const button = page.getByRole('button', { name: /^Regenerate/ });
    await expect.poll(() => button.isDisabled(), polling).toBe(true);
    await page.locator('[title="Imported: no prompt made it."]').waitFor();
    await page.keyboard.press('g');
    expect(await page.getByRole('textbox').count()).toBe(await page.getByRole('textbox', { name: /filter/i }).count());
    expect(await page.getByTestId('provenance').innerText()).not.toMatch(/^run /);
  });

  it('edits a text by its title and text, and shows what the edit changed', async () => {
    const page = await readyPanel();
    await become(page, 'textbook', text);
    await page.getByRole('heading', { name: text.content.title }).waitFor();
    await page.keyboard.press('e');
    expect(await page.getByRole('textbox', { name: 'Question' }).count()).toBe(0);
    await page.getByRole('textbox', { name: 'Text' }).fill('');
    await page.getByText('Text must say something.').waitFor();
    await page.getByRole('textbox', { name: 'Text' }).fill('The Moon pulls.');
    await page.getByRole('textbox', { name: 'Title' }).fill('Why a harbour fills');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Why a harbour fills' }).waitFor();
    await page.getByRole('button', { name: 'Show difference' }).click();
    expect(await page.getByTestId('title').locator('del').count()).toBeGreaterThan(0);
  });

  it('shows and edits a multiple-choice question by its options, each under its letter', async () => {
    const page = await readyPanel();
    const options = ['at the quarters', 'at new moon'];
    await become(page, 'persona', {
      content: { shape: 'choice', stem: 'When do deep ships wait?', options, correct: 0, explanation: 'Neap tides.' },
    });
    await expect.poll(() => page.getByTestId('option2').innerText(), polling).toBe('at new moon');
    await page.keyboard.press('e');
    for (const label of ['A', 'B', 'Right option']) {
      const box = await page.locator('loom-edit-form').getByText(label, { exact: true }).boundingBox();
      expect(box?.width).toBeGreaterThan(4);
    }
    await page.getByRole('textbox', { name: 'Right option' }).fill('D');
    await page.getByText('Right option: must be the position of one of the options.').waitFor();
    await page.getByRole('textbox', { name: 'Right option' }).fill('b');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => page.getByTestId('correct').innerText(), polling).toBe('B');
  });

  it('shows while the answer is edited which final answer goes with it, until somebody writes one', async () => {
    const page = await readyPanel();
    await become(page, 'level2', { content: { shape: 'qa', question: 'How high?', answer: 'It is \\boxed{3}.', finalAnswer: '3' } });
    await expect.poll(() => page.getByTestId('finalAnswer').innerText(), polling).toBe('3');
    await page.keyboard.press('e');
    const final = page.getByRole('textbox', { name: 'Final answer' });
    await page.getByRole('textbox', { name: 'Answer', exact: true }).fill('It is \\boxed{4}.');
    await expect.poll(() => final.inputValue(), polling).toBe('4');
    await final.fill('four');
    await page.getByRole('textbox', { name: 'Answer', exact: true }).fill('It is \\boxed{5}.');
    expect(await final.inputValue()).toBe('four');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => page.getByTestId('finalAnswer').innerText(), polling).toBe('four');
  });

  it('says that a question was left without an answer, and lets it stay so when it is edited', async () => {
    const page = await readyPanel();
    await become(page, 'level2', { content: { shape: 'qa', question: 'Why?', answer: '' } });
    await page.getByTestId('unanswered').waitFor();
    await page.keyboard.press('e');
    await page.getByRole('textbox', { name: 'Question' }).fill('Why does it?');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => question(page).innerText(), polling).toBe('Why does it?');
  });

  it('tells level, origin and vote share, and the judge’s scores with their reasons on demand', async () => {
    const page = await readyPanel();
    await become(page, 'level1', { fields: { origin: 'new', level: 'college', answers: 3, agreement: 2 / 3, ...judgedFields } });
    await expect
      .poll(
        () =>
          page
            .getByTestId('fields')
            .innerText()
            .catch(() => ''),
        polling,
      )
      .toMatch(/^level\s+college\s+origin\s+newly written\s+vote share\s+2 of 3 answers$/);
    const judge = page.getByTestId('judge');
    const reason = judge.getByText('The last figure stands in neither document.');
    expect(await reason.isVisible()).toBe(false);
    await judge.getByText('Judge: 3.8 of 5').click();
    await reason.waitFor();
    expect(await judge.getByRole('rowheader').allInnerTexts()).toEqual(['relevance', 'clarity', 'correctness', 'difficulty', 'grounding']);
    expect(await judge.getByRole('row', { name: /^difficulty 3 Easy/ }).count()).toBe(1);
    await judge.getByText('scored by examiner').waitFor();
  });

  it('renders untrusted names, values and reasons as text', async () => {
    const page = await readyPanel();
    const untrusted = '<img src=x onerror=alert(1)><script>alert(2)</script>';
    await become(page, 'textbook', {
      content: { shape: 'text', title: untrusted, text: untrusted },
      fields: { [untrusted]: untrusted, persona: untrusted, ...judgedFields, judgeModel: untrusted, 'judge.clarity.reason': untrusted },
    });
    await expect
      .poll(
        () =>
          page
            .getByTestId('fields')
            .innerText()
            .catch(() => ''),
        polling,
      )
      .toContain(untrusted);
    await page.getByTestId('judge').getByText('Judge:').click();
    await page.getByTestId('judge').getByRole('cell', { name: untrusted }).waitFor();
    expect(await page.locator('loom-panel img, loom-panel script').count()).toBe(0);
  });

  it('calls replies that ship with an example what they are', async () => {
    const page = await readyPanel();
    await become(page, 'level3', { model: 'recorded/rivers', answerModel: 'recorded/rivers' });
    await expect.poll(() => page.getByTestId('provenance').innerText(), polling).toMatch(/^run \w+ · recorded example · prompt/);
  });
});

describe('generating from the panel', () => {
  it('starts from the concept that is looked at', async () => {
    const page = await readyPanel();
    await chip(page, 'spring tide').click();
    await page.getByRole('button', { name: 'Generate samples…' }).click();
    expect(await calls(page, 'command')).toEqual([
      { command: 'conceptLoom.generateFromConcept', concept: { id: expect.any(String) as string, label: 'spring tide' } },
    ]);
  });

  it('does not where no model may be called', async () => {
    const page = await readyPanel({ trusted: false });
    await chip(page, 'spring tide').click();
    expect(await page.getByRole('button', { name: 'Generate samples…' }).isDisabled()).toBe(true);
  });
});
