/** A model asked in batches of the test server, in a project folder that is thrown away, with hurried waits. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChatModel } from '../../../src/engine/models/chat-model.ts';
import { createBatchModel } from '../../../src/engine/models/batch/batch-model.ts';
import { openProfile } from '../../../src/engine/models/openai/open-profile.ts';
import { ModelServer } from '../../support/model-server.ts';
import { HurriedClock } from './hurried-clock.ts';
import type { BatchServer } from '../../support/model-server/batches.ts';

export class BatchProject {
  readonly folder = mkdtempSync(join(tmpdir(), 'loom-batch-'));
  readonly server: ModelServer;
  readonly clock = new HurriedClock();
  /** What was said to be waited for. */
  readonly told: (string | null)[] = [];
  /** Requests that were said to be handed in. */
  counted = 0;

  private constructor(server: ModelServer) {
    this.server = server;
  }

  static async start(): Promise<BatchProject> {
    return new BatchProject(await ModelServer.start({ batches: true, key: 'sk-secret-key' }));
  }

  get batches(): BatchServer {
    return this.server.batches;
  }

  get opened() {
    return openProfile({ url: this.server.url, model: 'm1', apiKey: 'sk-secret-key' });
  }

  /** As a process would have it that has just been started. */
  model(run = 'run-1'): ChatModel {
    const onWaiting = (what: string | null): void => {
      this.told.push(what);
    };
    const onAsked = (requests: number): void => {
      this.counted += requests;
    };
    return createBatchModel(this.opened, { kind: 'openai', folder: this.folder, run, id: 'm1', clock: this.clock, onAsked, onWaiting });
  }

  async end(): Promise<void> {
    await this.server.close();
    rmSync(this.folder, { recursive: true });
  }
}
