import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { writeTinyModel } from '../../support/tiny-onnx.ts';

const source = (path: string): string => JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../../src/engine/models', path)).href);

it('a model in memory keeps no process from its end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loom-onnx-ends-'));
  try {
    const script = `
      import { onnxModels } from ${source('onnx/open-onnx.ts')};
      import { embeddingRequest } from ${source('embedder.ts')};
      const { embedder } = await onnxModels.open({ name: 'tiny', folder: ${JSON.stringify(writeTinyModel(folder))} });
      const { vectors } = await embedder.chat(embeddingRequest(['moon']), new AbortController().signal);
      console.log(vectors[0].join(), process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap').join());
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', '--input-type=module', '-e', script]);
    expect(stdout.trim()).toBe('0,0,1,0');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
