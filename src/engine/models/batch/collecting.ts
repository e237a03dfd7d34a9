import { setImmediate } from 'node:timers/promises';
import { ModelError } from '../model-error.ts';
import { parseWithoutSecrets } from '../openai/redact.ts';
import type { BatchApi, RemoteBatch } from './batch-api.ts';
import { parseOutputLine } from './output-line.ts';
import type { BatchStore } from './batch-store.ts';
import { linesOf } from './file-lines.ts';
import { ScratchFile } from './scratch-file.ts';

/** Lines that are kept in one transaction, and in one turn of the event loop. */
const keptAtOnce = 200;

/** Source and destination of the replies of batches. */
export interface Collecting {
  /** The project's. */
  readonly folder: string;
  readonly store: BatchStore;
  readonly api: BatchApi;
  readonly signal: AbortSignal;
}

/** Keeps what came of a batch that has ended; its files at the endpoint are of no more use then. */
export async function collect(token: string, { end, outputFiles, problem }: RemoteBatch, collecting: Collecting): Promise<void> {
  if (end === null) return;
  const scratch = new ScratchFile(collecting.folder);
  try {
    for (const file of outputFiles) {
      try {
        await collectFile(token, file, scratch, collecting);
      } catch (error) {
        // The batch is known there, and its output is not: it was thrown away, as it is after some weeks.
        if (!(error instanceof ModelError) || error.status !== 404) throw error;
      }
    }
  } finally {
    scratch.release();
  }
  collecting.store.ended(token, end, problem, outputFiles);
}

async function collectFile(token: string, file: string, scratch: ScratchFile, { store, api, signal }: Collecting): Promise<void> {
  scratch.clear();
  const write = (part: Uint8Array): void => {
    scratch.write(part);
  };
  await api.download(file, write, signal);
  let lines: [key: string, line: string][] = [];
  for (const { text } of linesOf(scratch.path)) {
    const id = parseOutputLine(text)?.custom_id;
    if (id !== undefined) lines.push([id, JSON.stringify(parseWithoutSecrets(text, api.asked.secrets))]);
    if (lines.length < keptAtOnce) continue;
    store.keep(token, lines);
    lines = [];
    await setImmediate();
    signal.throwIfAborted();
  }
  store.keep(token, lines);
}
