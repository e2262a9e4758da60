/** Devices as points, drawn by the graphics card: new positions are reached by interpolation there, and nothing is rebuilt for a frame. */

import { MercatorCoordinate, type CustomLayerInterface, type CustomRenderMethodInput, type Map as LibreMap } from "/vendor/maplibre-gl.mjs";
import { scale } from "./dom.js";
import type { Dot } from "./map-scene.js";

const FLOATS = 9;
const MOVE_MILLISECONDS = 900;

// The level's shape: circle (normal, IV), square (III), diamond (II), triangle (I), ring (silent).
const shapes: Record<Dot["sign"], number> = { "": 0, IV: 0, III: 1, II: 2, I: 3, silent: 4 };

const vertex = `#version 300 es
in vec2 start; in vec2 end; in float shape; in vec3 ink; in float size;
uniform mat4 matrix; uniform float share; uniform float ratio;
out vec3 colour; flat out float kind;
void main() { gl_Position = matrix * vec4(mix(start, end, share), 0.0, 1.0); gl_PointSize = size * ratio; colour = ink; kind = shape; }`;

const fragment = `#version 300 es
precision mediump float;
in vec3 colour; flat in float kind; uniform float opacity; uniform vec3 rim; out vec4 result;
void main() {
  vec2 p = gl_PointCoord * 2.0 - 1.0; float d;
  if (kind < 0.5) d = length(p);
  else if (kind < 1.5) d = max(abs(p.x), abs(p.y)) * 1.15;
  else if (kind < 2.5) d = abs(p.x) + abs(p.y);
  else if (kind < 3.5) d = max(p.y * 1.1, abs(p.x) * 1.5 - p.y * 0.75 - 0.0) + 0.1;
  else d = length(p) < 0.55 ? 2.0 : length(p);
  if (d > 1.0) discard;
  result = vec4(kind < 3.5 && d > 0.74 ? rim : colour, 1.0) * opacity;
}`;

export class DotsLayer implements CustomLayerInterface {
  readonly id = "dots";
  readonly type = "custom" as const;
  readonly renderingMode = "2d" as const;
  opacity = 1;
  shown = true;
  /** Whether points glide; without it they jump, which is cheaper. */
  glides = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  private map: LibreMap | null = null;
  private program: WebGLProgram | null = null;
  private buffer: WebGLBuffer | null = null;
  private array: WebGLVertexArrayObject | null = null;
  private data = new Float32Array(0);
  private count = 0;
  private fresh = false;
  private began = 0;
  private origin = MercatorCoordinate.fromLngLat([119.42, 30.88]);
  private held = new Map<string, { x: number; y: number; fromX: number; fromY: number }>();

  /** Says where the points are now; those that were elsewhere glide there. */
  set(dots: Dot[], ink: (sign: Dot["sign"]) => [number, number, number]): void {
    const share = this.share();
    const next = new Map<string, { x: number; y: number; fromX: number; fromY: number }>();
    this.data = new Float32Array(dots.length * FLOATS);
    let moved = false;
    dots.forEach((dot, i) => {
      const at = MercatorCoordinate.fromLngLat([dot.longitude, dot.latitude]);
      const [x, y] = [at.x - this.origin.x, at.y - this.origin.y];
      const before = this.held.get(dot.id);
      const fromX = before === undefined ? x : before.fromX + (before.x - before.fromX) * share;
      const fromY = before === undefined ? y : before.fromY + (before.y - before.fromY) * share;
      moved ||= fromX !== x || fromY !== y;
      next.set(dot.id, { x, y, fromX, fromY });
      this.data.set([fromX, fromY, x, y, shapes[dot.sign], ...ink(dot.sign), dot.sign === "" || dot.sign === "silent" ? 9 : 16], i * FLOATS);
    });
    this.held = next;
    this.count = dots.length;
    this.fresh = true;
    this.began = moved && this.glides ? performance.now() : 0;
    this.map?.triggerRepaint();
  }

  onAdd(map: LibreMap, gl: WebGL2RenderingContext): void {
    this.map = map;
    const program = gl.createProgram()!;
    for (const [type, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
      const shader = gl.createShader(type)!;
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }

    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
      throw new Error(gl.getProgramInfoLog(program) ?? "The points' program does not link.");
    }

    this.program = program;
    this.buffer = gl.createBuffer();
    this.array = gl.createVertexArray();
    gl.bindVertexArray(this.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    let offset = 0;
    for (const [name, size] of [["start", 2], ["end", 2], ["shape", 1], ["ink", 3], ["size", 1]] as const) {
      const place = gl.getAttribLocation(program, name);
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, size, gl.FLOAT, false, FLOATS * 4, offset);
      offset += size * 4;
    }

    gl.bindVertexArray(null);
  }

  render(gl: WebGL2RenderingContext | WebGLRenderingContext, input: CustomRenderMethodInput): void {
    if (!(gl instanceof WebGL2RenderingContext) || this.program === null || !this.shown || this.count === 0) {
      return;
    }

    gl.useProgram(this.program);
    gl.bindVertexArray(this.array);
    if (this.fresh) {
      gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
      gl.bufferData(gl.ARRAY_BUFFER, this.data, gl.DYNAMIC_DRAW);
      this.fresh = false;
    }

    const of = (name: string) => gl.getUniformLocation(this.program!, name);
    const share = this.share();
    gl.uniformMatrix4fv(of("matrix"), false, this.about(input.defaultProjectionData.mainMatrix as unknown as ArrayLike<number>));
    gl.uniform1f(of("share"), share);
    gl.uniform1f(of("ratio"), this.map!.getPixelRatio() * scale());
    gl.uniform1f(of("opacity"), this.opacity);
    gl.uniform3fv(of("rim"), document.documentElement.dataset["theme"] === "light" ? [1, 1, 1] : [0.02, 0.05, 0.08]);
    gl.enable(gl.BLEND);
    gl.disable(gl.DEPTH_TEST);
    gl.drawArrays(gl.POINTS, 0, this.count);
    gl.bindVertexArray(null);
    if (share < 1) {
      this.map!.triggerRepaint();
    }
  }

  private share(): number {
    return this.began === 0 ? 1 : Math.min(1, (performance.now() - this.began) / MOVE_MILLISECONDS);
  }

  // Positions are kept as distances from a point of the city: single precision is too coarse for the whole earth.
  private about(matrix: ArrayLike<number>): Float32Array {
    const result = Float32Array.from({ length: 16 }, (_, i) => matrix[i]!);
    for (let row = 0; row < 4; row++) {
      result[12 + row] = matrix[row]! * this.origin.x + matrix[4 + row]! * this.origin.y + matrix[12 + row]!;
    }

    return result;
  }
}
