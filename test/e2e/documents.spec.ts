import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { docx } from '../unit/corpus/extract/archives.ts';
import { column, writePdf } from '../unit/corpus/extract/pdf-writer.ts';
import { Panel } from './support/panel.ts';
import { ProjectFolder, tides } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

/** Words of a document as lines of a column. */
function linesOf(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

const plain = (file: string): string =>
  readFileSync(join(tides, file), 'latin1')
    .replace(/[^\x20-\x7e\n]/g, '')
    .replace(/^#.*$/gm, '')
    .trim();

/** Documents that no editor shows as text: theirs is shown in their place, and what samples rest on is lit there. */
describe('documents that are no text', () => {
  let project: ProjectFolder;
  let workbench: Workbench;
  let panel: Panel;

  beforeAll(async () => {
    project = new ProjectFolder(tides);
    const lines = linesOf(plain('spring-tides.md'), 46);
    const half = Math.ceil(lines.length / 2);
    const page = [...column(60, 90, lines.slice(0, half)), ...column(330, 90, lines.slice(half))];
    const cover = column(60, 90, ['This page is the cover of a report on spring and neap tides, and has one line.']);
    const words = plain('harbour.md').split(/\n\s*\n/);
    for (const name of ['spring-tides.md', 'harbour.md', 'streams.txt']) rmSync(join(project.path, name));
    mkdirSync(join(project.path, 'papers'));
    writeFileSync(join(project.path, 'papers/tides.pdf'), writePdf([cover, page]));
    const paragraphs = words.map((text) => `<w:p><w:r><w:t>${text.replace(/[<&]/g, '')}</w:t></w:r></w:p>`);
    writeFileSync(join(project.path, 'harbour.docx'), docx(paragraphs.join('')));
    project.write('.loom/project.yaml', 'walk:\n  epochs: 1000\n');
    await project.weave(6);
    workbench = await Workbench.open({ folder: project.path });
    panel = new Panel(workbench.panel);
    await workbench.openContainer();
  });
  afterEach((context) => workbench.pictureOfFailure(context));
  afterAll(async () => {
    await workbench.close();
    project.remove();
  });

  const highlights = () => workbench.page.locator('.editor-instance .view-overlays [class*="ced-"]');

  it('are shown by their text, with the evidence of a sample lit and its page told', async () => {
    await workbench.row('Corpus', 'tides.pdf').click();
    await workbench.editorTab('tides.pdf (text)').waitFor();
    await panel.rows.first().waitFor();
    await expect.poll(() => panel.filter.inputValue()).toContain('papers/tides.pdf');
    await panel.frame
      .getByText(/papers\/tides\.pdf · page 2/)
      .first()
      .click();
    await expect.poll(() => highlights().count()).toBeGreaterThan(0);
    // As Markdown, whose long lines VS Code breaks.
    await workbench.page.locator('.editor-instance[data-mode-id=markdown]').first().waitFor();
    await workbench.settled();
    await workbench.screenshot('documents-1-text-of-a-pdf');
    expect(await workbench.page.locator('.editor-instance .view-lines').first().innerText()).toMatch(/tide/);
  });

  it('lead to the original, and from another kind to its text', async () => {
    await workbench.row('Corpus', 'harbour.docx').click();
    await workbench.editorTab('harbour.docx (text)').waitFor();
    await expect.poll(() => panel.filter.inputValue()).toContain('harbour.docx');
    await workbench.run('Concept Loom: Open Original');
    await workbench.editorTab(/^harbour\.docx$/).waitFor();
  });

  it('show what they say after they were changed', async () => {
    await workbench.row('Corpus', 'harbour.docx').click();
    await workbench.editorTab('harbour.docx (text)').click();
    const text = 'A harbour that was dredged anew has deeper berths than before, so that larger ships may lie there at low water.';
    writeFileSync(join(project.path, 'harbour.docx'), docx(`<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`));
    await workbench.page.locator('.editor-instance .view-lines').getByText('dredged anew').waitFor();
  });
});
