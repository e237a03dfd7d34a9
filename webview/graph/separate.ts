/** A point that may be moved. */
export interface Movable {
  x: number;
  y: number;
  readonly fixed?: boolean;
}

/** Pairs compared: bounds the time whatever the number of points. */
const work = 12_000_000;

/**
 * Pushes points apart until each has `distance` around it, or the work is done: forces leave the concepts of one
 * passage on one spot, where none can be read. Neighbourhoods stay what they were. Changes the points in place.
 */
export function separate(points: readonly Movable[], distance: number): void {
  const rounds = Math.max(4, Math.min(60, Math.floor((2 * work) / (points.length * points.length + 1))));
  for (let round = 0; round < rounds; round++) {
    let moved = false;
    for (let i = 0; i < points.length; i++) {
      for (let j = i + 1; j < points.length; j++) moved = push(points[i]!, points[j]!, distance) || moved;
    }
    if (!moved) return;
  }
}

function push(a: Movable, b: Movable, distance: number): boolean {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const apart = Math.hypot(dx, dy);
  if (apart >= distance || (a.fixed === true && b.fixed === true)) return false;
  // A quarter of the gap each: pushing all the way makes neighbours in a crowd fly past each other.
  const share = (distance - apart) / 4;
  const [x, y] = apart < 1e-6 ? [share, 0] : [(dx / apart) * share, (dy / apart) * share];
  if (a.fixed !== true) {
    a.x -= x;
    a.y -= y;
  }
  if (b.fixed !== true) {
    b.x += x;
    b.y += y;
  }
  return true;
}
