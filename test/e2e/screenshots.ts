/** Takes the pictures in media/screenshots: the panel beside a corpus file, in a dark and a light theme. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Panel } from './support/panel.ts';
import { ProjectFolder } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

const target = fileURLToPath(new URL('../../media/screenshots/', import.meta.url));
const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern' };
const plain = {
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'breadcrumbs.enabled': false,
  'workbench.editor.editorActionsLocation': 'hidden',
};

mkdirSync(target, { recursive: true });
const project = new ProjectFolder();
await project.weave(60);
const [most] = project.reviewedFiles().find(([file]) => file.endsWith('.md'))!;
for (const [name, theme] of Object.entries(themes)) {
  const settings = { ...plain, 'workbench.colorTheme': theme };
  const workbench = await Workbench.open({ folder: project.path, size: { width: 1720, height: 1040 }, settings });
  try {
    const panel = new Panel(workbench.panel);
    await workbench.openContainer();
    await workbench.row('Samples', 'To Review').waitFor();
    await workbench.openFile(most.split('/').at(-1)!);
    await workbench.run('Concept Loom: Open Loom Beside');
    await panel.rows.filter({ hasText: 'to review' }).first().click();
    await panel.button(/^Accept/).click();
    await panel.frame.getByTestId('evidence').first().click();
    await panel.question.scrollIntoViewIfNeeded();
    await workbench.settled();
    copyFileSync(await workbench.screenshot(`panel-${name}`), `${target}panel-${name}.png`);
    process.stdout.write(`media/screenshots/panel-${name}.png\n`);
  } finally {
    await workbench.close();
  }
}
project.remove();
