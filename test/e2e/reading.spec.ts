import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Panel } from './support/panel.ts';
import { ProjectFolder, questionIn } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

describe('reading samples beside their corpus', () => {
  let project: ProjectFolder;
  let workbench: Workbench;
  let panel: Panel;
  /** The span that the first sample to review leads to, and the editor's line it begins at. */
  let place: { file: string; start: number; end: number };
  let line: number;
  let isEvidence: boolean;

  beforeAll(async () => {
    project = new ProjectFolder();
    for (const file of project.corpusFiles()) {
      // What editors take away or make one on loading, so that offsets on disk are not offsets in the editor.
      project.write(file, `\uFEFF${project.read(file).replaceAll('\n', '\r\n')}`);
    }
    await project.weave(30);
    workbench = await Workbench.open({ folder: project.path });
    panel = new Panel(workbench.panel);
  });

  afterEach((context) => workbench.pictureOfFailure(context));

  afterAll(async () => {
    await workbench.close();
    project.remove();
  });

  const name = (file: string): string => file.split('/').at(-1)!;
  const cursorLine = async (): Promise<number> =>
    Number(await workbench.page.locator('.editor-instance .active-line-number').first().innerText());
  const highlights = () => workbench.page.locator('.editor-instance .view-overlays [class*="ced-"]');

  it('shows what waits for review as soon as the folder is opened', async () => {
    await workbench.page
      .locator('.statusbar')
      .getByText(/\d+ to review/)
      .waitFor();
  });

  it('opens a sample in the panel and its evidence, lit, in the column beside', async () => {
    await workbench.openContainer();
    await workbench.row('Samples', '?').first().click();
    await panel.question.waitFor();
    const question = await panel.textOf(panel.question);
    const { generated } = project.events('sample.generated').find((event) => questionIn(event.generated.version.content) === question)!;
    place = [...generated.version.evidence, ...generated.references][0]!;
    isEvidence = generated.version.evidence.length > 0;
    line = project.read(place.file).slice(0, place.start).split('\n').length;
    await workbench.editorTab(name(place.file)).waitFor();
    await expect.poll(cursorLine).toBe(line);
    await expect.poll(() => highlights().count()).toBeGreaterThan(0);
    await workbench.screenshot('reading-1-revealed');
  });

  it('finds the words again in a document that was edited and not saved', async () => {
    await workbench.editorText.click();
    await workbench.page.keyboard.press('Control+Home');
    await workbench.page.keyboard.type('unsaved\nlines\n');
    await expect.poll(() => highlights().count()).toBe(0);
    await panel.frame
      .getByTestId(isEvidence ? 'evidence' : 'reference')
      .first()
      .click();
    await expect.poll(cursorLine).toBe(line + 2);
    await expect.poll(() => highlights().count()).toBeGreaterThan(0);
    await workbench.run('File: Revert File');
  });

  it('follows the active editor within the corpus only', async () => {
    const [other] = project.corpusFiles().filter((file) => file !== place.file && file.endsWith('.md'));
    await workbench.openFile(name(other!));
    await expect.poll(() => panel.filter.inputValue()).toContain(other);
    await workbench.openFile('project.yaml');
    await workbench.openFile(name(place.file));
    await expect.poll(() => panel.filter.inputValue()).toContain(place.file);
  });

  it('takes in a document that was added and one that was removed', async () => {
    project.write('catchment/a-new-document.md', '# Tidal bores\n\nA tidal bore is a wave that runs up a river with the incoming tide.\n');
    await workbench.row('Corpus', 'a-new-document.md').waitFor();
    project.delete('catchment/a-new-document.md');
    await workbench.row('Corpus', 'a-new-document.md').waitFor({ state: 'detached' });
  });

  it('takes in a folder that was renamed, and one that was removed', async () => {
    project.write('a-bay/bores.md', '# Bores in a bay\n\nA bay that narrows has the higher tidal bores.\n');
    await workbench.row('Corpus', 'a-bay').waitFor();
    project.rename('a-bay', 'a-firth');
    await workbench.row('Corpus', 'a-firth').waitFor();
    await workbench.row('Corpus', 'a-bay').waitFor({ state: 'detached' });
    project.delete('a-firth');
    await workbench.row('Corpus', 'a-firth').waitFor({ state: 'detached' });
  });

  it('comes back as it was after the window was reloaded', async () => {
    const before = await panel.filter.inputValue();
    await Promise.all([workbench.page.waitForEvent('load'), workbench.run('Developer: Reload Window')]);
    await panel.filter.waitFor();
    await expect.poll(() => panel.filter.inputValue()).toBe(before);
    expect(await panel.rows.count()).toBeGreaterThan(0);
  });
});
