/** The live feed: one WebSocket that comes back by itself and misses no alarm and no incident. */

import { token } from "./api.js";
import { learn } from "./clock.js";
import type { Alarm, Incident, Level, PlaceState, Reading } from "./types.js";

export type LiveState = "off" | "connecting" | "live" | "waiting";

export type LiveMessage =
  | { type: "ready"; cursor: string; at: string }
  | { type: "cursor"; cursor: string; at: string }
  | { type: "alarm"; cursor: string; change: string; level: Level; recordedAt: string; alarm: Alarm }
  | { type: "incident"; cursor: string; change: string; recordedAt: string; incident: Incident }
  | { type: "point"; device: string; model: string; place: string; reading: Reading }
  | { type: "kpi"; place: string; name: string; state: PlaceState }
  | { type: "problem"; code: string; detail: string; remedy: string };

const WAIT_FIRST = 500;
const WAIT_MOST = 15_000;
// The city tells a cursor every 15 s: a line that is silent for longer is dead, whatever the browser thinks.
const SILENCE_MOST = 45_000;

export class LiveFeed {
  state: LiveState = "off";
  /** Why the last line ended; null when nobody said. */
  reason: string | null = null;
  /** When the next attempt is made, by the browser's clock. */
  nextAt = 0;
  /** The browser's time at which the line was last heard. */
  heardAt = 0;
  private socket: WebSocket | null = null;
  private cursor: string | null = null;
  private wait = WAIT_FIRST;
  private timer = 0;

  constructor(private readonly say: (message: LiveMessage) => void, private readonly changed: () => void) {
    window.setInterval(() => this.watch(), 5_000);
    window.addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.hurry());
  }

  /** Opens the line, unless it is open. */
  open(): void {
    window.clearTimeout(this.timer);
    if (this.socket !== null || token() === null) {
      return;
    }

    this.become("connecting");
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/v1/live`);
    this.socket = socket;
    this.heardAt = Date.now();
    socket.onopen = () => socket.send(JSON.stringify({ token: token(), ...(this.cursor === null ? {} : { alarmsAfter: this.cursor }) }));
    socket.onmessage = event => socket === this.socket && String(event.data).split("\n").forEach(line => this.hear(JSON.parse(line) as LiveMessage));
    socket.onclose = event => socket === this.socket && this.ended(event.code);
  }

  /** Ends the line and stays off. */
  close(): void {
    window.clearTimeout(this.timer);
    this.socket?.close();
    this.socket = null;
    this.become("off");
  }

  private hear(message: LiveMessage): void {
    this.heardAt = Date.now();
    if (message.type === "problem") {
      this.reason = `${message.detail} ${message.remedy}`;
      if (message.code === "cursor-invalid") {
        // Another city, or one that began anew: what was missed is read afresh.
        this.cursor = null;
      }
    }

    if ("cursor" in message) {
      this.cursor = message.cursor;
    }

    if (message.type === "ready" || message.type === "cursor") {
      learn(message.at);
    }

    this.say(message);
    if (message.type === "ready") {
      this.wait = WAIT_FIRST;
      this.reason = null;
      this.become("live");
    }
  }

  private ended(code: number): void {
    this.socket = null;
    if (code === 4401 || code === 4403 || token() === null) {
      this.become("off");
      return;
    }

    // Not all at once after a restart: a share of chance.
    const delay = this.wait * (0.75 + Math.random() * 0.5);
    this.wait = Math.min(WAIT_MOST, this.wait * 2);
    this.nextAt = Date.now() + delay;
    this.timer = window.setTimeout(() => this.open(), delay);
    this.become("waiting");
  }

  private hurry(): void {
    if (this.state === "waiting") {
      this.wait = WAIT_FIRST;
      this.open();
    }
  }

  private watch(): void {
    if (this.socket !== null && Date.now() - this.heardAt > SILENCE_MOST) {
      const dead = this.socket;
      this.socket = null;
      dead.close();
      this.ended(0);
    }
  }

  private become(state: LiveState): void {
    this.state = state;
    this.changed();
  }
}
