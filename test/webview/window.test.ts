import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowWindow, scrollToRow, maxHeight } from '../../webview/review/window.ts';

const lists = fc.record({
  total: fc.integer({ min: 0, max: 3_000_000 }),
  rowHeight: fc.constantFrom(28, 48),
  viewport: fc.integer({ min: 1, max: 2000 }),
});

describe('the window over a long list', () => {
  it('draws the rows in view and a few around them', () => {
    const list = { total: 1000, rowHeight: 48, viewport: 480 };
    expect(rowWindow(list, 0)).toEqual({ first: 0, end: 16, top: 0, height: 48_000 });
    expect(rowWindow(list, 4800)).toEqual({ first: 94, end: 116, top: 94 * 48, height: 48_000 });
  });

  it('draws a bounded number of rows that cover the viewport, wherever it is scrolled', () => {
    fc.assert(
      fc.property(lists, fc.double({ min: 0, max: 1, noNaN: true }), (list, part) => {
        const height = Math.min(list.total * list.rowHeight, maxHeight);
        const scrollTop = part * Math.max(0, height - list.viewport);
        const { first, end, top } = rowWindow(list, scrollTop);
        expect(end - first).toBeLessThanOrEqual(Math.ceil(list.viewport / list.rowHeight) + 14);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(list.total);
        const bottom = top + (end - first) * list.rowHeight;
        expect(top).toBeLessThanOrEqual(scrollTop + 1e-6);
        expect(bottom).toBeGreaterThanOrEqual(Math.min(scrollTop + list.viewport, height) - 1e-6);
      }),
    );
  });

  it('reaches the first and the last row of a list taller than browsers allow', () => {
    const list = { total: 1_000_000, rowHeight: 48, viewport: 600 };
    expect(rowWindow(list, 0).height).toBe(maxHeight);
    expect(rowWindow(list, maxHeight - 600).end).toBe(1_000_000);
    expect(rowWindow(list, Infinity).end).toBe(1_000_000);
  });

  it('scrolls a row into view, and not when it is in view', () => {
    const near = fc.nat(2_999_999);
    fc.assert(
      fc.property(lists, near, near, (list, wanted, from) => {
        fc.pre(list.total > 0 && list.viewport >= list.rowHeight);
        const row = wanted % list.total;
        const height = Math.min(list.total * list.rowHeight, maxHeight);
        const start = Math.min(from, Math.max(0, height - list.viewport));
        const to = scrollToRow(list, row, start) ?? start;
        const { first, top } = rowWindow(list, to);
        const rowTop = top + (row - first) * list.rowHeight - to;
        // A scaled list has less than a pixel of scrolling for a row.
        expect(rowTop).toBeGreaterThanOrEqual(-1);
        expect(rowTop + list.rowHeight).toBeLessThanOrEqual(list.viewport + 1);
        expect(scrollToRow(list, row, to) ?? to).toBeCloseTo(to, 3);
      }),
    );
  });
});
