import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ModelMirror } from '../support/model-mirror.ts';
import { tinyOnnx, tinyTokenizer, tinyVectors } from '../support/tiny-onnx.ts';
import { Panel } from './support/panel.ts';
import { ProjectFolder, tides } from './support/project.ts';
import { Workbench } from './support/workbench.ts';

const woven = 24;
/** Words that it does not know count a little, so that texts differ by how many there are. */
const weights = tinyOnnx({ vectors: tinyVectors.map((vector, token) => (token === 1 ? [0, 0.3, 0, 0] : vector)) });

/** Somebody wants embeddings and has no server: each step stands on those before it. */
describe('a sentence model in VS Code', () => {
  let mirror: ModelMirror;
  let data: string;
  let project: ProjectFolder;
  let workbench: Workbench;
  let panel: Panel;

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'loom-data-'));
    mirror = await ModelMirror.start('tiny', {
      'model.onnx': weights,
      'tokenizer.json': JSON.stringify(tinyTokenizer),
      'filler.bin': randomBytes(3_200_000),
    });
    project = new ProjectFolder(tides);
    project.write('.loom/project.yaml', '# kept\nwalk:\n  epochs: 1000\n');
    await project.weave(woven);
    workbench = await Workbench.open({
      folder: project.path,
      size: { width: 1900, height: 1100 },
      environment: { XDG_DATA_HOME: data, LOOM_PUBLISHED_MODELS: mirror.writeList(join(data, 'list.json')) },
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
    await mirror.close();
    rmSync(data, { recursive: true, force: true });
  });

  const models = () => join(data, 'concept-loom/models');
  const kept = () => (existsSync(models()) ? readdirSync(models()) : []);
  const dialog = () => workbench.page.locator('.monaco-dialog-box');
  const agree = async (): Promise<void> => {
    await dialog().getByRole('button', { name: 'Download' }).click();
    await dialog().waitFor({ state: 'hidden' });
  };
  const picture = async (name: string): Promise<void> => {
    await workbench.settled();
    await workbench.screenshot(name);
  };

  it('is downloaded only after it was told what comes from where, under which licence', async () => {
    await workbench.run('Concept Loom: Download Sentence Model');
    const told = await dialog().innerText();
    for (const words of ['tiny (3.2 MB)', 'four words', 'Apache-2.0', mirror.host, models(), 'SHA-256']) expect(told).toContain(words);
    await picture('sentence-model-1-question');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().waitFor({ state: 'hidden' });
    expect(mirror.ranges).toEqual([]);
  });

  it('is called off while it comes, and nothing is kept', async () => {
    const asked = Promise.withResolvers<undefined>();
    mirror.answer = () => {
      asked.resolve(undefined);
    };
    await workbench.run('Concept Loom: Download Sentence Model');
    await agree();
    await asked.promise;
    const progress = workbench.notification('Downloading tiny');
    await progress.waitFor();
    await workbench.screenshot('sentence-model-2-progress');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await progress.waitFor({ state: 'hidden' });
    expect(kept()).toEqual([]);
  });

  it('is refused where something else arrives, with what to do', async () => {
    mirror.answer = (_, response) => {
      response.writeHead(206).end(Buffer.alloc(4_000_000, 7));
    };
    await workbench.run('Concept Loom: Download Sentence Model');
    await agree();
    await workbench.notification('is not what was published').getByText('Look whether something stands between').waitFor();
    await picture('sentence-model-3-refused');
    expect(kept()).toEqual([]);
    await workbench.run('Notifications: Clear All Notifications');
  });

  it('is missed by Insights, and offered where samples are to be embedded, which then go on', async () => {
    mirror.answer = (send) => {
      send();
    };
    await panel.frame.getByRole('tab', { name: 'Insights' }).click();
    await panel.frame.getByText('no embedding model is chosen').first().waitFor({ timeout: 60_000 });
    await workbench.run('Concept Loom: Embed Samples');
    await workbench.quickTitle('Embed Samples').waitFor();
    const offer = workbench.quickPick('Download tiny (3.2 MB)');
    await offer.waitFor();
    // To go without one is no answer here.
    expect(await workbench.quickPick('None').count()).toBe(0);
    await picture('sentence-model-4-choose');
    await offer.click();
    await agree();
    await workbench.row('Runs', new RegExp(`Embed ${woven}.*done`)).waitFor({ timeout: 60_000 });
    expect(project.read('.loom/project.yaml')).toMatch(/^# kept\n[^]*embeddings: onnx\/tiny\n/);
    expect(kept()).toEqual(['tiny']);
    expect(readFileSync(join(models(), 'tiny/model.onnx'))).toEqual(Buffer.from(weights));
    expect(project.events('run.started').at(-1)).toMatchObject({ kind: 'embed', model: 'onnx/tiny', planned: woven });
  });

  it('lets Insights tell how alike samples of one document are', async () => {
    await panel.frame.getByTestId('insights-state').getByText('Out of date').waitFor();
    await panel.button(/^Refresh$/).click();
    const section = panel.frame.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Within one document' });
    await panel.frame.getByRole('heading', { name: 'Means of self-similarity' }).waitFor({ timeout: 60_000 });
    await section.click();
    await picture('sentence-model-5-insights');
  });

  it('shows duplicates by meaning, thins them out, and takes that back', async () => {
    const { frame } = panel;
    await frame.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Duplicates' }).click();
    await frame.getByRole('group', { name: 'Compared' }).getByRole('button', { name: 'By meaning' }).click();
    await frame.getByRole('heading', { name: 'Nearest neighbours' }).waitFor({ timeout: 60_000 });
    const found = frame.getByTestId('duplicates-found');
    // Four words and a count of others are all that the model knows: texts of the same look the same to it.
    await expect.poll(() => found.innerText()).toMatch(/^\d+ groups? with \d+ samples of 24$/);
    const before = await found.innerText();
    await picture('sentence-model-5-by-meaning');
    await panel.button(/^Thin Out…$/).click();
    await panel.button(/^Thin Out$/).click();
    await frame
      .getByText(/\d+ samples? rejected/)
      .first()
      .waitFor();
    await frame.getByTestId('insights-state').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => found.innerText()).toBe(before);
  });

  it('is embedded with once: what has an embedding is passed over', async () => {
    await workbench.chooseFromMenu(workbench.row('Samples', /To Review\s*\d/), 'Embed Samples');
    await expect
      .poll(() => project.events('run.ended').filter(({ run }) => run === project.events('run.started').at(-1)!.run))
      .toHaveLength(1);
    await workbench.page.locator('.statusbar').getByText(`${woven} samples have an embedding`).waitFor();
  });

  it('is not downloaded again where it is whole', async () => {
    const asked = mirror.ranges.length;
    await workbench.run('Concept Loom: Download Sentence Model');
    expect(await dialog().innerText()).toContain('comes again only where its files are not whole');
    await agree();
    await workbench.notification('The sentence model onnx/tiny is there').waitFor();
    expect(mirror.ranges).toHaveLength(asked);
    await workbench.run('Concept Loom: Choose Model');
    await workbench.quickPick('Embeddings of documents and samples').click();
    await workbench.quickPick('onnx/tiny').waitFor();
    expect(await workbench.quickPick('Download tiny').count()).toBe(0);
    await picture('sentence-model-6-choose');
    await workbench.page.keyboard.press('Escape');
  });
});
