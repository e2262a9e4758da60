/** The operations screen: signs in, reads the city, follows it, and lets each part of the screen show its own. */

import { forget, resume, token, whenTokenIsWanted } from "./api.js";
import { drawLine, startBar } from "./bar.js";
import { alarms, devices, hear, incidents, latest, on, readCity, readMap, readPlace, tell, worklist } from "./city.js";
import { toast } from "./chips.js";
import { $ } from "./dom.js";
import { startDrawer } from "./drawer.js";
import { startFeed } from "./feed.js";
import { startKeys } from "./keys.js";
import { startKpis } from "./kpis.js";
import { LiveFeed, type LiveState } from "./live.js";
import { mapState, startMap } from "./map-panel.js";
import { startPanels } from "./panels.js";
import { openSignIn, type Account } from "./sign-in.js";
import { startTimeline } from "./timeline.js";
import { onView, view } from "./view.js";
import { levelName, named, speak, t } from "./words.js";

interface Settings { map: string; accounts: Account[]; provider: boolean; roleClaim: string; }

document.documentElement.dataset["theme"] = view().theme;
speak();

let before: LiveState = "off";
const feed = new LiveFeed(hear, () => {
  drawLine(feed);
  if (feed.state === "live") {
    // What is conflated or was missed without a cursor is read again; alarms and incidents in between came by themselves.
    void readCity().then(() => readPlace(view().place));
    if (before === "waiting" || cut) {
      toast(t("restored"));
      cut = false;
    }
  } else if (feed.state === "waiting" && before === "live") {
    cut = true;
    toast(t("lost"));
  }

  before = feed.state;
  tell("alarms");
});
let cut = false;

const settings = fetch("/ops/settings").then(reply => reply.json() as Promise<Settings>).catch((): Settings => ({ map: "/ops/map.geojson", accounts: [], provider: false, roleClaim: "role" }));

whenTokenIsWanted(() => {
  feed.close();
  void settings.then(async ({ accounts, provider, roleClaim }) => {
    // Once: a token that the city refuses is not asked for again and again.
    const first = provider && !resumed;
    resumed = true;
    if (first && await resume(roleClaim)) {
      begin();
    } else if (document.querySelector("#sign-in[open]") === null) {
      openSignIn(accounts, provider, begin);
    }
  });
});
let resumed = false;

let begun = false;

function begin(): void {
  tell("figures");
  feed.open();
  if (!begun) {
    begun = true;
    startDrawer();
  }
}

onView((next, last) => {
  if (next.place !== last.place) {
    void readPlace(next.place);
  }
});
// A community's figures come with no feed.
window.setInterval(() => feed.state === "live" && view().place.length > 9 && void readPlace(view().place), 10_000);
startBar(feed);
startKeys();
startKpis();
startFeed();
startPanels();
startTimeline(() => feed.state);
speakAloud();
if (token() === null) {
  forget();
}

void settings.then(({ map }) => readMap(map)).then(() => {
  tell("figures", "incidents", "alarms");
  startMap();
});

/** For those who listen: a summary every ten seconds when it changed, and at once when something of level I begins. */
function speakAloud(): void {
  const known = new Set<string>();
  let said = "";
  on("incidents", () => {
    for (const incident of incidents.values()) {
      if (incident.level === "I" && incident.state === "open" && !known.has(incident.id)) {
        $("urgent").textContent = `${levelName("I")}: ${named(incident.titleZh, incident.titleEn)}`;
      }

      known.add(incident.id);
    }
  });
  window.setInterval(() => {
    const text = `${t("worklist")} ${worklist().length}`;
    if (text !== said) {
      $("summary").textContent = said = text;
    }
  }, 10_000);
  onView((next, last) => next.language !== last.language && (said = ""));
}

// What tests ask instead of looking at pixels.
Object.assign(window, { city: { map: mapState, line: () => feed.state, counts: () => ({ devices: devices.size, latest: latest.size, alarms: alarms.size, incidents: incidents.size }) } });
