/** The cards at the top: a figure, how it went, how old it is; each opens what it was made from. */

import { activeByDevice, alarms, devices, figures, history, inView, incidents, latest, on, isSilent, originInView, placeInView, placePath, states, modelName, models, deviceName, heard, overview } from "./city.js";
import { mark } from "./chips.js";
import { age, dateTime, isStale, now } from "./clock.js";
import { $, el, fill, svg, throttled } from "./dom.js";
import { show, type Cell, type Sheet } from "./tables.js";
import { isOpen, LEVELS, levelOfSeverity, type Alarm, type Incident, type LevelCounts, type OriginSummary, type Reading } from "./types.js";
import { quantity } from "./units.js";
import { go, onView } from "./view.js";
import { levelName, levelShape, named, originName, qualityName, stateName, t, type Word } from "./words.js";

interface Card {
  word: Word;
  value: number | null;
  unit?: string;
  of?: number;
  /** When the youngest part of the figure was observed or worked out. */
  at: string | null;
  digits?: number;
  staleMinutes: number;
  note?: string;
  /** Whether the figure is of all origins together. */
  ofAll?: boolean;
  line: { at: number; value: number }[];
  lineIs: Word;
  source: () => Sheet;
}

const HOUR = 3_600_000;
const NONE: LevelCounts = { i: 0, ii: 0, iii: 0, iv: 0, total: 0 };
const NOTHING: OriginSummary = { devices: 0, devicesReporting: 0, alarms: NONE, incidents: NONE, latestReadingAt: null };

export function startKpis(): void {
  const draw = throttled(500, () => fill($("kpis"), ...cards().map(card)));
  on(["figures", "incidents", "alarms", "devices", "points", "scenes"], draw);
  onView(draw);
  window.setInterval(draw, 5_000);
}

/** All cards of the place in view. */
function cards(): Card[] {
  const [place, origin] = [placeInView(), originInView()];
  const state = states.get(place) ?? null;
  // Where the place is known and nothing of the origin is registered, there is nothing of it.
  const known = figures(place) ?? (state === null ? null : NOTHING);
  const asOf = state?.asOf ?? null;
  const ofOrigin = <T extends { origin: string; place: string }>(all: Iterable<T>): T[] => [...all].filter(one => one.origin === origin && inView(one.place));
  const open = ofOrigin(incidents.values()).filter(isOpen);
  const episodes = ofOrigin(alarms.values());
  const fresh = ofOrigin(incidents.values()).filter(incident => Date.parse(incident.openedAt) >= now() - 24 * HOUR);
  const own = ofOrigin(devices.values());
  const active = activeByDevice();
  const since = (figure: (summary: NonNullable<typeof known>) => number) => (history.get(place) ?? []).flatMap(moment => {
    const summary = moment.state.summary[origin];
    return summary === null ? [] : [{ at: moment.at, value: figure(summary) }];
  });
  const communities = place === overview?.code ? overview.communities : state?.coverage ?? null;
  return [
    {
      word: "openIncidents", value: known?.incidents.total ?? null, at: asOf, staleMinutes: 10, line: since(summary => summary.incidents.total), lineIs: "sinceOpen",
      ...(known === null ? {} : { note: levelNote(known.incidents) }),
      source: () => incidentSheet(t("openIncidents"), open, named("未办结的事件数，由各社区逐级汇总（/api/v1/city/overview）；下列为其记录", "Incidents that are not closed, rolled up from the communities (/api/v1/city/overview); their records below")),
    },
    {
      word: "activeAlarms", value: known?.alarms.total ?? null, at: asOf, staleMinutes: 10, line: activeOverTime(episodes), lineIs: "lastHour",
      ...(known === null ? {} : { note: levelNote(known.alarms) }),
      source: () => alarmSheet(episodes.filter(alarm => alarm.clearedAt === null)),
    },
    {
      word: "opened24", value: heard.has("incidents") ? fresh.length : null, at: asOf, staleMinutes: 10, line: perHour(fresh.map(incident => incident.openedAt)), lineIs: "timeline24",
      source: () => incidentSheet(t("opened24"), fresh, named("首个来源发生在最近 24 小时内的事件（/api/v1/incidents）", "Incidents whose first source was observed within 24 hours (/api/v1/incidents)")),
    },
    {
      word: "reporting", value: known?.devicesReporting ?? null, ...(known === null ? {} : { of: known.devices }), at: known?.latestReadingAt ?? null, staleMinutes: 30, ...(heard.has("devices") ? { note: `${t("ofThemSilent")} ${own.filter(device => isSilent(device.id, active)).length}` } : {}), line: since(summary => summary.devicesReporting), lineIs: "sinceOpen",
      source: () => deviceSheet(own.map(device => device.id), named("24 小时内收到过读数的设备 / 已登记设备", "Devices of which a reading came within 24 hours / devices registered")),
    },
    {
      word: "heard", ofAll: true, note: t("everyOrigin"), value: communities?.reporting ?? null, ...(communities === null ? {} : { of: communities.total }), at: asOf, staleMinutes: 10, line: [], lineIs: "sinceOpen",
      source: () => ({
        title: t("heard"), columns: [t("place"), t("heardNow"), t("devices"), t("latest")],
        source: named("24 小时内收到过读数的单元数，各来源类别合计", "Units of which something was heard within 24 hours, all origins together"),
        rows: [...states.values()].filter(one => one.code !== overview?.code).map(one => [placePath(one.code), one.coverage.reporting, one.coverage.total, dateTime(one.summary[origin]?.latestReadingAt)]),
      }),
    },
    pointCard("pm25", "pm25", "µg/m³", own.map(device => device.id), active, values => values.reduce((sum, value) => sum + value, 0) / values.length,
      named("各站最近一次合格读数的算术平均，两小时以内", "Plain mean of each station's latest good reading, at most two hours old")),
    pointCard("rain", "rain", "mm", own.filter(device => models.get(device.model)?.scene === "rain").map(device => device.id), active, values => Math.max(...values),
      named("各雨量站最近一次合格读数的最大值，两小时以内；读数是两次上报之间的降水量", "The largest of each gauge's latest good reading, at most two hours old; a reading is what fell since the one before")),
  ];
}

function pointCard(word: Word, point: string, unit: string, ids: string[], active: Map<string, Alarm>, combine: (values: number[]) => number, source: string): Card {
  const held = ids.flatMap(id => {
    const reading = latest.get(id);
    const value = reading?.points[point];
    return reading === undefined || value === undefined ? [] : [{ id, reading, value }];
  }).sort((one, other) => (other.value.value ?? -1) - (one.value.value ?? -1));
  const good = held.filter(one => one.value.quality === "good" && one.value.value !== null && !isStale(one.reading.observedAt, 120));
  const inAlarm = held.filter(one => active.has(one.id)).length;
  const at = good.map(one => one.reading.observedAt).sort().at(-1) ?? held.map(one => one.reading.observedAt).sort().at(-1) ?? null;
  return {
    word, unit, at, digits: 1, staleMinutes: 90, line: [], lineIs: "sinceOpen",
    value: good.length === 0 ? null : combine(good.map(one => one.value.value!)),
    note: named(`${good.length} 站`, `${good.length} stations`) + (inAlarm === 0 ? "" : named(` · 告警 ${inAlarm}`, ` · ${inAlarm} in alarm`)),
    source: () => ({
      title: t(word), source, columns: [t("device"), `${t("value")} ${unit}`, t("quality"), t("time"), t("origin")], open: row => go({ device: held[row]!.id, incident: "" }),
      rows: held.map((one): Cell[] => [deviceName(one.id), one.value.value, qualityName(one.value.quality), dateTime(one.reading.observedAt), originName(one.reading.origin)]),
    }),
  };
}

export function incidentSheet(title: string, list: Incident[], source: string): Sheet {
  return {
    title, source, columns: ["ID", t("level"), t("state"), t("name"), t("place"), t("time"), t("origin")], open: row => go({ incident: list[row]!.id, device: "" }),
    rows: list.map(one => [one.id, `${one.level} ${levelName(one.level)}`, stateName(one.state), named(one.titleZh, one.titleEn), placePath(one.place), dateTime(one.openedAt), originName(one.origin)]),
  };
}

export function alarmSheet(list: { id: string; device: string; rule: string; titleZh: string; titleEn: string; severity: number; raisedAt: string; clearedAt: string | null; place: string; origin: "live" | "replayed" | "simulated" }[]): Sheet {
  return {
    title: t("activeAlarms"), source: named("从触发到解除为一条告警，时间为观测时间（/api/v1/alarms）", "An alarm is an episode from raise to clear, by observed time (/api/v1/alarms)"),
    columns: [t("device"), t("level"), t("name"), t("place"), t("raisedAt"), t("clearedAt"), t("origin")], open: row => go({ device: list[row]!.device, incident: "" }),
    rows: list.map(one => [deviceName(one.device), levelOfSeverity(one.severity), named(one.titleZh, one.titleEn), placePath(one.place), dateTime(one.raisedAt), one.clearedAt === null ? null : dateTime(one.clearedAt), originName(one.origin)]),
  };
}

export function deviceSheet(ids: string[], source: string): Sheet {
  const active = activeByDevice();
  return {
    title: t("devices"), source, columns: [t("device"), t("model"), t("place"), t("location"), t("latest"), t("time"), t("activeAlarms"), t("origin")], open: row => go({ device: ids[row]!, incident: "" }),
    rows: ids.map((id): Cell[] => {
      const [device, reading, alarm] = [devices.get(id)!, latest.get(id), active.get(id)];
      return [deviceName(id), modelName(device.model), placePath(device.place), device.location === null ? t("noLocation") : `${device.location.longitudeDegrees.toFixed(4)}, ${device.location.latitudeDegrees.toFixed(4)}`,
        reading === undefined ? null : readingText(device.model, reading), reading === undefined ? null : dateTime(reading.observedAt),
        alarm === undefined ? null : named(alarm.titleZh, alarm.titleEn), originName(device.origin)];
    }),
  };
}

/** A reading in words: each point with its value and unit. */
const readingText = (model: string, reading: Reading): string => Object.entries(reading.points).map(([name, { value }]) => {
  const point = models.get(model)?.points.find(one => one.name === name);
  return `${point === undefined ? name : named(point.title.zh, point.title.en)} ${value === null ? "—" : quantity(value, point?.unit)}`;
}).join(named("；", "; "));

function card(card: Card): HTMLElement {
  const number = card.value === null ? "—" : card.value.toLocaleString("en", { maximumFractionDigits: card.digits ?? 0 });
  const before = card.lineIs === "lastHour" ? card.line[0] : card.line.findLast(point => point.at <= now() - HOUR);
  const change = card.value === null || before === undefined || card.lineIs === "timeline24" ? null : card.value - before.value;
  return el("button", { type: "button", class: `kpi${isStale(card.at, card.staleMinutes) ? " stale" : ""}`, "data-key": card.word, "data-kpi": card.word, title: t("source"), onclick: () => show(card.source()) },
    el("span", { class: "title" }, el("span", {}, t(card.word)), el("span", {}, card.at === null ? "—" : age(card.at))),
    el("span", { class: "value" }, number, card.of === undefined ? null : el("span", { class: "unit" }, `/ ${card.of.toLocaleString("en")}`), card.unit === undefined ? null : el("span", { class: "unit" }, card.unit),
      change === null || change === 0 ? null : el("span", { class: "unit", title: t("inHour") }, `${change > 0 ? "▲" : "▼"}${Math.abs(change)} ${t("inHour")}`)),
    spark(card.line),
    el("span", { class: "note" }, card.ofAll === true ? null : mark(originInView()), card.value === null ? t("unknown") : card.note ?? t(card.line.length > 1 ? card.lineIs : "updated") + (card.line.length > 1 ? "" : ` ${card.at === null ? "—" : dateTime(card.at).slice(11)}`)));
}

/** The levels that there are of; a total of none says it already. */
const levelNote = (counts: LevelCounts): string => LEVELS.map((level, i) => ({ level, count: [counts.i, counts.ii, counts.iii, counts.iv][i]! })).filter(one => one.count > 0)
  .map(one => `${levelShape(one.level)}${one.level} ${one.count}`).join("  ");

function spark(line: { at: number; value: number }[]): SVGElement {
  const picture = svg("svg", { class: "spark", viewBox: "0 0 100 24", preserveAspectRatio: "none", "aria-hidden": "true" });
  if (line.length > 1) {
    const [first, last] = [line[0]!.at, line.at(-1)!.at];
    const [low, high] = [Math.min(...line.map(point => point.value)), Math.max(...line.map(point => point.value))];
    const height = (value: number) => high === low ? 12 : 22 - (value - low) / (high - low) * 20;
    const path = line.map((point, i) => `${i === 0 ? "M" : "L"}${((point.at - first) / Math.max(1, last - first) * 100).toFixed(1)},${height(point.value).toFixed(1)}`);
    picture.append(svg("path", { d: path.join("") }));
  }

  return picture;
}

function activeOverTime(episodes: { raisedAt: string; clearedAt: string | null }[]): { at: number; value: number }[] {
  const end = now();
  const spans = episodes.map(one => [Date.parse(one.raisedAt), one.clearedAt === null ? Infinity : Date.parse(one.clearedAt)] as const);
  return Array.from({ length: 31 }, (_, i) => end - HOUR + i * 120_000).map(at => ({ at, value: spans.filter(([from, until]) => from <= at && until > at).length }));
}

function perHour(times: string[]): { at: number; value: number }[] {
  const end = now();
  return Array.from({ length: 24 }, (_, i) => end - (24 - i) * HOUR).map(at => ({ at, value: times.filter(time => Date.parse(time) >= at && Date.parse(time) < at + HOUR).length }));
}
