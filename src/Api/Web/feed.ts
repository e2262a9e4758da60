/** The right side: incidents to handle, the gravest first, and alarms as they come, repeated ones as one row with their number. */

import { mayWork } from "./api.js";
import { alarms, cutShort, deviceName, heard, incidents, isListed, on, originInView, placePath, troubles, worklist } from "./city.js";
import { button, chip, head, mark } from "./chips.js";
import { age } from "./clock.js";
import { $, el, fill, throttled } from "./dom.js";
import { alarmSheet } from "./kpis.js";
import { stepsOf } from "./steps.js";
import { csv, show } from "./tables.js";
import { levelOfSeverity, type Alarm, type Incident } from "./types.js";
import { go, onView, view } from "./view.js";
import { named, stateName, t } from "./words.js";

const ROWS_MOST = 60;

interface Group { key: string; last: Alarm; count: number; active: number; }

let hovered = false;
let shown: Group[] = [];
let selected = "";
let seen = "";

export function startFeed(): void {
  const work = throttled(200, drawWorklist);
  const feed = throttled(100, drawFeed);
  on(["incidents", "scenes", "trouble"], work);
  on(["alarms", "devices", "trouble"], feed);
  onView(() => { work(); feed(); });
  window.setInterval(() => { work(); feed(); }, 10_000);
  const panel = $("panel-feed");
  panel.addEventListener("mouseenter", () => (hovered = true));
  panel.addEventListener("mouseleave", () => { hovered = false; feed(); });
}

/** The incident that keys act on: the one that is open, else the row that is chosen. */
export const chosen = (): string => view().incident || selected;

/** Moves the choice in the list by a number of rows. */
export function move(by: number): void {
  const rows = worklist();
  if (rows.length > 0) {
    const at = rows.findIndex(row => row.id === chosen());
    selected = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]!.id;
    if (view().incident !== "") {
      go({ incident: selected }, true);
    }

    drawWorklist();
    document.querySelector<HTMLElement>(`[data-incident="${CSS.escape(selected)}"]`)?.focus();
  }
}

function drawWorklist(): void {
  const rows = worklist();
  fill($("panel-worklist"),
    head("worklist", heard.has("incidents") || rows.length > 0 ? String(rows.length) : "—"),
    el("div", { class: "body", tabindex: "0", role: "region", "aria-label": t("worklist") },
      trouble("incidents"),
      rows.length === 0 && !troubles.has("incidents") ? el("p", { class: "empty" }, t(!heard.has("incidents") ? "loading" : incidents.size === 0 && originInView() === "simulated" ? "noIncidentsYet" : "noIncidents")) : null,
      el("ul", { class: "rows" }, ...rows.slice(0, 200).map(incidentRow)),
      rows.length > 200 || cutShort.has("incidents") ? el("p", { class: "muted" }, t("more")) : null));
}

function incidentRow(incident: Incident): HTMLElement {
  return el("li", {}, el("button", {
    type: "button", class: "row", "data-key": incident.id, "data-incident": incident.id, "aria-current": incident.id === chosen() ? "true" : null,
    onclick: () => { selected = incident.id; go({ incident: incident.id, device: "" }); },
  },
    chip(incident.level),
    el("span", { class: "title", title: named(incident.titleZh, incident.titleEn) }, el("span", { class: "name" }, named(incident.titleZh, incident.titleEn)), incident.sources > 1 ? el("span", { class: "times" }, ` ×${incident.sources}`) : null),
    el("span", { class: "meta" },
      el("span", { class: "where" }, mark(incident.origin), placePath(incident.place)),
      el("span", { class: "state" }, el("span", { class: "age" }, age(incident.openedAt)), incident.reopeningProposed ? t("reopen") + "?" : stateName(incident.state), el("span", { class: "next" }, `${mayWork() ? t(stepsOf(incident)[0]!.word) : t("look")} ›`)))));
}

function drawFeed(): void {
  const groups = grouped();
  const news = seen === "" ? 0 : groups.filter(group => group.last.raisedAt > seen).length;
  // While somebody points at the rows they stand still: the row under the hand stays the row under the hand.
  if (!hovered || shown.length === 0) {
    shown = groups.slice(0, ROWS_MOST);
    seen = groups[0]?.last.raisedAt ?? seen;
  }

  const sheet = () => ({ ...alarmSheet([...alarms.values()].filter(isListed).sort((one, other) => other.raisedAt.localeCompare(one.raisedAt))), title: t("feed") });
  fill($("panel-feed"),
    head("feed", hovered ? t("paused") : "", button(t("table"), () => show(sheet())), button("CSV", () => csv(sheet()), { title: t("exportCsv") })),
    hovered && news > 0 ? button(`${news} ${t("newOnes")}`, () => { hovered = false; drawFeed(); }, { class: "pill" }) : null,
    el("div", { class: "body", tabindex: "0", role: "region", "aria-label": t("feed") },
      trouble("alarms"),
      groups.length === 0 && !troubles.has("alarms") ? el("p", { class: "empty" }, t(heard.has("alarms") ? "noAlarms" : "loading")) : null,
      el("ul", { class: "rows" }, ...shown.map(alarmRow)),
      groups.length > ROWS_MOST || cutShort.has("alarms") ? el("p", { class: "muted" }, t("more")) : null));
}

/** Alarms of one rule, level and place are one row: the latest speaks for them. */
function grouped(): Group[] {
  const groups = new Map<string, Group>();
  for (const alarm of alarms.values()) {
    if (isListed(alarm)) {
      const key = `${alarm.rule}/${alarm.severity}/${alarm.place}/${alarm.origin}`;
      const group = groups.get(key);
      groups.set(key, {
        key, last: group === undefined || alarm.raisedAt > group.last.raisedAt ? alarm : group.last,
        count: (group?.count ?? 0) + 1, active: (group?.active ?? 0) + (alarm.clearedAt === null ? 1 : 0),
      });
    }
  }

  return [...groups.values()].sort((one, other) => other.last.raisedAt.localeCompare(one.last.raisedAt));
}

function alarmRow(group: Group): HTMLElement {
  const alarm = group.last;
  return el("li", {}, el("button", {
    type: "button", class: `row${group.active === 0 ? " over" : ""}`, "data-key": group.key, "data-alarm": alarm.id,
    onclick: () => (group.count > 1 ? show(alarmSheet([...alarms.values()].filter(one => `${one.rule}/${one.severity}/${one.place}/${one.origin}` === group.key))) : go({ device: alarm.device, incident: "" })),
  },
    chip(levelOfSeverity(alarm.severity)),
    el("span", { class: "title", title: named(alarm.titleZh, alarm.titleEn) }, el("span", { class: "name" }, named(alarm.titleZh, alarm.titleEn)), group.count > 1 ? el("span", { class: "times" }, ` ×${group.count}`) : null),
    el("span", { class: "meta" },
      el("span", { class: "where" }, mark(alarm.origin), `${placePath(alarm.place)} · ${deviceName(alarm.device)}`),
      el("span", { class: "state" }, el("span", { class: "age" }, age(alarm.raisedAt)), group.active === 0 ? t("cleared") : t("active")))));
}

export const trouble = (what: string): HTMLElement | null =>
  troubles.has(what) ? el("p", { class: "refusal" }, `${t("failed")}: ${troubles.get(what)}`) : null;
