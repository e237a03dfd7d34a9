/** A label that would like to be drawn beside its node; in pixels of the canvas. */
export interface LabelWish {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** Of the node, ring included. */
  readonly radius: number;
  /** Of the text, as measured. */
  readonly width: number;
  readonly height: number;
  /** Rather over another node than not at all. */
  readonly needed: boolean;
}

export interface PlacedLabel {
  readonly id: string;
  /** Left edge and vertical middle of the text. */
  readonly x: number;
  readonly y: number;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Area in which labels may stand; `corner` at the lower right is taken by something else. */
interface Canvas extends Size {
  readonly corner?: Size;
}

const gap = 4;
const cell = 64;

/**
 * Greedy placement, most important first: right of the node, left, below, above, or at a corner; a label that would
 * touch another label, or cover another node, everywhere is left out (one that is needed only minds the labels).
 * Linear in the number of wishes, thanks to a grid of what is taken.
 */
export function placeLabels(wishes: readonly LabelWish[], canvas: Canvas): PlacedLabel[] {
  const nodes = new Grid();
  const labels = new Grid();
  if (canvas.corner !== undefined) {
    const { width, height } = canvas.corner;
    labels.add('corner', { left: canvas.width - width, top: canvas.height - height, right: canvas.width, bottom: canvas.height });
  }
  for (const wish of wishes) nodes.add(wish.id, around(wish));
  const placed: PlacedLabel[] = [];
  for (const wish of wishes) {
    const free = candidates(wish).filter((box) => isInside(box, canvas) && !labels.hits(wish.id, box));
    const spot = free.find((box) => !nodes.hits(wish.id, box)) ?? (wish.needed ? free[0] : undefined);
    if (spot === undefined) continue;
    labels.add(`label of ${wish.id}`, { ...spot, left: spot.left - gap, right: spot.right + gap });
    placed.push({ id: wish.id, x: spot.left, y: (spot.top + spot.bottom) / 2 });
  }
  return placed;
}

function isInside(box: Box, canvas: Canvas): boolean {
  return box.left >= 0 && box.top >= 0 && box.right <= canvas.width && box.bottom <= canvas.height;
}

function around({ x, y, radius }: LabelWish): Box {
  return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
}

function candidates({ x, y, radius, width, height }: LabelWish): Box[] {
  const at = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + height });
  const [right, left, middle] = [x + radius + gap, x - radius - gap - width, x - width / 2];
  const [below, above] = [y + radius + 1, y - radius - 1 - height];
  const corner = radius * 0.7;
  return [
    at(right, y - height / 2),
    at(left, y - height / 2),
    at(middle, below),
    at(middle, above),
    at(x + corner, y + corner),
    at(x + corner, y - corner - height),
    at(x - corner - width, y + corner),
    at(x - corner - width, y - corner - height),
  ];
}

class Grid {
  readonly #cells = new Map<string, { readonly owner: string; readonly box: Box }[]>();

  add(owner: string, box: Box): void {
    for (const key of keys(box)) {
      const boxes = this.#cells.get(key);
      if (boxes === undefined) this.#cells.set(key, [{ owner, box }]);
      else boxes.push({ owner, box });
    }
  }

  /** True for a box that touches one that is not the asking node's own. */
  hits(owner: string, box: Box): boolean {
    for (const key of keys(box)) {
      for (const other of this.#cells.get(key) ?? []) {
        if (other.owner === owner) continue;
        if (box.left < other.box.right && box.right > other.box.left && box.top < other.box.bottom && box.bottom > other.box.top)
          return true;
      }
    }
    return false;
  }
}

function* keys(box: Box): Generator<string> {
  for (let column = Math.floor(box.left / cell); column <= Math.floor(box.right / cell); column++) {
    for (let row = Math.floor(box.top / cell); row <= Math.floor(box.bottom / cell); row++) yield `${column}:${row}`;
  }
}

const maxLength = 32;

/** Labels come from models and documents: one line, of a length a picture can bear. */
export function labelText(label: string): string {
  const line = label.replace(/\s+/g, ' ').trim();
  const letters = Array.from(line);
  return letters.length <= maxLength
    ? line
    : `${letters
        .slice(0, maxLength - 1)
        .join('')
        .trimEnd()}…`;
}
