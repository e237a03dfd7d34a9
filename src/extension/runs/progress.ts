import * as vscode from 'vscode';
import type { Project } from '../project.ts';
import { readingText } from '../views/texts.ts';
import { doneText, paceText } from './texts.ts';

/** Shows how far a run is, or the reading before it, in a notification that can call it off. */
export async function withRunProgress<T>(
  project: Project,
  title: string,
  run: (token: vscode.CancellationToken) => Promise<T>,
): Promise<T> {
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
      return await run(token);
    } finally {
      reading.dispose();
      subscription.dispose();
    }
  });
}
