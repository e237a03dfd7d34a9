import * as vscode from 'vscode';
import {
  canRead,
  type ExportFormat,
  exportFormats,
  readShares,
  type SplitShare,
  type TrainerId,
  trainerIds,
} from '../../protocol/export-choices.ts';

/** Labels and descriptions of the export formats offered. */
const looks: Readonly<Record<ExportFormat, () => { readonly label: string; readonly description: string }>> = {
  jsonl: () => ({ label: 'JSONL', description: vscode.l10n.t('every column, one sample a line') }),
  messages: () => ({ label: 'Messages', description: vscode.l10n.t('chat messages, as most trainers load them') }),
  text: () => ({ label: vscode.l10n.t('Text'), description: vscode.l10n.t('plain text for pre-training, one sample a line') }),
  alpaca: () => ({ label: 'Alpaca', description: vscode.l10n.t('instruction, input and output') }),
  sharegpt: () => ({ label: 'ShareGPT', description: vscode.l10n.t('conversations of human and gpt') }),
  preference: () => ({
    label: vscode.l10n.t('Preference Pairs'),
    description: vscode.l10n.t('prompt, chosen and rejected, out of edits, regenerations and rejections'),
  }),
  verifiable: () => ({
    label: vscode.l10n.t('Verifiable'),
    description: vscode.l10n.t('prompt and ground truth, for rewards that a program gives'),
  }),
  parquet: () => ({ label: 'Parquet', description: vscode.l10n.t('every column, compressed, with its types') }),
};

const trainerTitles: Readonly<Record<TrainerId, string>> = {
  trl: 'TRL',
  axolotl: 'Axolotl',
  'llama-factory': 'LLaMA-Factory',
  unsloth: 'Unsloth',
};

/** What makes the rows. */
export type RowChoice = { readonly format: ExportFormat } | { readonly template: string };

type RowPick = vscode.QuickPickItem & { readonly rows?: RowChoice | 'new' };

/** Asks for a format, or one of the project's templates. @returns undefined when nothing was chosen, `new` for a template to be written */
export async function askRows(title: string, templates: readonly string[]): Promise<RowChoice | 'new' | undefined> {
  const items: RowPick[] = [
    ...exportFormats.map((format) => ({ ...looks[format](), rows: { format } })),
    { label: vscode.l10n.t('Templates'), kind: vscode.QuickPickItemKind.Separator },
    ...templates.map((template) => ({ label: template, description: `.loom/exports/${template}.jinja`, rows: { template } })),
    { label: vscode.l10n.t('New Template…'), description: vscode.l10n.t('rows of columns of your own'), rows: 'new' },
  ];
  return (await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t('Format') }))?.rows;
}

type SharesPick = vscode.QuickPickItem & { readonly shares: string | null };

/** Asks how to split. @returns null for no split, undefined when nothing was chosen */
export async function askSplits(title: string): Promise<readonly SplitShare[] | null | undefined> {
  const other = vscode.l10n.t('Other Shares…');
  const items: SharesPick[] = [
    { label: vscode.l10n.t('All for Training'), description: vscode.l10n.t('one split, train'), shares: null },
    ...['90/5/5', '80/10/10', '90/10'].map((shares) => ({
      label: shares.replaceAll('/', ' / '),
      description: shares.split('/').length === 3 ? 'train, validation, test' : 'train, test',
      shares,
    })),
    { label: other, shares: '' },
  ];
  const placeHolder = vscode.l10n.t('Splits; no document and no near-duplicate is on two sides');
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder });
  if (chosen === undefined) return undefined;
  if (chosen.shares === null) return null;
  const text = chosen.label === other ? await typedShares(title) : chosen.shares;
  const read = text === undefined ? undefined : readShares(text);
  return read === undefined || 'problem' in read ? undefined : read;
}

async function typedShares(title: string): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Percentages of splits'),
    value: 'train=80,validation=10,test=10',
    validateInput: (text) => {
      const read = readShares(text);
      return 'problem' in read ? read.problem : undefined;
    },
  });
}

/** Asks for the trainers to add a start for, where any can read the rows. @returns undefined when it was left */
export async function askTrainers(title: string, rows: RowChoice): Promise<readonly TrainerId[] | undefined> {
  const able = 'format' in rows ? trainerIds.filter((id) => canRead(id, rows.format)) : [];
  if (able.length === 0) return [];
  const items = able.map((id) => ({ label: trainerTitles[id], id }));
  const placeHolder = vscode.l10n.t('Add a start for these trainers (none is fine)');
  return (await vscode.window.showQuickPick(items, { title, placeHolder, canPickMany: true }))?.map(({ id }) => id);
}
