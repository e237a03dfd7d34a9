import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../scripts/run.mjs';
import { node24 } from '../../scripts/setup.mjs';
import { ModelServer } from '../support/model-server.ts';
import { Panel } from './support/panel.ts';
import { ProjectFolder, tides } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

/** A passage in other words, no two alike. */
function rephrasedAs(prompt: string): string {
  const buoys = createHash('sha256').update(prompt).digest('hex').match(/.{4}/g)!.slice(0, 12).join(' and ');
  return `<title>Tides at a coast</title>\n<text>\nThe sea rises and falls in a regular manner, from ${buoys}; this movement is called the tide.\n</text>`;
}

/** A mixture is planned, made, and written from the panel: each step stands on those before it. */
describe('a mixture in VS Code', () => {
  let server: ModelServer;
  let project: ProjectFolder;
  let workbench: Workbench;
  let panel: Panel;

  beforeAll(async () => {
    server = await ModelServer.start({ models: ['hand'], reply: ({ messages }) => rephrasedAs(messages.at(-1)!.content) });
    project = new ProjectFolder(tides);
    project.write('.loom/project.yaml', '# mine\nmodels: { questions: writer }\ngates: { nearDuplicates: null, language: false }\n');
    for (let n = 1; n <= 12; n++) {
      const text = `At port ${n} the tidal range is ${n} metres at neap tide and half as much again at spring tide. High water comes twice a day.`;
      project.write(`port-${n}.md`, `# Port ${n}\n\n${text} The wave of the tide travels along the coast from port to port.\n`);
    }
    workbench = await Workbench.open({
      folder: project.path,
      size: { width: 1900, height: 1300 },
      machineSettings: {
        'conceptLoom.profiles': { writer: { url: server.url, model: 'hand', price: { prompt: 0.15, completion: 0.6 } } },
      },
    });
    panel = new Panel(workbench.panel);
    await workbench.openContainer();
  });

  afterEach((context) => workbench.pictureOfFailure(context));

  afterAll(async () => {
    await workbench.close();
    project.remove();
    await server.close();
  });

  const rephrased = 'Rephrased as an encyclopaedia';
  const slider = (title: string) => panel.frame.getByRole('slider', { name: `Share of ${title}` });
  const runOf = () => panel.frame.getByText(/Make \d+ samples?: rephrase, hq/);
  const made = () => project.events('sample.generated').filter(({ generated }) => generated.method === 'rephrase').length;

  it('is suggested from what is there, and follows a share by key', async () => {
    await workbench.run('Concept Loom: Open Plan');
    await runOf().waitFor();
    expect(await slider(rephrased).getAttribute('aria-valuetext')).toBe('30 %');
    await workbench.settled();
    await workbench.screenshot('mixture-1-plan');
    await slider(rephrased).focus();
    await slider(rephrased).press('End');
    await panel.frame.getByText(/100 % is more than the 50 % up to which shares were found good/).waitFor();
    await slider(rephrased).fill('30');
    await panel.frame.getByText(/100 % is more than the 50 %/).waitFor({ state: 'hidden' });
    await expect.poll(() => slider('Natural text').getAttribute('aria-valuetext')).toBe('70 %');
  });

  it('has what it lacks made, after its price was seen', async () => {
    await panel.button(/^Start These Runs/).click();
    await workbench.quickTitle(/Generate \d+ Samples for the Mixture/).waitFor();
    await workbench.askedFor('tokens · $0.0').waitFor();
    await workbench.screenshot('mixture-2-start');
    await workbench.quickPick('without a budget').click();
    await expect.poll(made, { timeout: 60_000 }).toBeGreaterThan(3);
    await workbench.row('Runs', /Generate .*done/).waitFor({ timeout: 60_000 });
    await run(node24(), ['bin/loom.mjs', 'review', 'accept', '--all', '--status', 'pending', '--project', project.path], { quiet: true });
    await workbench.run('Concept Loom: Open Plan');
    // Of what is there it is counted anew, without a word.
    await panel.frame
      .getByRole('group', { name: rephrased })
      .getByText(/unique ones are there/)
      .waitFor({ timeout: 30_000 });
    await workbench.settled();
    await workbench.screenshot('mixture-3-made');
  });

  it('is written, and kept in the settings beside what stands there', async () => {
    await panel.button(/^Write Mixture/).click();
    await workbench.askedFor('Folder').waitFor();
    await workbench.quickPick('exports/mixture').click();
    const told = workbench.notification(/parts of the mixture written to/);
    await told.waitFor();
    const folder = join(project.path, 'exports/mixture');
    for (const name of ['mixture.json', 'interleave.py', 'blend.txt', 'SHA256SUMS'])
      expect(existsSync(join(folder, name)), name).toBe(true);
    expect(project.records('exports/mixture/data').length).toBeGreaterThan(15);
    await told.getByRole('button', { name: 'Show' }).click();
    await workbench.editorTab('README.md').waitFor();
    await panel.button(/^Keep in project.yaml/).click();
    await expect.poll(() => project.read('.loom/project.yaml')).toMatch(/^# mine\n[^]*mixture:\n {2}shares:\n {4}hq: 30/);
  });
});
