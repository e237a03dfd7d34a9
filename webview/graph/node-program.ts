import { NodeProgram } from 'sigma/rendering';
import type { NodeDisplayData, RenderParams } from 'sigma/types';
import { floatColor } from 'sigma/utils';

type ProgramInfo = Parameters<NodeProgram['setUniforms']>[1];

/** Attributes that the program reads beside Sigma's own node attributes. */
export interface ShapeData {
  readonly shape: 'square' | 'circle';
  /** Null for a node without a ring. */
  readonly ring: string | null;
}

const uniforms = ['u_sizeRatio', 'u_pixelRatio', 'u_matrix'] as const;

const vertexShader = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec4 a_ring;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;

uniform float u_sizeRatio;
uniform float u_pixelRatio;
uniform mat3 u_matrix;

varying vec4 v_color;
varying vec4 v_ring;
varying float v_pixels;
varying float v_shape;

const float bias = 255.0 / 254.0;
const float margin = 4.0;

void main() {
  gl_Position = vec4((u_matrix * vec3(a_position, 1)).xy, 0, 1);
  float radius = a_size / u_sizeRatio + margin;
  gl_PointSize = radius * u_pixelRatio * 2.0;
  v_pixels = radius;
  v_shape = a_shape;
  v_ring = a_ring;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
  v_ring.a *= bias;
}
`;

/** Distances to a circle and to a square with rounded corners; ring: a gap of 1.5 px, then a line of 2 px. */
const fragmentShader = /* glsl */ `
precision mediump float;

varying vec4 v_color;
varying vec4 v_ring;
varying float v_pixels;
varying float v_shape;

const float margin = 4.0;
const vec4 transparent = vec4(0.0);

float distanceTo(vec2 point, float radius) {
  if (v_shape < 0.5) return length(point) - radius;
  float side = radius * 0.9;
  float corner = side * 0.25;
  vec2 beyond = abs(point) - vec2(side - corner);
  return length(max(beyond, 0.0)) + min(max(beyond.x, beyond.y), 0.0) - corner;
}

void main(void) {
  vec2 point = (gl_PointCoord - vec2(0.5)) * 2.0 * v_pixels;
  float outside = distanceTo(point, v_pixels - margin);
  #ifdef PICKING_MODE
  gl_FragColor = outside < 3.0 ? v_color : transparent;
  #else
  float fill = clamp(0.5 - outside, 0.0, 1.0);
  float ring = v_ring.a * clamp(1.5 - abs(outside - 2.5), 0.0, 1.0);
  gl_FragColor = vec4(v_color.rgb, 1.0) * fill * v_color.a;
  gl_FragColor = mix(gl_FragColor, vec4(v_ring.rgb, 1.0), ring * (1.0 - fill));
  #endif
}
`;

/** Draws topics as squares and concepts as circles, with a ring around those covered by kept samples; one call for all nodes. */
export class ShapeProgram extends NodeProgram<(typeof uniforms)[number]> {
  override getDefinition() {
    const { FLOAT, UNSIGNED_BYTE, POINTS } = WebGLRenderingContext;
    return {
      VERTICES: 1,
      VERTEX_SHADER_SOURCE: vertexShader,
      FRAGMENT_SHADER_SOURCE: fragmentShader,
      METHOD: POINTS,
      UNIFORMS: uniforms,
      ATTRIBUTES: [
        { name: 'a_position', size: 2, type: FLOAT },
        { name: 'a_size', size: 1, type: FLOAT },
        { name: 'a_shape', size: 1, type: FLOAT },
        { name: 'a_color', size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: 'a_ring', size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: 'a_id', size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
    };
  }

  override processVisibleItem(nodeIndex: number, start: number, data: NodeDisplayData & Partial<ShapeData>): void {
    const { array } = this;
    let at = start;
    array[at++] = data.x;
    array[at++] = data.y;
    array[at++] = data.size;
    array[at++] = data.shape === 'square' ? 1 : 0;
    array[at++] = floatColor(data.color);
    array[at++] = data.ring === null || data.ring === undefined ? 0 : floatColor(data.ring);
    array[at] = nodeIndex;
  }

  override setUniforms({ sizeRatio, pixelRatio, matrix }: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
    gl.uniform1f(uniformLocations.u_sizeRatio ?? null, sizeRatio);
    gl.uniform1f(uniformLocations.u_pixelRatio ?? null, pixelRatio);
    gl.uniformMatrix3fv(uniformLocations.u_matrix ?? null, false, matrix);
  }
}
