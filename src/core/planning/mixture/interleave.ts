/** Script that mixes the parts of a mixture with Hugging Face `datasets`. */
import type { MixtureManifest } from './manifest.ts';

type ManifestPart = MixtureManifest['parts'][number];

const loaders: Readonly<Record<string, string>> = {
  parquet: 'parquet',
  csv: 'csv',
  tsv: 'csv',
  jsonl: 'json',
  ndjson: 'json',
  json: 'json',
};

/** A Python literal: JSON has the same strings and numbers. */
const literal = (value: string | number | null): string => (value === null ? 'None' : JSON.stringify(value));

function entry({ name, from, files, epochs, probability }: ManifestPart): string {
  const isOwn = from === 'corpus' || from === 'samples';
  const outside = from === null || isOwn ? null : from;
  const path = isOwn ? (files.length > 0 ? `data/${name}-*.jsonl` : null) : (outside?.file ?? null);
  const ending = path === null ? 'jsonl' : path.replace(/\.gz$/i, '').split('.').at(-1)!.toLowerCase();
  const fields = {
    files: literal(path),
    format: literal(loaders[ending] ?? 'json'),
    column: literal(outside?.field ?? 'text'),
    options: ending === 'tsv' ? '{"sep": "\\t"}' : '{}',
    passes: literal(Number(epochs.toFixed(6))),
    probability: literal(probability),
  };
  return `    ${literal(name)}: {${Object.entries(fields)
    .map(([key, value]) => `"${key}": ${value}`)
    .join(', ')}},`;
}

/** @param manifest of parts whose rows were counted, all of them */
export function interleaveScript({ parts, rows, seed }: Pick<MixtureManifest, 'parts' | 'rows' | 'seed'>): string {
  return `"""Mixes the sources of mixture.json with Hugging Face datasets.

As a module: \`from interleave import mixture\`, then \`mixture()\` is the training set. As a command, \`python interleave.py OUT.jsonl\` writes it.
"""

import sys
from math import floor
from pathlib import Path

from datasets import Features, Value, concatenate_datasets, interleave_datasets, load_dataset

HERE = Path(__file__).resolve().parent
ROWS = ${literal(rows)}
SEED = ${seed}

# Rows are drawn with these probabilities. They are of rows, where the shares of the mixture are of tokens.
SOURCES = {
${parts.map(entry).join('\n')}
}


def repeated(name, source):
    """The rows of a source in as many passes as are planned, each in another order; of a last, broken pass a part."""
    if source["files"] is None:
        sys.exit(f"{name}: say in SOURCES where its files are")
    rows = load_dataset(source["format"], data_files=str(HERE / source["files"]), split="train", **source["options"])
    if source["column"] != "text":
        rows = rows.select_columns([source["column"]]).rename_column(source["column"], "text")
    # Formats read texts as types of their own, and only alike ones can be mixed.
    rows = rows.select_columns(["text"]).cast(Features({"text": Value("string")}))
    whole = floor(source["passes"])
    part = min(len(rows), max(0 if whole else 1, round((source["passes"] - whole) * len(rows))))
    passes = [rows.shuffle(seed=SEED + n) for n in range(whole)]
    return concatenate_datasets(passes + [rows.shuffle(seed=SEED + whole).select(range(part))])


def mixture():
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
