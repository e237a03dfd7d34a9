import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChatBody, ModelServer, type ModelServerOptions } from '../../../support/model-server.ts';
import type { Passage } from '../../../../src/core/corpus/passage.ts';
import { Workspace } from '../../../../src/engine/workspace.ts';
import { openProject, type OpenedProject, type ProjectOptions } from '../../../../src/engine/project.ts';

export const promptOf = ({ messages }: ChatBody): string => messages.at(-1)?.content ?? '';

export const asks = {
  extraction: (body: ChatBody): boolean => promptOf(body).includes('\nFind in the passage below\n'),
  answer: (body: ChatBody): boolean => promptOf(body).startsWith('Answer this question'),
  questions: (body: ChatBody): boolean => !asks.extraction(body) && !asks.answer(body),
};

/** What tells a request from every other: its messages and its seed. */
export const requestHash = (body: ChatBody): string =>
  createHash('sha256')
    .update(JSON.stringify([body.messages, body.seed]))
    .digest('hex');

/** What a well-behaved model says to each of the three prompts: as many questions as are wanted, no two alike. */
export function wellBehaved(body: ChatBody): string {
  if (asks.extraction(body)) {
    return '<level>college</level><subject>oceanography</subject>\n<topic>\nTopics:\n1. Tides\n2. The Moon\n</topic>\n<key_concept>\nKey Concepts:\n1. Tides:\n   1.1. tidal range\n   1.2. high water\n2. The Moon:\n   2.1. perigee\n</key_concept>';
  }
  if (asks.answer(body)) return '<answer>\nIt is the difference between high and low water.\n</answer>\n<evidence>\n</evidence>';
  const id = requestHash(body).slice(0, 8);
  return [1, 2, 3]
    .map(
      (n) =>
        `<Q${n}>\nSelected Concepts: tidal range, perigee\nQuestion: By how much does a perigee of ${id} metres change range ${n}?\n</Q${n}>`,
    )
    .join('\n');
}

/** A project of three documents about tides, and the server its models are on. */
export class ModelledProject {
  readonly folder: string;
  readonly server: ModelServer;
  readonly environment: NodeJS.ProcessEnv;

  private constructor(folder: string, server: ModelServer) {
    this.folder = folder;
    this.server = server;
    this.environment = { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'sk-a-key-that-must-stay-secret' };
  }

  static async start(options: ModelServerOptions = {}): Promise<ModelledProject> {
    const folder = mkdtempSync(join(tmpdir(), 'loom-modelled-'));
    cpSync(join(import.meta.dirname, '../../../fixtures/tides'), folder, { recursive: true });
    return new ModelledProject(folder, await ModelServer.start({ reply: wellBehaved, ...options }));
  }

  open(options: Partial<ProjectOptions> = {}): Promise<OpenedProject> {
    return openProject(this.folder, { by: 'tester', trusted: true, model: 'hand', sources: { environment: this.environment }, ...options });
  }

  /** The passages of a file, as a project reads them. */
  async passagesOf(file: string): Promise<readonly Passage[]> {
    const workspace = await Workspace.open(this.folder, { by: 'reader', trusted: false, sources: { environment: {} } });
    try {
      return (await workspace.corpus()).passagesOf(file);
    } finally {
      workspace.close();
    }
  }

  /** Adds documents of one passage each, no two alike. */
  moreDocuments(count: number): void {
    for (let n = 1; n <= count; n++) {
      const text = `At port ${n} the tidal range is ${n} metres at neap tide and half as much again at spring tide. High water comes twice a day, ${n} minutes later than at the port before it, because the wave of the tide travels along the coast.`;
      writeFileSync(join(this.folder, `port-${n}.md`), `# Port ${n}\n\n${text}\n`);
    }
  }

  /** The messages of every prompt in the journal, by hash. */
  promptsInJournal(): Map<string, unknown> {
    const folder = join(this.folder, '.loom', 'journal');
    const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'));
    const events = lines.map((line) => JSON.parse(line) as { type: string; prompt: string; messages: unknown });
    return new Map(events.flatMap(({ type, prompt, messages }) => (type === 'prompt.sent' ? [[prompt, messages] as const] : [])));
  }

  /** Makes the walks long enough for many samples, and says what else the settings are to say. */
  manySets(settings = ''): void {
    mkdirSync(join(this.folder, '.loom'), { recursive: true });
    writeFileSync(join(this.folder, '.loom', 'project.yaml'), `walk:\n  epochs: 1000\n${settings}`);
  }

  async end(): Promise<void> {
    await this.server.close();
    rmSync(this.folder, { recursive: true });
  }
}
