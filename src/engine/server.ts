/**
 * The engine as a process of its own: `engine.mjs --folder DIR --by NAME [--untrusted]`, JSON-RPC over standard input
 * and output. Standard error is the log. It ends when its input does.
 */
import { parseArgs } from 'node:util';
import {
  type CancellationToken,
  createMessageConnection,
  ErrorCodes,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { engineMethods, engineRequests, mayAsk, requestCancelled, type WireMethod } from '../protocol/engine.ts';
import { explainIssues } from '../protocol/parameters.ts';
import { messageOf } from './errors.ts';
import { createModelHost } from './host.ts';
import { openProject, type OpenedProject } from './project.ts';

const { values } = parseArgs({
  options: { folder: { type: 'string' }, by: { type: 'string' }, untrusted: { type: 'boolean', default: false } },
});
const folder = values.folder ?? missing('--folder');
const { by } = values;

const connection = createMessageConnection(new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout));
let project: Promise<OpenedProject> | undefined;

for (const method of engineMethods) if (mayAsk('extension', method) || mayAsk('panel', method)) answer(method);
connection.onClose(() => void end());
process.on('SIGTERM', () => void end());
connection.listen();

function answer(method: WireMethod): void {
  connection.onRequest(method, async (params: unknown, token: CancellationToken) => {
    const parsed = engineRequests[method].params.safeParse(params ?? {});
    if (!parsed.success) return new ResponseError(ErrorCodes.InvalidParams, `${method}: ${explainIssues(parsed.error)}`);
    const cancel = new AbortController();
    token.onCancellationRequested(() => {
      cancel.abort(new Error('cancelled'));
    });
    try {
      return await (await opened()).request(method, parsed.data, cancel.signal);
    } catch (error) {
      if (cancel.signal.aborted && error === cancel.signal.reason) return new ResponseError(requestCancelled, messageOf(error));
      process.stderr.write(`${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      return new ResponseError(ErrorCodes.InternalError, messageOf(error));
    }
  });
}

/** The project, opened by the first request; after a failure (a settings file that does not hold) the next one tries again. */
function opened(): Promise<OpenedProject> {
  project ??= openProject(folder, {
    by,
    trusted: !values.untrusted,
    sources: { host: createModelHost(connection) },
    onChange: (revision) => void connection.sendNotification('changed', { revision }),
    onReading: (reading) => void connection.sendNotification('reading', reading),
    onProgress: (progress) => void connection.sendNotification('progress', progress),
  }).catch((error: unknown) => {
    project = undefined;
    throw error;
  });
  return project;
}

async function end(): Promise<void> {
  (await project?.catch(() => undefined))?.close();
  process.exit(0);
}

function missing(option: string): never {
  process.stderr.write(`engine: ${option} is missing\n`);
  process.exit(2);
}
