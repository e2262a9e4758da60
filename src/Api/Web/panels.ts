/** The left side: curves of a scene, incidents by kind, devices that report or are silent. */

import { get } from "./api.js";
import { activeByDevice, deviceName, devices, figures, heard, incidents, inView, isSilent, models, on, originInView, placeInView, scenes } from "./city.js";
import { button, head, mark } from "./chips.js";
import { curve, levelBars, png, redraw, shareBars, type Series } from "./charts.js";
import { dateTime, now } from "./clock.js";
import { seriesOf } from "./device.js";
import { $, el, fill, throttled } from "./dom.js";
import { trouble } from "./feed.js";
import { deviceSheet } from "./kpis.js";
import { csv, show, type Sheet } from "./tables.js";
import { isOpen, LEVELS, type Device, type Page, type Reading } from "./types.js";
import { go, onView, view } from "./view.js";
import { named, t, type Word } from "./words.js";

const plots = new Map<string, HTMLElement>();
// Made when somebody asks for them.
const sheets = new Map<string, () => Sheet>();

export function startPanels(): void {
  const kinds = throttled(1_000, drawKinds);
  const resources = throttled(2_000, drawResources);
  const curves = throttled(5_000, () => void drawCurves());
  on(["incidents", "scenes", "trouble"], kinds);
  on(["devices", "scenes", "points", "trouble"], resources);
  on(["devices", "scenes", "alarms", "trouble"], curves);
  onView((next, before) => {
    if (next.theme !== before.theme || next.language !== before.language) {
      redraw();
    }

    if (next.place !== before.place || next.origin !== before.origin || next.language !== before.language) {
      drawKinds();
      drawResources();
    }

    if (next.place !== before.place || next.scene !== before.scene || next.origin !== before.origin || next.language !== before.language) {
      void drawCurves();
    }
  });
  window.setInterval(curves, 60_000);
  kinds();
  resources();
}

function drawKinds(): void {
  const rows = new Map<string, { name: string; counts: number[] }>();
  for (const incident of incidents.values()) {
    if (isOpen(incident) && inView(incident.place) && incident.origin === originInView()) {
      const name = kindName(incident.kind);
      const row = rows.get(name) ?? { name, counts: [0, 0, 0, 0] };
      row.counts[LEVELS.indexOf(incident.level)]!++;
      rows.set(name, row);
    }
  }

  const list = [...rows.values()].sort((one, other) => sum(other.counts) - sum(one.counts)).slice(0, 8);
  frame("panel-kind", "byKind", null, list.length === 0 ? t(heard.has("incidents") ? "noIncidents" : "loading") : null, trouble("incidents"));
  sheets.set("panel-kind", () => ({ title: t("byKind"), columns: [t("kind"), ...LEVELS], rows: list.map(row => [row.name, ...row.counts]), source: named("未办结事件按类别与等级计数（/api/v1/incidents）", "Incidents that are not closed by kind and level (/api/v1/incidents)") }));
  if (list.length > 0) {
    void levelBars(plots.get("panel-kind")!, list);
  }
}

function drawResources(): void {
  const rows = new Map<string, { name: string; heard: number; silent: number }>();
  const active = activeByDevice();
  const own = [...devices.values()].filter(device => inView(device.place) && device.origin === originInView());
  for (const device of own) {
    const scene = models.get(device.model)?.scene ?? device.model;
    const title = scenes.get(scene);
    const row = rows.get(scene) ?? { name: title === undefined ? scene : named(title.titleZh, title.titleEn), heard: 0, silent: 0 };
    row[isSilent(device.id, active) ? "silent" : "heard"]++;
    rows.set(scene, row);
  }

  const list = [...rows.values()].sort((one, other) => other.heard + other.silent - one.heard - one.silent).slice(0, 12);
  frame("panel-resources", "resources", null, list.length === 0 ? t(!heard.has("devices") || figures(placeInView())?.devices ? "loading" : "bringDevices") : null, trouble("devices"));
  sheets.set("panel-resources", () => deviceSheet(own.map(device => device.id), named("按场景统计；没有失联告警且 24 小时内有读数为有数据（本页收到的最新读数）", "By scene; without an alarm of silence and with a reading within 24 hours it counts as heard (latest readings that this page got)")));
  if (list.length > 0) {
    void shareBars(plots.get("panel-resources")!, list, t("heardNow"), t("silent"));
  }
}

let asked = 0;

async function drawCurves(): Promise<void> {
  const mine = ++asked;
  const own = [...devices.values()].filter(device => inView(device.place) && device.origin === originInView() && models.get(device.model)?.points.length);
  const present = [...new Set(own.map(device => models.get(device.model)!.scene))].sort((one, other) => rank(one) - rank(other));
  const scene = present.includes(view().scene) ? view().scene : present[0];
  const chooser = el("select", { "aria-label": t("curve"), onchange: (event: Event) => go({ scene: (event.target as HTMLSelectElement).value }, true) },
    ...present.map(one => el("option", { value: one, selected: one === scene }, named(scenes.get(one)?.titleZh ?? one, scenes.get(one)?.titleEn ?? one))));
  if (scene === undefined) {
    frame("panel-curve", "curve", null, t(heard.has("devices") && heard.has("scenes") ? "noCurve" : "loading"), trouble("devices"));
    return;
  }

  // Of a scene first the devices with an alarm, then those that are heard, at most five: more lines than that nobody reads.
  const active = activeByDevice();
  const told = (device: Device): number => (active.get(device.id)?.severity ?? 0) * 2 + (isSilent(device.id, active) ? 0 : 1);
  const all = own.filter(device => models.get(device.model)!.scene === scene);
  const five = all.toSorted((one, other) => told(other) - told(one) || one.id.localeCompare(other.id)).slice(0, 5);
  const point = models.get(five[0]!.model)!.points[0]!;
  const from = encodeURIComponent(new Date(now() - 12 * 3_600_000).toISOString());
  const read = await Promise.all(five.map(device => get<Page<Reading>>(`/devices/${encodeURIComponent(device.id)}/readings?from=${from}&limit=1000`).catch(() => null)));
  if (mine !== asked) {
    return;
  }

  const drawn = five.flatMap((device, i) => seriesOf(device.id, read[i]?.items ?? [], point.name).map(one => ({ device, one })));
  const series: Series[] = drawn.map(({ device, one }) => ({ ...one, name: deviceName(device.id) }));
  const what = `${drawn[0]?.one.name ?? named(point.title.zh, point.title.en)} ${drawn[0]?.one.unit ?? ""}`;
  frame("panel-curve", "curve", el("div", { class: "choose" }, chooser, el("span", { class: "muted" }, `${what} · ${five.length} / ${all.length} ${t("ofStations")}`)), series.length === 0 ? (read.includes(null) ? t("failed") : t("noCurve")) : null, null);
  sheets.set("panel-curve", () => ({
    title: `${t("curve")} ${what}`, columns: [t("device"), t("time"), t("value")],
    source: named("该场景至多五台设备，有告警者在先，近 12 小时；不合格的读数不画（/api/v1/devices/{id}/readings）", "At most five devices of the scene, those with an alarm first, 12 hours; values that are not good are left out (/api/v1/devices/{id}/readings)"),
    rows: series.flatMap(one => one.values.map(([at, value]) => [one.name, dateTime(at), value])),
  }));
  if (series.length > 0) {
    await curve(plots.get("panel-curve")!, series, null);
  }
}

// Scenes whose curves tell most, first.
const order = ["river", "rain", "air", "gas", "crowd", "noise", "water-quality"];
const rank = (scene: string): number => (order.indexOf(scene) < 0 ? order.length : order.indexOf(scene));

function frame(id: string, word: Word, chooser: HTMLElement | null, empty: string | null, failed: HTMLElement | null): void {
  const plot = plots.get(id) ?? el("div", { class: "body plot", role: "img", "aria-label": t(word) });
  plots.set(id, plot);
  plot.setAttribute("aria-label", t(word));
  plot.hidden = empty !== null;
  fill($(id),
    el("div", { class: "head" }, ...head(word, "", mark(originInView()), chooser,
      button(t("table"), () => sheets.has(id) && show(sheets.get(id)!())),
      button("CSV", () => sheets.has(id) && csv(sheets.get(id)!()), { title: t("exportCsv") }),
      button("PNG", () => png(plot, sheets.get(id)?.().title ?? t(word), originInView(), sheets.get(id)?.().source ?? ""), { title: t("exportPng") })).childNodes),
    failed, empty === null ? null : el("p", { class: "body empty" }, empty), plot);
}

/** What an incident of a kind is about: its scene, called as the devices of the scene are; or the device itself. */
function kindName(kind: string): string {
  const built = { "device-silence": named("设备失联", "Device silent"), "device-maintenance": named("设备维护", "Device maintenance") }[kind];
  const scene = scenes.get([...models.values()].find(model => model.rules?.some(rule => rule.kind === kind))?.scene ?? "");
  return built ?? (scene === undefined ? kind.replaceAll("-", " ") : named(scene.titleZh, scene.titleEn));
}

const sum = (counts: number[]): number => counts.reduce((all, one) => all + one, 0);
