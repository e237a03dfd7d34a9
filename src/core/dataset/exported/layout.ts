/** Names in the folder of an export. Data files are numbered as `datasets` numbers shards, so that its patterns find them. */
import { startNames } from '../trainers/index.ts';

export type DataExtension = 'jsonl' | 'parquet';

const digits = (number: number): string => String(number).padStart(5, '0');

/** @param nth from 0 @param of number of files of the split */
export const dataFile = (split: string, nth: number, of: number, extension: DataExtension): string =>
  `data/${split}-${digits(nth)}-of-${digits(of)}.${extension}`;

/** All files of a split, as `data_files` of a card. */
export const dataFiles = (split: string, extension: DataExtension): string => `data/${split}-*.${extension}`;

const anyDataFile = /^[a-z][a-z0-9_]*-\d{5,}-of-\d{5,}\.(?:jsonl|parquet)$/;

/** Tells whether a name in the folder `data` may be that of a data file: whoever reads the split reads it. */
export const isDataFileName = (name: string): boolean => anyDataFile.test(name);

export const cardName = 'README.md';
export const manifestName = 'manifest.json';
/** Manifest of a mixture (`../../planning/mixture/`), and what training libraries take it by. */
export const mixtureName = 'mixture.json';
export const interleaveName = 'interleave.py';
export const blendName = 'blend.txt';
/** A folder that has one of these is whole. */
export const manifestNames: readonly string[] = [manifestName, mixtureName];
export const checksumsName = 'SHA256SUMS';

/** Names of what an export, or a mixture, writes beside its data. */
export const besideNames: readonly string[] = [
  ...[cardName, checksumsName],
  ...manifestNames,
  ...[interleaveName, blendName],
  ...startNames,
];

/** Name of a dataset in file names and settings: small letters, digits and hyphens. */
export const slugOf = (title: string): string =>
  title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'dataset';

/** Lines that `sha256sum --check` reads. */
export const checksumLines = (files: readonly { readonly path: string; readonly sha256: string }[]): string =>
  files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('');
