/** The day's report as one A4 page: figures with their sources, what is open, what was closed, what is silent. */

import { cutShort, devices, incidents, inView, latest, originInView, overview, placeInView, placeName, placePath } from "./city.js";
import { button } from "./chips.js";
import { dateTime, isStale, now } from "./clock.js";
import { $, el, fill } from "./dom.js";
import { cards } from "./kpis.js";
import { table, type Cell, type Sheet } from "./tables.js";
import { isOpen, type Incident } from "./types.js";
import { levelName, named, originName, stateName, t } from "./words.js";

const DAY = 86_400_000;

export function openReport(): void {
  const report = $("report");
  const close = () => (report.hidden = true);
  const origin = originInView();
  const own = [...incidents.values()].filter(incident => incident.origin === origin && inView(incident.place)).sort((one, other) => one.openedAt.localeCompare(other.openedAt));
  const silent = [...devices.values()].filter(device => device.origin === origin && inView(device.place) && isStale(latest.get(device.id)?.observedAt, 24 * 60));
  fill(report, el("div", { class: "sheet" },
    el("div", { class: "facts no-print" }, button(t("print"), () => window.print()), button(t("close"), close)),
    el("h1", {}, `${placeName(placeInView()) || overview?.name || ""} ${t("reportTitle")}`),
    el("p", {}, `${t("reportSpan")}: ${dateTime(now() - DAY)} — ${dateTime(now())} (+08:00) · ${t("origin")}: ${originName(origin)}${origin === "live" ? "" : ` (${t(origin === "simulated" ? "simulatedMark" : "replayedMark")})`}`),
    section({ title: t("kpis"), columns: [t("name"), t("value"), t("updated"), t("formula")], source: "",
      rows: cards().map((card): Cell[] => [t(card.word), card.value === null ? null : `${card.value.toLocaleString("en", { maximumFractionDigits: card.digits ?? 0 })}${card.of === undefined ? "" : ` / ${card.of}`} ${card.unit ?? ""}`, card.at === null ? null : dateTime(card.at), card.source().source]) }),
    section(of(t("opened24"), own.filter(incident => Date.parse(incident.openedAt) >= now() - DAY))),
    section(of(t("openIncidents"), own.filter(isOpen))),
    section({ title: `${t("devices")}: ${t("silent")}`, columns: [t("device"), t("place"), t("latest")], source: named("24 小时内未收到读数", "No reading within 24 hours"), rows: silent.map(device => [device.name ?? device.id, placePath(device.place), dateTime(latest.get(device.id)?.observedAt)]) }),
    cutShort.size > 0 ? el("p", {}, t("more")) : null));
  report.hidden = false;
  report.querySelector("button")?.focus();
}

const of = (title: string, list: Incident[]): Sheet => ({
  title, columns: ["ID", t("level"), t("name"), t("place"), t("time"), t("state")], source: "/api/v1/incidents",
  rows: list.map(one => [one.id, `${one.level} ${levelName(one.level)}`, named(one.titleZh, one.titleEn), placePath(one.place), dateTime(one.openedAt), stateName(one.state)]),
});

const section = (sheet: Sheet): HTMLElement => el("section", {},
  el("h2", {}, `${sheet.title} (${sheet.rows.length})`), sheet.rows.length === 0 ? el("p", {}, "—") : table(sheet), sheet.source === "" ? null : el("p", { class: "muted" }, `${t("source")}: ${sheet.source}`));
