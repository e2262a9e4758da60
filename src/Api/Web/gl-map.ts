/** The city's map by MapLibre: outline and areas from the city's own file, devices by a layer of our own. No tiles, no glyphs from elsewhere. */

import * as libre from "/vendor/maplibre-gl.mjs";
import { map as cityMap } from "./city.js";
import { scale } from "./dom.js";
import { DotsLayer } from "./dots-layer.js";
import { boundsOf, isShown, opacity, type CityMap, type Dot, type Layer, type Scene } from "./map-scene.js";
import { copyOf } from "./pictures.js";
import { LEVELS } from "./types.js";
import { go, view } from "./view.js";
import { language } from "./words.js";

const css = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const of = (kind: string): libre.FilterSpecification => ["==", ["get", "kind"], kind];
const FRAME_SLOW = 100;

export interface Picks { device(id: string): void; incident(id: string): void; place(code: string): void; quality(): void; }

export async function glMap(container: HTMLElement, picks: Picks): Promise<CityMap> {
  const map = new libre.Map({
    container, style: style(), attributionControl: false, canvasContextAttributes: { antialias: false }, pixelRatio: Math.min(2, devicePixelRatio),
    maxPitch: 70, minZoom: 7, maxZoom: 17, dragRotate: true, fadeDuration: 0,
    ...(view().camera === null ? { bounds: boundsOf(view().place) ?? [119, 30.5, 119.7, 31.2], fitBoundsOptions: { padding: 40 } } : { center: [view().camera![0], view().camera![1]], zoom: view().camera![2], bearing: view().camera![3] }),
    pitch: view().threeD ? 50 : 0,
  });
  map.addControl(new libre.AttributionControl({ compact: true, customAttribution: cityMap.attribution?.[language()] ?? "" }), "bottom-right");
  map.addControl(new libre.ScaleControl({}), "bottom-right");
  map.addControl(new libre.NavigationControl({ showZoom: true, visualizePitch: true }), "bottom-right");
  await new Promise(ready => map.once("load", ready));
  container.querySelector(".maplibregl-ctrl-attrib")?.classList.remove("maplibregl-compact-show");
  const dots = new DotsLayer();
  map.addLayer(dots, "town-names");
  map.getCanvas().setAttribute("aria-label", document.getElementById("panel-map")!.getAttribute("aria-label") ?? "");
  let scene: Scene = { dots: [], pins: [], towns: new Map(), withoutLocation: 0 };
  const pace = new Pace(map, dots, () => picks.quality());

  map.on("moveend", event => {
    if ("originalEvent" in event && event.originalEvent !== undefined) {
      const centre = map.getCenter();
      go({ camera: [centre.lng, centre.lat, map.getZoom(), map.getBearing()] }, true);
    }
  });
  map.on("click", event => {
    const pin = map.queryRenderedFeatures([[event.point.x - 8, event.point.y - 8], [event.point.x + 8, event.point.y + 8]], { layers: ["pins"] })[0];
    const dot = isShown("devices") ? nearest(map, scene.dots, event.point) : null;
    const area = map.queryRenderedFeatures(event.point, { layers: ["communities", "towns"] })[0];
    if (pin !== undefined) {
      picks.incident(String(pin.properties["id"]));
    } else if (dot !== null) {
      picks.device(dot.id);
    } else if (area !== undefined) {
      picks.place(String(area.properties["code"]));
    }
  });

  const city: CityMap = {
    draw(next) {
      scene = next;
      dots.set(scene.dots, ink);
      (map.getSource("pins") as libre.GeoJSONSource).setData({
        type: "FeatureCollection", features: scene.pins.map(pin => ({ type: "Feature", properties: { id: pin.id, level: LEVELS.indexOf(pin.level), name: pin.sources > 1 ? `${pin.level} ×${pin.sources}` : pin.level }, geometry: { type: "Point", coordinates: [pin.longitude, pin.latitude] } })),
      });
      for (const feature of cityMap.features) {
        if (feature.properties?.["kind"] === "town") {
          const town = scene.towns.get(String(feature.properties["code"]));
          map.setFeatureState({ source: "city", id: String(feature.properties["code"]) }, { open: town?.open ?? 0, level: town?.level ? LEVELS.indexOf(town.level) : -1 });
        }
      }
    },
    restyle() {
      for (const layer of style().layers) {
        Object.entries(("paint" in layer ? layer.paint : undefined) ?? {}).forEach(([name, value]) => map.setPaintProperty(layer.id, name as never, value as never));
        Object.entries(("layout" in layer ? layer.layout : undefined) ?? {}).forEach(([name, value]) => map.setLayoutProperty(layer.id, name as never, value as never));
      }

      dots.shown = isShown("devices");
      dots.opacity = opacity.devices;
      dots.set(scene.dots, ink);
      if (Math.round(map.getPitch()) !== (view().threeD ? 50 : 0) && (map.getPitch() === 0 || !view().threeD)) {
        map.easeTo({ pitch: view().threeD ? 50 : 0, duration: 0 });
      }
    },
    fit(code) {
      const bounds = boundsOf(code);
      if (bounds !== null) {
        map.fitBounds(bounds, { padding: 50, duration: 0 });
      }
    },
    fly: (longitude, latitude, zoom) => void map.easeTo({ center: [longitude, latitude], zoom: Math.max(zoom, map.getZoom()), duration: 0 }),
    // The graphics card keeps a frame only until it is shown: the copy is taken while it is drawn.
    picture: () => new Promise(ready => {
      map.once("render", () => ready(copyOf(map.getCanvas())));
      map.triggerRepaint();
    }),
    state: () => ({ kind: "webgl", dots: scene.dots.length, frames: pace.frames, zoom: map.getZoom(), quality: pace.quality }),
  };
  city.restyle();
  return city;
}

/** Watches how long frames take while the map moves, and draws more simply when they are slow. */
class Pace {
  frames = 0;
  /** 0 as made, 1 with fewer pixels, 2 with fewer still and no gliding. */
  quality = 0;
  private last = 0;
  private slow = 0;

  constructor(map: libre.Map, dots: DotsLayer, changed: () => void) {
    map.on("render", () => {
      this.frames++;
      const now = performance.now();
      const took = now - this.last;
      this.last = now;
      // A pause is no slow frame.
      this.slow = took < FRAME_SLOW ? Math.max(0, this.slow - 1) : took < 1_000 && map.isMoving() ? this.slow + 1 : this.slow;
      if (this.slow >= 8 && this.quality < 2) {
        this.quality++;
        this.slow = 0;
        map.setPixelRatio(this.quality === 1 ? 0.75 : 0.5);
        dots.glides &&= this.quality < 2;
        changed();
      }
    });
  }
}

function nearest(map: libre.Map, dots: Dot[], point: { x: number; y: number }): Dot | null {
  let [best, distance]: [Dot | null, number] = [null, 12];
  for (const dot of dots) {
    const at = map.project([dot.longitude, dot.latitude]);
    const away = Math.hypot(at.x - point.x, at.y - point.y);
    if (away < distance) {
      [best, distance] = [dot, away];
    }
  }

  return best;
}

function ink(sign: Dot["sign"]): [number, number, number] {
  const colour = css(sign === "" ? "--good" : sign === "silent" ? "--muted" : `--${sign}`);
  const parts = /^#(..)(..)(..)$/.exec(colour);
  return parts === null ? [1, 1, 1] : [1, 2, 3].map(i => parseInt(parts[i]!, 16) / 255) as [number, number, number];
}

function style(): libre.StyleSpecification {
  const visible = (layer: Layer): "visible" | "none" => (isShown(layer) ? "visible" : "none");
  const byLevel = (value: libre.ExpressionSpecification, other: string): libre.ExpressionSpecification => ["match", value, 0, css("--I"), 1, css("--II"), 2, css("--III"), 3, css("--IV"), other];
  const level: libre.ExpressionSpecification = ["coalesce", ["feature-state", "level"], -1];
  const name: libre.ExpressionSpecification = language() === "en" ? ["coalesce", ["get", "nameEn"], ["get", "name"]] : ["get", "name"];
  const text = { "text-font": ["sans-serif"], "text-size": 13 * scale() };
  return {
    version: 8,
    sources: { city: { type: "geojson", data: cityMap, promoteId: "code" }, pins: { type: "geojson", data: { type: "FeatureCollection", features: [] } } },
    layers: [
      { id: "background", type: "background", paint: { "background-color": css("--paper") } },
      { id: "outline", type: "fill", source: "city", filter: of("outline"), paint: { "fill-color": css("--raised"), "fill-opacity": 0.7 } },
      { id: "towns", type: "fill", source: "city", filter: of("town"), layout: { visibility: visible("towns") }, paint: { "fill-color": byLevel(level, css("--line")), "fill-opacity": ["*", opacity.towns, ["case", [">=", level, 0], 0.28, 0.5]] } },
      { id: "town-lines", type: "line", source: "city", filter: of("town"), layout: { visibility: visible("towns") }, paint: { "line-color": css("--muted"), "line-width": 1, "line-dasharray": [3, 3], "line-opacity": opacity.towns } },
      { id: "town-blocks", type: "fill-extrusion", source: "city", filter: of("town"), layout: { visibility: view().threeD ? visible("towns") : "none" }, paint: { "fill-extrusion-color": byLevel(level, css("--line")), "fill-extrusion-opacity": 0.55, "fill-extrusion-height": ["+", 60, ["*", 250, ["min", 20, ["coalesce", ["feature-state", "open"], 0]]]] } },
      { id: "outline-line", type: "line", source: "city", filter: of("outline"), paint: { "line-color": css("--accent"), "line-width": 2 } },
      { id: "communities", type: "circle", source: "city", filter: of("community"), minzoom: 10.5, layout: { visibility: visible("communities") }, paint: { "circle-radius": 1.8 * scale(), "circle-color": css("--muted"), "circle-opacity": opacity.communities } },
      { id: "community-names", type: "symbol", source: "city", filter: of("community"), minzoom: 11.5, layout: { ...text, "text-size": 11 * scale(), "text-field": name, "text-offset": [0, 0.8], "text-anchor": "top", visibility: visible("communities") }, paint: { "text-color": css("--muted"), "text-halo-color": css("--paper"), "text-halo-width": 1.2 } },
      { id: "town-names", type: "symbol", source: "city", filter: of("centre"), layout: { ...text, "text-field": name, "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": 1.1, "text-padding": 0, visibility: visible("towns") }, paint: { "text-color": css("--ink"), "text-halo-color": css("--paper"), "text-halo-width": 1.5 } },
      { id: "pins", type: "circle", source: "pins", layout: { visibility: visible("incidents") }, paint: { "circle-radius": 11 * scale(), "circle-color": byLevel(["get", "level"], css("--IV")), "circle-opacity": ["*", 0.28, opacity.incidents], "circle-stroke-color": byLevel(["get", "level"], css("--IV")), "circle-stroke-width": 2.5, "circle-stroke-opacity": opacity.incidents } },
      { id: "pin-names", type: "symbol", source: "pins", layout: { ...text, "text-size": 12 * scale(), "text-field": ["get", "name"], "text-offset": [0, -1.6], "text-allow-overlap": true, "text-ignore-placement": true, visibility: visible("incidents") }, paint: { "text-color": css("--ink"), "text-halo-color": css("--paper"), "text-halo-width": 1.5 } },
    ],
  } as libre.StyleSpecification;
}
