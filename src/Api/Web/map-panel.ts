/** The map's panel: the map itself, its layers, its legend, and the same as a table. The map never holds up the rest of the screen. */

import { areas, cutShort, devices, incidents, inView, isListed, map as cityMap, on, originInView, placeInView, troubles } from "./city.js";
import { button } from "./chips.js";
import { $, el, fill, svg, throttled } from "./dom.js";
import { deviceSheet } from "./kpis.js";
import { centreOf, isShown, layers, opacity, sceneNow, type CityMap, type Layer, type Scene } from "./map-scene.js";
import { savePicture } from "./pictures.js";
import { csv, table, type Sheet } from "./tables.js";
import { LEVELS } from "./types.js";
import { go, onView, view } from "./view.js";
import { levelName, levelShape, named, t, type Word } from "./words.js";

const names: Record<Layer, Word> = { towns: "towns", communities: "communities", devices: "devices", incidents: "incidentsLayer" };

let city: CityMap | null = null;
let scene: Scene = { dots: [], pins: [], towns: new Map(), withoutLocation: 0 };
let asTable = false;

export const mapState = (): ReturnType<CityMap["state"]> | null => city?.state() ?? null;

export async function startMap(): Promise<void> {
  const draw = throttled(1_000, drawScene);
  on(["devices", "incidents", "alarms", "points"], draw);
  onView((next, before) => {
    if (next.theme !== before.theme || next.language !== before.language || next.threeD !== before.threeD || next.hidden.join() !== before.hidden.join()) {
      city?.restyle();
    }

    if (next.place !== before.place) {
      city?.fit(placeInView());
    } else if (next.camera === null && before.camera !== null) {
      city?.fit(placeInView());
    }

    if (next.incident !== before.incident || next.device !== before.device) {
      flyToChosen();
    }

    drawScene();
  });
  const picks = {
    device: (id: string) => go({ device: id, incident: "" }),
    incident: (id: string) => go({ incident: id, device: "" }),
    place: (code: string) => go({ place: code, camera: null }),
    quality: drawNotes,
  };
  drawScene();
  const able = document.createElement("canvas").getContext("webgl2") !== null;
  try {
    city = able ? await (await import("./gl-map.js")).glMap($("map"), picks) : (await import("./flat-map.js")).flatMap($("map"), picks);
  } catch (failure) {
    console.warn("The map by WebGL does not start; a flat one is drawn.", failure);
    fill($("map"));
    city = (await import("./flat-map.js")).flatMap($("map"), picks);
  }

  drawScene();
  flyToChosen();
}

function flyToChosen(): void {
  const incident = incidents.get(view().incident);
  const place = incident?.place ?? "";
  const at = incident?.location ?? devices.get(view().device)?.location ?? null;
  const centre = at !== null ? [at.longitudeDegrees, at.latitudeDegrees] as const : centreOf(place) ?? centreOf(place.slice(0, 9));
  if (centre !== null && (view().incident !== "" || view().device !== "")) {
    city?.fly(centre[0], centre[1], 11.5);
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
    fill($("map-table"), table(sheet()));
  }
}

const sheet = (): Sheet => ({ ...deviceSheet([...devices.values()].filter(isListed).map(device => device.id), named("地图上的设备（/api/v1/devices）", "Devices on the map (/api/v1/devices)")), title: `${t("mapOf")} ${t("devices")}` });

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
      sign("--good", "•", t("normal")), sign("--muted", "○", t("noData")), sign("--muted", "·", t("communities")), ...LEVELS.map(level => sign(`--${level}`, levelShape(level), `${level} ${levelName(level)}`))),
    el("div", { class: "muted" }, t(view().threeD ? "height" : "townTint"))));
}

function sign(colour: string, shape: string, text: string): HTMLElement {
  const picture = svg("svg", { viewBox: "0 0 12 12", "aria-hidden": "true" }, svg("text", { x: 6, y: 10, "text-anchor": "middle", "font-size": 12, fill: `var(${colour})` }, shape));
  return el("span", {}, picture, ` ${text}`);
}

function drawTools(): void {
  fill($("map-tools"),
    button(view().threeD ? "2D" : "3D", () => go({ threeD: !view().threeD }, true), { "data-key": "dimension", "aria-pressed": String(view().threeD) }),
    button(t("fit"), () => { go({ camera: null }, true); city?.fit(placeInView()); }, { "data-key": "fit" }),
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
