import { describe, expect, it } from 'vitest';
import { Checked } from '../../webview/review/checked.ts';
import { pageSize, pagesOf, SamplePages } from '../../webview/review/pages.ts';
import type { ListedSample } from '../../src/protocol/results.ts';

const sample = (row: number, status: ListedSample['status'] = 'accepted'): ListedSample => ({
  id: `s${row}`,
  status,
  method: 'level3',
  methodTitle: 'Level-3 questions',
  shape: 'qa',
  label: `Question ${row}`,
  files: [],
  edited: false,
  note: null,
  judge: null,
});
const list = (page: number, total: number, pending: readonly number[] = []) => ({
  total,
  counts: { pending: pending.length, accepted: total - pending.length, rejected: 0, gated: 0 },
  samples: Array.from({ length: Math.min(pageSize, total - page * pageSize) }, (_, at) => {
    const row = page * pageSize + at;
    return sample(row, pending.includes(row) ? 'pending' : 'accepted');
  }),
});

describe('pages of a list', () => {
  it('knows which pages rows stand on, and which of them are not here', () => {
    expect(pagesOf(0, 1)).toEqual([0]);
    expect(pagesOf(90, 210)).toEqual([0, 1, 2]);
    const pages = new SamplePages();
    pages.put(1, list(1, 250));
    expect(pages.missing(90, 999)).toEqual([0, 2]);
    expect(pages.at(150)?.id).toBe('s150');
    expect(pages.at(50)).toBeNull();
    expect(pages.rowOf('s150')).toBe(150);
    expect(pages.rowOf('s50')).toBeNull();
  });

  it('keeps a bounded number of pages', () => {
    const pages = new SamplePages();
    for (let page = 0; page < 50; page++) pages.put(page, list(page, 5000));
    expect(pages.at(0)).toBeNull();
    expect(pages.at(4999)?.id).toBe('s4999');
    expect(pages.missing(0, 5000).length).toBe(30);
  });

  it('finds the next pending row, round the end', () => {
    const pages = new SamplePages();
    pages.put(0, list(0, 250, [3, 7, 120]));
    pages.put(1, list(1, 250, [3, 7, 120]));
    expect(pages.nextPending(4)).toBe(7);
    expect(pages.nextPending(8)).toBe(120);
    expect(pages.nextPending(121)).toBe(3);
    expect(new SamplePages().nextPending(0)).toBeNull();
  });
});

describe('ticked samples', () => {
  it('draws a range from the last toggled one', () => {
    const pages = new SamplePages();
    pages.put(0, list(0, 10));
    const checked = new Checked();
    checked.toggle('s5', 5);
    checked.extend(3, pages);
    expect(checked.list().sort()).toEqual(['s3', 's4', 's5']);
    checked.extend(6, pages);
    expect(checked.size).toBe(4);
    checked.toggle('s4', 4);
    expect(checked.has('s4')).toBe(false);
    checked.clear();
    expect(checked.size).toBe(0);
  });
});
