/** The keyboard: rows, opening, acknowledging, search and help. Single letters can be turned off (WCAG 2.1.4). */

import { button } from "./chips.js";
import { $, el, fill } from "./dom.js";
import { begin, openSteps } from "./drawer.js";
import { chosen, move } from "./feed.js";
import { openSearch } from "./search.js";
import { go, view } from "./view.js";
import { t, type Word } from "./words.js";

let lettersOff = false;

const keys: [string, Word][] = [["j / k", "keysRow"], ["Enter", "keysOpen"], ["a", "acknowledge"], ["e", "keysLevel"], ["t", "takeInHand"], ["c", "closeIncident"], ["/  Ctrl K", "search"], ["?", "help"], ["Esc", "keysClose"]];

export function startKeys(): void {
  document.addEventListener("keydown", event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openSearch();
      return;
    }

    // The first Esc leaves the field, so that nothing half written is lost by one key.
    const field = event.key === "Escape" ? (event.target as HTMLElement).closest<HTMLElement>("form.step input, form.step textarea, form.step select") : null;
    if (field !== null) {
      field.blur();
      return;
    }

    if (event.key === "Escape" && document.querySelector("dialog[open]") === null && (view().incident !== "" || view().device !== "")) {
      go({ incident: "", device: "" });
      return;
    }

    const target = event.target as HTMLElement;
    const writes = target.closest("input, textarea, select, dialog") !== null;
    if (writes || lettersOff || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }

    press(event);
  });
}

function press(event: KeyboardEvent): void {
  const step = (path: string) => openSteps().find(one => one.path === path);
  switch (event.key) {
    case "j":
    case "k":
      move(event.key === "j" ? 1 : -1);
      break;
    case "Enter":
      if (chosen() !== "" && !(event.target instanceof HTMLButtonElement)) {
        go({ incident: chosen(), device: "" });
      }

      return;
    case "a":
    case "e":
    case "t":
    case "c": {
      const wanted = step({ a: "acknowledge", e: "level", t: "take-in-hand", c: "close" }[event.key]);
      if (wanted !== undefined) {
        begin(wanted);
      }

      break;
    }
    case "/":
      openSearch();
      break;
    case "?":
      openHelp();
      break;
    default:
      return;
  }

  event.preventDefault();
}

export function openHelp(): void {
  const dialog = $<HTMLDialogElement>("dialog");
  dialog.setAttribute("aria-label", t("help"));
  fill(dialog,
    el("div", { class: "head" }, el("h2", {}, t("help")), button(t("close"), () => dialog.close())),
    el("table", {}, el("tbody", {}, ...keys.map(([key, word]) => el("tr", {}, el("th", { scope: "row" }, el("kbd", {}, key)), el("td", {}, t(word)))))),
    el("p", {}, el("label", {}, el("input", { type: "checkbox", checked: lettersOff, onchange: (event: Event) => (lettersOff = (event.target as HTMLInputElement).checked) }), ` ${t("keysOff")}`)));
  dialog.showModal();
}
