/** The map's panel: the map itself, its layers, its legend, and the same as a table. The map never holds up the rest of the screen. */

import { areas, cutShort, devices, heard, incidents, inView, isListed, map as cityMap, on, originInView, placeInView, troubles } from "./city.js";
import { button } from "./chips.js";
import { $, css, el, fill, once, svg, throttled } from "./dom.js";
import { deviceSheet, incidentSheet } from "./kpis.js";
import { drawSymbol } from "./map-marks.js";
import { flatMap } from "./flat-map.js";
import type { Picks } from "./gl-map.js";
import { centreOf, isShown, layers, opacity, sceneNow, type Camera, type CityMap, type Layer, type Scene } from "./map-scene.js";
import { savePicture } from "./pictures.js";
import { csv, table, type Sheet } from "./tables.js";
import { LEVELS, type Level } from "./types.js";
import { go, onView, view, type View } from "./view.js";
import { levelName, levelShape, named, t, type Word } from "./words.js";

const names: Record<Layer, Word> = { towns: "towns", communities: "communities", devices: "devices", incidents: "incidentsLayer" };

let city: CityMap | null = null;
let scene: Scene = { dots: [], pins: [], towns: new Map(), withoutLocation: 0 };
let asTable = false;
// What was looked at before something was opened; null once the person moved the map.
let before: Camera | null = null;
// Whether the layers were folded because the drawer left them little room.
let fold: "" | "folded" | "asked" = "";

const NARROW = 1_100;
// Milliseconds in which the lists that were just read are drawn.
const LISTS_DRAWN = 300;

export const mapState = (): ReturnType<CityMap["state"]> | null => city?.state() ?? null;

export function startMap(): void {
  const draw = throttled(1_000, drawScene);
  on(["incidents", "alarms", "points"], draw);
  // When the list of devices comes nobody waits for what is due after the incidents.
  on("devices", throttled(100, drawScene));
  onView((next, last) => {
    if (next.theme !== last.theme || next.language !== last.language || next.threeD !== last.threeD || next.hidden.join() !== last.hidden.join()) {
      city?.restyle();
    }

    if (next.place !== last.place) {
      city?.fit(placeInView());
    } else if (next.camera === null && last.camera !== null) {
      city?.fit(placeInView());
    }

    follow(next, last);
    drawScene();
  });
  const picks = {
    device: (id: string) => go({ device: id, incident: "" }),
    incident: (id: string) => go({ incident: id, device: "" }),
    place: (code: string) => go({ place: code, camera: null }),
    quality: drawNotes,
  };
  // A flat map is there at once; the one by WebGL, which keeps a computer without a graphics card busy for a second, takes its place when the city has been read.
  $("panel-map").setAttribute("aria-label", t("mapOf"));
  city = flatMap($("map"), picks);
  drawScene();
  before = isOpened() ? city.camera() : null;
  flyToChosen();
  if (document.createElement("canvas").getContext("webgl2") !== null) {
    const begin = once(() => window.setTimeout(() => void upgrade(picks), LISTS_DRAWN));
    const whenRead = () => ["devices", "incidents"].every(list => heard.has(list) || troubles.has(list)) && begin();
    on("trouble", whenRead);
    whenRead();
  }

  new MutationObserver(() => {
    foldLayers();
    if (covered() > 0) {
      flyToChosen();
    }
  }).observe($("drawer"), { attributes: true, attributeFilter: ["hidden"] });
  new ResizeObserver(foldLayers).observe($("panel-map"));
}

async function upgrade(picks: Picks): Promise<void> {
  const [flat, stage] = [$("map").querySelector("canvas")!, el("div", { class: "stage", inert: true })];
  $("map").append(stage);
  try {
    const better = await (await import("./gl-map.js")).glMap(stage, picks);
    flat.remove();
    stage.inert = false;
    city = better;
    drawScene();
    flyToChosen();
  } catch (failure) {
    console.warn("The map by WebGL does not start; the flat one stays.", failure);
    stage.remove();
  }
}

const isOpened = (one: View = view()): boolean => one.incident !== "" || one.device !== "";

/** Goes to what was opened, and back when it is closed: not where somebody moved the map, or went to another place, meanwhile. */
function follow(next: View, last: View): void {
  if (isOpened(next) && !isOpened(last)) {
    before = city?.camera() ?? null;
  } else if (next.camera?.join() !== last.camera?.join() || next.place !== last.place) {
    before = null;
  }

  if (next.incident !== last.incident || next.device !== last.device) {
    flyToChosen();
  }

  if (!isOpened(next)) {
    if (before !== null) {
      city?.goBack(before);
    }

    before = null;
    foldLayers();
  }
}

/** Pixels of the map that the drawer lies over, as far as it leaves any of it. */
function covered(): number {
  const [map, drawer] = [$("map").getBoundingClientRect(), $("drawer").getBoundingClientRect()];
  const over = $("drawer").hidden || drawer.bottom <= map.top || drawer.top >= map.bottom ? 0 : Math.max(0, map.right - Math.max(map.left, drawer.left));
  return over < map.width - 200 ? over : 0;
}

/** Beside the open drawer a narrow map folds its layers to their title, once; whoever wants them opens them. */
function foldLayers(): void {
  const box = $("map-layers").querySelector("details");
  if (box === null) {
    return;
  }

  if (!isOpened() && fold !== "") {
    box.open ||= fold === "folded";
    fold = "";
  } else if (isOpened() && fold === "" && !$("drawer").hidden && $("map").clientWidth - covered() < NARROW) {
    fold = box.open ? "folded" : "asked";
    box.open = false;
  }
}

function flyToChosen(): void {
  const incident = incidents.get(view().incident);
  const place = incident?.place ?? "";
  const at = incident?.location ?? devices.get(view().device)?.location ?? null;
  const centre = at !== null ? [at.longitudeDegrees, at.latitudeDegrees] as const : centreOf(place) ?? centreOf(place.slice(0, 9));
  if (centre !== null && (view().incident !== "" || view().device !== "")) {
    city?.fly(centre[0], centre[1], 11.5, covered());
  }
}

function drawScene(): void {
  scene = sceneNow();
  city?.draw(scene);
  $("panel-map").setAttribute("aria-label", t("mapOf"));
  drawLayers();
  drawTools();
  drawNotes();
  $("map-table").hidden = !asTable;
  if (asTable) {
    fill($("map-table"), table(shownIncidents()), table(sheet()));
  }
}

const sheet = (): Sheet => ({ ...deviceSheet([...devices.values()].filter(isListed).map(device => device.id), named("地图上的设备（/api/v1/devices）", "Devices on the map (/api/v1/devices)")), title: `${t("mapOf")} ${t("devices")}` });

/** The incidents that stand on the map, the gravest first. */
const shownIncidents = (): Sheet => incidentSheet(`${t("mapOf")} ${t("incidentsLayer")}`,
  isShown("incidents") ? scene.pins.map(pin => incidents.get(pin.id)!).sort((one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level)) : [],
  named("地图上的未结事件（/api/v1/incidents）", "Open incidents on the map (/api/v1/incidents)"));

function drawLayers(): void {
  const counts: Record<Layer, number> = {
    towns: [...areas.values()].filter(area => area.kind === "town").length,
    communities: [...areas.values()].filter(area => area.kind === "community" && inView(area.code)).length,
    devices: scene.dots.length, incidents: scene.pins.length,
  };
  const open = $("map-layers").querySelector("details")?.open ?? window.innerWidth > 700;
  if ($("map-layers").contains(document.activeElement) && document.activeElement instanceof HTMLInputElement && document.activeElement.type === "range") {
    return;
  }

  fill($("map-layers"), el("details", { open },
    el("summary", {}, t("layers")),
    ...layers.map(layer => el("div", { class: "layer" },
      el("label", {}, el("input", { type: "checkbox", "data-key": `layer-${layer}`, checked: isShown(layer), onchange: () => go({ hidden: isShown(layer) ? [...view().hidden, layer] : view().hidden.filter(one => one !== layer) }, true) }), ` ${t(names[layer])}`),
      el("span", { class: "muted" }, String(counts[layer])),
      el("input", { type: "range", min: 0, max: 1, step: 0.05, value: opacity[layer], "aria-label": `${t(names[layer])} ${t("opacity")}`, oninput: (event: Event) => { opacity[layer] = Number((event.target as HTMLInputElement).value); city?.restyle(); } }))),
    el("div", { class: "legend", "aria-label": t("legend") },
      ...LEVELS.map(level => el("span", {}, symbol(level), ` ${level} ${levelName(level)}`)),
      el("span", {}, ...LEVELS.map(level => sign(`--${level}`, levelShape(level))), ` ${t("inAlarm")}`),
      el("span", {}, sign("--good", "•"), ` ${t("normal")}`), el("span", {}, sign("--muted", "○"), ` ${t("noData")}`), el("span", {}, sign("--muted", "·"), ` ${t("communities")}`)),
    el("div", { class: "muted" }, ...LEVELS.map(level => el("span", { class: `tint ${level}` }, level)), ` ${t(view().threeD ? "height" : "townTint")}`)));
}

const sign = (colour: string, shape: string): SVGElement =>
  svg("svg", { viewBox: "0 0 12 12", "aria-hidden": "true" }, svg("text", { x: 6, y: 10, "text-anchor": "middle", "font-size": 12, fill: `var(${colour})` }, shape));

/** An incident's symbol as it stands on the map. */
function symbol(level: Level): HTMLCanvasElement {
  const canvas = el("canvas", { width: 64, height: 64, class: "symbol", "aria-hidden": "true" });
  drawSymbol(canvas.getContext("2d")!, { x: 32, y: 32 }, level, false, 2, css);
  return canvas;
}

function drawTools(): void {
  fill($("map-tools"),
    button(view().threeD ? "2D" : "3D", () => go({ threeD: !view().threeD }, true), { "data-key": "dimension", "aria-pressed": String(view().threeD) }),
    button(t("fit"), () => { before = null; go({ camera: null }, true); city?.fit(placeInView()); }, { "data-key": "fit" }),
    button(asTable ? t("mapOf") : t("table"), () => { asTable = !asTable; drawScene(); }, { "data-key": "map-table" }),
    button("CSV", () => csv(sheet()), { "data-key": "map-csv", title: t("exportCsv") }),
    button("PNG", picture, { "data-key": "map-png", title: t("exportPng") }));
}

function drawNotes(): void {
  const state = city?.state();
  const parts = [
    t("schematic"),
    scene.withoutLocation > 0 ? `${scene.withoutLocation} ${t(scene.withoutLocation === 1 ? "oneWithoutPlace" : "withoutPlace")}` : "",
    state?.kind === "canvas" ? t("flatMap") : "",
    (state?.quality ?? 0) > 0 ? t("lowQuality") : "",
    cutShort.has("devices") ? t("more") : "",
    troubles.has("map") ? `${t("mapOf")}: ${t("failed")} ${troubles.get("map")}` : "",
    state?.kind === "canvas" ? cityMap.attribution?.[view().language] ?? "" : "",
  ].filter(part => part !== "");
  const origin = originInView();
  fill($("map-note"), origin === "live" ? null : el("span", { class: "watermark" }, t(origin === "simulated" ? "simulatedMark" : "replayedMark")), parts.join(" · "));
}

const picture = (): void => void city?.picture().then(drawn => savePicture(drawn, t("mapOf"), originInView(), cityMap.attribution?.[view().language] ?? ""));
