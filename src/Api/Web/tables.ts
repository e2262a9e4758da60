/** Rows as a table on the screen and as a CSV file: what maps and charts show, for those who read or keep it. */

import { button } from "./chips.js";
import { dateTime, now } from "./clock.js";
import { el, fill } from "./dom.js";
import { language, t } from "./words.js";

export type Cell = string | number | null;

export interface Sheet {
  title: string;
  columns: string[];
  rows: Cell[][];
  /** How the figures were made, and from what. */
  source: string;
  /** Opens what a row is about. */
  open?: (row: number) => void;
}

const ROWS_MOST = 500;

export function table(sheet: Sheet): HTMLElement {
  const rows = sheet.rows.slice(0, ROWS_MOST).map((cells, i) => el("tr", {}, ...cells.map((cell, column) => {
    const text = cell === null ? "—" : String(cell);
    const shown = column === 0 && sheet.open !== undefined ? button(text, () => sheet.open!(i), { "data-key": `row-${i}` }) : text;
    return el("td", { class: typeof cell === "number" ? "number" : null }, shown);
  })));
  return el("div", {},
    el("table", {}, el("caption", { class: "visually-hidden" }, sheet.title), el("thead", {}, el("tr", {}, ...sheet.columns.map(column => el("th", { scope: "col" }, column)))), el("tbody", {}, ...rows)),
    sheet.rows.length > ROWS_MOST ? el("p", { class: "muted" }, `${t("more")}: ${ROWS_MOST} / ${sheet.rows.length}`) : null);
}

/** Shows a sheet over the screen, with its source and as a file. */
export function show(sheet: Sheet): void {
  const dialog = document.getElementById("dialog") as HTMLDialogElement;
  fill(dialog,
    el("div", { class: "head" }, el("h2", {}, sheet.title), button(t("exportCsv"), () => csv(sheet)), button(t("close"), () => dialog.close())),
    el("dl", { class: "fields" }, el("dt", {}, t("formula")), el("dd", {}, sheet.source), el("dt", {}, t("updated")), el("dd", {}, dateTime(now())), el("dt", {}, t("records")), el("dd", {}, String(sheet.rows.length))),
    table({ ...sheet, ...(sheet.open === undefined ? {} : { open: row => { dialog.close(); sheet.open!(row); } }) }));
  dialog.setAttribute("aria-label", sheet.title);
  if (!dialog.open) {
    dialog.showModal();
  }
}

/** A CSV file (RFC 4180) that spreadsheets open as UTF-8 and take no formula from. */
export function csv(sheet: Sheet): void {
  const field = (cell: Cell): string => {
    const text = cell === null ? "" : typeof cell === "string" && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [sheet.columns, ...sheet.rows, [], [sheet.title], [sheet.source], [`${t("updated")} ${dateTime(now())} +08:00`, language()]];
  save(new Blob(["\ufeff" + lines.map(line => line.map(field).join(",")).join("\r\n")], { type: "text/csv" }), `${sheet.title}.csv`);
}

/** Gives a file to whoever looks. */
export function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  el("a", { href: address, download: name.replaceAll(/[\\/:*?"<>|\s]+/g, "-") }).click();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
