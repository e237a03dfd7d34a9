import * as vscode from 'vscode';
import { shortName } from './model-ids.ts';

/** A model as people are told of it. */
export const modelName = (id: string): string => shortName(id) ?? vscode.l10n.t('offline model');
