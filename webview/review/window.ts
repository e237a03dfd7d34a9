/** The rows of a long list to draw now, and where. */
export interface RowWindow {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
  /** Distance of the first drawn row from the top of the scrolled content, in pixels. */
  readonly top: number;
  /** Of the scrolled content, in pixels. */
  readonly height: number;
}

/** Browsers clamp an element's height (Chromium at 33.5 million pixels, 700,000 rows): beyond this, scrolling is scaled. */
export const maxHeight = 8_000_000;
const overscan = 6;

interface List {
  readonly total: number;
  readonly rowHeight: number;
  readonly viewport: number;
}

/** The window over `total` rows of one height when the content is scrolled to `scrollTop`. */
export function rowWindow(list: List, scrollTop: number): RowWindow {
  const { total, rowHeight, viewport } = list;
  const full = total * rowHeight;
  const height = Math.min(full, maxHeight);
  const scroll = Math.max(0, Math.min(scrollTop, height - viewport));
  // The position in the list as it would be at full height; equal to `scroll` for all but enormous lists.
  const position = scroll * scale(list);
  const first = Math.max(0, Math.floor(position / rowHeight) - overscan);
  const end = Math.min(total, Math.ceil((position + viewport) / rowHeight) + overscan);
  return { first, end, top: scroll - position + first * rowHeight, height };
}

/** Scroll position at which the row is wholly in view; null when it is already. */
export function scrollToRow(list: List, row: number, scrollTop: number): number | null {
  const position = scrollTop * scale(list);
  const top = row * list.rowHeight;
  const bottom = top + list.rowHeight;
  if (top >= position && bottom <= position + list.viewport) return null;
  return (top < position ? top : bottom - list.viewport) / scale(list);
}

function scale({ total, rowHeight, viewport }: List): number {
  const full = total * rowHeight;
  return full <= maxHeight || full <= viewport ? 1 : (full - viewport) / (maxHeight - viewport);
}
