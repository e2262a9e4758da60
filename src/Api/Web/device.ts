/** One device: what it is, what it last said, its alarms, and its curve around a moment. */

import { get } from "./api.js";
import { alarms, deviceName, devices, incidents, latest, modelName, models, placePath } from "./city.js";
import { button, chip, mark, toast } from "./chips.js";
import { dateTime, isStale, now } from "./clock.js";
import { curve, type Limit, type Series } from "./charts.js";
import { definitionName, knownOf, sumOf, thresholdsOf } from "./condition.js";
import { el, fill } from "./dom.js";
import { csv } from "./tables.js";
import { levelOfSeverity, type Alarm, type DeviceDetail, type IncidentDetail, type PackModel, type Page, type Reading } from "./types.js";
import { quantity, unitSign } from "./units.js";
import { go } from "./view.js";
import { named, qualityName, t } from "./words.js";

const HOUR = 3_600_000;

/** A device in an incident: its name and its curve from six hours before the incident to two after. */
export function deviceCard(id: string, { summary, sources }: IncidentDetail): HTMLElement {
  const device = devices.get(id);
  const around = Date.parse(summary.openedAt);
  const given = Object.assign({}, ...sources.filter(source => source.device === id).map(source => alarms.get(source.id)?.inputs)) as Record<string, number>;
  return el("div", { class: "card" },
    el("div", { class: "facts" }, button(deviceName(id), () => go({ device: id, incident: "" })), el("span", {}, device === undefined ? "—" : modelName(device.model)), device === undefined ? null : mark(device.origin)),
    plotOf(id, around - 6 * HOUR, Math.min(now(), around + 2 * HOUR), around, given));
}

export function deviceBody(detail: DeviceDetail): HTMLElement {
  const reading = latest.get(detail.id) ?? detail.latest;
  const model = models.get(detail.model);
  const row = (name: string, value: string | null) => [el("dt", {}, name), el("dd", {}, value ?? "—")];
  return el("div", {},
    el("dl", { class: "fields" },
      ...row(t("model"), modelName(detail.model)),
      ...row(t("place"), placePath(detail.place)),
      ...row(t("location"), detail.location === null ? t("noLocation") : `${detail.location.longitudeDegrees.toFixed(5)}, ${detail.location.latitudeDegrees.toFixed(5)} (WGS84)`),
      ...Object.entries(detail.attributes).flatMap(([name, value]) => {
        const known = model?.attributes?.find(one => one.name === name);
        return row(known === undefined ? name : named(known.title.zh, known.title.en), quantity(value, known?.unit));
      }),
      ...row(t("heardAt"), dateTime(detail.heardAt)),
      ...row(t("records"), String(detail.readings))),
    el("h3", {}, t("latest")),
    reading === null ? el("p", { class: "empty" }, t("noData")) : el("table", { class: isStale(reading.observedAt, 60) ? "stale" : null }, el("tbody", {},
      ...Object.entries(reading.points).map(([name, point]) => {
        const known = model?.points.find(one => one.name === name);
        return el("tr", {}, el("th", { scope: "row" }, known === undefined ? name : named(known.title.zh, known.title.en)),
          el("td", { class: "number" }, point.value === null ? "—" : quantity(point.value, known?.unit)), el("td", {}, qualityName(point.quality)), el("td", {}, dateTime(reading.observedAt)));
      }))),
    el("h3", {}, t("activeAlarms")),
    detail.activeAlarms.length === 0 ? el("p", { class: "muted" }, "0") : el("div", {}, ...detail.activeAlarms.map(alarm => el("div", { class: "card" },
      el("div", { class: "facts" }, chip(levelOfSeverity(alarm.severity)), el("strong", {}, named(alarm.titleZh, alarm.titleEn)), el("span", {}, dateTime(alarm.raisedAt)), button(t("openIncident"), () => void openIncidentOf(alarm)))))),
    el("h3", {}, t("curve")),
    plotOf(detail.id, now() - 24 * HOUR, now(), null, detail.attributes));
}

/** Finds the incident that has an alarm as its source, and shows it. */
async function openIncidentOf(alarm: Alarm): Promise<void> {
  const likely = [...incidents.values()].filter(incident => incident.kind === alarm.kind && incident.place.slice(0, 9) === alarm.place.slice(0, 9))
    .sort((one, other) => other.openedAt.localeCompare(one.openedAt)).slice(0, 20);
  for (const incident of likely) {
    const detail = await get<IncidentDetail>(`/incidents/${encodeURIComponent(incident.id)}`).catch(() => null);
    if (detail?.sources.some(source => source.id === alarm.id) === true) {
      go({ incident: incident.id, device: "" });
      return;
    }
  }

  toast(t("noIncidentOf"));
}

/** Where the rules of a device fire, by what is known of it. */
function limitsOf(id: string, given: Record<string, number>): Limit[] {
  const model = models.get(devices.get(id)?.model ?? "");
  return model === undefined ? [] : (model.rules ?? []).flatMap(rule =>
    thresholdsOf(rule.when, knownOf(model, given)).map(limit => ({ ...limit, name: named(rule.title.zh, rule.title.en) })));
}

function plotOf(id: string, from: number, to: number, around: number | null, given: Record<string, number>): HTMLElement {
  const plot = el("div", { class: "plot", role: "img", "aria-label": `${t("curve")} ${deviceName(id)}` });
  const tools = el("div", { class: "facts" });
  const path = `/devices/${encodeURIComponent(id)}/readings?from=${encodeURIComponent(new Date(from).toISOString())}&to=${encodeURIComponent(new Date(to + 1_000).toISOString())}&limit=1000`;
  get<Page<Reading>>(path).then(page => {
    const series = seriesOf(id, page.items);
    if (series.length === 0) {
      fill(plot, el("p", { class: "empty" }, t("noCurve")));
      return;
    }

    void curve(plot, series, around, limitsOf(id, given));
    fill(tools, button(t("exportCsv"), () => csv({
      title: `${deviceName(id)} ${t("curve")}`, source: `/api/v1/devices/${id}/readings`, columns: [t("time"), ...series.map(one => one.name), t("quality"), t("origin")],
      rows: page.items.map(reading => [dateTime(reading.observedAt), ...series.map(one => valueAt(one, reading)), reading.quality, reading.origin]),
    })), page.next === null ? null : el("span", { class: "muted" }, t("more")));
  }, (failure: unknown) => fill(plot, el("p", { class: "refusal" }, `${t("failed")}: ${failure instanceof Error ? failure.message : ""}`)));
  return el("div", {}, plot, tools);
}

// What was read, good or not; a sum where it is one.
const valueAt = (series: Series, reading: Reading): number | null =>
  reading.points[series.point]?.value ?? series.values.find(([at]) => at === Date.parse(reading.observedAt))?.[1] ?? null;

/** Readings as lines, one for each point; a value that is missing or not good is a gap, never 0. What is summed up by the rules comes as bars and their sum. */
export function seriesOf(id: string, readings: Reading[], only?: string): Series[] {
  const model = models.get(devices.get(id)?.model ?? "");
  const points = [...new Set(readings.flatMap(reading => Object.keys(reading.points)))].filter(point => point !== "battery" && (only === undefined || point === only)).slice(0, 3);
  return points.flatMap(point => {
    const known = model?.points.find(one => one.name === point);
    const line: Series = {
      point, unit: unitSign(known?.unit), name: known === undefined ? point : named(known.title.zh, known.title.en),
      values: readings.map((reading): [number, number | null] => {
        const value = reading.points[point];
        return [Date.parse(reading.observedAt), value?.quality === "good" || value?.quality === "late" ? value.value : null];
      }).sort(([one], [other]) => one - other),
    };
    const sum = model === undefined ? null : summed(model, line);
    return sum === null ? [line] : only === undefined ? [{ ...line, bars: true }, sum] : [sum];
  });
}

/** The shortest sum over a point that the rules of a model ask for, at each reading that has the whole span before it; null where they ask for none. */
function summed(model: PackModel, { point, unit, values }: Series): Series | null {
  const [shortest] = Object.keys(model.let ?? {}).flatMap(name => {
    const sum = sumOf(model, name);
    return sum?.point === point ? [{ name, span: sum.span }] : [];
  }).sort((one, other) => one.span - other.span);
  const first = values[0]?.[0] ?? 0;
  return shortest === undefined ? null : {
    point: shortest.name, unit, name: definitionName(model, shortest.name),
    values: values.filter(([at]) => at - first >= shortest.span).map(([at]) => {
      const within = values.flatMap(([time, value]) => (time >= at - shortest.span && time <= at ? value ?? [] : []));
      return [at, within.length === 0 ? null : Number(within.reduce((all, value) => all + value, 0).toFixed(3))];
    }),
  };
}
