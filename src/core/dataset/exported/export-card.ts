/** The card of an exported folder: the dataset's own, with what the user wrote there, and a section of ours for this export. */
import { isMap } from 'yaml';
import { cardWith, code, count, newCard } from '../card.ts';
import { readFrontMatter, splitFrontMatter } from '../card-front-matter.ts';
import { columnTable, formatFeatures } from '../columns.ts';
import { diversityMeasures } from '../../quality/diversity/index.ts';
import { dataFiles, type DataExtension } from './layout.ts';
import type { ExportManifest } from './manifest.ts';

export interface ExportCardFacts {
  readonly manifest: ExportManifest;
  readonly extension: DataExtension;
  /** Columns that some row has. */
  readonly columns: readonly string[];
  /** What is run to train, by title of the trainer. */
  readonly commands: readonly { readonly title: string; readonly command: string; readonly documentation: string }[];
}

/** @param source text of the dataset folder's card; undefined where there is none, or it is not ours to read */
export function exportCard(source: string | undefined, facts: ExportCardFacts): string {
  const { manifest, extension, columns } = facts;
  const { format } = manifest.choices;
  const configs = [
    {
      config_name: 'default',
      default: true,
      // `datasets` keeps what it has read by what the card says, whatever became of the files: so the card says what is in them.
      description: `Accepted in review; rows ${manifest.source.sha256.slice(0, 16)}`,
      data_files: manifest.splits.filter(({ rows }) => rows > 0).map(({ name }) => ({ split: name, path: dataFiles(name, extension) })),
    },
  ];
  // Parquet tells its own columns, and so does nobody of a template's.
  const info = format === undefined || format === 'parquet' ? [] : [{ config_name: 'default', features: formatFeatures(format, columns) }];
  const entries = { configs: manifest.rows === 0 ? [] : configs, info: manifest.rows === 0 ? [] : info };
  const fresh = newCard(manifest.dataset);
  const card = cardWith(source ?? fresh, entries, section(facts));
  // A card that is not ours, or cannot be read, stays where it is: this one is made without it.
  return card.problem === null ? card.text : cardWith(fresh, entries, section(facts)).text;
}

/** The licence that a dataset's card names in its front matter; null where it names none. */
export function licenseOf(card: string): string | null {
  const { document, problem } = readFrontMatter(splitFrontMatter(card).yaml);
  if (problem !== null || !isMap(document.contents)) return null;
  const front: unknown = document.toJS();
  const license: unknown = typeof front === 'object' && front !== null && 'license' in front ? front.license : null;
  const named: unknown = Array.isArray(license) ? license.join(', ') : license;
  return typeof named === 'string' && named.trim() !== '' ? named.trim() : null;
}

function section({ manifest, commands, columns }: ExportCardFacts): string[] {
  const { choices, source, rows, splits, leftOut, methods, models, shapes, documents, edited, license, limitations } = manifest;
  const form = choices.template === undefined ? `“${choices.format ?? ''}”` : `the template “${choices.template.name}”`;
  return [
    '',
    `${count(rows, 'row')} as ${form}, of ${count(source.samples, 'sample')} accepted in review, ${edited} of them edited by hand; they rest on ${count(documents, 'document')}.`,
    `Licence: ${license ?? 'not named'}. Written by ${manifest.program} on ${manifest.made.slice(0, 10)}; manifest.json has every number, SHA256SUMS the checksums.`,
    '',
    '| Split | Rows | Samples | Documents |',
    '| --- | ---: | ---: | ---: |',
    ...splits.map((split) => `| ${code(split.name)} | ${split.rows} | ${split.samples} | ${split.documents} |`),
    '',
    ...(splits.length > 1 ? ['No document, and no near-duplicate, is on two sides: what could not be kept on one is left out.', ''] : []),
    ...(leftOut.length === 0 ? [] : ['Left out:', '', ...leftOut.map(({ reason, count: n }) => `- ${n}: ${reason}`), '']),
    ...(rows === 0
      ? []
      : ['```python', 'from datasets import load_dataset', '', 'dataset = load_dataset("path/to/this/folder")', '```', '']),
    ...(commands.length === 0
      ? []
      : [
          '## Training',
          '',
          ...commands.map(({ title, command, documentation }) => `- ${title}: \`${command}\` ([fields](${documentation}))`),
          '',
        ]),
    '## How it was made',
    '',
    'Concepts were found in a corpus and linked in a graph; combinations of them were drawn by seeded walks; models wrote samples from the',
    'passages that hold the most of each combination; people accepted, edited, regenerated or rejected every one.',
    '',
    '| Made by | Samples | Prompts | SHA-256 of their hashes |',
    '| --- | ---: | ---: | --- |',
    ...Object.entries(methods).map(
      ([name, of]) => `| method ${code(name)} | ${of.samples} | ${of.prompts} | \`${of.sha256.slice(0, 16)}\` |`,
    ),
    ...Object.entries(models).map(([name, samples]) => `| model ${code(name)} | ${samples} | | |`),
    ...Object.entries(shapes).map(([name, samples]) => `| shape ${code(name)} | ${samples} | | |`),
    '',
    ...diversity(manifest),
    '## Known limits',
    '',
    ...limitations.map((sentence) => `- ${sentence}`),
    '',
    ...(choices.format === 'jsonl' || choices.format === 'parquet' ? columnSection(columns) : []),
  ];
}

function diversity({ diversity: measured, source }: ExportManifest): string[] {
  if (measured === null) return [];
  const rows = diversityMeasures.flatMap(({ id, title, higher }) => {
    const value = measured.figures[id];
    return value === undefined ? [] : [`| ${title} | ${Number(value.toPrecision(4))} | ${higher === 'neither' ? '' : higher} |`];
  });
  const of = measured.texts === source.samples ? count(measured.texts, 'sample') : `${measured.texts} samples drawn from ${source.samples}`;
  return [
    '## Diversity',
    '',
    `Of ${of}, by what tells two samples apart (a question, a text).`,
    '',
    '| Measure | Figure | Higher is |',
    '| --- | ---: | --- |',
    ...rows,
    '',
  ];
}

const columnSection = (columns: readonly string[]): string[] => [
  '## Columns',
  '',
  '| Column | Meaning |',
  '| --- | --- |',
  ...columnTable(columns),
  '',
];
