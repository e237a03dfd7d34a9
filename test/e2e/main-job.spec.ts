import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Panel } from './support/panel.ts';
import { ProjectFolder } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

/** One person's first quarter of an hour: each step stands on those before it. */
describe('the main job in VS Code', () => {
  let project: ProjectFolder;
  let workbench: Workbench;
  let panel: Panel;
  /** The corpus file that is worked on; several samples grew from it. */
  let file: string;
  /** The question of the sample that was accepted first. */
  let accepted: string;

  beforeAll(async () => {
    project = new ProjectFolder();
    workbench = await Workbench.open({ folder: project.path });
    panel = new Panel(workbench.panel);
  });

  afterEach((context) => workbench.pictureOfFailure(context));

  afterAll(async () => {
    await workbench.close();
    project.remove();
  });

  const select = async (row: number): Promise<string> => {
    await panel.rows.nth(row).click();
    await panel.question.waitFor();
    return panel.textOf(panel.question);
  };

  it('starts from the welcome view and fills the trees', async () => {
    await workbench.openContainer();
    await workbench.welcomeButton('Samples', 'Weave Samples').click();
    await workbench.row('Samples', 'To Review').waitFor({ timeout: 120_000 });
    await workbench.row('Runs', /Generate 40.*done/).waitFor({ timeout: 60_000 });
    await workbench.row('Runs', /Extract concepts.*done/).waitFor();
    expect(await workbench.row('Concepts', /\d/).count()).toBeGreaterThan(3);
    expect(project.events('sample.generated').length).toBeGreaterThanOrEqual(40);
    await workbench.editorTab('Loom').waitFor();
    await workbench.screenshot('main-1-woven');
  });

  it('shows the samples of an opened corpus file beside it', async () => {
    const [[most]] = project.reviewedFiles() as [[string, number]];
    file = most;
    // The panel shows what a gate held back, too.
    const samples = project
      .events('sample.generated')
      .filter(({ generated }) => generated.references.some((reference) => reference.file === file)).length;
    await workbench.openFile(file.split('/').at(-1)!);
    await expect.poll(() => panel.filter.inputValue()).toContain(file);
    await expect.poll(() => panel.rows.count()).toBe(samples);
    expect(samples).toBeGreaterThanOrEqual(3);
    await workbench.screenshot('main-2-file');
  });

  it('writes an accepted sample into the dataset', async () => {
    accepted = await select(0);
    await panel.button(/^Accept/).click();
    await expect.poll(() => project.records('dataset/data').map((row) => row.question)).toEqual([accepted]);
    expect(project.events('sample.accepted')).toHaveLength(1);
    // The card follows the first shard.
    await expect.poll(() => project.read('dataset/README.md')).toContain('data/train-');
    await workbench.row('Samples', /To Review\s*39/).waitFor();
  });

  it('keeps a rejected sample with its reason', async () => {
    const question = await select(1);
    await panel.button(/^Reject/).click();
    await panel.frame.getByRole('textbox', { name: 'Reason' }).fill('the numbers are not in the text');
    await panel.button(/^Reject\b/).click();
    await expect
      .poll(() => project.records('dataset/rejected').map((row) => [row.question, row.reason]))
      .toEqual([[question, 'the numbers are not in the text']]);
    await workbench.row('Samples', /To Review\s*38/).waitFor();
  });

  it('writes an edited sample as it was edited', async () => {
    const before = await select(2);
    await panel.button(/^Edit/).click();
    await panel.frame.getByRole('textbox', { name: 'Question' }).fill('What does a hydrograph show?');
    await panel.frame.getByRole('textbox', { name: 'Answer', exact: true }).fill('Discharge against time 🌊 at one place.');
    await panel.button(/^Save/).click();
    await expect
      .poll(() => project.events('sample.edited').map(({ content }) => content))
      .toMatchObject([{ shape: 'qa', question: 'What does a hydrograph show?' }]);
    await expect.poll(() => panel.textOf(panel.question)).toBe('What does a hydrograph show?');
    expect(before).not.toBe('What does a hydrograph show?');
    await panel.button(/^Accept/).click();
    await expect.poll(() => project.records('dataset/data')).toHaveLength(2);
    expect(project.records('dataset/data').find((row) => row.question === 'What does a hydrograph show?')).toMatchObject({
      answer: 'Discharge against time 🌊 at one place.',
      edited: true,
    });
  });

  it('draws a sample again, with what should be different, and asks for a new decision', async () => {
    expect(await select(0)).toBe(accepted);
    await panel.button(/^Regenerate/).click();
    await panel.frame.getByRole('textbox', { name: 'Instruction' }).fill('ask for a comparison');
    await panel.button(/^Regenerate\b/).click();
    await expect
      .poll(() => project.events('sample.regenerated').map((event) => event.version.instruction), { timeout: 60_000 })
      .toEqual(['ask for a comparison']);
    await expect.poll(() => project.records('dataset/data').map((row) => row.question)).toEqual(['What does a hydrograph show?']);
    await workbench.row('Runs', /Regenerate 1.*done/).waitFor();
    await workbench.screenshot('main-3-reviewed');
  });

  it('takes the last decisions back, one by one, on disk too', async () => {
    const rows = () => project.records('dataset/data').map((row) => row.question);
    await panel.button(/^Undo/).click();
    await expect.poll(rows).toEqual(expect.arrayContaining([accepted, 'What does a hydrograph show?']));
    await panel.button(/^Undo/).click();
    await expect.poll(rows).toEqual([accepted]);
    expect(project.events('action.undone')).toHaveLength(2);
    expect(project.records('dataset/rejected')).toHaveLength(1);
  });
});
