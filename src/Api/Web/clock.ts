/** The server's clock: every time and age on the screen is worked out by it, whatever the browser's clock says. */

import { language } from "./words.js";

let ahead = 0;
let known = false;

/** Learns the server's time from an answer; the browser's own clock only measures how long ago that was. */
export function learn(serverTime: string | null): void {
  const at = serverTime === null ? NaN : Date.parse(serverTime);
  if (!Number.isNaN(at)) {
    ahead = at - Date.now();
    known = true;
  }
}

/** Now, by the server; milliseconds since 1970. */
export const now = (): number => Date.now() + ahead;

/** How far the browser's clock is off, in seconds; null before the server was heard. */
export const browserOff = (): number | null => (known ? Math.round(-ahead / 1000) : null);

// The city is in one time zone, wherever somebody looks from. A format is costly to make and cheap to use.
const zone = { timeZone: "Asia/Shanghai" };
const seconds = new Intl.DateTimeFormat("en-GB", { ...zone, hour: "2-digit", minute: "2-digit", second: "2-digit" });
const minutes = new Intl.DateTimeFormat("en-GB", { ...zone, hour: "2-digit", minute: "2-digit" });
const days = new Intl.DateTimeFormat("sv-SE", { ...zone, year: "numeric", month: "2-digit", day: "2-digit" });
const weekdays = { zh: new Intl.DateTimeFormat("zh-CN", { ...zone, weekday: "short" }), en: new Intl.DateTimeFormat("en-GB", { ...zone, weekday: "short" }) };

export const time = (at: string | number): string => seconds.format(new Date(at));

export const hourMinute = (at: string | number): string => minutes.format(new Date(at));

export const day = (at: string | number): string => days.format(new Date(at));

export const weekday = (at: number): string => weekdays[language()].format(new Date(at));

export const dateTime = (at: string | number | null | undefined): string => (at === null || at === undefined ? "—" : `${day(at)} ${time(at)}`);

/** How old something is, in the largest unit that fits; "—" when it never was. */
export function age(at: string | number | null | undefined): string {
  if (at === null || at === undefined) {
    return "—";
  }

  const passed = Math.max(0, Math.round((now() - new Date(at).getTime()) / 1000));
  const [count, zh, en] = passed < 60 ? [passed, "秒", "s"]
    : passed < 3600 ? [Math.floor(passed / 60), "分", "min"]
    : passed < 86_400 ? [Math.floor(passed / 3600), "小时", "h"]
    : [Math.floor(passed / 86_400), "天", "d"];
  return language() === "zh" ? `${count} ${zh}前` : `${count} ${en} ago`;
}

/** Whether a figure is too old to be taken as how things are now. */
export const isStale = (at: string | number | null | undefined, minutes: number): boolean =>
  at === null || at === undefined || now() - new Date(at).getTime() > minutes * 60_000;
