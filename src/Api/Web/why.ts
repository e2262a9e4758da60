/** Why an incident is there: of each source the rule in words, its version, and the values that fired it. */

import { get } from "./api.js";
import { alarms, deviceName, modelName, devices, ruleOf, scenes } from "./city.js";
import { chip } from "./chips.js";
import { dateTime } from "./clock.js";
import { el, fill } from "./dom.js";
import { levelOfSeverity, type Alarm, type IncidentDetail, type IncidentSource, type Page } from "./types.js";
import { named, t } from "./words.js";

const SOURCES_MOST = 20;

export function reasons(detail: IncidentDetail): HTMLElement {
  return el("div", {}, ...detail.sources.slice(0, SOURCES_MOST).map(source => {
    const card = el("div", { class: "card" });
    const known = alarms.get(source.id);
    fill(card, ...reason(source, known ?? null));
    if (known === undefined && source.device !== null) {
      void get<Page<Alarm>>(`/alarms?device=${encodeURIComponent(source.device)}&limit=200`)
        .then(page => fill(card, ...reason(source, page.items.find(alarm => alarm.id === source.id) ?? null)), () => undefined);
    }

    return card;
  }), detail.sources.length > SOURCES_MOST ? el("p", { class: "muted" }, `${t("more")}: ${SOURCES_MOST} / ${detail.sources.length}`) : null);
}

/** The first source in one card: what was measured, and the condition that it met. */
export function brief(detail: IncidentDetail): HTMLElement | null {
  const source = detail.sources[0];
  const alarm = source === undefined ? undefined : alarms.get(source.id);
  if (source?.device == null || alarm === undefined) {
    return null;
  }

  const rule = ruleOf(source.device, source.rule ?? "");
  const current = [...scenes.values()].some(known => known.hash === source.packHash);
  return el("div", { class: "card" }, el("dl", { class: "fields" },
    el("dt", {}, t("device")), el("dd", {}, deviceName(source.device)),
    el("dt", {}, t("inputs")), el("dd", {}, inputsOf(alarm) ?? "—"),
    el("dt", {}, t("condition")), el("dd", {}, current ? rule?.when ?? "—" : "—")));
}

const inputsOf = (alarm: Alarm): string | null =>
  Object.entries(alarm.inputs).map(([name, value]) => `${name} = ${Number(value.toPrecision(6))}`).join(", ") || null;

function reason(source: IncidentSource, alarm: Alarm | null): HTMLElement[] {
  const device = source.device ?? "";
  const rule = ruleOf(device, source.rule ?? "");
  const scene = [...scenes.values()].find(known => known.hash === source.packHash);
  const row = (name: string, value: string | HTMLElement | null) => [el("dt", {}, name), el("dd", {}, value ?? "—")];
  return [el("dl", { class: "fields" },
    ...row(t("device"), `${deviceName(device)} · ${modelName(devices.get(device)?.model ?? "")}`),
    ...row(t("rule"), rule === undefined ? source.rule : `${named(rule.title.zh, rule.title.en)} (${rule.id})`),
    ...row(t("level"), alarm === null ? null : chip(levelOfSeverity(alarm.severity))),
    // The condition is shown for the version that fired; a rule that was published since is not passed off as it.
    ...row(t("condition"), scene === undefined ? null : rule?.when ?? null),
    ...row(t("clearing"), scene === undefined ? null : rule?.clear ?? null),
    ...row(t("inputs"), alarm === null ? null : inputsOf(alarm)),
    ...row(t("raisedAt"), dateTime(source.observedAt)),
    ...row(t("clearedAt"), source.clearedAt === null ? t("active") : dateTime(source.clearedAt)),
    ...row(t("pack"), scene === undefined ? source.packHash?.slice(0, 16) ?? null : `${named(scene.titleZh, scene.titleEn)} ${scene.version} · ${scene.hash.slice(0, 16)}`))];
}
