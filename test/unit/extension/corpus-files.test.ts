import { describe, expect, it } from 'vitest';
import { CorpusFiles } from '../../../src/extension/corpus-files.ts';

const file = (name: string, pending = 0) => ({
  file: name,
  title: name,
  documents: 1,
  passages: 1,
  extracted: 0,
  samples: { pending, accepted: 0, rejected: 0, gated: 0 },
  filter: { score: null, leftOut: false, byHand: false },
  problems: [],
  omissions: [],
});
const names = (files: readonly { readonly file: string }[]): string[] => files.map((each) => each.file);

describe('the files of a corpus', () => {
  it('are asked for whole at first, and then for what is different', () => {
    const files = new CorpusFiles();
    expect(files.query).toEqual({});
    expect(names(files.take({ version: 10, whole: true, files: [file('b.md'), file('c.md')], gone: [] }))).toEqual(['b.md', 'c.md']);
    expect(files.query).toEqual({ since: 10 });
    const after = files.take({ version: 11, whole: false, files: [file('c.md', 3), file('a.md')], gone: ['b.md'] });
    expect(names(after)).toEqual(['a.md', 'c.md']);
    expect(after[1]!.samples.pending).toBe(3);
    expect(names(files.take({ version: 20, whole: true, files: [file('d.md')], gone: [] }))).toEqual(['d.md']);
  });

  it('are not set back by an answer that a newer one has overtaken', () => {
    const files = new CorpusFiles();
    files.take({ version: 10, whole: true, files: [file('a.md')], gone: [] });
    files.take({ version: 12, whole: false, files: [file('a.md', 2)], gone: [] });
    expect(files.take({ version: 11, whole: false, files: [file('a.md', 1)], gone: [] })[0]!.samples.pending).toBe(2);
    expect(files.query).toEqual({ since: 12 });
  });
});
