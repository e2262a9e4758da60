/** Where incidents' symbols and towns' names stand on a map, whichever way it is drawn: none covers another, the gravest incident comes first, names make way. */

import { map as cityMap } from "./city.js";
import { isShown, type Pin, type Scene } from "./map-scene.js";
import { LEVELS, type Level } from "./types.js";
import { view } from "./view.js";
import { language } from "./words.js";

/** Points of the screen. */
export interface Spot { x: number; y: number; }

export interface Projection { project(longitude: number, latitude: number): Spot; unproject(spot: Spot): readonly [number, number]; }

/** An incident's symbol: `at` is where it stands, `foot` where the incident is. `more` counts those for whose symbols there was no room near it. */
export interface Mark { pin: Pin; at: Spot; foot: Spot; more: number; }

export interface Name { code: string; text: string; at: Spot; }

interface Box { left: number; top: number; right: number; bottom: number; }

const RINGS = 4;
// More symbols than that nobody reads, and looking for their places would take longer than a frame.
const MARKS_MOST = 150;
const SIZE = 28;

/** Pixels of a town's name, and of what is written beside a symbol. */
export const NAME = 13;
export const NOTE = 11;

const FONT = "system-ui, 'Noto Sans CJK SC', sans-serif";
const pen = document.createElement("canvas").getContext("2d")!;

export const font = (pixels: number, bold = false): string => `${bold ? "700 " : ""}${pixels}px ${FONT}`;

/** What stands beside a symbol: of how many sources the incident is, and how many more there are. */
export const noteOf = (pin: Pin, more: number): string => [pin.sources > 1 ? `×${pin.sources}` : "", more > 0 ? `+${more}` : ""].filter(Boolean).join(" ");

export const isChosen = (pin: Pin): boolean => pin.id === view().incident;

/** Everything that must not be covered, in the order in which it finds its place. `unit` is how many pixels one of a laptop's is. */
export function arrange(scene: Scene, on: Projection, unit: number): { marks: Mark[]; names: Name[] } {
  const taken: Box[] = [];
  const marks = isShown("incidents") ? placeMarks(scene.pins, on, unit, taken) : [];
  return { marks, names: isShown("towns") ? placeNames(on, unit, taken) : [] };
}

/** The symbol at a point of the screen. */
export const markAt = (marks: Mark[], spot: Spot, unit: number): Mark | null =>
  marks.map(mark => ({ mark, away: Math.hypot(mark.at.x - spot.x, mark.at.y - spot.y) })).filter(one => one.away < SIZE / 2 * unit).sort((one, other) => one.away - other.away)[0]?.mark ?? null;

function placeMarks(pins: Pin[], on: Projection, unit: number, taken: Box[]): Mark[] {
  const marks: Mark[] = [];
  const sorted = [...pins].sort((one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level) || one.id.localeCompare(other.id));
  const around = ringsOf(SIZE * unit);
  for (const pin of sorted) {
    const foot = on.project(pin.longitude, pin.latitude);
    const box = ({ x, y }: Spot): Box => ({ left: x - SIZE / 2 * unit, right: x + SIZE / 2 * unit + wide(noteOf(pin, 0), NOTE * unit), top: y - SIZE / 2 * unit, bottom: y + SIZE / 2 * unit });
    const free = marks.length >= MARKS_MOST ? undefined : around.map(step => ({ x: foot.x + step.x, y: foot.y + step.y })).find(spot => !taken.some(other => meet(box(spot), other)));
    if (free !== undefined || isChosen(pin)) {
      marks.push({ pin, foot, at: free ?? foot, more: 0 });
      taken.push(box(free ?? foot));
    } else {
      const away = (mark: Mark) => Math.hypot(mark.foot.x - foot.x, mark.foot.y - foot.y);
      marks.reduce((near, mark) => (away(mark) < away(near) ? mark : near)).more++;
    }
  }

  return marks;
}

function placeNames(on: Projection, unit: number, taken: Box[]): Name[] {
  const names: Name[] = [];
  const high = NAME * unit;
  for (const { code, name, nameEn, point, rings } of townNames()) {
    const text = language() === "en" ? nameEn ?? name : name;
    const half = wide(text, high) / 2;
    const home = on.project(point[0], point[1]);
    const within = (spot: Spot) => rings.length === 0 || isInside(on.unproject(spot), rings);
    const steps = [-3, -2, -1, 0, 1, 2, 3].flatMap(down => [-1, -0.5, 0, 0.5, 1].map(right => ({ x: right * half * 1.5, y: down * high * 0.6 })));
    const spots = steps.sort((one, other) => Math.hypot(one.x, one.y) - Math.hypot(other.x, other.y)).map(step => ({ x: home.x + step.x, y: home.y + step.y }));
    const box = ({ x, y }: Spot): Box => ({ left: x - half, right: x + half, top: y - high * 0.55, bottom: y + high * 0.55 });
    const free = spots.filter(spot => within(spot) && !taken.some(other => meet(box(spot), other)));
    // A name that moves aside had better not reach into the next town.
    const at = free[0] === spots[0] ? free[0] : free.find(({ x, y }) => within({ x: x - half, y }) && within({ x: x + half, y })) ?? free[0];
    if (at !== undefined) {
      names.push({ code, text, at });
      taken.push(box(at));
    }
  }

  return names;
}

const meet = (one: Box, other: Box): boolean => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

function wide(text: string, pixels: number): number {
  pen.font = font(pixels);
  return text === "" ? 0 : pen.measureText(text).width + 2;
}

/** Steps from a point: itself first, then ring after ring. */
function ringsOf(width: number): Spot[] {
  const steps: Spot[] = [{ x: 0, y: 0 }];
  for (let ring = 1; ring <= RINGS; ring++) {
    for (let i = 0; i < 8 * ring; i++) {
      const angle = i / (8 * ring) * 2 * Math.PI;
      steps.push({ x: Math.sin(angle) * ring * width * 1.1, y: -Math.cos(angle) * ring * width * 1.1 });
    }
  }

  return steps;
}

type Ring = GeoJSON.Position[];

interface TownName { code: string; name: string; nameEn?: string; point: readonly [number, number]; rings: Ring[]; }

let named: { of: unknown; towns: TownName[] } = { of: null, towns: [] };

/** Each town's name with the one point at which it belongs: the point of its area that is farthest from its boundary. Worked out once for a map. */
function townNames(): TownName[] {
  if (named.of !== cityMap) {
    named = { of: cityMap, towns: cityMap.features.filter(feature => feature.properties?.["kind"] === "centre" && feature.geometry.type === "Point").map(centre => {
      const { code, name, nameEn } = centre.properties as { code: string; name: string; nameEn?: string };
      const area = cityMap.features.find(feature => feature.properties?.["kind"] === "town" && feature.properties["code"] === code)?.geometry;
      const rings = area?.type === "Polygon" ? area.coordinates : area?.type === "MultiPolygon" ? area.coordinates.flat() : [];
      const point = rings.length === 0 ? (centre.geometry as GeoJSON.Point).coordinates as [number, number] : innermost(rings);
      return { code, name, point, rings, ...(nameEn === undefined ? {} : { nameEn }) };
    }) };
  }

  return named.towns;
}

/** Whether a point lies in an area: inside an odd number of its rings. */
function isInside([x, y]: readonly [number, number], rings: Ring[]): boolean {
  let inside = false;
  for (const ring of rings) {
    ring.forEach((corner, i) => {
      const before = ring[(i + ring.length - 1) % ring.length]!;
      if (corner[1]! > y !== before[1]! > y && x < (before[0]! - corner[0]!) * (y - corner[1]!) / (before[1]! - corner[1]!) + corner[0]!) {
        inside = !inside;
      }
    });
  }

  return inside;
}

// A grid over the area, then finer ones around the best point of the one before.
function innermost(rings: Ring[]): readonly [number, number] {
  const corners = rings.flat();
  const [xs, ys] = [corners.map(corner => corner[0]!), corners.map(corner => corner[1]!)];
  let [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const flat = Math.cos((low + high) / 2 * Math.PI / 180);
  let [best, room]: [readonly [number, number], number] = [[(left + right) / 2, (low + high) / 2], -1];
  for (let finer = 0; finer < 4; finer++) {
    const [width, height] = [(right - left) / 12, (high - low) / 12];
    for (let i = 0; i <= 144 + 24; i++) {
      const point = [left + (i % 13) * width, low + Math.floor(i / 13) * height] as const;
      const clear = isInside(point, rings) ? clearance(point, rings, flat) : -1;
      [best, room] = clear > room ? [point, clear] : [best, room];
    }

    [left, right, low, high] = [best[0] - width, best[0] + width, best[1] - height, best[1] + height];
  }

  return best;
}

/** How far a point is from the nearest boundary. */
function clearance([x, y]: readonly [number, number], rings: Ring[], flat: number): number {
  let least = Infinity;
  for (const ring of rings) {
    ring.slice(1).forEach((end, i) => {
      const [fromX, fromY] = [(ring[i]![0]! - x) * flat, ring[i]![1]! - y];
      const [alongX, alongY] = [(end[0]! - x) * flat - fromX, end[1]! - y - fromY];
      const share = Math.min(1, Math.max(0, -(fromX * alongX + fromY * alongY) / (alongX ** 2 + alongY ** 2 || 1)));
      least = Math.min(least, Math.hypot(fromX + share * alongX, fromY + share * alongY));
    });
  }

  return least;
}

/** Draws an incident's symbol: its level's shape and colour with the numeral in it, and a ring around the one that is chosen. */
export function drawSymbol(on: CanvasRenderingContext2D, { x, y }: Spot, level: Level, chosen: boolean, unit: number, css: (name: string) => string): void {
  const corners: Record<Exclude<Level, "IV">, readonly (readonly [number, number])[]> = {
    I: [[0, -13], [13, 10], [-13, 10]], II: [[0, -14], [14, 0], [0, 14], [-14, 0]], III: [[-11, -11], [11, -11], [11, 11], [-11, 11]],
  };
  on.save();
  on.translate(x, y);
  on.scale(unit, unit);
  on.beginPath();
  if (level === "IV") {
    on.arc(0, 0, 12, 0, 2 * Math.PI);
  } else {
    corners[level].forEach(([right, down], i) => on[i === 0 ? "moveTo" : "lineTo"](right, down));
    on.closePath();
  }

  on.lineJoin = "round";
  on.lineWidth = 3;
  on.strokeStyle = css("--paper");
  on.stroke();
  on.fillStyle = css(`--${level}`);
  on.fill();
  on.fillStyle = css("--chip");
  on.font = font(12, true);
  on.textAlign = "center";
  on.textBaseline = "middle";
  on.fillText(level, 0, level === "I" ? 3 : 0.5);
  if (chosen) {
    on.beginPath();
    on.arc(0, 0, 17.5, 0, 2 * Math.PI);
    on.strokeStyle = css("--accent");
    on.stroke();
  }

  on.restore();
}
