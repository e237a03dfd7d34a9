/** Script that mixes the parts of a mixture with Hugging Face `datasets`. */
import type { MixtureManifest } from './manifest.ts';

type ManifestPart = MixtureManifest['parts'][number];

/** A Python literal: JSON has the same strings and numbers. */
const literal = (value: string | number | null): string => (value === null ? 'None' : JSON.stringify(value));

function entry({ name, from, epochs, probability }: ManifestPart): string {
  const fields = {
    files: literal(from === null ? null : `data/${name}-*.jsonl`),
    passes: literal(epochs),
    probability: literal(probability),
  };
  return `    ${literal(name)}: {${Object.entries(fields)
    .map(([key, value]) => `"${key}": ${value}`)
    .join(', ')}},`;
}

/** @param manifest of parts whose rows were counted, all of them */
export function interleaveScript({ parts, rows, seed }: Pick<MixtureManifest, 'parts' | 'rows' | 'seed'>): string {
  return `"""Mixes the parts of mixture.json with Hugging Face datasets.

As a module: \`from interleave import mixture\`, then \`mixture()\` is the training set. As a command, \`python interleave.py OUT.jsonl\` writes it.
Rows are drawn at random: shares and passes come out as planned but for about a percent.
"""

import glob
import sys
from math import floor
from pathlib import Path

from datasets import concatenate_datasets, interleave_datasets, load_dataset

HERE = Path(__file__).resolve().parent
ROWS = ${literal(rows)}
SEED = ${seed}

# Rows are drawn with these probabilities. They are of rows, where the shares of the mixture are of tokens.
# Where there are no files, name them: JSON lines with a column "text".
SOURCES = {
${parts.map(entry).join('\n')}
}


def repeated(name, source):
    """The rows of a part in as many passes as are planned, each in another order; of a last, broken pass a share."""
    files = sorted(glob.glob(glob.escape(str(HERE)) + "/" + source["files"]))
    if not files:
        sys.exit(f"{name}: there is no file {source['files']} in {HERE}")
    rows = load_dataset("json", data_files=[glob.escape(file) for file in files], split="train").select_columns(["text"])
    whole = floor(source["passes"])
    part = min(len(rows), max(0 if whole else 1, round((source["passes"] - whole) * len(rows))))
    passes = [rows.shuffle(seed=SEED + n) for n in range(whole)]
    return concatenate_datasets(passes + [rows.shuffle(seed=SEED + whole).select(range(part))])


def mixture():
    unknown = [name for name, source in SOURCES.items() if source["files"] is None]
    if unknown:
        sys.exit(f"{', '.join(unknown)}: say in SOURCES where the files are")
    parts = [repeated(name, source) for name, source in SOURCES.items()]
    probabilities = [source["probability"] for source in SOURCES.values()]
    mixed = interleave_datasets(parts, probabilities=probabilities, seed=SEED, stopping_strategy="all_exhausted")
    return mixed.select(range(min(ROWS, len(mixed))))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python interleave.py OUT.jsonl")
    mixture().to_json(sys.argv[1])
`;
}
