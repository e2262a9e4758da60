/** The bar at the top: where one is, the clock of the city, and how the line to it stands. */

import { signOut, who } from "./api.js";
import { on, originInView, overview, placeName, troubles } from "./city.js";
import { button } from "./chips.js";
import { browserOff, day, now, time, weekday } from "./clock.js";
import { $, el, fill } from "./dom.js";
import { openHelp } from "./keys.js";
import type { LiveFeed } from "./live.js";
import { openSearch } from "./search.js";
import type { Origin } from "./types.js";
import { go, onView, view, type View } from "./view.js";
import { named, originName, speak, t } from "./words.js";

const CLOCK_OFF = 60;

export function startBar(feed: LiveFeed): void {
  $("search-open").onclick = openSearch;
  $("help-open").onclick = openHelp;
  $("language").onclick = () => go({ language: view().language === "zh" ? "en" : "zh" }, true);
  $("theme").onclick = () => go({ theme: view().theme === "dark" ? "light" : "dark" }, true);
  const origin = $<HTMLSelectElement>("origin");
  origin.onchange = () => go({ origin: origin.value as View["origin"] }, true);
  const draw = () => {
    drawCrumbs();
    fill(origin,
      el("option", { value: "", selected: view().origin === "" }, `${t("allOrigins")}${named("，指标：", "; figures: ")}${originName(originInView())}`),
      ...(["live", "simulated", "replayed"] as Origin[]).map(one => el("option", { value: one, selected: one === view().origin }, originName(one))));
    drawPerson();
    // A figure is never younger than the clock beside it.
    drawClock();
    drawNotices();
    $<HTMLAnchorElement>("report-open").href = `/report?lang=${view().language}`;
  };
  onView((next, before) => {
    if (next.theme !== before.theme) {
      document.documentElement.dataset["theme"] = next.theme;
    }

    if (next.language !== before.language) {
      speak();
      drawLine(feed);
    }

    draw();
  });
  on(["figures", "trouble", "devices"], draw);
  window.setInterval(() => { drawClock(); drawLine(feed); }, 1_000);
  drawClock();
  draw();
}

function drawCrumbs(): void {
  const code = view().place;
  const steps = ["", ...(code.length > 6 ? [code.slice(0, 9)] : []), ...(code.length > 9 ? [code] : [])];
  fill($("crumbs"), ...steps.flatMap((step, i) => [
    i === 0 ? null : el("span", { class: "muted", "aria-hidden": "true" }, "›"),
    button(step === "" ? overview === null ? t("wholeCity") : placeName(overview.code) : placeName(step), () => go({ place: step, camera: null }), { "aria-current": i === steps.length - 1 ? "location" : null, "data-key": `crumb-${step}` }),
  ]));
}

function drawPerson(): void {
  const person = who();
  fill($("person"), person === null ? null : el("span", {}, personName(person)), person === null ? null : button(t("signOut"), () => void signOut()));
}

const personName = ({ name, roles }: { name: string; roles: string[] }): string =>
  [...(["officer", "auditor"] as const).filter(role => roles.includes(role)).map(role => t(role === "officer" ? "officerShort" : "auditorShort")), name].join(" · ");

function drawClock(): void {
  $("clock").textContent = `${day(now())} ${weekday(now())} ${time(now())}`;
}

/** How the line stands: in words, and when the next attempt is. */
export function drawLine(feed: LiveFeed): void {
  const line = $("line");
  const wait = Math.max(0, Math.ceil((feed.nextAt - Date.now()) / 1_000));
  const text = feed.state === "waiting" ? `${t("waiting")} · ${wait} ${t("seconds")} ${t("retryIn")}` : t(feed.state);
  if (line.dataset["state"] !== feed.state || feed.state === "waiting") {
    line.dataset["state"] = feed.state;
  }

  if (line.textContent !== text) {
    line.textContent = text;
  }

  line.title = feed.reason ?? "";
}

function drawNotices(): void {
  const off = browserOff();
  fill($("notices"),
    off !== null && Math.abs(off) > CLOCK_OFF ? el("p", { class: "notice" }, `${t("clockOff")} ${off} ${t("seconds")}`) : null,
    ...["figures", "scenes", "place"].filter(what => troubles.has(what)).map(what => el("p", { class: "notice" }, `${t("failed")}: ${troubles.get(what)}`)));
}
