import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { replyTo } from '../fixtures/model-provider/replies.cjs';
import { ModelServer } from '../support/model-server.ts';
import { ProjectFolder, tides } from './support/project.ts';
import { filesBelow, Workbench } from './support/workbench.ts';

const provider = fileURLToPath(new URL('../fixtures/model-provider', import.meta.url));
const key = 'sk-e2e-93b1f0c7a5d2';

/** Somebody brings a model of their own, gives it a budget, and tries another: each step stands on those before it. */
describe('models of one’s own in VS Code', () => {
  let server: ModelServer;
  let project: ProjectFolder;
  let workbench: Workbench;

  beforeAll(async () => {
    server = await ModelServer.start({
      key,
      models: ['tide-small', 'tide-large'],
      reply: ({ messages }) => replyTo(messages.at(-1)!.content),
      usage: { prompt_tokens: 1500, completion_tokens: 100 },
      latencyMs: 40,
    });
    project = new ProjectFolder(tides);
    project.write('.loom/project.yaml', '# kept\nwalk:\n  epochs: 1000\n');
    project.write('.vscode/settings.json', JSON.stringify({ 'conceptLoom.profiles': { thief: { url: server.url, model: 'tide-small' } } }));
    workbench = await Workbench.open({
      folder: project.path,
      extensions: [provider],
      settings: { 'conceptLoom.samplesPerRun': 12, 'chat.disableAIFeatures': false },
    });
    await workbench.openContainer();
    // Shown to those whose workspace is trusted: from then on the palette offers what calls a model.
    await workbench.welcomeButton('Samples', 'Weave Samples').waitFor();
  });

  afterEach((context) => workbench.pictureOfFailure(context));

  afterAll(async () => {
    await workbench.close();
    project.remove();
    await server.close();
  });

  const title = (text: string | RegExp): Locator => workbench.quickTitle(text);
  /** The status bar's item that names the model in use. */
  const modelItem = (name: string): Locator => workbench.page.locator('.statusbar').getByRole('button', { name: `Questions: ${name}` });
  const picture = async (name: string): Promise<void> => {
    await workbench.settled();
    await workbench.screenshot(name);
  };
  const enter = async (text?: string): Promise<void> => {
    if (text !== undefined) await workbench.type(text);
    await workbench.page.keyboard.press('Enter');
  };
  /** Waits until the list of endpoints says so of the server's key: it is opened anew, since a key is changed after the list that it was chosen from has closed. */
  const keyIs = async (state: string): Promise<void> => {
    await expect
      .poll(async () => {
        await workbench.run('Concept Loom: Set API Key');
        const row = workbench.quickPick(server.url);
        await row.waitFor();
        const told = await row.innerText();
        await workbench.page.keyboard.press('Escape');
        return told;
      })
      .toContain(state);
  };
  /** All that the status bar says from now on: a message stands there for five seconds, and a busy machine may look away for as long. */
  const statusBarTexts = async (): Promise<() => Promise<string>> => {
    const texts = await workbench.page.locator('.statusbar').evaluateHandle((bar) => {
      const seen: string[] = [];
      new MutationObserver(() => seen.push(bar.textContent)).observe(bar, { subtree: true, childList: true, characterData: true });
      return seen;
    });
    return async () => (await texts.jsonValue()).join('\n');
  };
  const chooseModel = async (): Promise<void> => {
    await workbench.run('Concept Loom: Choose Model');
    await workbench.quickPick('Questions, answers and judging').click();
    await workbench.quickPick('Add an Endpoint').waitFor();
  };

  it('offers what is there, and nothing that a workspace names', async () => {
    await chooseModel();
    await workbench.quickPick('Offline model').waitFor();
    await workbench.quickPick('Test River').waitFor();
    expect(await workbench.quickPick('thief').count()).toBe(0);
    await picture('models-1-choose');
  });

  it('tries an endpoint before it saves it, says what failed, and lets it be mended', async () => {
    await workbench.quickPick('Add an Endpoint').click();
    await title('(1/5)').waitFor();
    await enter('models.example');
    await workbench.page.locator('.quick-input-widget').getByText('A URL that begins with').waitFor();
    await enter(`${server.url}/chat/completions`);
    await title('(2/5)').waitFor();
    await expect(workbench.quickInput.getAttribute('type')).resolves.toBe('password');
    await enter('sk-wrong');
    await title('(3/5)').waitFor();
    await workbench.type('tide-small');
    await workbench.quickPick('as typed').click();
    await title('(4/5)').waitFor();
    await enter('0.15 / 0.60');
    await workbench.quickPick('Change the Key').waitFor();
    await workbench.quickPick('401').waitFor();
    await picture('models-2-mend');
    expect(settings()).toEqual({});
    await workbench.quickPick('Change the Key').click();
    await title('(2/5)').waitFor();
    await enter(key);
    await title('(3/5)').waitFor();
    await workbench.quickPick('tide-large').waitFor();
    await picture('models-2-list');
    await enter();
    await title('(4/5)').waitFor();
    await enter();
    await title('(5/5)').waitFor();
    await enter('my tides');
    await modelItem('my tides').waitFor();
    expect(settings()).toEqual({ 'my tides': { url: server.url, model: 'tide-small', price: { prompt: 0.15, completion: 0.6 } } });
    const chosen = project.read('.loom/project.yaml');
    for (const use of ['questions', 'answers', 'judge']) expect(chosen).toContain(`${use}: my tides`);
    expect(chosen).toContain('# kept');
  });

  it('says what a run will need before it starts, and stops it at its budget', async () => {
    await workbench.run('Concept Loom: Weave Samples from Corpus');
    await title('Extract Concepts with my tides').waitFor();
    await picture('models-3-estimate');
    await workbench.quickPick('without a budget').click();
    await workbench.row('Runs', /Extract concepts.*done/).waitFor({ timeout: 60_000 });
    await title('Generate 12 Samples with my tides').waitFor();
    await workbench.quickPick('Start with a Budget').click();
    await enter('12k');
    const stopped = workbench.row('Runs', /Generate 12.*stopped/);
    await stopped.waitFor({ timeout: 60_000 });
    await workbench.notification('raise the budget').waitFor();
    await picture('models-4-stopped');
    expect(await stopped.innerText()).toMatch(/of 12K tokens/);
    expect(project.events('sample.generated').length).toBeLessThan(12);
  });

  it('goes on with the run with a higher budget, to its end', async () => {
    const stopped = workbench.row('Runs', /Generate 12.*stopped/);
    await stopped.hover();
    await stopped.getByRole('button', { name: 'Resume Run' }).click();
    await title('Resume the Run with a New Budget').waitFor();
    await expect.poll(() => workbench.quickInput.inputValue()).toBe('24000');
    await enter('1M');
    await workbench.row('Runs', /Generate 12.*done/).waitFor({ timeout: 60_000 });
    await workbench.row('Samples', /To Review\s*12/).waitFor();
    await workbench.screenshot('models-5-resumed');
    const sent = server.chats.filter(({ status }) => status === 200);
    expect(sent.length).toBeGreaterThan(10);
    for (const { headers } of sent) expect(headers.authorization).toBe(`Bearer ${key}`);
  });

  it('shows how far and how fast a run is and what it has used, and pauses it on its row', async () => {
    let chats = 0;
    // Enough for some samples to be done; the others are under way for as long as it takes to look.
    server.failWhen(() => (++chats > 80 ? { kind: 'stall', at: 'headers' } : undefined));
    await workbench.run('Concept Loom: Generate Samples');
    await workbench.chooseRun('Level-3 questions', 90);
    await workbench.quickPick('Start with a Budget').click();
    await expect.poll(() => workbench.quickInput.inputValue()).toBe('12000');
    await enter('$2');
    const running = workbench.row('Runs', /Generate 90.*running/);
    await running.waitFor();
    await workbench
      .view('Runs')
      .locator('.pane-header')
      .getByText(/\d+ of 90/)
      .waitFor();
    await workbench
      .view('Runs')
      .getByText(/[\d.]+K?\/min · [\d.]+K tokens · \$[\d.]+ of \$2\.00/)
      .waitFor();
    await workbench.page
      .locator('.statusbar')
      .getByText(/Loom \d+\/90 · .*tokens · \$/)
      .waitFor();
    await workbench.screenshot('models-6-running');
    await running.hover();
    await running.getByRole('button', { name: 'Pause Run' }).click();
    const paused = workbench.row('Runs', /Generate 90.*paused/);
    await paused.waitFor({ timeout: 60_000 });
    await workbench.screenshot('models-6-paused');
    server.failWhen(() => undefined);
    server.release();
    await paused.hover();
    await paused.getByRole('button', { name: 'Resume Run' }).click();
    await workbench.row('Runs', /Generate 90.*done · 90 kept/).waitFor({ timeout: 60_000 });
  });

  it('has written the key nowhere, and no prompt into a log', () => {
    const written = workbench.written();
    const logs = written.filter((file) => file.endsWith('.log'));
    expect(logs.length).toBeGreaterThan(0);
    for (const file of [...written, ...filesBelow(project.path)]) expect(holds(file, key), file).toBe(false);
    for (const file of logs) {
      for (const words of ['You write exam questions', 'By how much does a perigee']) expect(holds(file, words), file).toBe(false);
    }
  });

  it('forgets a key, and names the endpoint it was for', async () => {
    // Set anew, so that the test can be tried again after it has cleared the key.
    await workbench.run('Concept Loom: Set API Key');
    await workbench.quickPick(server.url).click();
    await workbench.page.locator('.quick-input-widget').getByText('Kept in VS Code’s secret storage').waitFor();
    await enter(key);
    await keyIs('a key is set');
    const said = await statusBarTexts();
    await workbench.run('Concept Loom: Clear API Key');
    await workbench.quickPick(server.url).click();
    await keyIs('no key');
    expect(await said()).toContain('is cleared');
  });

  it('asks a language model of VS Code’s, agreeing to it where VS Code asks', async () => {
    await chooseModel();
    await workbench.quickPick('Test River').click();
    await modelItem('river').waitFor();
    await workbench.run('Concept Loom: Generate Samples');
    await workbench.chooseRun('Level-3 questions', 3);
    await title('Generate 3 Samples with river').waitFor();
    await picture('models-7-vscode-estimate');
    await workbench.quickPick('without a budget').click();
    const consent = workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Allow' });
    const done = workbench.row('Runs', /Generate 3.*done/);
    await consent.or(done).first().waitFor({ timeout: 60_000 });
    if (await consent.isVisible()) {
      await workbench.screenshot('models-8-consent');
      await consent.click();
    }
    await done.waitFor({ timeout: 60_000 });
    const models = project.events('run.started').map(({ model }) => model);
    expect(models.at(-1)).toBe('vscode/loom-test/river');
    await workbench.row('Samples', /To Review\s*105/).waitFor();
  });

  /** The profiles as they are saved, in whichever of VS Code's own files. */
  function settings(): unknown {
    for (const file of workbench.written().filter((each) => each.endsWith('settings.json'))) {
      const saved = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      if (saved['conceptLoom.profiles'] !== undefined) return saved['conceptLoom.profiles'];
    }
    return {};
  }
});

const holds = (file: string, words: string): boolean => readFileSync(file).includes(words);
