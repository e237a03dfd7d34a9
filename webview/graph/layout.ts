import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import { separate, type Movable } from './separate.ts';
import type { GraphModel } from './view-model.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}
export type Positions = ReadonlyMap<string, Point>;

/** Pairs compared by the forces: bounds the time to a fraction of a second whatever the graph. */
const work = 24_000_000;
/** Room of one node, in the layout's own units, and the part of it that no other node may enter. */
const room = 100;
const clearance = 70;
/** Panels are wider than high. */
const aspect = 1.8;

/**
 * Position of each node, around 0, in a box of `aspect`. The same graph gives the same picture every time. It runs to
 * its end at once (tens of milliseconds for what the panel shows), so that nothing moves, and no CPU is used, once it
 * is drawn.
 *
 * `before`: where nodes stood when the graph changed under the user's eyes. They stay; new ones join their neighbours.
 */
export function layout(model: GraphModel, before: Positions | null = null): Positions {
  const known = before === null ? 0 : model.nodes.filter(({ id }) => before.has(id)).length;
  if (before !== null && known * 2 > model.nodes.length) return joined(model, before);
  return model.nodes.length === 0 ? new Map() : boxed(levelled(forced(model)));
}

function forced(model: GraphModel): Positions {
  const order = model.nodes.length;
  const graph = new Graph<{ x: number; y: number; size: number }, { weight: number }>({ type: 'undirected' });
  model.nodes.forEach((node, at) => {
    graph.addNode(node.id, { ...spiral(at), size: node.size });
  });
  for (const { source, target, backbone, strength } of model.edges) {
    graph.mergeEdge(source, target, { weight: backbone ? 0.5 + strength : 0.05 * strength });
  }
  forceAtlas2.assign(graph, {
    iterations: Math.round(Math.max(50, Math.min(500, work / (order * order)))),
    getEdgeWeight: 'weight',
    settings: {
      ...forceAtlas2.inferSettings(order),
      strongGravityMode: true,
      gravity: 0.1,
      scalingRatio: 10,
      barnesHutOptimize: order > 400,
    },
  });
  return new Map(graph.mapNodes((id, { x, y }) => [id, { x, y }]));
}

/** Sunflower seeds: evenly spread, none on another, the most important in the middle. */
function spiral(at: number): Point {
  const radius = 10 * Math.sqrt(at + 0.5);
  const angle = at * Math.PI * (3 - Math.sqrt(5));
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}

/** Centred, and turned so that the main axis of the cloud (its first principal component) lies level. */
function levelled(points: Positions): Positions {
  let [x, y, xx, xy, yy] = [0, 0, 0, 0, 0];
  for (const point of points.values()) {
    x += point.x / points.size;
    y += point.y / points.size;
  }
  for (const point of points.values()) {
    xx += (point.x - x) ** 2;
    xy += (point.x - x) * (point.y - y);
    yy += (point.y - y) ** 2;
  }
  const angle = 0.5 * Math.atan2(2 * xy, xx - yy);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return mapped(points, (point) => {
    const [dx, dy] = [point.x - x, point.y - y];
    return { x: dx * cos + dy * sin, y: dy * cos - dx * sin };
  });
}

/** Scaled into a box with room for each node, and there moved apart. */
function boxed(points: Positions): Positions {
  const height = room * Math.sqrt(points.size / aspect);
  const { width, height: tall, left, top } = bounds(points);
  const places = [...points].map(([id, point]) => {
    const x = ((point.x - left) / (width || 1) - 0.5) * height * aspect;
    const y = ((point.y - top) / (tall || 1) - 0.5) * height;
    return { id, x, y };
  });
  separate(places, clearance);
  return new Map(places.map(({ id, x, y }) => [id, { x, y }]));
}

function joined(model: GraphModel, before: Positions): Positions {
  const places = model.nodes.map(({ id }, at): Movable & { readonly id: string } => {
    const old = before.get(id);
    if (old !== undefined) return { id, ...old, fixed: true };
    const around = [...(model.neighbours.get(id) ?? [])].flatMap((neighbour) => before.get(neighbour) ?? []);
    const x = around.reduce((sum, point) => sum + point.x, 0) / (around.length || 1);
    const y = around.reduce((sum, point) => sum + point.y, 0) / (around.length || 1);
    const nudge = spiral(at);
    return { id, x: x + nudge.x / room, y: y + nudge.y / room };
  });
  separate(places, clearance);
  return new Map(places.map(({ id, x, y }) => [id, { x, y }]));
}

function mapped(points: Positions, move: (point: Point) => Point): Positions {
  return new Map([...points].map(([id, point]) => [id, move(point)]));
}

function bounds(points: Positions): { readonly left: number; readonly top: number; readonly width: number; readonly height: number } {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of points.values()) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { left, top, width: right - left, height: bottom - top };
}

/** Factor by which a layout may at most be drawn wider or narrower than computed to use the canvas, before distances start to lie. */
const widest = 2.2;

export function stretch(positions: Positions, canvas: { readonly width: number; readonly height: number }): number {
  const { width, height } = bounds(positions);
  const wanted = canvas.width / canvas.height / (width / height);
  return Number.isFinite(wanted) && wanted > 0 ? Math.max(1 / widest, Math.min(widest, wanted)) : 1;
}

/** Room in pixels at which nodes have their full size. */
const ample = 52;

/** Scale at which nodes are drawn: smaller where many share a small canvas. */
export function nodeScale(nodes: number, canvas: { readonly width: number; readonly height: number }): number {
  const each = Math.sqrt((canvas.width * canvas.height) / Math.max(1, nodes));
  return Math.max(0.4, Math.min(1, each / ample));
}
