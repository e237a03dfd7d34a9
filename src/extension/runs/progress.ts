import * as vscode from 'vscode';
import type { Project } from '../project.ts';
import { readingText } from '../views/texts.ts';
import { doneText, paceText } from './texts.ts';

/** Shows how far a run is in a notification that can call it off. */
export function withRunProgress<T extends { readonly run: string }>(
  project: Project,
  title: string,
  run: (token: vscode.CancellationToken) => Promise<T>,
): Promise<T> {
  return withProgress(project, title, async (token) => {
    const result = await run(token);
    // Requests that it has in a batch go on at the endpoint, and are paid for, until they are called off there.
    if (token.isCancellationRequested) await project.request('runs/cancel', { run: result.run });
    return result;
  });
}

/** Shows in a notification that can call it off how far work is: the reading of the corpus before it, and its run. */
export async function withProgress<T>(project: Project, title: string, work: (token: vscode.CancellationToken) => Promise<T>): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    let percent = 0;
    const tellReading = (): void => {
      progress.report({ message: project.reading ? readingText(project.reading) : '' });
    };
    if (project.reading) tellReading();
    const reading = project.onDidRead(tellReading);
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
      return await work(token);
    } finally {
      reading.dispose();
      subscription.dispose();
    }
  });
}
