/**
 * `npm run panel`: the panel in a plain browser page with the fake host of the tests, under the policy that it has in VS Code.
 * Whatever changes in webview/ or here is built again, and the page takes it.
 */
import { type BuildResult, context, type Plugin, stop } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { extname, join, relative } from 'node:path';
import { panelHtml } from '../../../src/extension/panel/html.ts';
import { parts } from '../../../scripts/parts.mjs';
import { root } from '../../../scripts/run.mjs';

const port = Number(process.argv[2] ?? 4173);
const here = import.meta.dirname;
const outdir = join(root, 'dist', 'playground');

/** What was last built, by the path it is served at. */
const files = new Map<string, Uint8Array>();
const listeners = new Set<ServerResponse>();

const serving: Plugin = {
  name: 'serving',
  setup(build) {
    build.onEnd(({ outputFiles = [], errors }: BuildResult) => {
      // esbuild has said what is wrong; the page stays as it is.
      if (errors.length > 0) return;
      for (const { path, contents } of outputFiles) files.set(`/${relative(outdir, path).replaceAll('\\', '/')}`, contents);
      for (const listener of listeners) listener.write('data: changed\n\n');
    });
  },
};

const shared = { ...parts.webview, write: false, minify: false, outdir, plugins: [serving] };
const built = await Promise.all([
  context({ ...shared, entryPoints: { panel: 'webview/main.ts' } }),
  context({
    ...shared,
    entryPoints: { controls: join(here, 'controls.ts'), inside: join(here, 'inside.ts') },
  }),
]);
for (const each of built) {
  await each.rebuild();
  await each.watch();
}

/** The page that the extension serves; the fake host comes in before the panel, as `acquireVsCodeApi` does. */
function page(origin: string): string {
  const html = panelHtml({ script: '/panel.js', style: '/panel.css', cspSource: origin });
  return html.replace(/<script type="module" nonce="([^"]+)"/, '<script type="module" nonce="$1" src="/inside.js"></script>\n    $&');
}

const kinds: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.map': 'application/json',
  '.woff2': 'font/woff2',
};

const server = createServer((request, response) => {
  const origin = `http://${request.headers.host ?? ''}`;
  const { pathname } = new URL(request.url ?? '/', origin);
  const send = (kind: string, body: string | Uint8Array): void => {
    response.writeHead(200, { 'content-type': `${kind}; charset=utf-8`, 'cache-control': 'no-store' }).end(body);
  };
  const file = files.get(pathname);
  if (file !== undefined) send(kinds[extname(pathname)] ?? 'text/plain', file);
  else if (pathname === '/panel') send('text/html', page(origin));
  else if (pathname === '/changes') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.flushHeaders();
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  } else if (pathname === '/') {
    readFile(join(here, 'index.html')).then(
      (html) => {
        send('text/html', html);
      },
      (error: unknown) => {
        response.writeHead(500).end(String(error));
      },
    );
  } else response.writeHead(404).end();
});
server.on('error', (error) => {
  process.stderr.write(`npm run panel: ${error.message}; another port: npm run panel -- PORT\n`);
  process.exit(1);
});
server.listen(port, '127.0.0.1', () => {
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  process.stdout.write(`The panel with a fake host: http://127.0.0.1:${bound}/ (Ctrl-C ends it)\n`);
});

// esbuild works in a process of its own, which is ended with this one and not left to notice.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void stop().then(() => process.exit(0));
  });
}
