import { build, stop } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { panelHtml } from '../../../src/extension/panel/html.ts';
import type { FakeSetup } from '../fake/answers.ts';
import { theme, type ThemeName } from './themes.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const origin = 'http://loom.test';
interface Bundle {
  readonly script: string;
  readonly style: string;
  readonly host: string;
}

async function bundle(): Promise<Bundle> {
  const shared = {
    absWorkingDir: root,
    bundle: true,
    write: false,
    outdir: 'out',
    platform: 'browser',
    target: 'es2024',
    format: 'iife',
  } as const;
  const [panel, host] = await Promise.all([
    build({ ...shared, entryPoints: { panel: 'webview/main.ts' }, minify: true, legalComments: 'none' }),
    build({ ...shared, entryPoints: { host: 'test/webview/fake/host.ts' } }),
  ]);
  // esbuild's process holds the output of this one, for whose end Vitest waits.
  await stop();
  const text = (files: readonly { readonly path: string; readonly text: string }[], end: string): string =>
    files.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { script: text(panel.outputFiles, '.js'), style: text(panel.outputFiles, '.css'), host: text(host.outputFiles, '.js') };
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
  const { script, style, host } = await built;
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
  const files: Record<string, { body: string; contentType: string }> = {
    '/': { body: html, contentType: 'text/html' },
    '/panel.js': { body: script, contentType: 'text/javascript' },
    '/panel.css': { body: style, contentType: 'text/css' },
  };
  await page.route(`${origin}/**`, async (route) => {
    const file = files[new URL(route.request().url()).pathname];
    await (file === undefined ? route.fulfill({ status: 404 }) : route.fulfill(file));
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
