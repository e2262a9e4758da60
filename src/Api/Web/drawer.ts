/** The drawer at the right: one incident with its story, what to do, its devices and why it is there; or one device. */

import { get, mayWork, newKey, post, Problem, upload } from "./api.js";
import { deviceName, incidents, on, placePath, tell, worklist } from "./city.js";
import { button, chip, mark, toast } from "./chips.js";
import { age, dateTime } from "./clock.js";
import { deviceBody, deviceCard } from "./device.js";
import { $, el, fill, throttled } from "./dom.js";
import { dropDraft, keepDraft } from "./drafts.js";
import { thumb } from "./photos.js";
import { stepForm, steps, stepsOf, type Filled, type Step } from "./steps.js";
import { isActive, isToHandle, type DeviceDetail, type IncidentDetail } from "./types.js";
import { go, onView, view } from "./view.js";
import { brief, reasons } from "./why.js";
import { named, problemText, stateName, t, type Word } from "./words.js";

const tabs = ["tabTimeline", "tabAct", "tabDevices", "tabWhy"] as const satisfies Word[];

let incident: IncidentDetail | null = null;
let device: DeviceDetail | null = null;
let refusal: string | null = null;
// Whether trying again may help.
let mayRetry = true;
let tab: (typeof tabs)[number] = "tabTimeline";
let step: Step | null = null;
// What somebody is writing is never drawn over.
let form: HTMLFormElement | null = null;
let key = newKey();
let sending = false;

export function startDrawer(): void {
  onView((next, before) => {
    if (next.incident !== before.incident || next.device !== before.device) {
      leave();
      tab = "tabTimeline";
      void read();
    } else {
      draw();
    }
  });
  on("incidents", throttled(1_000, () => {
    const known = incidents.get(view().incident);
    if (incident !== null && known !== undefined && (known.state !== incident.summary.state || known.sources !== incident.summary.sources || known.level !== incident.summary.level)) {
      void read();
    }
  }));
  on("scenes", draw);
  window.setInterval(() => document.querySelectorAll<HTMLElement>("#drawer [data-since]").forEach(since => (since.textContent = sinceText(since.dataset["since"]!))), 5_000);
  void read();
}

/** Begins a step on the incident that is looked at: a click or a key. */
export function begin(which: Step): void {
  if (incident === null || !mayWork()) {
    toast(t("mayNotAct"));
    return;
  }

  key = newKey();
  if (which.fields.length === 0) {
    void take(which, { body: {}, photo: null });
    return;
  }

  [step, tab] = [which, "tabAct"];
  const id = incident.summary.id;
  form = stepForm(which, incident, filled => void take(which, filled), () => { dropDraft(id, which.path); leave(); draw(); });
  keepDraft(form, id, which.path);
  draw();
  form.querySelector<HTMLElement>("input, textarea, select")?.focus();
}

/** The steps that are open to whoever looks. */
export const openSteps = (): Step[] => (incident === null || !mayWork() ? [] : stepsOf(incident.summary));

export async function read(): Promise<void> {
  const { incident: id, device: deviceId } = view();
  refusal = null;
  if (id === "" && deviceId === "") {
    [incident, device] = [null, null];
    draw();
    return;
  }

  try {
    if (id !== "") {
      const found = await get<IncidentDetail>(`/incidents/${encodeURIComponent(id)}`);
      if (view().incident === id) {
        [incident, device] = [found, null];
        incidents.set(id, found.summary);
      }
    } else {
      const found = await get<DeviceDetail>(`/devices/${encodeURIComponent(deviceId)}`);
      if (view().device === deviceId) {
        [incident, device] = [null, found];
      }
    }
  } catch (failure) {
    [refusal, mayRetry] = [words(failure), !(failure instanceof Problem && failure.status === 404)];
  }

  draw();
}

async function take(which: Step, { body, photo }: Filled): Promise<void> {
  if (sending) {
    return;
  }

  const id = view().incident;
  const path = `/incidents/${encodeURIComponent(id)}`;
  sending = true;
  try {
    // Whoever deals with it has seen it.
    if (which.needsSeen === true && incident?.summary.state === "open") {
      await post<IncidentDetail>(`${path}/${steps.acknowledge.path}`, {}, `${key}-seen`);
    }

    // The photo first: what it proves is closed only when it is there.
    const added = photo === null ? null : await upload<IncidentDetail>(`${path}/photos`, photo.file()!, photo.key(), photo.sent);
    const after = body === null ? added! : await post<IncidentDetail>(`${path}/${which.path}`, body, key);
    incidents.set(id, after.summary);
    dropDraft(id, which.path);
    leave();
    if (view().incident === id) {
      [incident, refusal, tab] = [after, null, "tabTimeline"];
      // Drawn already here, so that the next key meets what is to be done next.
      draw();
      document.querySelector<HTMLElement>("#drawer .actions .main")?.focus();
    }

    toast(`${t("done")}: ${t(which.word)} · ${id}`);
    tell("incidents");
  } catch (failure) {
    // The form stays with what was written, and the key stays the same: sent again, it is taken once.
    refusal = words(failure);
    photo?.sent(null);
  } finally {
    sending = false;
  }

  draw();
}

function leave(): void {
  [step, form, refusal] = [null, null, null];
}

function words(failure: unknown): string {
  return failure instanceof Problem ? `${problemText(failure.code) ?? `${failure.message} ${failure.remedy}`} (${failure.code})` : String(failure);
}

function draw(): void {
  const drawer = $("drawer");
  drawer.hidden = view().incident === "" && view().device === "";
  drawer.setAttribute("aria-label", incident !== null ? incident.summary.id : device !== null ? device.id : t("loading"));
  if (drawer.hidden) {
    return;
  }

  const writing = form !== null && form.isConnected && tab === "tabAct" && incident !== null;
  if (writing && form!.contains(document.activeElement)) {
    const told = drawer.querySelector(".told");
    if (told !== null) {
      fill(told, refusal === null ? null : el("p", { class: "refusal", role: "alert" }, refusal));
    }

    return;
  }

  fill(drawer, ...(incident !== null ? incidentParts(incident) : device !== null ? deviceParts(device) : waitingParts()));
}

function waitingParts(): HTMLElement[] {
  return [
    el("div", { class: "top" }, el("h2", {}, view().incident || view().device), closer()),
    el("div", { class: "tab-body" }, refusal === null ? t("loading") : el("p", { class: "refusal", role: "alert" }, refusal), refusal === null || !mayRetry ? null : button(t("retry"), () => void read())),
  ];
}

function incidentParts(detail: IncidentDetail): HTMLElement[] {
  const { summary } = detail;
  return [
    el("div", { class: "top" },
      el("div", { class: "facts" }, chip(summary.level), mark(summary.origin), el("span", { "data-state": summary.state, class: "incident-state" }, stateName(summary.state)), el("span", {}, summary.id), closer()),
      el("h2", {}, named(summary.titleZh, summary.titleEn)),
      el("div", { class: "facts" },
        el("span", {}, placePath(summary.place)),
        el("span", { "data-since": summary.openedAt }, sinceText(summary.openedAt)),
        isActive(detail.sources) === null ? null : el("span", {}, t(isActive(detail.sources) ? "alarmActive" : "alarmOver")),
        el("span", {}, `${summary.sources} ${t(summary.sources === 1 ? "oneSource" : "manySources")}`),
        el("span", {}, summary.levelDecided ? `${t("decided")}${detail.levelReason === null ? "" : `: ${detail.levelReason}`}` : detail.proposedLevel === summary.level ? t("byRules") : `${t("proposed")} ${detail.proposedLevel}`)),
      summary.reopeningProposed ? el("p", { class: "refusal" }, t("reopeningProposed")) : null),
    el("div", { class: "tabs", role: "tablist" }, ...tabs.map(one => el("button", {
      type: "button", role: "tab", id: `tab-${one}`, "data-key": one, "aria-controls": "tab-body", "aria-selected": String(one === tab), onclick: () => { tab = one; draw(); },
    }, t(one)))),
    el("div", { class: "tab-body", id: "tab-body", role: "tabpanel", tabindex: "0", "aria-labelledby": `tab-${tab}` },
      el("div", { class: "told" }, refusal === null ? null : el("p", { class: "refusal", role: "alert" }, refusal)),
      tabBody(detail)),
    el("div", { class: "actions" },
      ...onward(detail),
      ...(mayWork() ? stepsOf(detail.summary).map((one, i) => button(t(one.word), () => begin(one), { class: i === 0 && step === null && isToHandle(detail.summary) ? "main" : "", "data-step": one.path, "aria-pressed": String(one.path === step?.path) })) : [el("span", { class: "muted" }, t("mayNotAct"))]),
      button(t("copyLink"), () => void navigator.clipboard?.writeText(location.href).then(() => toast(t("copied"))))),
  ];
}

/** What is done leads to what is to be done next. */
function onward(detail: IncidentDetail): HTMLElement[] {
  const next = worklist()[0];
  return isToHandle(detail.summary) || next === undefined ? [] : [button(`${t("nextIncident")}: ${named(next.titleZh, next.titleEn)}`, () => go({ incident: next.id, device: "" }), { class: "main", "data-key": "onward" })];
}

function tabBody(detail: IncidentDetail): HTMLElement {
  switch (tab) {
    case "tabAct":
      return el("div", {}, form ?? (mayWork() ? choices(detail) : el("p", { class: "muted" }, t("mayNotAct"))), evidence(detail));
    case "tabDevices":
      return el("div", {}, ...[...new Set(detail.sources.flatMap(source => source.device ?? []))].slice(0, 12).map(id => deviceCard(id, detail)));
    case "tabWhy":
      return reasons(detail);
    default:
      return el("div", {}, brief(detail), el("ol", { class: "story" }, ...detail.timeline.map(entry => el("li", {},
        el("div", { class: "when" }, `${dateTime(entry.at)} · ${actorName(entry.actor)}`), el("div", {}, named(entry.zh, entry.en)),
        ...detail.photos.filter(photo => photo.file.hash === entry.photo).map(photo => thumb(detail.summary.id, photo))))), firstDevice(detail));
  }
}

/** What can be done, and what each step means. */
const choices = (detail: IncidentDetail): HTMLElement => el("dl", { class: "fields" }, ...stepsOf(detail.summary).flatMap(one => [
  el("dt", {}, button(t(one.word), () => begin(one), { "data-key": `choice-${one.path}` })), el("dd", {}, t(one.meaning))]));

/** What the first device measured around the beginning: what an officer looks at next. */
function firstDevice(detail: IncidentDetail): HTMLElement | null {
  const id = detail.sources[0]?.device ?? null;
  return id === null ? null : deviceCard(id, detail);
}

const sinceText = (openedAt: string): string => `${t("lasted")} ${dateTime(openedAt)} (${age(openedAt)})`;

const actorName = (actor: string): string => actor.startsWith("device:") ? deviceName(actor.slice(7)) : actor.replace(/^person:/, "");

function evidence(detail: IncidentDetail): HTMLElement | null {
  return detail.evidence.length + detail.photos.length === 0 ? null : el("div", { class: "card" }, el("h3", {}, t("evidence")), ...detail.photos.map(photo => thumb(detail.summary.id, photo)), ...detail.evidence.map(item =>
    el("p", {}, item.kind === "reference" && item.text.startsWith("https://") ? el("a", { href: item.text, rel: "noreferrer noopener", target: "_blank" }, item.text) : item.text)));
}

function deviceParts(detail: DeviceDetail): HTMLElement[] {
  return [
    el("div", { class: "top" },
      el("div", { class: "facts" }, el("span", {}, detail.id), mark(detail.origin), closer()),
      el("h2", {}, deviceName(detail.id)),
      el("div", { class: "facts" }, el("span", {}, placePath(detail.place)))),
    el("div", { class: "tab-body", tabindex: "0" }, deviceBody(detail)),
  ];
}

const closer = (): HTMLElement => button(t("hide"), () => go({ incident: "", device: "" }), { title: "Esc", class: "closer", "data-key": "closer" });
