/** Pictures for a report or a message: what is shown, with its title, its time and whether it is simulated, so that it cannot be taken for something else later. */

import { css } from "./dom.js";
import { dateTime, now } from "./clock.js";
import { save } from "./tables.js";
import type { Origin } from "./types.js";
import { originName, t } from "./words.js";

/** A copy of what a canvas shows; the original may be painted over. */
export function copyOf(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [canvas.width, canvas.height];
  copy.getContext("2d")!.drawImage(canvas, 0, 0);
  return copy;
}

/** Gives the picture as a PNG file under a line with its title, and above one with its source. */
export function savePicture(picture: HTMLCanvasElement, title: string, origin: Origin, source: string): void {
  const size = Math.max(14, Math.round(picture.width / 60));
  const band = size * 2;
  const sheet = document.createElement("canvas");
  [sheet.width, sheet.height] = [picture.width, picture.height + band + (source === "" ? 0 : band)];
  const pen = sheet.getContext("2d")!;
  pen.fillStyle = css("--panel");
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.drawImage(picture, 0, band);
  pen.textBaseline = "middle";
  pen.font = `${size}px system-ui, 'Noto Sans CJK SC', sans-serif`;
  pen.fillStyle = css("--ink");
  pen.fillText(`${title} · ${dateTime(now())} +08:00`, size / 2, band / 2, sheet.width - size * 6);
  if (origin !== "live") {
    pen.textAlign = "right";
    pen.fillStyle = css("--sim");
    pen.fillText(originName(origin), sheet.width - size / 2, band / 2);
    pen.textAlign = "left";
  }

  pen.fillStyle = css("--muted");
  pen.font = `${Math.round(size * 0.7)}px system-ui, 'Noto Sans CJK SC', sans-serif`;
  pen.fillText(source, size / 2, sheet.height - band / 2, sheet.width - size);
  sheet.toBlob(file => file !== null && save(file, `${t("city")}-${title}.png`));
}
