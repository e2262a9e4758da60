/** Photos as evidence: one is chosen in a form, and those of an incident are looked at. */

import { newKey, picture } from "./api.js";
import { button } from "./chips.js";
import { dateTime } from "./clock.js";
import { $, el, fill } from "./dom.js";
import type { IncidentPhoto } from "./types.js";
import { t } from "./words.js";

const BYTES_MOST = 10 * 1024 * 1024;
const TYPES = ["image/jpeg", "image/png", "image/webp"];
const HELD_MOST = 60;

/** Photos that were read, as addresses that live as long as this page: by hash, the one that was asked for last at the end. */
const held = new Map<string, Promise<string>>();

export interface PhotoChoice {
  element: HTMLElement;
  file(): File | null;
  /** A key of its own for each choice, so that sending it again is safe and choosing another is another command. */
  key(): string;
  /** Shows how much was sent, 0 to 1; null when nothing is under way. */
  sent(share: number | null): void;
}

/** Asks for one photo; `changed` hears whether there is one. A file that the city would refuse is said to be so before it is sent. */
export function choosePhoto(changed: (there: boolean) => void): PhotoChoice {
  let [file, key]: [File | null, string] = [null, newKey()];
  const input: HTMLInputElement = el("input", { type: "file", name: "photo", accept: TYPES.join(","), class: "visually-hidden", onchange: () => take(input.files?.[0] ?? null) });
  const preview = el("img", { alt: t("photoPreview"), hidden: true });
  const told = el("span", { class: "muted", role: "status" }, t("photoHint"));
  const bar = el("progress", { max: 1, value: 0, hidden: true, "aria-label": t("photoSending") });
  const drop = button(t("photoDrop"), () => { input.value = ""; take(null); input.focus(); }, { hidden: true });

  function take(next: File | null): void {
    const refused = next === null ? null : !TYPES.includes(next.type) ? t("photoType") : next.size > BYTES_MOST ? t("photoLarge") : next.size === 0 ? t("photoEmpty") : null;
    URL.revokeObjectURL(preview.src);
    preview.removeAttribute("src");
    [file, key] = [refused === null ? next : null, newKey()];
    [preview.hidden, drop.hidden, bar.hidden] = [file === null, file === null, true];
    if (file !== null) {
      preview.src = URL.createObjectURL(file);
    }

    told.className = refused === null ? "muted" : "refusal";
    told.textContent = next === null ? t("photoHint") : `${next.name.slice(0, 60)} · ${megabytes(next.size)}${refused === null ? "" : ` · ${refused}`}`;
    changed(file !== null);
  }

  preview.onerror = () => {
    if (file !== null) {
      [told.className, told.textContent, preview.hidden] = ["refusal", `${file.name.slice(0, 60)} · ${t("photoUnreadable")}`, true];
      [file, input.value] = [null, ""];
      changed(false);
    }
  };
  return {
    element: el("div", { class: "photo-choice" }, el("label", { class: "choose" }, input, t("photoChoose")), told, bar, el("div", { class: "facts" }, preview, drop)),
    file: () => file,
    key: () => key,
    sent(share) {
      bar.hidden = share === null;
      bar.value = share ?? 0;
    },
  };
}

/** A small picture that opens large. */
export function thumb(incident: string, photo: IncidentPhoto): HTMLElement {
  const name = `${t("photo")} · ${dateTime(photo.at)} · ${photo.actor.replace(/^person:/, "")}`;
  const small = el("img", { alt: name, width: photo.file.widthPixels, height: photo.file.heightPixels });
  const frame = el("button", { type: "button", class: "thumb", "data-key": `photo-${photo.file.hash}`, "data-photo": photo.file.hash, title: t("photoOpen"), onclick: () => open(incident, photo, name) }, small);
  addressOf(incident, photo).then(address => (small.src = address), () => fill(frame, t("photoLost")));
  return frame;
}

function open(incident: string, photo: IncidentPhoto, name: string): void {
  const dialog = $<HTMLDialogElement>("dialog");
  const { hash, widthPixels, heightPixels, bytes } = photo.file;
  const large = el("img", { class: "large", alt: name, width: widthPixels, height: heightPixels });
  addressOf(incident, photo).then(address => (large.src = address), () => large.replaceWith(el("p", { class: "refusal" }, t("photoLost"))));
  fill(dialog,
    el("div", { class: "head" }, el("h2", {}, name), button(t("close"), () => dialog.close())),
    large,
    el("p", { class: "muted" }, `${incident} · ${widthPixels} × ${heightPixels} · ${megabytes(bytes)} · SHA-256 ${hash}`));
  dialog.setAttribute("aria-label", name);
  dialog.showModal();
}

function addressOf(incident: string, photo: IncidentPhoto): Promise<string> {
  const { hash } = photo.file;
  const known = held.get(hash) ?? picture(`/incidents/${encodeURIComponent(incident)}/photos/${hash}`).then(file => URL.createObjectURL(file));
  held.delete(hash);
  held.set(hash, known);
  // One that could not be read is asked for again by whoever looks next.
  known.catch(() => held.delete(hash));
  for (const [oldest, address] of [...held].slice(0, Math.max(0, held.size - HELD_MOST))) {
    held.delete(oldest);
    void address.then(URL.revokeObjectURL, () => undefined);
  }

  return known;
}

const megabytes = (bytes: number): string => (bytes < 100_000 ? `${Math.max(1, Math.round(bytes / 1024))} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`);
