/** What an officer can do with an incident in which state, and what each step asks for. */

import { el } from "./dom.js";
import { choosePhoto, type PhotoChoice } from "./photos.js";
import { isActive, LEVELS, type Evidence, type Incident, type IncidentDetail } from "./types.js";
import { levelName, t, type Word } from "./words.js";

type Field = "note" | "reason" | "level" | "evidence" | "photo" | "sources";

export interface Step {
  /** The last part of the command's address. */
  path: string;
  word: Word;
  fields: Field[];
  /** Whether somebody must have acknowledged the incident before. */
  needsSeen?: boolean;
}

export const steps = {
  acknowledge: { path: "acknowledge", word: "acknowledge", fields: [] },
  takeInHand: { path: "take-in-hand", word: "takeInHand", fields: [], needsSeen: true },
  close: { path: "close", word: "closeIncident", fields: ["evidence", "photo", "note"], needsSeen: true },
  reopen: { path: "reopen", word: "reopen", fields: ["note"] },
  declineReopening: { path: "decline-reopening", word: "declineReopening", fields: ["note"] },
  level: { path: "level", word: "decideLevel", fields: ["level", "reason"] },
  undoMerge: { path: "undo-merge", word: "undoMerge", fields: ["sources", "reason"] },
  evidence: { path: "evidence", word: "addEvidence", fields: ["evidence", "photo"] },
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
  const form: HTMLFormElement = el("form", { class: "step", "data-form": step.path, onsubmit: (event: SubmitEvent) => {
    event.preventDefault();
    send({ body: bodyOf(step, new FormData(form)), photo: photo?.file() ? photo : null });
  } },
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
      return [
        el("label", {}, t("evidence"), el("select", { name: "kind" }, ...(["note", "reading", "reference"] as const).map(kind => el("option", { value: kind }, t(kind === "note" ? "evidenceNote" : kind === "reading" ? "evidenceReading" : "evidenceReference"))))),
        el("label", {}, `${t("evidence")} (${t("requiredOrPhoto")})`, el("textarea", { name: "evidence", required: true, maxlength: 2000 })),
      ];
    case "sources":
      return [el("fieldset", {}, el("legend", {}, t("sources")), ...detail.sources.map((source, i) =>
        el("label", {}, el("span", {}, el("input", { type: "checkbox", name: "sources", value: source.id, checked: i > 0 }), ` ${source.device ?? ""} ${source.rule ?? ""}`))))];
    default:
      // What was done may be said at the closing; its evidence must be.
      return [el("label", {}, step.path === "close" ? `${t("closingNote")} (${t("optional")})` : `${t(field)} (${t("required")})`, el("textarea", { name: field, required: step.path !== "close", maxlength: 2000 }))];
  }
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
