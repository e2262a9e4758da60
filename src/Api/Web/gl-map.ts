/** The city's map by MapLibre: outline and areas from the city's own file, devices by a layer of our own. No tiles, no glyphs from elsewhere. */

import * as libre from "/vendor/maplibre-gl.mjs";
import { map as cityMap } from "./city.js";
import { css, scale, throttled } from "./dom.js";
import { DotsLayer } from "./dots-layer.js";
import { arrange, drawSymbol, isChosen, markAt, NAME, NOTE, noteOf, type Mark, type Name, type Spot } from "./map-marks.js";
import { boundsOf, GLIDE, isShown, opacity, type Camera, type CityMap, type Dot, type Layer, type Scene } from "./map-scene.js";
import { copyOf } from "./pictures.js";
import { LEVELS, type Level } from "./types.js";
import { go, view } from "./view.js";
import { language } from "./words.js";

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
  map.addLayer(dots, "leaders");
  map.getCanvas().setAttribute("aria-label", document.getElementById("panel-map")!.getAttribute("aria-label") ?? "");
  let scene: Scene = { dots: [], pins: [], towns: new Map(), withoutLocation: 0 };
  const pace = new Pace(map, dots, () => picks.quality());
  const marks = new Marks(map);
  const flight = new Flight(map, pace);

  // A move by the wheel does not say that a person made it; the wheel does.
  let byPerson = false;
  map.on("move", event => (byPerson ||= "originalEvent" in event && event.originalEvent !== undefined));
  map.on("wheel", () => (byPerson = true));
  map.on("moveend", () => {
    if (byPerson) {
      byPerson = false;
      go({ camera: city.camera() }, true);
    }
  });
  map.on("click", event => {
    const mark = marks.at(event.point);
    const dot = isShown("devices") ? nearest(map, scene.dots, event.point) : null;
    const area = map.queryRenderedFeatures(event.point, { layers: ["communities", "towns"] })[0];
    if (mark !== null) {
      picks.incident(mark.pin.id);
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
      marks.show(scene);
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

      drawIcons(map);
      marks.show(scene);
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
    fly(longitude, latitude, zoom, covered) {
      byPerson = false;
      flight.to([longitude, latitude, Math.max(zoom, map.getZoom()), map.getBearing()], covered);
    },
    camera: () => [map.getCenter().lng, map.getCenter().lat, map.getZoom(), map.getBearing()],
    goBack(camera) {
      byPerson = false;
      flight.to(camera, 0);
    },
    // The graphics card keeps a frame only until it is shown: the copy is taken while it is drawn.
    picture: () => new Promise(ready => {
      map.once("render", () => ready(copyOf(map.getCanvas())));
      map.triggerRepaint();
    }),
    state: () => ({ kind: "webgl", dots: scene.dots.length, frames: pace.frames, zoom: map.getZoom(), quality: pace.quality, moving: map.isMoving() || marks.late, camera: city.camera(), ...marks.state() }),
  };
  city.restyle();
  return city;
}

/** Incidents' symbols and towns' names: arranged on the screen, then handed to MapLibre as points on the ground. */
class Marks {
  /** Whether the map moved since they were arranged. */
  late = false;
  private scene: Scene | null = null;
  private marks: (Mark & { stands: [number, number] })[] = [];
  private names: (Name & { stands: [number, number] })[] = [];
  private readonly map: libre.Map;

  constructor(map: libre.Map) {
    this.map = map;
    const again = throttled(120, () => this.show(this.scene));
    (["zoom", "rotate", "pitch", "moveend"] as const).forEach(change => map.on(change, () => {
      this.late = true;
      again();
    }));
  }

  show(scene: Scene | null): void {
    this.scene = scene;
    this.late = false;
    if (scene === null) {
      return;
    }

    const ground = ({ x, y }: Spot) => this.map.unproject([x, y]).toArray() as [number, number];
    const { marks, names } = arrange(scene, { project: (longitude, latitude) => this.map.project([longitude, latitude]), unproject: ground }, scale());
    this.marks = marks.map(mark => ({ ...mark, stands: ground(mark.at) }));
    this.names = names.map(name => ({ ...name, stands: ground(name.at) }));
    const point = (coordinates: [number, number], properties: GeoJSON.GeoJsonProperties): GeoJSON.Feature => ({ type: "Feature", properties, geometry: { type: "Point", coordinates } });
    (this.map.getSource("marks") as libre.GeoJSONSource).setData({ type: "FeatureCollection", features: [
      ...this.names.map(({ code, text, stands }) => point(stands, { kind: "name", code, text })),
      ...this.marks.map(({ pin, more, stands }) => point(stands, { kind: "pin", id: pin.id, level: LEVELS.indexOf(pin.level), icon: iconOf(pin.level, isChosen(pin)), note: noteOf(pin, more) })),
      ...this.marks.filter(({ at, foot }) => at.x !== foot.x || at.y !== foot.y).map(({ pin, stands }): GeoJSON.Feature => ({ type: "Feature", properties: { kind: "leader", level: LEVELS.indexOf(pin.level) }, geometry: { type: "LineString", coordinates: [[pin.longitude, pin.latitude], stands] } })),
    ] });
  }

  at(spot: Spot): Mark | null {
    return isShown("incidents") ? markAt(this.marks.map(mark => ({ ...mark, at: this.map.project(mark.stands) })), spot, scale()) : null;
  }

  state(): Pick<ReturnType<CityMap["state"]>, "marks" | "names"> {
    const on = (id: string, stands: [number, number], [longitude, latitude]: readonly [number, number]) => ({ id, x: this.map.project(stands).x, y: this.map.project(stands).y, longitude, latitude });
    return {
      marks: this.marks.map(({ pin, stands }) => on(pin.id, stands, [pin.longitude, pin.latitude])),
      names: this.names.map(({ code, stands }) => on(code, stands, stands)),
    };
  }
}

/** Takes the map somewhere by itself. It glides, unless less motion is wanted or frames are slow. */
class Flight {
  private bound: { camera: Camera; covered: number } | null = null;
  private readonly map: libre.Map;
  private readonly pace: Pace;

  constructor(map: libre.Map, pace: Pace) {
    [this.map, this.pace] = [map, pace];
    map.on("moveend", () => (this.bound = null));
    // The drawer makes the map narrower under way: the middle is another one then.
    map.on("resize", () => this.bound !== null && this.to(this.bound.camera, this.bound.covered));
  }

  to(camera: Camera, covered: number): void {
    this.map.stop();
    this.bound = { camera, covered };
    this.map.easeTo({ center: [camera[0], camera[1]], zoom: camera[2], bearing: camera[3], offset: [-covered / 2, 0], duration: this.pace.glide() });
  }
}

/** Watches how long frames take while the map moves, and draws more simply when they are slow. */
class Pace {
  frames = 0;
  /** 0 as made, 1 with fewer pixels, 2 with fewer still and no gliding. */
  quality = 0;
  private last = 0;
  private slow = 0;
  private rough = 0;

  constructor(map: libre.Map, dots: DotsLayer, changed: () => void) {
    map.on("render", () => {
      this.frames++;
      const now = performance.now();
      const took = now - this.last;
      this.last = now;
      this.rough += took >= FRAME_SLOW && took < 1_000 && map.isMoving() ? 1 : 0;
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

  /** How long the map may take to glide somewhere: no time where most frames of the way before were slow. */
  glide(): number {
    const smooth = this.quality < 2 && this.rough < 4;
    this.rough = smooth ? 0 : this.rough;
    return smooth ? GLIDE : 0;
  }
}

const iconOf = (level: Level, chosen: boolean): string => `pin-${level}${chosen ? "-chosen" : ""}`;

/** Symbols as pictures of the graphics card, in the colours of the theme. */
function drawIcons(map: libre.Map): void {
  const [side, ratio] = [40, 4];
  for (const [level, chosen] of LEVELS.flatMap(level => [[level, false], [level, true]] as const)) {
    const sheet = document.createElement("canvas");
    [sheet.width, sheet.height] = [side * ratio, side * ratio];
    const pen = sheet.getContext("2d")!;
    drawSymbol(pen, { x: side * ratio / 2, y: side * ratio / 2 }, level, chosen, ratio, css);
    const picture = pen.getImageData(0, 0, sheet.width, sheet.height);
    if (map.hasImage(iconOf(level, chosen))) {
      map.updateImage(iconOf(level, chosen), picture);
    } else {
      map.addImage(iconOf(level, chosen), picture, { pixelRatio: ratio });
    }
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
  const byLevel = (kind: string, value: libre.ExpressionSpecification, other: string): libre.ExpressionSpecification => ["match", value, 0, css(`--${kind}I`), 1, css(`--${kind}II`), 2, css(`--${kind}III`), 3, css(`--${kind}IV`), other];
  const level: libre.ExpressionSpecification = ["coalesce", ["feature-state", "level"], -1];
  const name: libre.ExpressionSpecification = language() === "en" ? ["coalesce", ["get", "nameEn"], ["get", "name"]] : ["get", "name"];
  const text = { "text-font": ["sans-serif"], "text-size": NAME * scale() };
  return {
    version: 8,
    sources: { city: { type: "geojson", data: cityMap, promoteId: "code" }, marks: { type: "geojson", data: { type: "FeatureCollection", features: [] } } },
    layers: [
      { id: "background", type: "background", paint: { "background-color": css("--paper") } },
      { id: "outline", type: "fill", source: "city", filter: of("outline"), paint: { "fill-color": css("--raised"), "fill-opacity": 0.7 } },
      { id: "towns", type: "fill", source: "city", filter: of("town"), layout: { visibility: visible("towns") }, paint: { "fill-color": byLevel("tint-", level, css("--line")), "fill-opacity": ["min", 1, ["*", opacity.towns, ["case", [">=", level, 0], 1.5, 0.5]]] } },
      { id: "town-lines", type: "line", source: "city", filter: of("town"), layout: { visibility: visible("towns") }, paint: { "line-color": css("--muted"), "line-width": 1, "line-dasharray": [3, 3], "line-opacity": opacity.towns } },
      { id: "town-blocks", type: "fill-extrusion", source: "city", filter: of("town"), layout: { visibility: view().threeD ? visible("towns") : "none" }, paint: { "fill-extrusion-color": byLevel("tint-", level, css("--line")), "fill-extrusion-opacity": 0.55, "fill-extrusion-height": ["+", 60, ["*", 250, ["min", 20, ["coalesce", ["feature-state", "open"], 0]]]] } },
      { id: "outline-line", type: "line", source: "city", filter: of("outline"), paint: { "line-color": css("--accent"), "line-width": 2 } },
      { id: "communities", type: "circle", source: "city", filter: of("community"), minzoom: 10.5, layout: { visibility: visible("communities") }, paint: { "circle-radius": 1.8 * scale(), "circle-color": css("--muted"), "circle-opacity": opacity.communities } },
      { id: "community-names", type: "symbol", source: "city", filter: of("community"), minzoom: 11.5, layout: { ...text, "text-size": 11 * scale(), "text-field": name, "text-offset": [0, 0.8], "text-anchor": "top", visibility: visible("communities") }, paint: { "text-color": css("--ink"), "text-halo-color": css("--paper"), "text-halo-width": 1.2 } },
      { id: "leaders", type: "line", source: "marks", filter: of("leader"), layout: { visibility: visible("incidents") }, paint: { "line-color": css("--ink"), "line-width": 1.2, "line-opacity": opacity.incidents } },
      { id: "town-names", type: "symbol", source: "marks", filter: of("name"), layout: { ...text, "text-field": ["get", "text"], "text-max-width": 40, "text-padding": 0, "text-allow-overlap": true, visibility: visible("towns") }, paint: { "text-color": css("--ink"), "text-halo-color": css("--paper"), "text-halo-width": 1.5 } },
      {
        id: "pins", type: "symbol", source: "marks", filter: of("pin"),
        layout: { ...text, "text-size": NOTE * scale(), "text-field": ["get", "note"], "text-anchor": "left", "text-offset": [1.4, 0], "text-allow-overlap": true, "icon-image": ["get", "icon"], "icon-size": scale(), "icon-allow-overlap": true, "symbol-sort-key": ["-", 4, ["get", "level"]], visibility: visible("incidents") },
        paint: { "text-color": css("--ink"), "text-halo-color": css("--paper"), "text-halo-width": 1.5, "icon-opacity": opacity.incidents, "text-opacity": opacity.incidents },
      },
    ],
  } as libre.StyleSpecification;
}
