import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { startCodeServer } from '../../../scripts/code-server.mjs';
import { vsix } from '../../../scripts/package.mjs';
import { root, run } from '../../../scripts/run.mjs';
import { ensureBrowser, node24, node24Environment } from '../../../scripts/setup.mjs';

export interface WorkbenchOptions {
  /** The folder to open. */
  readonly folder: string;
  /** Whether the folder is restricted until it is trusted. */
  readonly asksForTrust?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Settings of machine scope. */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  /** Variables that VS Code is started with. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Folders of more extensions to install. */
  readonly extensions?: readonly string[];
  readonly size?: { readonly width: number; readonly height: number };
}

/** WebGL without a graphics card, and nothing fetched in the background. */
const browserFlags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
];

/** How often a list or menu that VS Code has emptied or left is opened anew, and for how long each time its row is waited for. */
const lookUps = 4;
const patience = 8_000;

/** The four views of the container, by the titles people see. */
export type ViewTitle = 'Corpus' | 'Concepts' | 'Samples' | 'Runs';

/** A real VS Code with the built .vsix in it, driven as a person would: by mouse, keyboard and what is on the screen. */
export class Workbench {
  readonly page: Page;
  readonly #home: string;
  readonly #browser: Browser;
  readonly #closeServer: () => Promise<void>;

  private constructor(page: Page, home: string, browser: Browser, closeServer: () => Promise<void>) {
    this.page = page;
    this.#home = home;
    this.#browser = browser;
    this.#closeServer = closeServer;
  }

  static async open({
    folder,
    asksForTrust = false,
    settings = {},
    machineSettings = {},
    environment = {},
    extensions = [],
    size = { width: 1480, height: 980 },
  }: WorkbenchOptions): Promise<Workbench> {
    const home = mkdtempSync(join(tmpdir(), 'loom-e2e-'));
    const others = await Promise.all(extensions.map((source, at) => pack(source, join(home, `${at}.vsix`))));
    const server = await startCodeServer({
      home,
      folder,
      extension: vsix,
      others,
      asksForTrust,
      settings: { 'window.autoDetectColorScheme': false, ...settings },
      machineSettings,
      environment,
    });
    const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: browserFlags });
    const page = await browser.newPage({ viewport: size });
    const workbench = new Workbench(page, home, browser, server.close);
    await page.goto(server.url);
    await page.locator('.monaco-workbench .statusbar').waitFor();
    return workbench;
  }

  /** Everything VS Code has written beside the opened folder: its log, its settings, what it keeps for extensions. */
  written(): string[] {
    return filesBelow(join(this.#home, 'user-data'));
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#closeServer();
    rmSync(this.#home, { recursive: true, force: true });
  }

  /** A picture of what a failed test saw. */
  async pictureOfFailure({
    task,
  }: {
    readonly task: { readonly name: string; readonly result?: { readonly state: string } };
  }): Promise<void> {
    if (task.result?.state !== 'fail') return;
    await this.screenshot(`failed ${task.name.replaceAll(/\W+/g, ' ').trim()}`);
    // A list left open would fail the tests that follow too.
    await this.page.keyboard.press('Escape');
  }

  /**
   * For people to look at; nothing is compared.
   * @returns the picture's path
   */
  async screenshot(name: string): Promise<string> {
    const path = join(process.env.LOOM_SCREENSHOTS ?? join(tmpdir(), 'loom-screenshots'), `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  /** Waits until two pictures in a row are the same: the graph has come to rest, nothing loads any more. */
  async settled(): Promise<void> {
    let last: Buffer = Buffer.alloc(0);
    for (let round = 0; round < 60; round++) {
      const next = await this.page.screenshot();
      if (next.equals(last)) return;
      last = next;
    }
    throw new Error('The window never came to rest.');
  }

  /** Opens a file as people do, by its name. */
  async openFile(name: string): Promise<void> {
    const row = this.quickPick(name);
    await this.#lookUp('Control+P', name, () => row.click({ timeout: patience }));
    await this.editorTab(name).waitFor();
  }

  /** Runs a command by its title in the palette. */
  async run(title: string): Promise<void> {
    const row = this.quickPick(title);
    await this.#lookUp('F1', `>${title}`, () => row.click({ timeout: patience }));
  }

  /** Titles the palette offers for what was typed. */
  async offered(text: string): Promise<string[]> {
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    await this.#lookUp('F1', `>${text}`, () => rows.first().waitFor({ timeout: patience }));
    const titles = await rows.allInnerTexts();
    await this.page.keyboard.press('Escape');
    return titles;
  }

  /** Opens a list by its key and types into it until its row can be taken: a list is closed by whatever takes the focus. */
  async #lookUp(key: string, text: string, take: () => Promise<void>): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    await this.#anew(
      async () => {
        await widget.waitFor({ state: 'hidden' });
        await this.page.keyboard.press(key);
        await widget.waitFor({ timeout: patience });
        await this.type(text);
        await take();
      },
      async () => `No row for “${text}”. ${await this.#openList()}`,
    );
  }

  /**
   * Opens a list or menu, again when it has not come to what is wanted of it: the last one may still be closing, and what
   * else goes on in VS Code may take the focus or the text away, as its own smoke tests know.
   */
  async #anew(open: () => Promise<void>, complaint: () => Promise<string>): Promise<void> {
    for (let left = lookUps; ; left--) {
      try {
        await open();
        return;
      } catch (error) {
        if (left === 1) throw new Error(await complaint(), { cause: error });
        await this.page.keyboard.press('Escape');
      }
    }
  }

  async #openList(): Promise<string> {
    if (!(await this.quickInput.isVisible())) return 'No list is open.';
    const rows = await this.page.locator('.quick-input-list .monaco-list-row').allInnerTexts();
    return `“${await this.quickInput.inputValue()}” stands in the open list, with ${JSON.stringify(rows)}`;
  }

  /** Types into the open list or line, again when VS Code puts its own text there in between. */
  async type(text: string): Promise<void> {
    for (let left = lookUps; left > 0; left--) {
      await this.quickInput.fill(text);
      if ((await this.quickInput.inputValue()) === text) return;
    }
    throw new Error(`“${text}” was typed, but “${await this.quickInput.inputValue()}” stands there.`);
  }

  /**
   * Names a file in the file dialog that is open. The dialog puts its folder's own path there once it has listed it, over what was typed
   * meanwhile; the file's row is there once the folder that was typed is listed in its turn.
   */
  async chooseFile(path: string): Promise<void> {
    await expect.poll(() => this.quickInput.inputValue()).toContain('/');
    await expect
      .poll(async () => {
        if ((await this.quickInput.inputValue()) !== path) await this.type(path);
        return this.quickPick(basename(path)).isVisible();
      })
      .toBe(true);
    await this.settled();
    await this.page.keyboard.press('Enter');
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget input:not([type=checkbox])').first();
  }

  quickPick(text: string | RegExp): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first();
  }

  /** The title of the list or line that is asked with. */
  quickTitle(text: string | RegExp): Locator {
    return this.page.locator('.quick-input-titlebar').getByText(text);
  }

  /** Answers the questions before a run of a method that needs no style, each sample with what was chosen the last time. */
  async chooseRun(method: string, count: number | string): Promise<void> {
    await this.quickPick(method).click();
    await this.askedFor('What should each sample have?').waitFor();
    await this.page.keyboard.press('Enter');
    await this.chooseCount(count);
  }

  async chooseCount(count: number | string): Promise<void> {
    await this.page.locator('.quick-input-widget').getByText('How many samples?').waitFor();
    await this.type(String(count));
    await this.page.keyboard.press('Enter');
  }

  /** The list that is open, by what stands in its empty input. */
  askedFor(placeholder: string): Locator {
    return this.page.locator(`.quick-input-widget input[placeholder*="${placeholder}"]`);
  }

  /** Chooses from the menu of what is clicked with the other button; by key, because a menu that was just opened takes no click. */
  async chooseFromMenu(of: Locator, item: string): Promise<void> {
    await this.#anew(
      async () => {
        await of.click({ button: 'right', timeout: patience });
        await this.menuItem(item).hover({ timeout: patience });
        await this.page.locator('.monaco-menu .action-item.focused').filter({ hasText: item }).waitFor({ timeout: patience });
      },
      async () => `No “${item}” to choose. The menu has ${JSON.stringify(await this.menuItem('').allInnerTexts())}`,
    );
    await this.page.keyboard.press('Enter');
  }

  menuItem(text: string): Locator {
    return this.page.locator('.monaco-menu .action-item').filter({ hasText: text });
  }

  /** Shows the extension's container in the side bar. */
  async openContainer(): Promise<void> {
    const icon = this.page.locator('.activitybar .action-item').filter({ has: this.page.locator('[aria-label^="Concept Loom"]') });
    await icon.waitFor();
    if ((await this.page.locator('.sidebar .composite.title').innerText()).toLowerCase() !== 'concept loom') await icon.click();
    await this.view('Corpus').waitFor();
  }

  view(title: ViewTitle): Locator {
    return this.page.locator('.sidebar .pane').filter({ has: this.page.locator(`.pane-header[aria-label^="${title} "]`) });
  }

  row(view: ViewTitle, text: string | RegExp): Locator {
    return this.view(view).locator('.monaco-list-row').filter({ hasText: text });
  }

  /** A button of a view's welcome content. */
  welcomeButton(view: ViewTitle, label: string): Locator {
    return this.view(view).locator('.welcome-view-content .monaco-button').filter({ hasText: label });
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  }

  /** The text of the active editor, to be clicked into. */
  get editorText(): Locator {
    return this.page.locator('.editor-group-container .editor-instance .view-lines').first();
  }

  editorTab(name: string | RegExp): Locator {
    return this.page.locator('.tabs-container .tab').filter({ hasText: name });
  }

  /** The document of the panel *Loom*: a frame in a frame. */
  get panel(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }
}

/** All files in a folder and those within it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** @returns the .vsix */
async function pack(source: string, target: string): Promise<string> {
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const args = ['package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', target];
  await run(node24(), [vsce, ...args], { cwd: source, quiet: true, env: node24Environment() });
  return target;
}
