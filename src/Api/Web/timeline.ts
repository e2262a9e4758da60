/** The last 24 hours as bars, one for each quarter of an hour: alarms by level above the line, incidents below it. */

import { alarms, incidents, isListed, on, placePath } from "./city.js";
import { button, head } from "./chips.js";
import { dateTime, hourMinute, now } from "./clock.js";
import { $, el, fill, svg, throttled } from "./dom.js";
import { alarmSheet } from "./kpis.js";
import type { LiveState } from "./live.js";
import { csv, show, type Sheet } from "./tables.js";
import { LEVELS, levelOfSeverity } from "./types.js";
import { onView } from "./view.js";
import { named, t } from "./words.js";

const BINS = 96;
const QUARTER = 900_000;

export function startTimeline(line: () => LiveState): void {
  const draw = throttled(1_000, () => drawBars(line()));
  on(["alarms", "incidents"], draw);
  onView(() => drawBars(line()));
  window.setInterval(draw, 15_000);
  draw();
}

function drawBars(line: LiveState): void {
  const end = Math.ceil(now() / QUARTER) * QUARTER;
  const start = end - BINS * QUARTER;
  const bins = Array.from({ length: BINS }, () => ({ levels: [0, 0, 0, 0], incidents: 0 }));
  const at = (time: string) => Math.floor((Date.parse(time) - start) / QUARTER);
  for (const alarm of alarms.values()) {
    const bin = bins[at(alarm.raisedAt)];
    if (bin !== undefined && isListed(alarm)) {
      bin.levels[LEVELS.indexOf(levelOfSeverity(alarm.severity))]!++;
    }
  }

  for (const incident of incidents.values()) {
    const bin = bins[at(incident.openedAt)];
    if (bin !== undefined && isListed(incident)) {
      bin.incidents++;
    }
  }

  const highest = Math.max(1, ...bins.map(bin => bin.levels.reduce((sum, count) => sum + count, 0)));
  const most = Math.max(1, ...bins.map(bin => bin.incidents));
  const sheet: Sheet = {
    title: t("timeline24"), columns: [t("time"), ...LEVELS.map(level => `${t("alarms")} ${level}`), t("incidents")],
    source: named("每 15 分钟内触发的告警与新发生的事件，按观测时间", "Alarms raised and incidents opened in each quarter of an hour, by observed time"),
    rows: bins.flatMap((bin, i) => (bin.incidents + bin.levels.reduce((sum, count) => sum + count, 0) === 0 ? [] : [[dateTime(start + i * QUARTER), ...bin.levels, bin.incidents]])),
  };
  fill($("panel-timeline"),
    el("div", { class: "head" },
      ...head("timeline24", `${named("上", "above")}: ${t("alarms")} · ${named("下", "below")}: ${t("incidents")}`, el("span", { class: "badge-live", "data-state": line }, line === "live" ? `● ${t("live")}` : t("waiting")),
        button(t("table"), () => show(sheet)), button("CSV", () => csv(sheet), { title: t("exportCsv") })).childNodes),
    el("div", { class: "body" }, picture(bins, highest, most, start)));
}

function picture(bins: { levels: number[]; incidents: number }[], highest: number, most: number, start: number): HTMLElement {
  const chart = svg("svg", { viewBox: "0 0 960 60", preserveAspectRatio: "none", role: "img", "aria-label": t("timeline24") });
  bins.forEach((bin, i) => {
    const [x, from] = [i * 10, start + i * QUARTER];
    const all = bin.levels.reduce((sum, count) => sum + count, 0);
    const part = svg("g", { onclick: () => open(from) }, svg("rect", { class: "bin", x, y: 0, width: 10, height: 48, fill: "transparent" }),
      svg("title", {}, `${hourMinute(from)} · ${t("alarms")} ${all} · ${t("incidents")} ${bin.incidents}`));
    let y = 34;
    for (let level = 3; level >= 0; level--) {
      const height = bin.levels[level]! / highest * 32;
      if (height > 0) {
        y -= height;
        part.append(svg("rect", { x: x + 1, y, width: 8, height, fill: `var(--${LEVELS[level]})` }));
      }
    }

    if (bin.incidents > 0) {
      part.append(svg("rect", { x: x + 1, y: 36, width: 8, height: Math.max(3, bin.incidents / most * 11), fill: "var(--accent)" }));
    }

    chart.append(part);
  });
  chart.append(svg("line", { x1: 0, x2: 960, y1: 35, y2: 35, stroke: "var(--line)" }));
  const playhead = (now() - start) / QUARTER * 10;
  chart.append(svg("line", { x1: playhead, x2: playhead, y1: 0, y2: 48, stroke: "var(--accent)", "stroke-width": 2 }));
  const labels = el("div", { class: "hours" }, ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map(i => el("span", {}, i === 8 ? t("nowWord") : hourMinute(start + i * 12 * QUARTER))));
  return el("div", { class: "chart" }, chart, labels);
}

function open(from: number): void {
  const inside = (time: string) => Date.parse(time) >= from && Date.parse(time) < from + QUARTER;
  const list = [...alarms.values()].filter(alarm => isListed(alarm) && inside(alarm.raisedAt));
  const opened = [...incidents.values()].filter(incident => isListed(incident) && inside(incident.openedAt));
  const sheet = alarmSheet(list);
  show({ ...sheet, title: `${dateTime(from)} · ${t("alarms")} ${list.length} · ${t("incidents")} ${opened.length}`, source: `${sheet.source} · ${opened.map(one => `${one.id} ${placePath(one.place)}`).join("; ")}` });
}
