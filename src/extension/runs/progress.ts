import * as vscode from 'vscode';
import type { Project } from '../project.ts';
import { doneText, paceText } from './texts.ts';

/** Shows how far a run is in a notification that can call it off. */
export async function withRunProgress<T extends { readonly run: string }>(
  project: Project,
  title: string,
  run: (token: vscode.CancellationToken) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    let percent = 0;
    const subscription = project.onDidProgress((state) => {
      if (!state) return;
      const now = state.total > 0 ? (100 * state.done) / state.total : 0;
      progress.report({
        message: [doneText(state), paceText(state)].filter(Boolean).join(' · '),
        increment: Math.max(0, now - percent),
      });
      percent = Math.max(percent, now);
    });
    try {
      const result = await run(token);
      // What it has in a batch goes on at the endpoint, and is paid for, until it is called off there.
      if (token.isCancellationRequested) await project.request('runs/cancel', { run: result.run });
      return result;
    } finally {
      subscription.dispose();
    }
  });
}
