import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const example = fileURLToPath(new URL('../../../example', import.meta.url));

/** A copy of the example corpus in a folder of its own. */
export class ProjectFolder {
  readonly path: string;

  constructor() {
    this.path = join(mkdtempSync(join(tmpdir(), 'loom-project-')), 'example');
    cpSync(example, this.path, { recursive: true });
  }

  /** Records of all JSONL files directly below a folder of the project; none when it does not exist. */
  records(folder: string): Record<string, unknown>[] {
    const path = join(this.path, folder);
    if (!existsSync(path)) return [];
    return readdirSync(path)
      .filter((file) => file.endsWith('.jsonl'))
      .sort()
      .flatMap((file) => readFileSync(join(path, file), 'utf8').split('\n'))
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  read(file: string): string {
    return readFileSync(join(this.path, file), 'utf8');
  }

  remove(): void {
    rmSync(join(this.path, '..'), { recursive: true, force: true });
  }

  get name(): string {
    return basename(this.path);
  }
}
