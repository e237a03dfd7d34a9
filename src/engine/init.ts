import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loomFolder } from './config.ts';

const template = `# Concept Loom project. Every setting has a default; delete what you do not need.
corpus:
  # Documents of the folder; git-ignored files, .loom and the dataset folder are never read.
  include: ["**/*.{md,mdx,txt,rst,html,htm,jsonl,csv}"]
  exclude: []
  # The field of a JSONL or CSV record that holds its text.
  textField: text
passages:
  # Token budget of a passage.
  tokens: 800
# What every prompt is told; by default what most extractions found.
# prompts:
#   domain: marine geology
#   audience: students in their first year
#   level: college
#   language: English
models:
  questions: builtin/extractive
  answers: builtin/extractive
  # Ratings of documents are predicted from its embeddings; by default from their words.
  # embeddings: text-embedding-3-small
dataset: dataset
`;

/** Writes `.loom/project.yaml` with the defaults, unless it is there; returns its path below the folder. */
export async function initProject(folder: string): Promise<{ file: string; created: boolean }> {
  await mkdir(join(folder, loomFolder), { recursive: true });
  const file = join(loomFolder, 'project.yaml');
  try {
    await writeFile(join(folder, file), template, { flag: 'wx' });
    return { file, created: true };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return { file, created: false };
    throw error;
  }
}
