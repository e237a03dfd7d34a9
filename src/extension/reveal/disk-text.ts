import * as vscode from 'vscode';

/** The text of a file as it is on disk, its byte-order mark included: what offsets into corpus files count. */
export const readDiskText = async (uri: vscode.Uri): Promise<string> =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await vscode.workspace.fs.readFile(uri));
