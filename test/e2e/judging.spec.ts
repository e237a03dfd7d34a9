import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ModelServer } from '../support/model-server.ts';
import { Panel } from './support/panel.ts';
import { ProjectFolder, questionIn } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

/** What is woven, of which every other one finds favour with the judge. */
const woven = 24;
const half = woven / 2;

const judgement = (correctness: number): string => `relevance: 5 - It is about rivers.
clarity: 4 - One term is not explained.
correctness: ${correctness} - The figure is ${correctness > 3 ? 'right' : 'off by a factor of two'}.
difficulty: 3
grounding: 4 - The documents say so.`;

/** A judge over samples that are there: each step stands on those before it. */
describe('judging in VS Code', () => {
  let server: ModelServer;
  let project: ProjectFolder;
  let workbench: Workbench;
  let panel: Panel;

  beforeAll(async () => {
    project = new ProjectFolder();
    project.write('.loom/project.yaml', `# mine\n${project.read('.loom/project.yaml')}`);
    await project.weave(woven);
    const kept = project.events('sample.generated').filter(({ gate }) => gate === null);
    const faulty = kept.filter((_, at) => at % 2 === 1).map(({ generated }) => questionIn(generated.version.content));
    server = await ModelServer.start({
      reply: ({ messages }) => judgement(faulty.some((question) => messages.at(-1)!.content.includes(question)) ? 1 : 5),
    });
    workbench = await Workbench.open({
      folder: project.path,
      // Beside a file, the panel has its list beside the sample in a wide window only.
      size: { width: 2300, height: 980 },
      machineSettings: { 'conceptLoom.profiles': { examiner: { url: server.url, model: 'test' } } },
    });
    panel = new Panel(workbench.panel);
    await workbench.openContainer();
    await workbench.row('Samples', new RegExp(`To Review\\s*${woven}`)).waitFor();
    await workbench.run('Concept Loom: Open Loom Beside');
    await panel.rows.first().waitFor();
  });

  afterEach((context) => workbench.pictureOfFailure(context));

  afterAll(async () => {
    await workbench.close();
    project.remove();
    await server.close();
  });

  const picture = async (name: string): Promise<void> => {
    await workbench.settled();
    await workbench.screenshot(name);
  };
  const start = async (title: string): Promise<void> => {
    await workbench.quickTitle(title).waitFor();
    await workbench.quickPick('without a budget').click();
  };
  const scores = async (): Promise<string[]> =>
    (await panel.rows.allInnerTexts()).flatMap((text) => /judge\s+(\d\.\d)/.exec(text)?.[1] ?? []);

  it('scores what the panel’s filter leaves, with a model that is asked for, once it is clear what that takes', async () => {
    await panel.filter.fill('status:pending');
    await panel.button(new RegExp(`^Judge all ${woven}…`)).click();
    await workbench.askedFor('Judging: needs a language model').waitFor();
    await workbench.quickPick('Choose Model').click();
    await workbench.quickPick(/^Judging/).click();
    await workbench.quickPick('examiner').click();
    await workbench.quickTitle(`Judge ${woven} Samples with examiner`).waitFor();
    await picture('judging-1-estimate');
    await workbench.quickPick('without a budget').click();
    await workbench.page.locator('.statusbar').getByText(`${woven} samples judged`).waitFor();
    await workbench.row('Runs', new RegExp(`Judge ${woven}.*done`)).waitFor();
    expect(server.chats).toHaveLength(woven);
    expect(project.read('.loom/project.yaml')).toMatch(/^models:\n {2}judge: examiner$/m);
    await workbench
      .row('Samples', /judge (4\.2|3\.4)/)
      .first()
      .waitFor();
    await expect.poll(async () => new Set(await scores())).toEqual(new Set(['4.2', '3.4']));
    await panel.rows.first().click();
    await panel.judge.getByText('Judge: 4.2 of 5').waitFor();
    await picture('judging-2-scores');
  });

  it('tells while there is nothing to compare, and how much more it takes', async () => {
    await panel.button(/^Calibrate…/).click();
    await workbench.quickPick('Nothing that was accepted or rejected has been judged yet').waitFor();
    await workbench.page.keyboard.press('Escape');
    await panel.button(/^worst first/).click();
    await expect.poll(async () => (await scores())[0]).toBe('3.4');
    await panel.rows.first().click({ modifiers: ['Control'] });
    await panel.rows.nth(2).click({ modifiers: ['Shift'] });
    await picture('judging-3-worst-first');
    await panel.button(/^Reject 3…/).click();
    await panel.frame.getByRole('textbox', { name: 'Reason' }).fill('wrong answer');
    await workbench.page.keyboard.press('Enter');
    await panel.count('rejected', 3).waitFor();
    await workbench.run('Concept Loom: Calibrate Judge');
    await workbench.quickPick('To compare, it takes 10 more accepted and 7 more rejected').waitFor();
    await picture('judging-4-too-few');
    await workbench.page.keyboard.press('Escape');
  });

  it('compares scores with decisions, and makes the best threshold the gate', async () => {
    for (const left of [half - 3, half]) {
      await panel.rows.first().click({ modifiers: ['Control'] });
      await panel.rows.nth(left - 1).scrollIntoViewIfNeeded();
      await panel.rows.nth(left - 1).click({ modifiers: ['Shift'] });
      if (left === half) await panel.button(new RegExp(`^Accept ${half}`)).click();
      else {
        await panel.button(new RegExp(`^Reject ${left}…`)).click();
        await panel.frame.getByRole('textbox', { name: 'Reason' }).fill('wrong answer');
        await workbench.page.keyboard.press('Enter');
        await panel.count('rejected', half).waitFor();
      }
    }
    await panel.count('accepted', half).waitFor();
    await panel.button(/^Show all samples/).click();
    await panel.button(/^Calibrate…/).click();
    await workbench.quickPick('An accepted sample is scored above a rejected one in 100 % of pairs').waitFor();
    await workbench.quickPick(`${half} accepted, mean 4.2 · ${half} rejected, mean 3.4 · chance: 50 %`).waitFor();
    await workbench.quickPick('The gate is off').waitFor();
    await picture('judging-5-calibration');
    await workbench.quickPick('Hold back what scores below 4.2').click();
    await expect
      .poll(() => project.read('.loom/project.yaml'))
      .toMatch(/^# mine\n[^]*# Every prompt template reads these[^]*gates:\n {2}judge: 4\.2\n/);
  });

  it('shows that the gate is on, and switches it off', async () => {
    await workbench.run('Concept Loom: Calibrate Judge');
    await workbench.quickPick('The gate holds back what scores below 4.2').waitFor();
    await picture('judging-6-gate');
    await workbench.quickPick('The gate holds back what scores below 4.2').click();
    await expect.poll(() => project.read('.loom/project.yaml')).toContain('judge: null');
  });

  it('judges rows and groups of the tree, and asks which where nothing is pointed at', async () => {
    await workbench.chooseFromMenu(workbench.row('Samples', /Accepted\s*\d/), 'Judge Samples');
    await start(`Judge ${half} Samples with examiner`);
    await workbench.row('Runs', new RegExp(`Judge ${half}.*done`)).waitFor();
    await workbench.row('Samples', /Rejected\s*\d/).click();
    await workbench.chooseFromMenu(workbench.row('Samples', /judge 3\.4/).first(), 'Judge Samples');
    await start('Judge 1 Sample with examiner');
    await workbench.row('Runs', /Judge 1(?!\d).*done/).waitFor();
    // The same texts by the same model are known.
    expect(server.chats).toHaveLength(woven);
    await workbench.run('Concept Loom: Judge Samples');
    await workbench.askedFor('Which samples?').waitFor();
    await workbench.quickPick(new RegExp(`Rejected\\s*${half}`)).waitFor();
    await picture('judging-7-which');
    await workbench.page.keyboard.press('Escape');
  });

  it('reads as well in the dark, and where there is little room', async () => {
    await workbench.run('Preferences: Toggle between Light/Dark Themes');
    await workbench.page.locator('.monaco-workbench.vs-dark').waitFor();
    await picture('judging-8-dark');
    await workbench.page.setViewportSize({ width: 940, height: 900 });
    await panel.rows.first().click({ modifiers: ['Control'] });
    await panel.button(/^Judge 1…/).waitFor();
    await picture('judging-9-dark-narrow');
    await workbench.run('Concept Loom: Calibrate Judge');
    await workbench.quickPick('in 100 % of pairs').waitFor();
    await picture('judging-10-dark-calibration');
  });
});
