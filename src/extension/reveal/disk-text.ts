import * as vscode from 'vscode';
import type { Encoding } from '../../protocol/encodings.ts';

/**
 * The text of a file as it is on disk, its byte-order mark included: what offsets into corpus files count.
 * @param encoding that the engine has read the file in
 */
export async function readDiskText(uri: vscode.Uri, encoding: Encoding = 'utf-8'): Promise<string> {
  const bytes = await vscode.workspace.fs.readFile(uri);
  if (encoding !== 'utf-32le' && encoding !== 'utf-32be') return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  const { decodeUtf32 } = await import('../../protocol/encodings.ts');
  return decodeUtf32(bytes, encoding === 'utf-32le');
}
