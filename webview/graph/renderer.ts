import Graph from 'graphology';
import Sigma from 'sigma';
import type { CameraState, EdgeDisplayData, NodeDisplayData } from 'sigma/types';
import { prefersReducedMotion } from '../ui/theme.ts';
import { labelText, placeLabels, type LabelWish } from './labels.ts';
import { nodeScale, stretch, type Positions } from './layout.ts';
import { ShapeProgram, type ShapeData } from './node-program.ts';
import type { Palette } from './palette.ts';
import type { GraphModel, GraphNode } from './view-model.ts';

interface PointerHandlers {
  readonly hover: (node: string | null) => void;
  readonly select: (node: string | null) => void;
}

interface Drawn {
  readonly model: GraphModel;
  readonly positions: Positions;
  readonly nodes: ReadonlyMap<string, GraphNode>;
}

const labelSize = { topic: 12, concept: 11 } as const;
/** Around the picture, for labels. */
const padding = 36;
/** Size in pixels of the zoom buttons over the picture. */
const zoomButtons = { width: 96, height: 32 };
/** Pixels of canvas for each label that is drawn whatever it covers. */
const roomOfNeeded = 24_000;
const fitting: CameraState = { x: 0.5, y: 0.5, angle: 0, ratio: 1 };

/**
 * The graph on a WebGL canvas. Draws when something changed and is idle otherwise. Throws from the constructor where
 * WebGL is missing.
 */
export class GraphRenderer {
  readonly #sigma: Sigma;
  readonly #container: HTMLElement;
  #palette: Palette;
  #drawn: Drawn | null = null;
  #lit: ReadonlySet<string> | null = null;
  #selected: string | null = null;
  #stretch = 1;
  /** Crowded canvases get smaller nodes. */
  #scale = 1;
  #anyInFocus = false;
  #widths = new Map<string, number>();

  constructor(container: HTMLElement, palette: Palette, handlers: PointerHandlers) {
    this.#container = container;
    this.#palette = palette;
    this.#sigma = new Sigma(new Graph(), container, {
      allowInvalidContainer: true,
      renderLabels: false,
      defaultNodeType: 'shape',
      nodeProgramClasses: { shape: ShapeProgram },
      nodeReducer: (id) => this.#nodeData(id),
      edgeReducer: (id, data) => this.#edgeData(id, data),
      defaultDrawNodeHover: () => undefined,
      stagePadding: padding,
      zIndex: true,
      minEdgeThickness: 1,
      enableCameraRotation: false,
      // Two quick clicks are two clicks: on a node, then beside it.
      doubleClickTimeout: 0,
      minCameraRatio: 0.05,
      maxCameraRatio: 3,
    });
    this.#sigma.on('enterNode', ({ node }) => {
      container.classList.add('pointing');
      handlers.hover(node);
    });
    this.#sigma.on('leaveNode', () => {
      container.classList.remove('pointing');
      handlers.hover(null);
    });
    this.#sigma.on('clickNode', ({ node }) => {
      handlers.select(node);
    });
    this.#sigma.on('clickStage', () => {
      handlers.select(null);
    });
    this.#sigma.on('afterRender', () => {
      this.#drawLabels();
    });
  }

  /** `keepCamera` when the same thing is shown anew; otherwise the view is fitted. */
  show(model: GraphModel, positions: Positions, keepCamera: boolean): void {
    this.#drawn = { model, positions, nodes: new Map(model.nodes.map((node) => [node.id, node])) };
    this.#fitTo(positions);
    this.#anyInFocus = model.nodes.some((node) => node.inFocus);
    const graph = new Graph({ type: 'undirected', multi: true });
    // Later nodes are drawn over earlier ones: the most important last.
    for (const node of [...model.nodes].reverse()) graph.addNode(node.id, this.#place(node.id));
    for (const { source, target, backbone, strength } of model.edges) graph.addEdge(source, target, { backbone, strength });
    if (!keepCamera) this.#sigma.getCamera().setState(fitting);
    this.#sigma.setGraph(graph);
  }

  emphasise(selected: string | null, lit: ReadonlySet<string> | null): void {
    this.#selected = selected;
    this.#lit = lit;
    this.#sigma.scheduleRefresh();
  }

  recolour(palette: Palette): void {
    this.#palette = palette;
    this.#widths = new Map();
    this.#sigma.scheduleRefresh();
  }

  resize(): void {
    const drawn = this.#drawn;
    if (drawn === null) return;
    this.#fitTo(drawn.positions);
    const graph = this.#sigma.getGraph();
    for (const node of drawn.model.nodes) graph.mergeNodeAttributes(node.id, this.#place(node.id));
    this.#sigma.scheduleRefresh();
  }

  zoom(factor: number): void {
    const camera = this.#sigma.getCamera();
    this.#move({ ...camera.getState(), ratio: camera.getBoundedRatio(camera.ratio / factor) });
  }

  fit(): void {
    this.#move(fitting);
  }

  /** Position of a node in the container, in pixels; null when it is not shown. */
  position(id: string): { readonly x: number; readonly y: number } | null {
    const data = this.#sigma.getNodeDisplayData(id);
    return data === undefined ? null : this.#sigma.framedGraphToViewport(data);
  }

  kill(): void {
    this.#sigma.kill();
  }

  #move(state: CameraState): void {
    const camera = this.#sigma.getCamera();
    if (prefersReducedMotion()) camera.setState(state);
    else void camera.animate(state, { duration: 160 });
  }

  #fitTo(positions: Positions): void {
    const { offsetWidth: width, offsetHeight: height } = this.#container;
    this.#stretch = stretch(positions, { width: Math.max(1, width - 2 * padding), height: Math.max(1, height - 2 * padding) });
    this.#scale = nodeScale(positions.size, { width, height });
  }

  #place(id: string): { readonly x: number; readonly y: number } {
    const point = this.#drawn?.positions.get(id) ?? { x: 0, y: 0 };
    return { x: point.x * this.#stretch, y: point.y };
  }

  #nodeData(id: string): Partial<NodeDisplayData> & ShapeData {
    const node = this.#drawn?.nodes.get(id);
    const place = this.#place(id);
    if (node === undefined) return { ...place, shape: 'circle', ring: null };
    const palette = this.#palette;
    const topic = node.kind === 'topic';
    const strong = topic ? palette.topic : palette.concept;
    const soft = topic ? palette.softTopic : palette.softConcept;
    const faint = topic ? palette.faintTopic : palette.faintConcept;
    const lit = this.#lit === null || this.#lit.has(id);
    const central = node.inFocus || !this.#anyInFocus;
    const covered = node.covered ? (lit ? palette.covered : palette.faintCovered) : null;
    return {
      ...place,
      size: node.size * this.#scale,
      type: 'shape',
      color: !lit ? faint : this.#lit !== null || central ? strong : soft,
      shape: topic ? 'square' : 'circle',
      ring: id === this.#selected ? palette.text : covered,
      zIndex: lit ? 1 : 0,
    };
  }

  #edgeData(id: string, data: Record<string, unknown>): Partial<EdgeDisplayData> {
    const graph = this.#sigma.getGraph();
    const palette = this.#palette;
    const strength = typeof data.strength === 'number' ? data.strength : 0;
    const size = 1 + 1.4 * strength;
    if (this.#lit === null) return { hidden: data.backbone !== true, color: palette.line, size, zIndex: 0 };
    const ends = graph.extremities(id);
    const centre = this.#centre();
    const lit = centre === null ? ends.every((end) => this.#lit?.has(end)) : ends.includes(centre);
    return { hidden: data.backbone !== true && !lit, color: lit ? palette.litLine : palette.faintLine, size, zIndex: lit ? 1 : 0 };
  }

  /** The one node whose neighbours are lit, when it is one. */
  #centre(): string | null {
    const first = this.#lit?.values().next().value ?? null;
    const neighbours = first === null ? undefined : this.#drawn?.model.neighbours.get(first);
    return first !== null && neighbours !== undefined && this.#lit?.size === neighbours.size + 1 ? first : null;
  }

  #drawLabels(): void {
    const drawn = this.#drawn;
    const context = this.#sigma.getCanvases().labels?.getContext('2d');
    if (drawn === null || context === undefined || context === null) return;
    const canvas = this.#sigma.getDimensions();
    const wishes = this.#wishes(drawn, context, canvas);
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    context.lineWidth = 3;
    context.strokeStyle = this.#palette.background;
    for (const { id, x, y } of placeLabels(wishes, { ...canvas, corner: zoomButtons })) {
      const node = drawn.nodes.get(id);
      if (node === undefined) continue;
      const text = labelText(node.label);
      context.font = this.#font(node);
      context.fillStyle = this.#labelColour(node);
      context.strokeText(text, x, y);
      context.fillText(text, x, y);
    }
  }

  #wishes(drawn: Drawn, context: CanvasRenderingContext2D, canvas: { readonly width: number; readonly height: number }): LabelWish[] {
    const wishes: LabelWish[] = [];
    // Topics come first: so many are named even where it takes drawing over another node.
    const most = (canvas.width * canvas.height) / roomOfNeeded;
    const rank = (id: string): number => (id === this.#selected ? 0 : this.#lit?.has(id) === true ? 1 : 2);
    for (const node of [...drawn.model.nodes].sort((a, b) => rank(a.id) - rank(b.id))) {
      const data = this.#sigma.getNodeDisplayData(node.id);
      if (data === undefined) continue;
      const { x, y } = this.#sigma.framedGraphToViewport(data);
      if (x < 0 || y < 0 || x > canvas.width || y > canvas.height) continue;
      const radius = this.#sigma.scaleSize(data.size) + 4;
      wishes.push({
        id: node.id,
        x,
        y,
        radius,
        width: this.#width(node, context),
        height: labelSize[node.kind] + 3,
        needed: node.id === this.#selected || (wishes.length < most && node.kind === 'topic' && this.#lit?.has(node.id) !== false),
      });
    }
    return wishes;
  }

  #width(node: GraphNode, context: CanvasRenderingContext2D): number {
    const known = this.#widths.get(node.id);
    if (known !== undefined) return known;
    context.font = this.#font(node);
    const { width } = context.measureText(labelText(node.label));
    this.#widths.set(node.id, width);
    return width;
  }

  #font(node: GraphNode): string {
    return `${node.kind === 'topic' ? '600 ' : ''}${labelSize[node.kind]}px ${this.#palette.font}`;
  }

  #labelColour(node: GraphNode): string {
    if (this.#lit !== null) return this.#lit.has(node.id) ? this.#palette.text : this.#palette.faintText;
    return node.kind === 'topic' || node.inFocus ? this.#palette.text : this.#palette.softText;
  }
}
