import * as vscode from 'vscode';
import { isOffline, isRecorded, shortName } from './model-ids.ts';

/** A model as people are told of it. */
export function modelName(id: string): string {
  if (isOffline(id)) return vscode.l10n.t('offline model');
  return isRecorded(id) ? vscode.l10n.t('recorded example') : shortName(id);
}
