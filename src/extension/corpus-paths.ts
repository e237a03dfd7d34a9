import type * as vscode from 'vscode';
import type { Disposable } from './disposables.ts';
import { EngineStopped } from './engine/errors.ts';
import { setContext } from './project.ts';
import type { Project } from './project.ts';

/** Keeps the context key by which menus of files know those of the corpus. */
export function tellCorpusPaths(project: Project, log: vscode.LogOutputChannel): Disposable {
  let told = '';
  const tell = async (): Promise<void> => {
    const paths = (await project.corpusFiles()).map(({ file }) => project.shownUri(file).fsPath);
    const all = paths.join('\n');
    if (all === told) return;
    told = all;
    await setContext('corpusFiles', paths);
  };
  return project.onDidChange(() => {
    // A run changes samples, again and again, and no file; what changed meanwhile is told at its end.
    if (project.engine.state.kind !== 'ready' || (project.isMaking && told !== '')) return;
    tell().catch((error: unknown) => {
      if (!(error instanceof EngineStopped)) log.warn(`files of the corpus: ${String(error)}`);
    });
  });
}
