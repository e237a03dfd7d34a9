import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backbone } from '../../webview/graph/backbone.ts';
import { labelText, placeLabels } from '../../webview/graph/labels.ts';
import { layout, nodeScale, stretch } from '../../webview/graph/layout.ts';
import { graphModel, litNodes, sameShape } from '../../webview/graph/view-model.ts';
import { FakeProject } from './fake/project.ts';
import { expectQuadratic } from '../support/growth.ts';

const project = new FakeProject();
const whole = project.graph({ focus: { kind: 'all' }, limit: 2000 });
const model = graphModel(whole);

describe('the graph as a view model', () => {
  it('counts topics and concepts, and puts topics and frequent ones first', () => {
    expect(model.topics + model.concepts).toBe(whole.nodes.length);
    expect(model.nodes.slice(0, model.topics).every(({ kind }) => kind === 'topic')).toBe(true);
    expect(model.nodes[0]?.frequency).toBe(
      Math.max(...model.nodes.filter(({ kind }) => kind === 'topic').map(({ frequency }) => frequency)),
    );
  });

  it('draws topics larger than concepts, and frequent ones larger than rare ones', () => {
    const sizes = (kind: string): number[] => model.nodes.filter((node) => node.kind === kind).map(({ size }) => size);
    expect(Math.max(...sizes('topic'))).toBe(12);
    expect(Math.max(...sizes('concept'))).toBe(9);
    expect(Math.min(...sizes('concept'))).toBeGreaterThanOrEqual(4);
  });

  it('leaves out edges to nodes that are not shown, and from a node to itself', () => {
    const nodes = whole.nodes.slice(0, 2);
    const [a, b] = nodes.map(({ id }) => id) as [string, string];
    const edges = [
      { source: a, target: b, frequency: 1 },
      { source: a, target: a, frequency: 1 },
      { source: a, target: 'c:elsewhere', frequency: 1 },
    ];
    const small = graphModel({ ...whole, nodes, edges });
    expect(small.edges.map(({ source, target }) => [source, target])).toEqual([[a, b]]);
    expect(small.neighbours.get(a)).toEqual(new Set([b]));
  });

  it('lights what is pointed at before what is marked before what is selected', () => {
    const [first, second] = model.nodes;
    const marked = new Set(['c:moon']);
    expect(litNodes(model, { selected: first!.id, hovered: second!.id, marked })?.has(second!.id)).toBe(true);
    expect(litNodes(model, { selected: first!.id, hovered: null, marked })).toBe(marked);
    const selected = litNodes(model, { selected: first!.id, hovered: null, marked: new Set() });
    expect(selected).toEqual(new Set([first!.id, ...model.neighbours.get(first!.id)!]));
    expect(litNodes(model, { selected: null, hovered: null, marked: new Set() })).toBeNull();
    expect(litNodes(model, { selected: 'c:gone', hovered: null, marked: new Set() })).toBeNull();
  });

  it('has the same shape after a decision, which only changes rings', () => {
    const decided = graphModel({ ...whole, nodes: whole.nodes.map((node) => ({ ...node, covered: true })) });
    expect(sameShape(model, decided)).toBe(true);
    expect(sameShape(model, graphModel({ ...whole, nodes: whole.nodes.slice(1) }))).toBe(false);
  });
});

describe('the backbone', () => {
  const graphs = fc
    .array(fc.tuple(fc.nat(30), fc.nat(30), fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 200 })
    .map((edges) =>
      edges.map(([a, b, frequency, strength]) => ({ source: `n${Math.min(a, b)}`, target: `n${Math.max(a, b)}x`, frequency, strength })),
    );
  const parts = (edges: readonly { source: string; target: string }[]): number => {
    const groups = new Map<string, Set<string>>();
    for (const { source, target } of edges) {
      const merged = new Set([source, target, ...(groups.get(source) ?? []), ...(groups.get(target) ?? [])]);
      for (const node of merged) groups.set(node, merged);
    }
    return new Set(groups.values()).size;
  };

  it('joins everything that is joined at all', () => {
    fc.assert(
      fc.property(graphs, (edges) => {
        expect(parts([...backbone(edges)])).toBe(parts(edges));
      }),
    );
  });

  it('thins out a clique', () => {
    expect(model.edges.filter((edge) => edge.backbone).length).toBeLessThan(model.edges.length / 2);
  });
});

describe('the layout', () => {
  it('gives the same graph the same picture', () => {
    expect([...layout(model)]).toEqual([...layout(graphModel(whole))]);
  });

  it('keeps nodes apart', () => {
    const points = [...layout(model).values()];
    let nearest = Infinity;
    points.forEach((a, at) => {
      for (const b of points.slice(at + 1)) nearest = Math.min(nearest, Math.hypot(a.x - b.x, a.y - b.y));
    });
    // Nodes have a room of 100 each; crowds may leave less than the 70 aimed at.
    expect(nearest).toBeGreaterThan(40);
  });

  it('lies level', () => {
    const points = [...layout(model).values()];
    const spread = (of: (point: { x: number; y: number }) => number): number => Math.max(...points.map(of)) - Math.min(...points.map(of));
    expect(spread(({ x }) => x)).toBeGreaterThan(spread(({ y }) => y));
  });

  it('leaves nodes where they were when some are added, and puts those near their neighbours', () => {
    const before = layout(graphModel({ ...whole, nodes: whole.nodes.slice(0, -5) }));
    const after = layout(model, before);
    for (const [id, point] of before) expect(after.get(id)).toEqual(point);
    expect(after.size).toBe(model.nodes.length);
  });

  it('lays out nothing, one node, and two nodes on end', () => {
    const only = (count: number) => layout(graphModel({ ...whole, nodes: whole.nodes.slice(0, count), edges: [] }));
    expect(only(0).size).toBe(0);
    for (const count of [1, 2]) {
      for (const { x, y } of only(count).values()) expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
    }
    expect(stretch(only(1), { width: 300, height: 200 })).toBe(1);
  });

  it('uses a wide canvas, within reason', () => {
    const positions = layout(model);
    expect(stretch(positions, { width: 900, height: 300 })).toBeGreaterThan(stretch(positions, { width: 300, height: 300 }));
    expect(stretch(positions, { width: 9000, height: 30 })).toBeLessThanOrEqual(2.2);
    expect(nodeScale(100, { width: 900, height: 400 })).toBe(1);
    expect(nodeScale(500, { width: 300, height: 200 })).toBe(0.4);
  });

  it('grows with the square of what is shown, at most', () => {
    const ring = (size: number) => {
      const nodes = Array.from({ length: size }, (_, at) => ({
        id: `c:${at}`,
        kind: 'concept' as const,
        label: `${at}`,
        frequency: 2,
        covered: false,
        inFocus: false,
      }));
      const edges = nodes.flatMap((_, at) =>
        [1, 2, 7, 40].map((step) => ({ source: `c:${at}`, target: `c:${(at + step) % size}`, frequency: 1 })),
      );
      return graphModel({ title: '', nodes, edges, omitted: 0 });
    };
    expectQuadratic((size) => {
      layout(ring(size));
    }, 125);
  });
});

describe('labels', () => {
  const wishes = fc.array(
    fc.record({
      x: fc.integer({ min: 0, max: 800 }),
      y: fc.integer({ min: 0, max: 400 }),
      radius: fc.integer({ min: 2, max: 14 }),
      width: fc.integer({ min: 5, max: 160 }),
    }),
    { maxLength: 80 },
  );

  it('never overlap, never leave the canvas, and cover no other node unless needed', () => {
    fc.assert(
      fc.property(wishes, fc.boolean(), (list, needed) => {
        const all = list.map((wish, at) => ({ ...wish, id: `${at}`, height: 14, needed }));
        const boxes = placeLabels(all, { width: 800, height: 400 }).map(({ id, x, y }) => {
          const { width, height } = all[Number(id)]!;
          return { id, left: x, top: y - height / 2, right: x + width, bottom: y + height / 2 };
        });
        const meet = (a: (typeof boxes)[number], b: Omit<(typeof boxes)[number], 'id'>): boolean =>
          a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
        boxes.forEach((box, at) => {
          expect(box.left >= 0 && box.top >= 0 && box.right <= 800 && box.bottom <= 400).toBe(true);
          expect(boxes.slice(at + 1).some((other) => meet(box, other))).toBe(false);
          if (needed) return;
          const covered = all.some(
            ({ id, x, y, radius }) =>
              id !== box.id && meet(box, { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }),
          );
          expect(covered).toBe(false);
        });
      }),
    );
  });

  it('stand right of a node that is alone', () => {
    const wish = { id: 'a', x: 100, y: 100, radius: 8, width: 40, height: 14, needed: false };
    expect(placeLabels([wish], { width: 800, height: 400 })).toEqual([{ id: 'a', x: 112, y: 100 }]);
  });

  it('are one line of bearable length, whatever a model wrote', () => {
    expect(labelText('  spring \n tide ')).toBe('spring tide');
    const long = labelText('🌊'.repeat(5000));
    expect(Array.from(long)).toHaveLength(32);
    expect(long.endsWith('…')).toBe(true);
  });
});
