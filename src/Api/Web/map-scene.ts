/** What a map of the city shows, whichever way it is drawn. */

import { activeByDevice, areas, devices, incidents, inOrigin, isListed, isSilent, map } from "./city.js";
import { isOpen, LEVELS, levelOfSeverity, type Level } from "./types.js";
import { view } from "./view.js";

/** A device: `sign` is "" for normal, "silent" when nothing came within 24 hours, else the level of its gravest alarm. */
export interface Dot { id: string; longitude: number; latitude: number; sign: "" | "silent" | Level; }

export interface Pin { id: string; longitude: number; latitude: number; level: Level; sources: number; }

export interface Scene {
  dots: Dot[];
  pins: Pin[];
  /** Open incidents and the gravest of them by town. */
  towns: Map<string, { open: number; level: Level | null }>;
  withoutLocation: number;
}

export type Layer = "towns" | "communities" | "devices" | "incidents";

export const layers: readonly Layer[] = ["towns", "communities", "devices", "incidents"];

/** How strongly each layer is drawn, 0 to 1. */
export const opacity: Record<Layer, number> = { towns: 0.55, communities: 0.9, devices: 1, incidents: 1 };

export const isShown = (layer: Layer): boolean => !view().hidden.includes(layer);

/** Longitude, latitude, zoom and bearing of what is looked at. */
export type Camera = [number, number, number, number];

export interface CityMap {
  draw(scene: Scene): void;
  /** Follows theme, language, layers and 2D or 3D. */
  restyle(): void;
  /** Shows a place as a whole. */
  fit(code: string): void;
  /** Brings a point into the middle of what can be seen; something lies over `covered` pixels at the right. */
  fly(longitude: number, latitude: number, zoom: number, covered: number): void;
  camera(): Camera;
  /** Goes to where the map was looked at before. */
  goBack(camera: Camera): void;
  /** What it shows now, as a picture. */
  picture(): Promise<HTMLCanvasElement>;
  /** What stands at a point of the screen, for tests and for keys. */
  state(): { kind: string; dots: number; frames: number; zoom: number; quality: number; moving: boolean; camera: Camera; marks: Stands[]; names: Stands[] };
}

/** Something that stands on the map: where on the screen, and the point on the ground that an incident is at or a name stands on. */
export interface Stands { id: string; x: number; y: number; longitude: number; latitude: number; }

/** Milliseconds that the map takes to get to another view by itself. */
export const GLIDE = 500;

export function sceneNow(): Scene {
  const active = activeByDevice();
  const scene: Scene = { dots: [], pins: [], towns: new Map(), withoutLocation: 0 };
  for (const device of devices.values()) {
    if (!isListed(device)) {
      continue;
    }

    if (device.location === null) {
      scene.withoutLocation++;
      continue;
    }

    const alarm = active.get(device.id);
    scene.dots.push({
      id: device.id, longitude: device.location.longitudeDegrees, latitude: device.location.latitudeDegrees,
      sign: alarm !== undefined ? levelOfSeverity(alarm.severity) : isSilent(device.id, active) ? "silent" : "",
    });
  }

  for (const incident of incidents.values()) {
    if (!isOpen(incident) || !inOrigin(incident.origin)) {
      continue;
    }

    const town = incident.place.slice(0, 9);
    const held = scene.towns.get(town) ?? { open: 0, level: null };
    scene.towns.set(town, { open: held.open + 1, level: held.level === null || LEVELS.indexOf(incident.level) < LEVELS.indexOf(held.level) ? incident.level : held.level });
    const at = incident.location === null ? centreOf(incident.place) ?? centreOf(town) : [incident.location.longitudeDegrees, incident.location.latitudeDegrees] as const;
    if (at !== null && isListed(incident)) {
      scene.pins.push({ id: incident.id, longitude: at[0], latitude: at[1], level: incident.level, sources: incident.sources });
    }
  }

  return scene;
}

/** A point that stands for a place on the city's map; null where the map has none. */
export function centreOf(code: string): readonly [number, number] | null {
  const found = map.features.find(feature => feature.geometry.type === "Point" && feature.properties?.["code"] === code);
  return found === undefined ? null : (found.geometry as GeoJSON.Point).coordinates as [number, number];
}

/** West, south, east, north of a place; null where the map has none. */
export function boundsOf(code: string): [number, number, number, number] | null {
  const area = areas.get(code)?.kind === "outline" || code === "" ? "outline" : "town";
  const shape = map.features.find(feature => feature.properties?.["kind"] === area && (area === "outline" || feature.properties?.["code"] === code.slice(0, 9)));
  const at = code.length > 9 ? centreOf(code) : null;
  if (at !== null) {
    return [at[0] - 0.02, at[1] - 0.015, at[0] + 0.02, at[1] + 0.015];
  }

  if (shape === undefined) {
    return null;
  }

  const points = (shape.geometry as GeoJSON.Polygon).coordinates.flat();
  return [Math.min(...points.map(p => p[0]!)), Math.min(...points.map(p => p[1]!)), Math.max(...points.map(p => p[0]!)), Math.max(...points.map(p => p[1]!))];
}
