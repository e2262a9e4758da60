/** What the city's API answers, as far as the screen reads it. Field names are the API's. */

export type Level = "I" | "II" | "III" | "IV";
export type Origin = "live" | "replayed" | "simulated";

export interface Location { latitudeDegrees: number; longitudeDegrees: number; }

export interface PointValue { value: number | null; quality: string; }

export interface Reading {
  observedAt: string;
  recordedAt: string | null;
  quality: string;
  origin: Origin;
  points: Record<string, PointValue>;
}

export interface Device {
  id: string;
  model: string;
  place: string;
  name: string | null;
  location: Location | null;
  origin: Origin;
  /** In a list only where it was asked for. */
  latest?: Reading | null;
}

export interface DeviceDetail extends Device {
  registeredAt: string;
  heardAt: string | null;
  latest: Reading | null;
  activeAlarms: Alarm[];
  attributes: Record<string, number>;
  readings: number;
  packHash: string | null;
}

export interface Alarm {
  id: string;
  device: string;
  rule: string;
  kind: string;
  titleZh: string;
  titleEn: string;
  severity: number;
  raisedAt: string;
  clearedAt: string | null;
  place: string;
  origin: Origin;
  session: string | null;
  packHash: string;
  inputs: Record<string, number>;
}

export interface Incident {
  id: string;
  kind: string;
  titleZh: string;
  titleEn: string;
  state: "open" | "acknowledged" | "in-hand" | "closed" | "reopened";
  level: Level;
  levelDecided: boolean;
  place: string;
  location: Location | null;
  origin: Origin;
  openedAt: string;
  sources: number;
  reopeningProposed: boolean;
}

/** Whether an alarm of an incident is still active; null where no alarm is among its sources. */
export function isActive(sources: IncidentSource[]): boolean | null {
  const episodes = sources.filter(source => source.rule !== null);
  return episodes.length === 0 ? null : episodes.some(source => source.clearedAt === null);
}

export interface IncidentSource { id: string; device: string | null; rule: string | null; packHash: string | null; observedAt: string; clearedAt: string | null; }

export interface Evidence { kind: "note" | "reading" | "reference"; text: string; }

export interface TimelineEntry { at: string; recordedAt: string | null; code: string; actor: string; zh: string; en: string; photo: string | null; }

export interface IncidentPhoto { file: { hash: string; mediaType: string; widthPixels: number; heightPixels: number; bytes: number }; at: string; actor: string; }

export interface IncidentDetail {
  summary: Incident;
  proposedLevel: Level;
  levelReason: string | null;
  sources: IncidentSource[];
  evidence: Evidence[];
  photos: IncidentPhoto[];
  timeline: TimelineEntry[];
  trace: string;
}

export interface LevelCounts { i: number; ii: number; iii: number; iv: number; total: number; }

export interface OriginSummary {
  devices: number;
  devicesReporting: number;
  alarms: LevelCounts;
  incidents: LevelCounts;
  latestReadingAt: string | null;
}

export interface Coverage { reporting: number; total: number; share: number | null; }

export interface PlaceState {
  code: string;
  summary: { live: OriginSummary | null; replayed: OriginSummary | null; simulated: OriginSummary | null };
  coverage: Coverage;
  asOf: string;
}

export interface Overview {
  code: string;
  name: string;
  state: PlaceState;
  communities: Coverage;
  districts: { code: string; name: string; state: PlaceState }[];
}

export interface Place { code: string; name: string; children: { code: string; name: string }[]; state: PlaceState | null; }

export interface Page<T> { items: T[]; next: string | null; count: number | null; }

export interface Titled { zh: string; en: string; }

export interface PackRule { id: string; kind: string; title: Titled; severity: number; when: string; clear?: string; }

export interface PackValue { name: string; unit?: string; title: Titled; }

export interface PackModel {
  id: string;
  title: Titled;
  interval?: string;
  points: PackValue[];
  attributes?: PackValue[];
  battery?: { low: number };
  /** Named expressions that rules use. */
  let?: Record<string, string>;
  rules?: PackRule[];
}

export interface Scene { id: string; version: string; hash: string; titleZh: string; titleEn: string; models: string[]; publishedAt: string; pack: string | null; }

/** Levels from the gravest; an alarm of severity 4 is of level I. */
export const LEVELS: readonly Level[] = ["I", "II", "III", "IV"];

export const levelOfSeverity = (severity: number): Level => LEVELS[Math.min(3, Math.max(0, 4 - severity))]!;

export const isOpen = (incident: Incident): boolean => incident.state !== "closed";

/** Whether somebody has something to do with it: what is closed, too, while its reopening is to be decided. */
export const isToHandle = (incident: Incident): boolean => isOpen(incident) || incident.reopeningProposed;
