import * as vscode from 'vscode';
import { messageOf } from '../errors.ts';
import type { Step } from '../models/inputs.ts';
import { pickOne } from './picks.ts';
import { personasIn } from './plan.ts';

type Choice = 'none' | 'same' | 'other';

interface Question {
  readonly title: string;
  /** The file chosen before. */
  readonly file: string | null;
  /** Where the file picker begins. */
  readonly folder: vscode.Uri;
}

/** Asks for a file with personas, or none; a file that holds none is told and asked for again. */
export async function askPersonas({ title, file, folder }: Question): Promise<Step<string | null>> {
  for (;;) {
    const step = await pickOne<Choice>({
      title,
      placeholder: vscode.l10n.t('Personas to choose from: a text file with one a line'),
      rows: [
        { label: `$(circle-slash) ${vscode.l10n.t('No Personas')}`, value: 'none' },
        ...(file === null ? [] : [{ label: `$(person) ${vscode.workspace.asRelativePath(file)}`, value: 'same' as const }]),
        { label: `$(folder-opened) ${vscode.l10n.t('Choose a File…')}`, value: 'other' },
      ],
      active: file === null ? 'none' : 'same',
      canGoBack: true,
    });
    if (step.kind !== 'value') return step;
    if (step.value === 'none') return { kind: 'value', value: null };
    const path = step.value === 'same' ? file : await openFile(title, folder);
    if (path === null) continue;
    try {
      await readPersonas(path);
      return { kind: 'value', value: path };
    } catch (error) {
      void vscode.window.showWarningMessage(messageOf(error));
    }
  }
}

/** @throws Error when the file cannot be read, or holds none. */
export async function readPersonas(path: string): Promise<string[]> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.file(path));
  const personas = personasIn(new TextDecoder().decode(bytes));
  if (personas.length === 0) throw new Error(vscode.l10n.t('{0} holds no persona; write one a line.', path));
  return personas;
}

async function openFile(title: string, folder: vscode.Uri): Promise<string | null> {
  const [file] = (await vscode.window.showOpenDialog({ title, defaultUri: folder, openLabel: vscode.l10n.t('Use These Personas') })) ?? [];
  return file?.fsPath ?? null;
}
