/** Ctrl-K: one field over incidents, devices, places and pages. */

import { areas, deviceName, devices, incidents, modelName, placePath } from "./city.js";
import { chip } from "./chips.js";
import { el, fill, $ } from "./dom.js";
import { go } from "./view.js";
import { named, stateName, t } from "./words.js";

interface Hit { text: string; note: string; level?: HTMLElement; open: () => void; }

const HITS_MOST = 40;

let at = 0;

export function openSearch(): void {
  const dialog = $<HTMLDialogElement>("search");
  const results = el("ul", { class: "rows", id: "hits", role: "listbox", "aria-label": t("search") });
  const field = el("input", {
    type: "search", "aria-label": t("searchHint"), placeholder: t("searchHint"), autocomplete: "off", maxlength: 200, role: "combobox", "aria-expanded": "true", "aria-controls": "hits",
    oninput: () => { at = 0; draw(field.value, results, dialog); },
    onkeydown: (event: KeyboardEvent) => {
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      if (step !== 0) {
        event.preventDefault();
        at = Math.min(Math.max(0, results.children.length - 1), Math.max(0, at + step));
        draw(field.value, results, dialog);
      } else if (event.key === "Enter") {
        event.preventDefault();
        results.querySelectorAll("button")[at]?.click();
      }
    },
  });
  dialog.setAttribute("aria-label", t("search"));
  fill(dialog, field, results);
  at = 0;
  draw("", results, dialog);
  dialog.showModal();
  field.focus();
}

function draw(asked: string, results: HTMLElement, dialog: HTMLDialogElement): void {
  const hits = find(asked.trim().toLowerCase());
  fill(results, ...(hits.length === 0 ? [el("li", { class: "empty" }, t("searchNone"))] : hits.map((hit, i) =>
    el("li", { role: "option", "aria-selected": String(i === at) }, el("button", { type: "button", class: "row", tabindex: "-1", "aria-current": i === at ? "true" : null, onclick: () => { dialog.close(); hit.open(); } },
      hit.level ?? null, el("span", { class: "title" }, hit.text), el("span", { class: "where" }, hit.note))))));
  results.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
}

function find(asked: string): Hit[] {
  const fits = (...texts: (string | null | undefined)[]) => asked === "" || asked.split(/\s+/).every(word => texts.some(text => text?.toLowerCase().includes(word)));
  const hits: Hit[] = [];
  for (const incident of [...incidents.values()].sort((one, other) => other.openedAt.localeCompare(one.openedAt))) {
    if (fits(incident.id, incident.titleZh, incident.titleEn, incident.kind, placePath(incident.place))) {
      hits.push({ text: named(incident.titleZh, incident.titleEn), note: `${incident.id} · ${stateName(incident.state)} · ${placePath(incident.place)}`, level: chip(incident.level), open: () => go({ incident: incident.id, device: "" }) });
    }

    if (hits.length >= 12) {
      break;
    }
  }

  for (const area of areas.values()) {
    if (hits.length < HITS_MOST && (asked !== "" || area.kind === "town") && area.kind !== "outline" && fits(area.code, area.name, area.nameEn)) {
      hits.push({ text: named(area.name, area.nameEn ?? area.name), note: `${t("place")} ${area.code}`, open: () => go({ place: area.code, camera: null }) });
    }
  }

  for (const device of devices.values()) {
    if (hits.length < HITS_MOST && asked !== "" && fits(device.id, device.name, device.model, modelName(device.model))) {
      hits.push({ text: deviceName(device.id), note: `${modelName(device.model)} · ${placePath(device.place)}`, open: () => go({ device: device.id, incident: "" }) });
    }
  }

  for (const [word, address] of [["home", "/"], ["citizens", "/citizen"], ["apiDocs", "/docs"]] as const) {
    if (fits(t(word), address)) {
      hits.push({ text: t(word), note: `${t("page")} ${address}`, open: () => location.assign(address) });
    }
  }

  // What is called just so stands first.
  return hits.sort((one, other) => Number(other.text.toLowerCase() === asked) - Number(one.text.toLowerCase() === asked));
}
