import { build, stop } from 'esbuild';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { parts } from '../../../scripts/parts.mjs';
import { panelHtml } from '../../../src/extension/panel/html.ts';
import type { FakeSetup } from '../fake/answers.ts';
import { theme, type ThemeName } from './themes.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const origin = 'http://loom.test';
const kinds: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' };
interface Bundle {
  /** Files of the panel by the path they are served at. */
  readonly files: ReadonlyMap<string, Buffer>;
  readonly host: string;
}

async function bundle(): Promise<Bundle> {
  const outdir = join(root, 'out');
  const shared = { ...parts.webview, write: false, outdir, sourcemap: false } as const;
  const [panel, host] = await Promise.all([
    build({ ...shared, entryPoints: { panel: 'webview/main.ts' } }),
    build({ ...shared, entryPoints: { host: 'test/webview/fake/host.ts' }, format: 'iife', splitting: false }),
  ]);
  // esbuild's process holds the output of this one, for whose end Vitest waits.
  await stop();
  const files = new Map(
    panel.outputFiles.map(({ path, contents }) => [`/${relative(outdir, path).replaceAll('\\', '/')}`, Buffer.from(contents)]),
  );
  return { files, host: host.outputFiles.find(({ path }) => path.endsWith('.js'))?.text ?? '' };
}

let browser: Promise<Browser> | null = null;
let built: Promise<Bundle> | null = null;

export function launch(): Promise<Browser> {
  const webgl = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'];
  const quiet = [
    '--no-sandbox',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  browser ??= chromium.launch({ executablePath, args: [...quiet, ...webgl] });
  return browser;
}

export async function closeBrowser(): Promise<void> {
  const open = browser;
  browser = null;
  await (await open)?.close();
}

export interface PanelPage {
  readonly page: Page;
  /** What the browser complained about: errors on the console, exceptions, violations of the policy. */
  readonly complaints: string[];
  close(): Promise<void>;
}

export interface PageSetup extends FakeSetup {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: ThemeName;
  readonly withoutWebGL?: boolean;
  readonly reducedMotion?: boolean;
}

/** Opens the bundled panel in a page of its own, with a fake host in it. */
export async function openPanel(setup: PageSetup = {}): Promise<PanelPage> {
  built ??= bundle();
  const { files, host } = await built;
  const context = await (
    await launch()
  ).newContext({
    viewport: { width: setup.width ?? 900, height: setup.height ?? 900 },
    reducedMotion: setup.reducedMotion === true ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => {
    complaints.push(String(error));
  });
  const { bodyClass, variables } = theme(setup.theme ?? 'dark');
  await page.addInitScript(
    ({ fake, withoutWebGL, bodyClass, variables }) => {
      window.loomSetup = fake;
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, sourceFile, lineNumber }) => {
        reportError(new Error(`Violation of ${violatedDirective} at ${sourceFile}:${lineNumber}`));
      });
      if (withoutWebGL) HTMLCanvasElement.prototype.getContext = () => null;
      document.addEventListener('readystatechange', () => {
        for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
        document.body.className = bodyClass;
        document.body.dataset.vscodeThemeKind = bodyClass.split(' ')[0];
      });
    },
    { fake: setup, withoutWebGL: setup.withoutWebGL ?? false, bodyClass, variables },
  );
  await page.addInitScript({ content: host });
  // The page that the extension serves, with its content security policy.
  const html = panelHtml({ script: '/panel.js', style: '/panel.css', cspSource: origin });
  await page.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const body = pathname === '/' ? html : files.get(pathname);
    const contentType = kinds[extname(pathname)] ?? 'text/html';
    await (body === undefined ? route.fulfill({ status: 404 }) : route.fulfill({ body, contentType }));
  });
  await page.goto(`${origin}/`);
  return { page, complaints, close: () => context.close() };
}

export async function setTheme(page: Page, name: ThemeName): Promise<void> {
  await page.evaluate(({ bodyClass, variables }) => {
    document.documentElement.removeAttribute('style');
    for (const [key, value] of Object.entries(variables)) document.documentElement.style.setProperty(key, value);
    document.body.className = bodyClass;
    document.body.dataset.vscodeThemeKind = bodyClass.split(' ')[0];
  }, theme(name));
}
