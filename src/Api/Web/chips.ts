/** Small signs that many panels show: the level, the origin, a heading with its buttons. */

import { el } from "./dom.js";
import type { Level, Origin } from "./types.js";
import { levelName, levelShape, named, originName, t, type Word } from "./words.js";

/** A level: colour, shape, name and numeral. */
export const chip = (level: Level): HTMLElement => el("span", { class: `chip ${level}` }, `${levelShape(level)} ${levelName(level)} ${level}`);

/** What is not live says so. */
export const mark = (origin: Origin): HTMLElement | null => (origin === "live" ? null : el("span", { class: "mark", title: originName(origin) }, named(originName(origin), { replayed: "REPLAY", simulated: "SIM" }[origin])));

/** A panel's heading; its buttons stand at the right. */
export const head = (word: Word, note: string, ...buttons: (HTMLElement | null)[]): HTMLElement =>
  el("div", { class: "head" }, el("h2", {}, t(word), note === "" ? null : el("span", { class: "muted" }, note)), ...buttons);

export const button = (text: string, onclick: () => void, more: Record<string, string | boolean | null> = {}): HTMLButtonElement =>
  el("button", { type: "button", "data-key": `button-${text}`, ...more, onclick }, text);

/** Says something for a few seconds. */
export function toast(text: string): void {
  const place = document.getElementById("toast")!;
  place.textContent = text;
  place.hidden = false;
  window.clearTimeout(Number(place.dataset["timer"]));
  place.dataset["timer"] = String(window.setTimeout(() => (place.hidden = true), 5_000));
}
