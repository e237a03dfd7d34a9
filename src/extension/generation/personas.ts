import * as vscode from 'vscode';
import { personasIn } from '../../protocol/personas.ts';
import { messageOf } from '../errors.ts';
import type { Step } from '../models/inputs.ts';
import { askText } from '../models/inputs.ts';
import { pickOne } from './picks.ts';
import { personaCount } from './plan.ts';

type PersonasChoice = 'project' | 'same' | 'other' | 'write';

interface PersonasQuestion {
  readonly title: string;
  /** The file chosen before. */
  readonly file: string | null;
  /** The project's folder, where the file picker begins. */
  readonly folder: vscode.Uri;
  /** Number of personas in the project's own list. */
  readonly countOwn: () => Promise<number>;
  /** Has so many written and shows them; false when that was left. */
  readonly write: (count: number) => Promise<boolean>;
}

/** The project's own list, which a run takes when it is given none. */
const listOf = (folder: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(folder, '.loom', 'personas.txt');
/** Enough that prompts, which are shown a dozen, differ. */
const usualCount = 20;

/** Asks for a file with personas, or what the project has (null); a file that holds none is told and asked for again. */
export async function askPersonas({ title, file: before, folder, countOwn, write }: PersonasQuestion): Promise<Step<string | null>> {
  const own = listOf(folder).fsPath;
  const file = before === own ? null : before;
  let [active, isWritten]: [PersonasChoice, boolean] = [file === null ? 'project' : 'same', false];
  for (;;) {
    const step = await pickOne<PersonasChoice>({
      title,
      placeholder: isWritten
        ? vscode.l10n.t('The personas are written: edit them beside, save, and go on')
        : vscode.l10n.t('Personas to choose from: a text file with one a line'),
      rows: [
        rowOfProject(await countOwn()),
        ...(file === null ? [] : [{ label: `$(person) ${vscode.workspace.asRelativePath(file)}`, value: 'same' as const }]),
        {
          label: `$(sparkle) ${vscode.l10n.t('Write Personas from the Corpus…')}`,
          description: vscode.l10n.t('by the model for questions, into .loom/personas.txt'),
          value: 'write',
        },
        { label: `$(folder-opened) ${vscode.l10n.t('Choose a File…')}`, value: 'other' },
      ],
      active,
      canGoBack: true,
    });
    if (step.kind !== 'value') return step;
    if (step.value === 'project') return { kind: 'value', value: null };
    try {
      if (step.value === 'write') {
        if (await askToWrite(title, write)) [active, isWritten] = ['project', true];
        continue;
      }
      const path = step.value === 'same' ? file : await openFile(title, folder);
      if (path === null) continue;
      await readPersonas(path);
      return { kind: 'value', value: path === own ? null : path };
    } catch (error) {
      void vscode.window.showWarningMessage(messageOf(error));
    }
  }
}

/** @throws Error when the file cannot be read, or holds none. */
export async function readPersonas(path: string): Promise<string[]> {
  const personas = personasIn(new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(path))));
  if (personas.length === 0) throw new Error(vscode.l10n.t('{0} holds no persona; write one a line.', path));
  return personas;
}

function rowOfProject(own: number) {
  return own > 0
    ? {
        label: `$(organization) ${vscode.l10n.t('The Project’s Personas')}`,
        description: vscode.l10n.t('{0} in .loom/personas.txt', own.toLocaleString()),
        value: 'project' as const,
      }
    : {
        label: `$(organization) ${vscode.l10n.t('Roles from the Corpus')}`,
        description: vscode.l10n.t('eight common roles, each with one of its topics'),
        value: 'project' as const,
      };
}

/** Asks how many and has them written. @returns false when that was left */
async function askToWrite(title: string, write: PersonasQuestion['write']): Promise<boolean> {
  const step = await askText({
    title,
    prompt: vscode.l10n.t('How many personas?'),
    value: String(usualCount),
    canGoBack: true,
    check: (text) => (personaCount(text) === null ? vscode.l10n.t('A whole number from 1 to 1,000') : null),
  });
  const count = step.kind === 'value' ? personaCount(step.value) : null;
  return count !== null && (await write(count));
}

async function openFile(title: string, folder: vscode.Uri): Promise<string | null> {
  const [file] = (await vscode.window.showOpenDialog({ title, defaultUri: folder, openLabel: vscode.l10n.t('Use These Personas') })) ?? [];
  return file?.fsPath ?? null;
}
