/** The command *Import Samples…*: a file, what it is read as, and its samples in Review. */
import * as vscode from 'vscode';
import type { EngineParams, EngineResult } from '../../protocol/engine.ts';
import { withFields } from '../../protocol/filter.ts';
import { importFormats, type ImportFormat, mappedParts } from '../../protocol/import-formats.ts';
import type { PanelWindow } from '../panel/panel.ts';
import type { Project } from '../project.ts';
import { withProgress } from '../runs/progress.ts';
import { labelOfContent } from './sample-label.ts';

type ImportLook = EngineResult<'import/look'>;
type How = Omit<EngineParams<'import/look'>, 'file'>;
type ImportedShape = keyof typeof mappedParts;

/** Choice of how a file is read; `act` is what follows. */
interface ImportChoice extends vscode.QuickPickItem {
  readonly act?: { readonly how?: How; readonly accept?: boolean; readonly columns?: true };
}

const formatLabels: Readonly<Record<ImportFormat, () => string>> = {
  jsonl: () => vscode.l10n.t('dataset rows'),
  messages: () => vscode.l10n.t('messages'),
  sharegpt: () => vscode.l10n.t('ShareGPT'),
  alpaca: () => vscode.l10n.t('Alpaca'),
  text: () => vscode.l10n.t('plain text'),
  preference: () => vscode.l10n.t('preference pairs'),
  verifiable: () => vscode.l10n.t('prompts with a ground truth'),
  choice: () => vscode.l10n.t('multiple choice'),
  fields: () => vscode.l10n.t('columns of its own'),
};

const shapeLabels: Readonly<Record<ImportedShape, () => string>> = {
  qa: () => vscode.l10n.t('Questions and answers'),
  text: () => vscode.l10n.t('Texts'),
  chat: () => vscode.l10n.t('Conversations'),
  choice: () => vscode.l10n.t('Multiple choice'),
  preference: () => vscode.l10n.t('Preference pairs'),
};

/** Endings of files that are imported, as the dialog filters them. */
const extensions = ['jsonl', 'ndjson', 'json', 'csv', 'tsv', 'parquet', 'gz'];

export class ImportCommands {
  readonly #project: Project;
  readonly #panel: PanelWindow;

  constructor(project: Project, panel: PanelWindow) {
    this.#project = project;
    this.#panel = panel;
  }

  /** @param handed the file that a menu of files was opened on; without one, it is asked for */
  async importSamples(handed: unknown): Promise<void> {
    const file = handed instanceof vscode.Uri ? handed : await this.#askFile();
    if (file === undefined) return;
    const chosen = await this.#askHow(file.fsPath);
    if (chosen === null) return;
    const query = { file: file.fsPath, ...chosen };
    const done = await withProgress(this.#project, vscode.l10n.t('Importing samples'), (token) =>
      this.#project.request('import', query, token),
    );
    if (done.taken > 0) this.#panel.show({ kind: 'filter', line: withFields('', { run: done.import }) }, { keyboard: true });
    void vscode.window.showInformationMessage(
      [
        vscode.l10n.t('{0} of {1} rows of {2} imported', done.taken.toLocaleString(), done.rows.toLocaleString(), done.name),
        ...(done.cancelled ? [vscode.l10n.t('called off: import the file again to go on')] : []),
        ...done.passedOver.map(({ reason, count }) => vscode.l10n.t('{0} passed over: {1}', count.toLocaleString(), reason)),
      ].join('; '),
    );
  }

  async #askFile(): Promise<vscode.Uri | undefined> {
    const [file] =
      (await vscode.window.showOpenDialog({
        title: vscode.l10n.t('Import Samples'),
        openLabel: vscode.l10n.t('Look at It'),
        defaultUri: this.#project.folder,
        filters: { [vscode.l10n.t('Sets of samples')]: extensions, [vscode.l10n.t('All files')]: ['*'] },
      })) ?? [];
    return file;
  }

  /** Shows what would become of the file, as often as something else is tried; null when that was left. */
  async #askHow(file: string): Promise<Omit<EngineParams<'import'>, 'file'> | null> {
    let how: How = {};
    for (;;) {
      const look = await this.#project.request('import/look', { file, ...how });
      const chosen = await vscode.window.showQuickPick(await choicesOf(look, how), {
        title: vscode.l10n.t('Import {0}', look.name),
        placeHolder: vscode.l10n.t('{0} of the first {1} rows would become samples', look.fitting, look.rows),
        matchOnDetail: true,
      });
      if (chosen === undefined) return null;
      const { act } = chosen;
      if (act?.accept !== undefined) return { ...how, accept: act.accept };
      if (act?.how !== undefined) how = act.how;
      if (act?.columns === true) how = (await askMapping(look)) ?? how;
    }
  }
}

async function choicesOf(look: ImportLook, how: How): Promise<ImportChoice[]> {
  const { format, fitting, fits, passedOver, first } = look;
  const take: ImportChoice[] =
    format === null || fitting === 0
      ? []
      : [
          { label: `$(cloud-download) ${vscode.l10n.t('Import to review')}`, description: wayText(look), act: { accept: false } },
          { label: `$(check-all) ${vscode.l10n.t('Import and accept all')}`, act: { accept: true } },
        ];
  const others = fits.filter((fit) => fit.format !== format && fit.format !== 'fields');
  const samples = await Promise.all(
    first.map(async ({ line, content }) => ({ label: `$(eye) ${await labelOfContent(content)}`, description: `${look.name}:${line}` })),
  );
  return [
    ...take,
    separator(vscode.l10n.t('Samples as they would be')),
    ...samples,
    ...passedOver.map(({ reason, count, lines }) => ({
      label: `$(warning) ${vscode.l10n.t('{0} passed over: {1}', count, reason)}`,
      description: vscode.l10n.t('line {0}', lines[0] ?? 0),
    })),
    separator(vscode.l10n.t('Read it otherwise')),
    ...others.map(({ format: other, share }) => ({
      label: vscode.l10n.t('As {0}', formatLabels[other]()),
      description: vscode.l10n.t('fits {0} % of the rows', Math.round(100 * share)),
      act: { how: { format: other } },
    })),
    { label: vscode.l10n.t('Choose the columns…'), description: look.columns.slice(0, 8).join(', '), act: { columns: true } },
    ...(Object.keys(how).length === 0 ? [] : [{ label: vscode.l10n.t('As it looks'), act: { how: {} } }]),
  ];
}

const separator = (label: string): ImportChoice => ({ label, kind: vscode.QuickPickItemKind.Separator });

function wayText({ format, mapping, why }: ImportLook): string {
  const known = importFormats.find((each) => each === format);
  const columns =
    mapping === null
      ? ''
      : Object.entries(mapping.parts)
          .map(([part, column]) => `${part} = ${column}`)
          .join(', ');
  const remembered = why === 'remembered' ? vscode.l10n.t('as the last set with these columns') : '';
  return [known === undefined ? '' : vscode.l10n.t('as {0}', formatLabels[known]()), columns, remembered].filter(Boolean).join(' · ');
}

/** Asks what the rows are, and which column each part is; null when that was left. */
async function askMapping({ columns, name }: ImportLook): Promise<How | null> {
  const title = vscode.l10n.t('Columns of {0}', name);
  const shapes = (Object.keys(mappedParts) as ImportedShape[]).map((shape) => ({ label: shapeLabels[shape](), shape }));
  const chosen = await vscode.window.showQuickPick(shapes, { title, placeHolder: vscode.l10n.t('What is a row?') });
  if (chosen === undefined) return null;
  const mapping: Record<string, string> = {};
  for (const [part, isNeeded] of Object.entries<boolean>(mappedParts[chosen.shape])) {
    const none = isNeeded ? [] : [{ label: vscode.l10n.t('None'), column: null }];
    const choices = [...none, ...columns.map((column) => ({ label: column, column }))];
    const placeHolder = vscode.l10n.t('Which column is the part “{0}”? A path below one is written in .loom/project.yaml.', part);
    const picked = await vscode.window.showQuickPick(choices, { title, placeHolder });
    if (picked === undefined) return null;
    if (picked.column !== null) mapping[part] = picked.column;
  }
  return { shape: chosen.shape, mapping };
}
