/** The city's API with the token of whoever has signed in. The token lives in this module only: not in storage, not in the address. */

import { learn } from "./clock.js";
import { language } from "./words.js";
import type { Page } from "./types.js";

let held: string | null = null;
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
    return { name: String(claims["sub"] ?? "—").replace(/^person:/, ""), roles: [claims["role"] ?? claims["roles"] ?? []].flat().map(String) };
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

async function ask<T>(method: string, path: string, body?: unknown, key?: string): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (held !== null) {
    headers["Authorization"] = `Bearer ${held}`;
  }

  if (key !== undefined) {
    headers["Content-Type"] = "application/json";
    headers["Idempotency-Key"] = key;
  }

  let reply: Response;
  try {
    reply = await fetch(`/api/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  } catch {
    throw new Problem(0, "unreachable", language() === "zh" ? "连不上城市服务，未得到答复。" : "The city cannot be reached; there was no answer.", language() === "zh" ? "恢复后再试，同一操作不会执行两次。" : "Try again when it is back; the same step is never taken twice.");
  }

  learn(reply.headers.get("Date"));
  if (reply.ok) {
    return (await reply.json()) as T;
  }

  if (reply.status === 401) {
    held = null;
    wanted();
  }

  const problem = (await reply.json().catch(() => ({}))) as { code?: string; detail?: string; remedy?: string };
  throw new Problem(reply.status, problem.code ?? `http-${reply.status}`, problem.detail ?? reply.statusText, problem.remedy ?? "");
}
