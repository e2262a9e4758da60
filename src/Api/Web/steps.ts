/** What an officer can do with an incident in which state, and what each step asks for. */

import { deviceName, ruleOf } from "./city.js";
import { el } from "./dom.js";
import { choosePhoto, type PhotoChoice } from "./photos.js";
import { isActive, LEVELS, type Evidence, type Incident, type IncidentDetail, type IncidentSource } from "./types.js";
import { levelName, named, t, type Word } from "./words.js";

type Field = "note" | "reason" | "level" | "evidence" | "photo" | "sources";

export interface Step {
  /** The last part of the command's address. */
  path: string;
  word: Word;
  /** What it says, or what it is for. */
  meaning: Word;
  fields: Field[];
  /** Whether somebody must have acknowledged the incident before. */
  needsSeen?: boolean;
}

export const steps = {
  acknowledge: { path: "acknowledge", word: "acknowledge", meaning: "acknowledgeMeans", fields: [] },
  takeInHand: { path: "take-in-hand", word: "takeInHand", meaning: "takeInHandMeans", fields: [], needsSeen: true },
  close: { path: "close", word: "closeIncident", meaning: "whyEvidence", fields: ["evidence", "photo", "note"], needsSeen: true },
  reopen: { path: "reopen", word: "reopen", meaning: "reopenMeans", fields: ["note"] },
  declineReopening: { path: "decline-reopening", word: "declineReopening", meaning: "declineReopeningMeans", fields: ["note"] },
  level: { path: "level", word: "decideLevel", meaning: "decideLevelMeans", fields: ["level", "reason"] },
  undoMerge: { path: "undo-merge", word: "undoMerge", meaning: "undoMergeMeans", fields: ["sources", "reason"] },
  evidence: { path: "evidence", word: "addEvidence", meaning: "addEvidenceMeans", fields: ["evidence", "photo"] },
} as const satisfies Record<string, Step>;

/** The steps that a state allows, the next one first. */
export function stepsOf(summary: Incident): Step[] {
  const merged = summary.sources > 1 ? [steps.undoMerge] : [];
  switch (summary.state) {
    case "open":
    case "reopened":
      return [steps.acknowledge, steps.takeInHand, steps.close, steps.level, ...merged, steps.evidence];
    case "acknowledged":
      return [steps.takeInHand, steps.close, steps.level, ...merged, steps.evidence];
    case "in-hand":
      return [steps.close, steps.level, ...merged, steps.evidence];
    case "closed":
      return summary.reopeningProposed ? [steps.reopen, steps.declineReopening, steps.evidence] : [steps.reopen, steps.evidence];
  }
}

/** What somebody filled in: a command's body, null when a photo says it all; and the photo, where there is one. */
export interface Filled { body: Record<string, unknown> | null; photo: PhotoChoice | null; }

/** A form that asks for what a step needs. */
export function stepForm(step: Step, detail: IncidentDetail, send: (filled: Filled) => void, cancel: () => void): HTMLFormElement {
  // With a photo the words may stay empty: the photo is evidence.
  const photo = step.fields.includes("photo") ? choosePhoto(there => {
    const words = form.querySelector<HTMLTextAreaElement>("[name=evidence]");
    if (words !== null) {
      words.required = !there;
    }
  }) : null;
  const form: HTMLFormElement = el("form", {
    class: "step", "data-form": step.path,
    onsubmit: (event: SubmitEvent) => {
      event.preventDefault();
      send({ body: bodyOf(step, new FormData(form)), photo: photo?.file() ? photo : null });
    },
    onkeydown: (event: KeyboardEvent) => {
      if (event.key === "Enter" && event.ctrlKey) {
        form.requestSubmit();
      }
    },
  },
    el("strong", {}, t(step.word)),
    ...step.fields.flatMap(field => (field === "photo" ? photo!.element : inputsOf(field, step, detail))),
    step.path === "close" ? el("p", { class: "muted" }, t("whyEvidence")) : null,
    step.path === "close" && isActive(detail.sources) ? el("p", { class: "refusal" }, t("closeWhileActive")) : null,
    el("div", { class: "facts" }, el("button", { type: "submit", class: "main" }, t(step.word)), el("button", { type: "button", onclick: cancel }, t("cancel"))));
  return form;
}

function inputsOf(field: Field, step: Step, detail: IncidentDetail): HTMLElement[] {
  switch (field) {
    case "level":
      return [el("label", {}, t("level"), el("select", { name: "level" }, ...LEVELS.map(level => el("option", { value: level, selected: level === detail.summary.level }, `${level} ${levelName(level)}`))))];
    case "evidence":
      return evidenceInputs(detail);
    case "sources":
      return [el("fieldset", {}, el("legend", {}, t("sources")), ...detail.sources.map((source, i) =>
        el("label", {}, el("span", {}, el("input", { type: "checkbox", name: "sources", value: source.id, checked: i > 0 }), ` ${source.device === null ? "" : deviceName(source.device)} · ${ruleName(source)}`))))];
    default:
      // What was done may be said at the closing; its evidence must be.
      return [el("label", {}, step.path === "close" ? `${t("closingNote")} (${t("optional")})` : `${t(field)} (${t("required")})`, el("textarea", { name: field, required: step.path !== "close", maxlength: 2000 }))];
  }
}

function ruleName({ device, rule }: IncidentSource): string {
  const known = ruleOf(device ?? "", rule ?? "");
  return known === undefined ? rule ?? "" : named(known.title.zh, known.title.en);
}

/** What proves it, and of what kind that is; the reading that raised the alarm need not be written by hand. */
function evidenceInputs(detail: IncidentDetail): HTMLElement[] {
  const source = detail.sources.find(one => one.device !== null);
  const reading = source === undefined ? null : `${source.device}/${Date.parse(source.observedAt)}`;
  const words = el("textarea", { name: "evidence", required: true, maxlength: 2000 });
  const kinds = ([["note", "evidenceNote"], ...(reading === null ? [] : [["reading", "evidenceReading"]]), ["reference", "evidenceReference"]] as [string, Word][]);
  const kind = el("select", { name: "kind", onchange: () => {
    words.value = kind.value === "reading" && words.value.trim() === "" ? reading! : kind.value !== "reading" && words.value === reading ? "" : words.value;
  } }, ...kinds.map(([value, word]) => el("option", { value }, t(word))));
  return [el("label", {}, `${t("evidence")} (${t("requiredOrPhoto")})`, words), el("label", {}, t("evidenceKind"), kind)];
}

function bodyOf(step: Step, data: FormData): Record<string, unknown> | null {
  const text = (name: string): string => String(data.get(name) ?? "").trim();
  const evidence: Evidence = { kind: text("kind") as Evidence["kind"], text: text("evidence") };
  switch (step.path) {
    case "close":
      return { note: text("note"), evidence: evidence.text === "" ? [] : [evidence] };
    case "evidence":
      return evidence.text === "" ? null : { ...evidence };
    case "level":
      return { level: text("level"), reason: text("reason") };
    case "undo-merge":
      return { sources: data.getAll("sources").map(String), reason: text("reason") };
    default:
      return { note: text("note") };
  }
}
