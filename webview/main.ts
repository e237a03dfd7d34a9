/** Starts the panel inside VS Code: the only file that knows `acquireVsCodeApi`. */
import './ui/validation.ts';
import './panel.css';
import { LoomPanel } from './panel/panel.ts';
import type { HostPort } from './ui/host-channel.ts';
import type { IntentStorage } from './ui/intent.ts';
import { registerControls } from './ui/toolkit.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const vscode = acquireVsCodeApi();

const port: HostPort = {
  post: (message) => {
    vscode.postMessage(message);
  },
  listen: (receive) => {
    const listener = (event: MessageEvent<unknown>): void => {
      receive(event.data);
    };
    window.addEventListener('message', listener);
    return () => {
      window.removeEventListener('message', listener);
    };
  },
};

const storage: IntentStorage = {
  load: () => vscode.getState(),
  save: (intent) => {
    vscode.setState(intent);
  },
};

registerControls();

const panel = document.querySelector<LoomPanel>('loom-panel') ?? document.body.appendChild(new LoomPanel());
panel.connect(port, storage);
