import { randomBytes } from 'node:crypto';

export interface PanelAssets {
  /** As the webview may load them. */
  readonly script: string;
  readonly style: string;
  /** The source that the webview's own files come from. */
  readonly cspSource: string;
}

/**
 * The panel's page. It holds no data: everything comes over the channel after the script asked for it. Nothing may be
 * fetched from anywhere but the webview's own folder, whose parts the script loads when they are needed. The control library tries out a style element when it loads, with the nonce of the `meta`.
 */
export function panelHtml({ script, style, cspSource }: PanelAssets): string {
  const nonce = randomBytes(18).toString('base64url');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${cspSource}`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `font-src ${cspSource}`,
    `img-src ${cspSource}`,
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta property="csp-nonce" content="${nonce}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Loom</title>
    <link rel="stylesheet" href="${style}" />
  </head>
  <body>
    <script type="module" nonce="${nonce}" src="${script}"></script>
  </body>
</html>
`;
}
