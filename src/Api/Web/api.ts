/** The city's API with the token of whoever has signed in. The token lives in this module only: not in storage, not in the address. */

import { learn } from "./clock.js";
import { dropDrafts } from "./drafts.js";
import { language } from "./words.js";
import type { Page } from "./types.js";

let held: string | null = null;
let roleClaim = "role";
let wanted: () => void = () => undefined;

/** Why the city refused, as RFC 9457 says it: code, reason, remedy. */
export class Problem extends Error {
  constructor(readonly status: number, readonly code: string, detail: string, readonly remedy: string) {
    super(detail);
  }
}

export const token = (): string | null => held;

/** Who has signed in, as the token says: shown, never trusted; the city checks every command itself. */
export function who(): { name: string; roles: string[] } | null {
  if (held === null) {
    return null;
  }

  try {
    const part = held.split(".")[1]!.replaceAll("-", "+").replaceAll("_", "/");
    const claims = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), letter => letter.charCodeAt(0)))) as Record<string, unknown>;
    return { name: String(claims["sub"] ?? "—").replace(/^person:/, ""), roles: [claims[roleClaim] ?? claims["role"] ?? []].flat().map(String) };
  } catch {
    return null;
  }
}

export const mayWork = (): boolean => who()?.roles.includes("officer") ?? false;

/** Says what to do when a token is needed: when there is none, or when it has ended. */
export function whenTokenIsWanted(then: () => void): void {
  wanted = then;
}

export function forget(): void {
  held = null;
  wanted();
}

/** Signs in with the password grant (RFC 6749). */
export async function signIn(username: string, password: string): Promise<void> {
  const reply = await fetch("/connect/token", { method: "POST", body: new URLSearchParams({ grant_type: "password", username, password }) });
  if (!reply.ok) {
    throw new Problem(reply.status, "credentials-invalid", language() === "zh" ? "账号或密码不对，连错五次后须等一分钟。" : "The credentials are not valid here; after five failures wait a minute.", "");
  }

  held = ((await reply.json()) as { access_token: string }).access_token;
  learn(reply.headers.get("Date"));
  // Pages that are only looked at, such as the daily report, open without signing in again; the cookie commands nothing.
  void fetch("/sign-in", { method: "POST", redirect: "manual", body: new URLSearchParams({ username, password }) }).then(reply => reply.text()).catch(() => undefined);
}

/** Goes on with what this browser signed in with at the city's provider; says whether it did. */
export async function resume(claim: string): Promise<boolean> {
  roleClaim = claim;
  const reply = await fetch("/ops/token").catch(() => null);
  if (reply?.status !== 200) {
    return false;
  }

  held = ((await reply.json()) as { accessToken: string }).accessToken;
  learn(reply.headers.get("Date"));
  return true;
}

/** Ends what this page and the pages beside it are signed in with, and begins anew: what was shown or half written is no longer there. */
export async function signOut(): Promise<void> {
  held = null;
  document.body.hidden = true;
  dropDrafts();
  await fetch("/sign-out", { method: "POST", redirect: "manual" }).then(reply => reply.text()).catch(() => undefined);
  location.reload();
}

/** Reads; the path begins after /api/v1. */
export const get = <T>(path: string): Promise<T> => ask<T>("GET", path);

/** All pages of a list, up to a number of rows; says whether there were more. */
export async function all<T>(path: string, most = 10_000): Promise<{ items: T[]; more: boolean }> {
  const items: T[] = [];
  let after: string | null = null;
  do {
    const cursor: string = after === null ? "" : `&after=${encodeURIComponent(after)}`;
    const page: Page<T> = await get<Page<T>>(`${path}${path.includes("?") ? "&" : "?"}limit=1000${cursor}`);
    items.push(...page.items);
    after = page.next;
  } while (after !== null && items.length < most);
  return { items, more: after !== null };
}

/** Commands under a key: the same key again gives the first answer again, so that a lost answer can be asked for. */
export const post = <T>(path: string, body: unknown, key: string): Promise<T> => ask<T>("POST", path, body, key);

/** A key for a command that nobody else will use. */
export const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");

/** A picture: only who has signed in may see it, so that its address alone shows nothing. */
export const picture = async (path: string): Promise<Blob> => (await call("GET", path, { Accept: "image/*" })).blob();

/** Sends a file under a key, and says how much of it is gone, 0 to 1. */
export function upload<T>(path: string, file: File, key: string, sent: (share: number) => void): Promise<T> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1${path}`);
    for (const [name, value] of Object.entries({ Accept: "application/json", Authorization: `Bearer ${held ?? ""}`, "Content-Type": file.type, "Idempotency-Key": key })) {
      request.setRequestHeader(name, value);
    }

    request.upload.onprogress = event => sent(event.loaded / Math.max(1, event.total));
    request.onerror = () => failed(unreachable());
    request.onload = () => {
      learn(request.getResponseHeader("Date"));
      const said = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) {
        done(said as T);
      } else {
        failed(refused(request.status, said));
      }
    };
    request.send(file);
  });
}

async function ask<T>(method: string, path: string, body?: unknown, key?: string): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (key !== undefined) {
    headers["Content-Type"] = "application/json";
    headers["Idempotency-Key"] = key;
  }

  const reply = await call(method, path, headers, body);
  // Never from a picture: the browser may have kept it, with the time at which it was asked for.
  learn(reply.headers.get("Date"));
  return (await reply.json()) as T;
}

async function call(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Response> {
  if (held !== null) {
    headers["Authorization"] = `Bearer ${held}`;
  }

  let reply: Response;
  try {
    reply = await fetch(`/api/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  } catch {
    throw unreachable();
  }

  if (!reply.ok) {
    throw refused(reply.status, parsed(await reply.text()));
  }

  return reply;
}

// A token that has ended is forgotten, and whoever looks is asked to sign in.
function refused(status: number, said: unknown): Problem {
  if (status === 401) {
    forget();
  }

  const problem = (said ?? {}) as { code?: string; detail?: string; remedy?: string };
  return new Problem(status, problem.code ?? `http-${status}`, problem.detail ?? `HTTP ${status}`, problem.remedy ?? "");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const unreachable = (): Problem => new Problem(0, "unreachable", language() === "zh" ? "连不上城市服务，未得到答复。" : "The city cannot be reached; there was no answer.", language() === "zh" ? "恢复后再试，同一操作不会执行两次。" : "Try again when it is back; the same step is never taken twice.");
