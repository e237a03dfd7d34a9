import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { replyTo } from '../fixtures/model-provider/replies.cjs';
import { ModelServer } from '../support/model-server.ts';
import { Panel } from './support/panel.ts';
import { ProjectFolder, tides } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

const textbookReply = `<title>Why ranges differ</title>
<text>
The tidal range is the height between low and high water. At perigee the Moon is nearer and its pull greater.

Worked example: a mean range of 3 m grows by a fifth, to 3.6 m.

Exercise: by how much does a range of 5 m grow? Solution: by 1 m.
</text>`;

const judgeReply = `relevance: 5 - It is about tides.
clarity: 4 - The unit is missing.
correctness: 4
difficulty: 3 - One step only.
grounding: 4 - The documents say so.`;

const courseReply = JSON.stringify({
  persona: 'a harbour pilot',
  passages: ['Water rises and falls.', 'The range is the height between the two.', 'At perigee the range grows by a fifth.'].map(
    (passage) => ({
      nuanced_content_to_be_learned: ['the range'],
      passage,
    }),
  ),
  multiple_choice_question: {
    question: 'A mean range of 3 m is how large at perigee?',
    options: ['3.6 m', '3 m', '2.4 m', '6 m'],
    answer_label: '3.6 m',
    step_by_step_answer_explanation: 'A fifth of 3 m is 0.6 m, and 3 m and 0.6 m are 3.6 m.',
  },
});

const personasReply = `<personas>
1. A dredging engineer who reads currents from the colour of the water, cares about what settles where, and draws it
2. A schoolgirl who surfs before the first bell and explains waves with her hands
3. A harbour pilot.
4. A judge who settles where land ends, trusts no mark but mean high water, and explains by cases
</personas>`;

/** What a well-behaved model says to each method's prompt. */
function reply(prompt: string): string {
  if (prompt.includes('Then score it from 1 (bad)')) return judgeReply;
  if (prompt.includes('multiple_choice_question')) return courseReply;
  if (prompt.startsWith('Invent ')) return personasReply;
  return prompt.includes('<title>a short title</title>') ? textbookReply : replyTo(prompt);
}

/** Samples of several methods, from wherever there is something to make them from: each step stands on those before it. */
describe('the methods in VS Code', () => {
  let server: ModelServer;
  let project: ProjectFolder;
  let workbench: Workbench;
  let panel: Panel;

  beforeAll(async () => {
    server = await ModelServer.start({ models: ['tide-small'], reply: ({ messages }) => reply(messages.at(-1)!.content) });
    project = new ProjectFolder(tides);
    project.write('.loom/personas.txt', '# who writes\na harbour pilot\na nurse on an island\n');
    project.write('.loom/nobody.txt', '# nobody yet\n');
    // Two passages, in a file whose offsets are not those of an editor.
    project.write('.loom/project.yaml', 'passages:\n  tokens: 80\n');
    project.write('streams.txt', `\uFEFF${project.read('streams.txt').replaceAll('\n', '\r\n')}`);
    await project.weave(2);
    workbench = await Workbench.open({ folder: project.path });
    panel = new Panel(workbench.panel);
    await workbench.openContainer();
    await workbench.row('Samples', /To Review\s*2/).waitFor();
  });

  afterEach((context) => workbench.pictureOfFailure(context));

  afterAll(async () => {
    await workbench.close();
    project.remove();
    await server.close();
  });

  const title = (text: string | RegExp): Locator => workbench.quickTitle(text);
  const enter = async (text = ''): Promise<void> => {
    await workbench.type(text);
    await workbench.page.keyboard.press('Enter');
  };
  const made = (method: string) => project.events('sample.generated').filter(({ generated }) => generated.method === method);
  const picture = async (name: string): Promise<void> => {
    await workbench.settled();
    await workbench.screenshot(name);
  };

  it('makes Level-1 questions of a corpus file, from its menu in the corpus', async () => {
    await workbench.chooseFromMenu(workbench.row('Corpus', 'harbour.md'), 'Generate Samples from File');
    await title('Generate Samples from harbour.md').waitFor();
    await picture('methods-1-list');
    await workbench.quickPick('Level-1 questions').click();
    await title('Generate Samples from harbour.md (2/3)').waitFor();
    await workbench.quickPick('An answer').getByText('by offline model').waitFor();
    await enter();
    await workbench.chooseCount(2);
    await workbench.row('Runs', /Generate 2 \(Level-1 questions\).*done/).waitFor({ timeout: 60_000 });
    expect(made('level1').length).toBeGreaterThanOrEqual(2);
    for (const { generated } of made('level1')) expect(generated.references.map(({ file }) => file)).toEqual(['harbour.md']);
    await expect.poll(() => panel.filter.inputValue()).toContain('harbour.md');
    await panel.rows.filter({ hasText: 'Level-1' }).first().click();
    await panel.fields.getByText('origin').waitFor();
    await picture('methods-2-level1');
  });

  it('offers the same in the file’s other menus', async () => {
    await workbench.openFile('project.yaml');
    await workbench.editorTab('project.yaml').click({ button: 'right' });
    await workbench.menuItem('Close').first().waitFor();
    expect(await workbench.menuItem('Generate Samples').count()).toBe(0);
    await workbench.page.keyboard.press('Escape');
    await workbench.openFile('streams.txt');
    await workbench.editorTab('streams.txt').click({ button: 'right' });
    await workbench.menuItem('Generate Samples from File').waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.page.keyboard.press('Control+Shift+E');
    await workbench.chooseFromMenu(
      workbench.page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: 'harbour.md' }),
      'Generate Samples from File',
    );
    await title('Generate Samples from harbour.md').waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.openContainer();
  });

  it('makes samples of what is selected in an editor, and of nothing else in its file', async () => {
    await workbench.openFile('streams.txt');
    await workbench.editorText.click();
    await workbench.page.keyboard.press('Control+End');
    await workbench.page.keyboard.press('ArrowUp');
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.press('Shift+Home');
    await workbench.page.keyboard.press('Shift+F10');
    await workbench.menuItem('Generate Samples from Selection').waitFor();
    await picture('methods-2-selection');
    await workbench.menuItem('Generate Samples from Selection').click();
    await title('Generate Samples from the Selection in streams.txt').waitFor();
    await workbench.chooseRun('Level-1 questions', 1);
    const text = project.read('streams.txt');
    const [start, end] = [text.indexOf('Slack water'), text.trimEnd().length];
    await expect
      .poll(() => project.events('run.started').at(-1)?.options, { timeout: 60_000 })
      .toMatchObject({
        file: 'streams.txt',
        span: { start, end },
      });
    await workbench.row('Runs', /Generate 1 \(Level-1 questions\).*done/).waitFor({ timeout: 60_000 });
    const samples = made('level1').filter(({ generated }) => generated.references.some(({ file }) => file === 'streams.txt'));
    expect(samples.length).toBeGreaterThanOrEqual(1);
    for (const { generated } of samples) expect(generated.references).toMatchObject([{ file: 'streams.txt', start, end }]);
  });

  it('refuses a textbook of the offline model before anything is asked, and goes on with a model that is chosen then', async () => {
    await panel.button(/^Generate…/).click();
    await workbench.quickPick('Textbook passage').getByText('needs a language model').waitFor();
    await workbench.quickPick('Textbook passage').click();
    await workbench.askedFor('Textbook passage: needs a language model').waitFor();
    await picture('methods-3-lacks');
    await workbench.quickPick('Choose Model').click();
    await workbench.quickPick('Questions, answers and judging').click();
    await workbench.quickPick('Add an Endpoint').click();
    await title('(1/5)').waitFor();
    await enter(server.url);
    await title('(2/5)').waitFor();
    await enter();
    await title('(3/5)').waitFor();
    await workbench.quickPick('tide-small').click();
    await title('(4/5)').waitFor();
    await enter();
    await title('(5/5)').waitFor();
    await enter('my tides');
    await title('Generate Samples (2/4)').waitFor();
    await picture('methods-4-style');
    await workbench.quickPick('narrative').click();
    await workbench.askedFor('What should each sample have?').waitFor();
    await enter();
    await workbench.chooseCount(1);
    await title('Generate 1 Sample with my tides').waitFor();
    await workbench.quickPick('without a budget').click();
    await workbench.row('Runs', /Generate 1 \(Textbook passage\).*done/).waitFor({ timeout: 60_000 });
    await expect.poll(() => made('textbook').map(({ generated }) => generated.version.fields)).toEqual([{ style: 'narrative' }]);
    await panel.filter.fill('worked example');
    await panel.rows.filter({ hasText: 'Why ranges differ' }).click();
    await panel.frame.getByRole('heading', { name: 'Why ranges differ' }).waitFor();
    expect(await panel.textOf(panel.text)).toMatch(/^The tidal range .*by 1 m\.$/s);
    await panel.fields.getByText('narrative').waitFor();
    await picture('methods-5-textbook');
    await panel.filter.fill('');
  });

  it('has Level-2 questions on a concept scored, and shows the scores with their reasons', async () => {
    await workbench.row('Concepts', /\d/).first().waitFor();
    const row = workbench.row('Concepts', /\d/).first();
    const concept = (await row.locator('.label-name').innerText()).trim();
    await workbench.chooseFromMenu(row, 'Generate Samples on Concept');
    await title(`Generate Samples on “${concept}”`).waitFor();
    await workbench.quickPick('Level-2 questions').click();
    await workbench.quickPick('A judge’s scores').click();
    await picture('methods-6-judge');
    await workbench.page.keyboard.press('Enter');
    await workbench.chooseCount(2);
    await title('Generate 2 Samples with my tides').waitFor();
    await workbench.quickPick('without a budget').click();
    await workbench.row('Runs', /Generate 2 \(Level-2 questions\).*done/).waitFor({ timeout: 60_000 });
    const samples = made('level2').map(({ generated }) => generated);
    expect(samples.length).toBeGreaterThanOrEqual(2);
    for (const { set, version } of samples) {
      expect([...set.topics, ...set.concepts].map((label) => label.toLowerCase())).toContain(concept.toLowerCase());
      expect(version.fields).toMatchObject({ judge: 4, judgeModel: expect.any(String) as string });
    }
    await expect.poll(() => panel.filter.inputValue()).toMatch(/^(topic|concept):/);
    await panel.rows.filter({ hasText: 'Level-2' }).first().click();
    await panel.judge.getByText('Judge: 4 of 5').click();
    await panel.judge.getByText('The unit is missing.').waitFor();
    await picture('methods-7-judged');
  });

  it('proposes the last choices again, from the concept that the panel looks at too', async () => {
    await panel.button(/^Generate samples…/).click();
    await title('Generate Samples on').waitFor();
    await expect.poll(() => workbench.page.locator('.quick-input-list .monaco-list-row.focused').innerText()).toContain('Level-2');
    await workbench.page.keyboard.press('Enter');
    const judge = workbench.quickPick('A judge’s scores').getByRole('checkbox');
    await expect.poll(() => judge.isChecked()).toBe(true);
    await workbench.page.keyboard.press('Enter');
    await expect.poll(() => workbench.quickInput.inputValue()).toBe('2');
    await workbench.page.keyboard.press('Escape');
  });

  it('takes personas from a file, and says when a file holds none', async () => {
    const choose = async (file: string): Promise<void> => {
      await workbench.quickPick('Choose a File').click();
      await workbench.page.locator('.quick-input-widget').getByText('Use These Personas').waitFor();
      await workbench.type(`${project.path}/.loom/`);
      await workbench.quickPick(file).click();
    };
    await workbench.run('Concept Loom: Generate Samples');
    await workbench.quickPick('Short course').click();
    await workbench.quickPick('blog').click();
    await workbench.askedFor('Personas to choose from').waitFor();
    await choose('nobody.txt');
    await workbench.notification('holds no persona').waitFor();
    await choose('personas.txt');
    await workbench.askedFor('What should each sample have?').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.chooseCount(1);
    await workbench.quickPick('without a budget').click();
    await workbench.row('Runs', /Generate 1 \(Short course\).*done/).waitFor({ timeout: 60_000 });
    expect(made('persona').map(({ generated }) => generated.version.fields)).toEqual([
      expect.objectContaining({ style: 'blog', persona: 'a harbour pilot' }),
    ]);
    const prompts = server.chats.map(({ body }) => body?.messages.at(-1)?.content ?? '');
    expect(prompts.some((prompt) => prompt.includes('- a nurse on an island'))).toBe(true);
  });

  it('has personas written from the corpus, shows them beside to be edited, and goes on with what was made of them', async () => {
    await workbench.run('Concept Loom: Generate Samples');
    await workbench.quickPick('Short course').click();
    await workbench.quickPick('blog').click();
    await workbench.quickPick('The Project’s Personas').getByText('2 in .loom/personas.txt').waitFor();
    await picture('methods-8-personas');
    await workbench.quickPick('Write Personas from the Corpus').click();
    await workbench.page.locator('.quick-input-widget').getByText('How many personas?').waitFor();
    await enter('3');
    await title('Write 3 Personas with my tides').waitFor();
    await picture('methods-9-personas-estimate');
    await workbench.quickPick('without a budget').click();
    await workbench.askedFor('edit them beside').waitFor({ timeout: 60_000 });
    await workbench.row('Runs', /Write 3 personas.*done/).waitFor({ timeout: 60_000 });
    await workbench.editorTab('personas.txt').waitFor();
    await picture('methods-10-personas-written');
    const lines = project.read('.loom/personas.txt').split('\n');
    expect(lines.slice(0, 3)).toEqual(['# who writes', 'a harbour pilot', 'a nurse on an island']);
    // The third of the reply was there already.
    expect(lines.filter((line) => /^A (dredging|schoolgirl|judge|harbour)/.test(line)).map((line) => line.split(' ')[1])).toEqual([
      'dredging',
      'schoolgirl',
      'judge',
    ]);
    project.write('.loom/personas.txt', 'a mayor behind a dyke\n');
    await workbench.quickPick('The Project’s Personas').click();
    await workbench.askedFor('What should each sample have?').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.chooseCount(1);
    await workbench.quickPick('without a budget').click();
    // The course is the same as the one before, and the gate holds it back, as often as it is tried.
    await expect.poll(() => made('persona').length, { timeout: 60_000 }).toBeGreaterThan(1);
    const prompts = server.chats.map(({ body }) => body?.messages.at(-1)?.content ?? '');
    expect(prompts.some((prompt) => prompt.includes('- a mayor behind a dyke\n'))).toBe(true);
  });
});
