/** Why an incident is there: of each source the rule in words, its version, and the values that fired it. */

import { get } from "./api.js";
import { alarms, deviceName, modelName, devices, models, ruleOf, scenes } from "./city.js";
import { chip } from "./chips.js";
import { dateTime } from "./clock.js";
import { inWords, knownOf } from "./condition.js";
import { el, fill } from "./dom.js";
import { levelOfSeverity, type Alarm, type IncidentDetail, type IncidentSource, type Page } from "./types.js";
import { named, t } from "./words.js";

const SOURCES_MOST = 20;
const BRIEF_MOST = 3;

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

/** In one card the gravest source of each rule: what was measured, and the condition that it met. */
export function brief(detail: IncidentDetail): HTMLElement | null {
  const known = detail.sources.flatMap(source => {
    const alarm = alarms.get(source.id);
    return source.device === null || alarm === undefined ? [] : [{ source, alarm }];
  }).sort((one, other) => other.alarm.severity - one.alarm.severity);
  const told = known.filter((one, i) => known.findIndex(other => other.source.rule === one.source.rule) === i).slice(0, BRIEF_MOST);
  return told.length === 0 ? null
    : el("div", { class: "card" }, ...told.map(({ source, alarm }) => fields(["device", "because"], facts(source, alarm))));
}

function reason(source: IncidentSource, alarm: Alarm | null): HTMLElement[] {
  return [fields(["device", "rule", "level", "because", "clears", "raisedAt", "clearedAt", "condition", "clearing", "inputs", "pack"], facts(source, alarm))];
}

type Fact = "device" | "rule" | "level" | "because" | "clears" | "condition" | "clearing" | "inputs" | "raisedAt" | "clearedAt" | "pack";

const fields = (which: Fact[], known: Record<Fact, string | HTMLElement | null>): HTMLElement =>
  el("dl", { class: "fields" }, ...which.flatMap(name => [el("dt", {}, t(name)), el("dd", {}, known[name] ?? "—")]));

/** All that is known of why a source fired; null where nothing is. */
function facts(source: IncidentSource, alarm: Alarm | null): Record<Fact, string | HTMLElement | null> {
  const device = source.device ?? "";
  const rule = ruleOf(device, source.rule ?? "");
  // The condition is shown for the version that fired; a rule that was published since is not passed off as it.
  const scene = [...scenes.values()].find(known => known.hash === source.packHash);
  const fired = scene === undefined ? undefined : rule;
  const model = models.get(devices.get(device)?.model ?? "");
  const inputs = alarm === null ? null : inputsOf(alarm, fired?.when);
  const say = (condition: string | undefined, values: Record<string, number>) => (condition === undefined || model === undefined ? null : inWords(condition, knownOf(model, values)));
  return {
    device: `${deviceName(device)} · ${modelName(devices.get(device)?.model ?? "")}`,
    rule: rule === undefined ? source.rule : `${named(rule.title.zh, rule.title.en)} (${rule.id})`,
    level: alarm === null ? null : chip(levelOfSeverity(alarm.severity)),
    because: alarm === null ? null : say(fired?.when, alarm.inputs) ?? inputs,
    // What a device was given holds at the clearing too; what it measured does not.
    clears: alarm === null ? null : say(fired?.clear, Object.fromEntries(Object.entries(alarm.inputs).filter(([name]) => model?.attributes?.some(one => one.name === name)))) ?? fired?.clear ?? null,
    condition: code(fired?.when),
    clearing: code(fired?.clear),
    inputs,
    raisedAt: dateTime(source.observedAt),
    clearedAt: source.clearedAt === null ? t("active") : dateTime(source.clearedAt),
    pack: scene === undefined ? source.packHash?.slice(0, 16) ?? null : `${named(scene.titleZh, scene.titleEn)} ${scene.version} · ${scene.hash.slice(0, 16)}`,
  };
}

const code = (expression: string | undefined): HTMLElement | null => (expression === undefined ? null : el("code", {}, expression));

/** What the condition names stands first: it is what crossed the threshold. What that was made from comes after it. */
const inputsOf = (alarm: Alarm, condition: string | undefined): string | null => Object.entries(alarm.inputs)
  .sort(([one], [other]) => Number(names(condition, other)) - Number(names(condition, one)))
  .map(([name, value]) => `${name} = ${Number(value.toPrecision(6))}`).join(", ") || null;

const names = (condition: string | undefined, input: string): boolean =>
  condition?.replaceAll(" ", "").split(/[^\w(),.]+/).some(part => part === input.replaceAll(" ", "")) ?? false;
