/** A rule's condition as an officer would say it: what was measured, how it compares, and with what. The expression stays the truth; what cannot be said is left to it. */

import type { PackModel } from "./types.js";
import { quantity } from "./units.js";
import { named } from "./words.js";

/** What is known: the model that the condition is about, and values by the names that the condition uses, without spaces. */
export interface Known { model: PackModel; values: ReadonlyMap<string, number>; }

/** One side of a comparison; `worked` where its value was worked out of what its text says. */
interface Side { text: string; value?: number; unit?: string | undefined; yesNo?: boolean; worked?: boolean; }

interface Comparison { left: Side; sign: string; right: Side; met: boolean; }

const spoken: Record<string, string> = { ">=": "≥", "<=": "≤", ">": ">", "<": "<", "==": "=", "!=": "≠" };

const windows: Record<string, readonly [string, string]> = {
  sum: ["累计", "sum over"], avg: ["平均", "mean over"], min: ["最小", "least in"], max: ["最大", "most in"], count: ["读数个数", "readings in"],
  rise: ["上涨", "rise in"], fall: ["下降", "fall in"], delta: ["变化", "change in"], leq: ["等效", "equivalent over"],
};

/** What is known of a model's device: its attributes, or what an alarm kept. */
export const knownOf = (model: PackModel, values: Record<string, number>): Known =>
  ({ model, values: new Map(Object.entries(values).map(([name, value]) => [name.replaceAll(" ", ""), value])) });

/** The condition in words. Of several ways to meet it those that were met, when it is known which; null when nothing of it can be said. */
export function inWords(condition: string, known: Known): string | null {
  const ways = parts(condition, "||").map(way => parts(way, "&&").flatMap(term => comparison(term, known) ?? [])).filter(way => way.length > 0);
  const met = ways.filter(way => way.every(one => one.met));
  return parts(condition, "?").length > 1 || ways.length === 0 ? null
    : (met.length > 0 ? met : ways).map(way => way.map(say).join(named("，且", ", and "))).join(named("；或", "; or "));
}

/** The values at which a point, or a sum over it, meets the condition: of each way that is simply one of them beside a limit. */
export function thresholdsOf(condition: string, known: Known): { point: string; value: number }[] {
  return parts(condition, "||").flatMap(way => {
    const [, point, limit] = /^(\w+)\s*(?:>=|<=|>|<)\s*([^&|?]+)$/.exec(way) ?? [];
    const right = limit === undefined ? null : side(limit, known, "limit");
    const unit = known.model.points.find(one => one.name === (sumOf(known.model, point ?? "")?.point ?? point))?.unit;
    return right?.value === undefined || point === undefined || unit === undefined || (right.unit ?? unit) !== unit ? [] : [{ point, value: right.value }];
  });
}

/** What a definition sums up and over how many milliseconds; null where it is no sum over a point. */
export function sumOf(model: PackModel, definition: string): { point: string; span: number } | null {
  const [, point, length, measure] = /^sum\((\w+),\s*(\d+)(d|h|m|s)\)$/.exec(model.let?.[definition] ?? "") ?? [];
  return point === undefined ? null : { point, span: Number(length) * { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 }[measure!]! };
}

/** A definition in words, as its readings are measured. */
export const definitionName = (model: PackModel, definition: string): string => measured(definition, { model, values: new Map() }, "measured")?.text ?? definition;

function say({ left, sign, right }: Comparison): string {
  const yes = named("是", "yes");
  const no = named("否", "no");
  return left.yesNo === true && sign === "==" && right.value !== undefined ? `${left.text}${named("：", ": ")}${right.value === 1 ? yes : no}`
    : `${whole(left, right.unit)} ${spoken[sign]} ${whole(right, left.unit)}`;
}

const whole = (side: Side, unit: string | undefined): string =>
  side.value === undefined ? side.text : `${side.text} ${side.worked === true ? "= " : ""}${quantity(side.value, side.unit ?? unit)}`.trim();

/** A term as it is compared: of several ways in brackets the one that is left when what is known not to be missing is left out. */
function plain(term: string, { values }: Known): string | null {
  const inner = term.startsWith("(") && term.endsWith(")") ? term.slice(1, -1).trim() : term;
  const ways = inner === term ? [term] : parts(inner, "||").filter(way => !values.has(/^!present\((\w+)\)$/.exec(way)?.[1] ?? ""));
  return ways.length === 1 ? ways[0]! : null;
}

function comparison(whole: string, known: Known): Comparison | null {
  const term = plain(whole, known);
  if (term === null) {
    return null;
  }

  const sign = [">=", "<=", "==", "!=", ">", "<"].find(one => parts(term, one).length === 2);
  const [left, right] = sign === undefined ? [] : parts(term, sign).map((text, i) => side(text, known, i === 0 ? "measured" : "limit"));
  if (sign === undefined || left == null || right == null) {
    return null;
  }

  const [one, other] = [left.value ?? NaN, right.value ?? NaN];
  const met = { ">=": one >= other, "<=": one <= other, ">": one > other, "<": one < other, "==": one === other, "!=": one !== other }[sign]!;
  return { left, sign, right, met };
}

function side(text: string, known: Known, role: "measured" | "limit"): Side | null {
  const literal = /^(-?\d+(?:\.\d+)?)\s*([^\d\s].*)?$/.exec(text);
  if (literal !== null) {
    return { text: "", value: Number(literal[1]), unit: literal[2] };
  }

  for (const [sign, shown, work] of arithmetic) {
    const before = parts(text, sign);
    const last = before.pop()!;
    if (before.length > 0) {
      const [left, right] = [side(before.join(` ${sign} `), known, role), side(last, known, role)];
      return left === null || right === null ? null : {
        text: `${whole(left, undefined)} ${shown} ${whole(right, sign === "*" || sign === "/" ? right.unit ?? "1" : left.unit)}`, worked: true, unit: sign === "/" ? "1" : left.unit ?? right.unit,
        ...(left.value === undefined || right.value === undefined ? {} : { value: work(left.value, right.value) }),
      };
    }
  }

  return measured(text, known, role);
}

const arithmetic = [["+", "+", (one: number, other: number) => one + other], ["-", "−", (one: number, other: number) => one - other], ["*", "×", (one: number, other: number) => one * other], ["/", "÷", (one: number, other: number) => one / other]] as const;

/** A point, an attribute, a window over a point, or a definition, with its value where one is known. */
function measured(text: string, { model, values }: Known, role: "measured" | "limit"): Side | null {
  const value = values.get(text.replaceAll(" ", ""));
  const held = value === undefined ? {} : { value };
  const titled = [...model.points, ...(model.attributes ?? [])].find(one => one.name === text);
  if (titled !== undefined) {
    const [zh, en] = [titled.title.zh.split(/[:：]/)[0]!, titled.title.en.split(":")[0]!];
    return { text: named(zh, en), unit: titled.unit, yesNo: /1 或 0|1 or 0/.test(`${titled.title.zh} ${titled.title.en}`), ...held };
  }

  const [, name, point, length, measure] = /^(\w+)\((\w+),\s*(\d+)(d|h|m|s)\)$/.exec(text) ?? [];
  const over = windows[name ?? ""];
  const of = model.points.find(one => one.name === point);
  if (over !== undefined && of !== undefined) {
    const span = `${length} ${{ d: named("天", "d"), h: named("小时", "h"), m: named("分钟", "min"), s: named("秒", "s") }[measure!]}`;
    return { text: named(`${of.title.zh} ${span}${over[0]}`, `${of.title.en}, ${over[1]} ${span}`), unit: name === "count" ? "1" : of.unit, ...held };
  }

  const definition = model.let?.[text];
  const meant = definition === undefined ? null : measured(definition, { model, values: new Map() }, role);
  return definition === undefined ? null : meant !== null ? { ...meant, ...held } : { text: role === "limit" ? named("限值", "limit") : named("实测", "measured"), ...held };
}

/** The parts between an operator, wherever it stands outside of brackets; the text itself where it does not. */
function parts(text: string, operator: string): string[] {
  const found: string[] = [];
  let [depth, from] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    depth += text[at] === "(" ? 1 : text[at] === ")" ? -1 : 0;
    const longer = (operator === ">" || operator === "<") && text[at + 1] === "=";
    // A slash without a space before it belongs to a unit, a minus to a number.
    const binary = !arithmetic.some(([sign]) => sign === operator) || text[at - 1] === " ";
    if (depth === 0 && text.startsWith(operator, at) && !longer && binary && at > from) {
      found.push(text.slice(from, at).trim());
      at += operator.length - 1;
      from = at + 1;
    }
  }

  return [...found, text.slice(from).trim()];
}
