/** What the screen knows of the city: read once, then kept up by the live feed. Whoever shows something listens to its topic. */

import { all, get, Problem } from "./api.js";
import { withBuiltIn } from "./built-in.js";
import { isStale, now } from "./clock.js";
import { throttled } from "./dom.js";
import type { LiveMessage } from "./live.js";
import { isToHandle, type Alarm, type Device, type Incident, type Origin, type OriginSummary, type Overview, type PackModel, type Place, type PackRule, type PlaceState, type Reading, type Scene } from "./types.js";
import { view } from "./view.js";
import { language, named, problemText } from "./words.js";

export type Topic = "figures" | "incidents" | "alarms" | "devices" | "points" | "scenes" | "trouble";

export interface Area { kind: "outline" | "town" | "centre" | "community"; code: string; name: string; nameEn?: string; schematic?: boolean; }

export interface Trouble { what: string; why: string; }

const DAY = 86_400_000;
const ALARMS_MOST = 5_000;
const HISTORY_MOST = 720;

export const devices = new Map<string, Device>();
export const latest = new Map<string, Reading>();
export const alarms = new Map<string, Alarm>();
export const incidents = new Map<string, Incident>();
export const models = new Map<string, PackModel & { scene: string }>();
export const scenes = new Map<string, Scene>();
export const states = new Map<string, PlaceState>();
export const troubles = new Map<string, string>();
export const areas = new Map<string, Area>();
/** Figures as they were since this page was opened: place, then moments. */
export const history = new Map<string, { at: number; state: PlaceState }[]>();
/** Lists that were read at least once: before that nobody knows whether they are empty. */
export const heard = new Set<string>();
/** Lists that were longer than the screen holds. */
export const cutShort = new Set<string>();
export let map: GeoJSON.FeatureCollection & { attribution?: { zh: string; en: string } } = { type: "FeatureCollection", features: [] };
export let overview: Overview | null = null;

const listeners = new Map<Topic, (() => void)[]>();

export function on(topics: Topic | Topic[], listener: () => void): void {
  for (const topic of [topics].flat()) {
    listeners.set(topic, [...(listeners.get(topic) ?? []), listener]);
  }
}

export const tell = (...topics: Topic[]): void => topics.forEach(topic => listeners.get(topic)?.forEach(listener => listener()));

/** The city's own map: its outline and areas, told by nobody else. */
export async function readMap(address: string): Promise<void> {
  await guarded("map", async () => {
    const reply = await fetch(address);
    if (!reply.ok) {
      throw new Error(`HTTP ${reply.status}`);
    }

    map = (await reply.json()) as typeof map;
    for (const feature of map.features) {
      const area = feature.properties as Area;
      if (area.kind !== "centre" || !areas.has(area.code)) {
        areas.set(area.code, area);
      }
    }
  });
}

/** Everything that is there already, each list by itself: one that fails leaves the others. */
export async function readCity(): Promise<void> {
  const since = encodeURIComponent(new Date(now() - DAY).toISOString());
  await Promise.all([
    guarded("figures", readOverview),
    guarded("incidents", async () => {
      const lists = await Promise.all([...["open", "acknowledged", "in-hand", "reopened"].map(state => `/incidents?state=${state}`), `/incidents?from=${since}`].map(path => all<Incident>(path, 2_000)));
      lists.forEach(list => list.items.forEach(incident => incidents.set(incident.id, incident)));
      mark("incidents", lists.some(list => list.more));
      tell("incidents");
    }),
    guarded("alarms", async () => {
      const lists = await Promise.all(["/alarms?state=active", `/alarms?from=${since}`].map(path => all<Alarm>(path, ALARMS_MOST)));
      lists.forEach(list => list.items.forEach(alarm => alarms.set(alarm.id, alarm)));
      mark("alarms", lists.some(list => list.more));
      tell("alarms");
    }),
    guarded("devices", async () => {
      // The feed knows readings since the server started; here is what devices said before.
      const list = await all<Device>("/devices?latest=true");
      for (const device of list.items) {
        devices.set(device.id, device);
        if (device.latest && isNewer(device.latest, latest.get(device.id))) {
          latest.set(device.id, device.latest);
        }
      }

      mark("devices", list.more);
      tell("devices", "points");
    }),
    guarded("scenes", readScenes),
  ]);
}

/** One message of the live feed. */
export function hear(message: LiveMessage): void {
  switch (message.type) {
    case "alarm":
      alarms.set(message.alarm.id, message.alarm);
      forgetOldAlarms();
      tell("alarms");
      break;
    case "incident":
      incidents.set(message.incident.id, message.incident);
      tell("incidents");
      break;
    case "point":
      latest.set(message.device, message.reading);
      tell("points");
      if (!devices.has(message.device)) {
        missing.add(message.device);
        askForMissing();
      }

      break;
    case "kpi":
      remember(message.state);
      tell("figures");
      break;
  }
}

const missing = new Set<string>();
const askForMissing = throttled(500, () => void readMissing());

// A device that was registered while the page is open is asked for by itself; while the list of all is on its way, none.
async function readMissing(): Promise<void> {
  const asked = heard.has("devices") ? [...missing].filter(id => !devices.has(id)).slice(0, 50) : [];
  missing.clear();
  await Promise.all(asked.map(async id => {
    const device = await get<Device>(`/devices/${encodeURIComponent(id)}`).catch(() => null);
    if (device !== null) {
      devices.set(id, device);
    }
  }));
  if (asked.length > 0) {
    tell("devices");
  }
}

const isNewer = (one: Reading, other: Reading | undefined): boolean => other === undefined || Date.parse(one.observedAt) > Date.parse(other.observedAt);

async function readOverview(): Promise<void> {
  overview = await get<Overview>("/city/overview");
  remember(overview.state);
  overview.districts.forEach(district => remember(district.state));
  tell("figures");
}

/** A place by itself: its state, which the feed tells of towns only, and the names of what lies in it. */
export async function readPlace(code: string): Promise<void> {
  troubles.delete("place");
  if (code !== "") {
    await guarded("place", async () => {
      const place = await get<Place>(`/places/${encodeURIComponent(code)}`);
      for (const known of [place, ...place.children]) {
        if (!areas.has(known.code)) {
          areas.set(known.code, { kind: known.code.length > 9 ? "community" : "town", code: known.code, name: known.name });
        }
      }

      if (place.state !== null) {
        remember(place.state);
      }

      tell("figures");
    });
  }
}

async function readScenes(): Promise<void> {
  const list = await get<Scene[]>("/scenes");
  const full = await Promise.all(list.map(scene => get<Scene>(`/scenes/${encodeURIComponent(scene.id)}`)));
  for (const scene of full) {
    scenes.set(scene.id, scene);
    const pack = JSON.parse(scene.pack ?? "{}") as { models?: PackModel[] };
    pack.models?.forEach(model => models.set(model.id, { ...withBuiltIn(model), scene: scene.id }));
  }

  tell("scenes");
}

async function guarded(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    heard.add(what);
    troubles.delete(what);
  } catch (failure) {
    troubles.set(what, failure instanceof Problem ? problemText(failure.code) ?? failure.message : String(failure));
  }

  tell("trouble");
}

function mark(list: string, more: boolean): void {
  cutShort[more ? "add" : "delete"](list);
}

function remember(state: PlaceState): void {
  states.set(state.code, state);
  const moments = history.get(state.code) ?? [];
  moments.push({ at: Date.parse(state.asOf), state });
  history.set(state.code, moments.slice(-HISTORY_MOST));
}

let room = ALARMS_MOST * 1.2;

// The oldest that are over go first; what is active stays. A flood of active ones is not sorted again for each.
function forgetOldAlarms(): void {
  if (alarms.size > room) {
    const over = [...alarms.values()].filter(alarm => alarm.clearedAt !== null).sort((one, other) => one.raisedAt.localeCompare(other.raisedAt));
    over.slice(0, alarms.size - ALARMS_MOST).forEach(alarm => alarms.delete(alarm.id));
    mark("alarms", over.length > 0);
    room = Math.max(ALARMS_MOST, alarms.size) * 1.2;
  }
}

/** Whether a place is the one that is looked at, or lies in it. */
export const inView = (place: string): boolean => view().place === "" || place.startsWith(view().place);

/** Whether an origin is the one that was chosen; each is while none was. */
export const inOrigin = (origin: Origin): boolean => view().origin === "" || origin === view().origin;

/** Whether something is shown in lists and on the map. */
export const isListed = (one: { place: string; origin: Origin }): boolean => inView(one.place) && inOrigin(one.origin);

/** Code of the place that is looked at, the city's own when none is. */
export const placeInView = (): string => (view().place === "" ? overview?.code ?? "" : view().place);

/** The origin whose figures are shown, because figures of two are never added up: the one chosen, else that of the most devices. */
export function originInView(): Origin {
  const chosen = view().origin;
  const summary = overview === null ? null : states.get(overview.code)?.summary ?? null;
  // Nobody chose: the origin of the most devices, so that one device more changes nothing that is looked at.
  return chosen !== "" ? chosen : (["live", "simulated", "replayed"] as const).reduce((most, one) => (summary?.[one]?.devices ?? 0) > (summary?.[most]?.devices ?? 0) ? one : most);
}

export const figures = (code: string): OriginSummary | null => states.get(code)?.summary[originInView()] ?? null;

export function placeName(code: string): string {
  const area = areas.get(code);
  const known = area === undefined ? undefined : language() === "en" ? area.nameEn ?? area.name : area.name;
  return known ?? (code === overview?.code ? overview.name : overview?.districts.find(district => district.code === code)?.name) ?? code;
}

/** Where a place is, from the town down. */
export const placePath = (code: string): string =>
  [code.length > 6 ? code.slice(0, 9) : code, ...(code.length > 9 ? [code] : [])].map(placeName).join(" · ");

export const deviceName = (id: string): string => spoken(devices.get(id)?.name ?? id);

/** A name in Chinese and English, parted by " / ", in the language of the screen; any other name as it is. */
export function spoken(name: string): string {
  const halves = name.split(" / ");
  return halves.length === 2 ? named(halves[0]!, halves[1]!) : name;
}

export const modelName = (model: string): string => {
  const title = models.get(model)?.title;
  return title === undefined ? model : named(title.zh, title.en);
};

export const ruleOf = (device: string, rule: string): PackRule | undefined => models.get(devices.get(device)?.model ?? "")?.rules?.find(known => known.id === rule);

/** Incidents in view that are to be handled: the gravest first, of those the oldest. */
export const worklist = (): Incident[] => [...incidents.values()].filter(incident => isToHandle(incident) && isListed(incident))
  .sort((one, other) => rank(one) - rank(other) || one.openedAt.localeCompare(other.openedAt));

const rank = (incident: Incident): number => ["I", "II", "III", "IV"].indexOf(incident.level);

/** Whether nothing is heard of a device: its silence is an alarm, or its last word is a day old. */
export const isSilent = (id: string, active: Map<string, Alarm>): boolean => active.get(id)?.kind === "device-silence" || isStale(latest.get(id)?.observedAt, 24 * 60);

/** The gravest active alarm of each device. */
export function activeByDevice(): Map<string, Alarm> {
  const gravest = new Map<string, Alarm>();
  for (const alarm of alarms.values()) {
    if (alarm.clearedAt === null && (gravest.get(alarm.device)?.severity ?? 0) < alarm.severity) {
      gravest.set(alarm.device, alarm);
    }
  }

  return gravest;
}
