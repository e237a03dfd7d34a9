import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { DiversityMeasure } from './collector.ts';

/**
 * Compression ratio: bytes of the texts, joined by one space, over their bytes in gzip at level 9. The Python package `diversity`
 * 0.3.1 compresses twice, which gives another number; once is what the figure is said to be.
 */
export const compressionRatio: DiversityMeasure = {
  id: 'compression',
  title: 'Compression ratio',
  meaning: 'bytes of the joined texts over their bytes after gzip at level 9',
  higher: 'less diverse',
  dependsOnOrder: true,
  dependsOnSize: true,
  collect(gzippedSize) {
    const texts: string[] = [];
    return {
      add: (text) => {
        texts.push(text);
      },
      value() {
        const bytes = utf8ToBytes(texts.join(' '));
        return bytes.length === 0 ? null : bytes.length / gzippedSize(bytes);
      },
    };
  },
};
