/** Charts by ECharts, loaded when the first one is drawn. Texts and colours follow the screen; tooltips are drawn, not written as HTML. */

import type { EChartsOption, EChartsType } from "/vendor/echarts.esm.min.mjs";
import { hourMinute, time } from "./clock.js";
import { css, scale } from "./dom.js";
import { savePicture } from "./pictures.js";
import { LEVELS, type Origin } from "./types.js";
import { levelName } from "./words.js";

/** `bars` where a value is what came between two readings, not how it stood at one. */
export interface Series { point: string; name: string; unit: string; values: [number, number | null][]; bars?: boolean; }

/** A value at which a rule fires. */
export interface Limit { point: string; name: string; value: number; }

// Okabe and Ito's colours, told apart by all eyes; on white the darker ones.
const inks = { dark: ["#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#F0E442"], light: ["#0072B2", "#A66F00", "#00735A", "#9C4A7C", "#6B6300"] };
const shapes = ["circle", "triangle", "diamond", "rect", "pin"];

let library: Promise<typeof import("/vendor/echarts.esm.min.mjs")> | null = null;
const drawn = new Map<HTMLElement, { chart: EChartsType; option: () => EChartsOption }>();
const sizes = new ResizeObserver(entries => entries.forEach(entry => drawn.get(entry.target as HTMLElement)?.chart.resize()));

/** Lines over time; `around` is a moment to mark, and limits are drawn where the lines come near them. */
export const curve = (place: HTMLElement, series: Series[], around: number | null, limits: Limit[] = []): Promise<void> => draw(place, () => ({
  ...base(),
  grid: { left: 8, right: px(22), top: px(series.length > 1 ? 32 + 18 * Math.ceil(series.length / 2) : 28), bottom: 4, containLabel: true },
  xAxis: { type: "time", axisLabel: { color: css("--muted"), fontSize: px(12), hideOverlap: true, formatter: (at: number) => hourMinute(at) }, axisLine: { lineStyle: { color: css("--line") } } },
  yAxis: { type: "value", scale: true, axisLabel: axisText(true), ...(series.some(one => near(one, limits).length > 0) ? { min: extent(series, limits, Math.min), max: extent(series, limits, Math.max), axisLabel: axisText(false) } : {}), name: [...new Set(series.map(one => one.unit))].join(" / "), nameTextStyle: { color: css("--muted"), fontSize: px(12) }, splitLine: { lineStyle: { color: css("--line") } } },
  legend: { show: series.length > 1, top: 0, left: 0, itemGap: 6, itemWidth: px(14), itemHeight: px(10), textStyle: { color: css("--ink"), fontSize: px(11) }, formatter: shortenedTo(place.clientWidth / 2 - px(40)) },
  tooltip: { ...base().tooltip as object, trigger: "axis", axisPointer: { label: { formatter: (point: { value: number | string | Date }) => time(Number(point.value)) } }, valueFormatter: (value: unknown) => (value === null ? "—" : Number(value).toPrecision(4)) },
  series: series.map((one, i) => ({
    ...(one.bars === true ? { type: "bar" as const, barWidth: px(3) } : { type: "line" as const }), name: one.name, data: one.values, showSymbol: one.values.length < 40, symbol: shapes[i % shapes.length]!, symbolSize: 5, connectNulls: false, lineStyle: { width: 1.6 },
    markLine: {
      symbol: "none", silent: true, lineStyle: { color: css("--II") }, label: { color: css("--ink"), fontSize: px(11) },
      data: [
        ...(i === 0 && around !== null ? [{ xAxis: around, label: { formatter: hourMinute(around) } }] : []),
        ...near(one, limits).map(limit => ({ yAxis: limit.value, label: { formatter: `${limit.name} ${limit.value}`, position: "insideStartTop" as const }, lineStyle: { type: "dashed" as const } })),
      ],
    },
  })),
}));

/** A name that is too long for its room loses its middle: names of one kind begin alike. */
const shortenedTo = (width: number) => (name: string): string => {
  const room = Math.max(8, Math.floor(width / px(/[\u2e80-\uffff]/.test(name) ? 11 : 7)));
  return name.length <= room ? name : `${name.slice(0, Math.ceil(room / 3))}…${name.slice(name.length - Math.floor(room * 2 / 3) + 1)}`;
};

/** The limits of a line that it comes near: others would press it flat. */
function near(series: Series, limits: Limit[]): Limit[] {
  const values = series.values.flatMap(([, value]) => value ?? []);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return limits.filter(limit => limit.point === series.point && limit.value >= 2 * low - high && limit.value <= 2 * high - low);
}

// The ends of an axis that limits stretch are no round numbers.
const axisText = (ends: boolean) => ({ color: css("--muted"), fontSize: px(12), hideOverlap: true, showMinLabel: ends, showMaxLabel: ends });

const extent = (series: Series[], limits: Limit[], pick: (...values: number[]) => number) => (range: { min: number; max: number }): number =>
  pick(pick(range.min, range.max), ...series.flatMap(one => near(one, limits)).map(limit => limit.value));

/** Counts of each level, stacked, one bar for each name. */
export const levelBars = (place: HTMLElement, rows: { name: string; counts: number[] }[]): Promise<void> => draw(place, () => ({
  ...base(),
  grid: { left: 10, right: 26, top: px(24), bottom: 2, containLabel: true },
  legend: { type: "scroll", top: 0, itemGap: 6, textStyle: { color: css("--ink"), fontSize: px(11) }, itemWidth: px(12), itemHeight: px(10), pageTextStyle: { color: css("--muted") } },
  xAxis: { type: "value", minInterval: 1, axisLabel: { color: css("--muted"), fontSize: px(12), hideOverlap: true }, splitLine: { lineStyle: { color: css("--line") } } },
  yAxis: { type: "category", data: rows.map(row => row.name), axisLabel: { color: css("--ink"), width: px(84), overflow: "truncate", interval: 0, fontSize: px(11) }, inverse: true },
  series: LEVELS.map((level, i) => ({
    type: "bar", stack: "levels", name: `${level} ${levelName(level)}`, data: rows.map(row => row.counts[i]!), color: css(`--${level}`), barMaxWidth: px(18),
    label: { show: true, formatter: (point: { value: unknown }) => (Number(point.value) > 0 ? `${level} ${String(point.value)}` : ""), color: css("--chip"), fontSize: px(11) },
  })),
}));

/** Two counts, stacked: those that are heard, and those that are not. */
export const shareBars = (place: HTMLElement, rows: { name: string; heard: number; silent: number }[], heard: string, silent: string): Promise<void> => draw(place, () => ({
  ...base(),
  grid: { left: 10, right: 26, top: px(24), bottom: 2, containLabel: true },
  legend: { type: "scroll", top: 0, itemGap: 6, textStyle: { color: css("--ink"), fontSize: px(11) }, itemWidth: px(12), itemHeight: px(10), pageTextStyle: { color: css("--muted") } },
  xAxis: { type: "value", minInterval: 1, axisLabel: { color: css("--muted"), fontSize: px(12), hideOverlap: true }, splitLine: { lineStyle: { color: css("--line") } } },
  yAxis: { type: "category", data: rows.map(row => row.name), axisLabel: { color: css("--ink"), width: px(84), overflow: "truncate", interval: 0, fontSize: px(11) }, inverse: true },
  series: [
    { type: "bar", stack: "all", name: heard, data: rows.map(row => row.heard), color: inkSet()[0]!, barMaxWidth: px(14) },
    { type: "bar", stack: "all", name: silent, data: rows.map(row => row.silent), color: css("--muted"), barMaxWidth: px(14), itemStyle: { decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: 0.8, color: css("--panel") } } },
  ],
}));

/** All charts again: after another theme or language. */
export const redraw = (): void => drawn.forEach(({ chart, option }) => chart.setOption(option(), { notMerge: true }));

/** A chart as a picture, with its title and source in it. */
export function png(place: HTMLElement, title: string, origin: Origin, source: string): void {
  const held = drawn.get(place);
  if (held !== undefined) {
    savePicture(held.chart.renderToCanvas({ pixelRatio: 2, backgroundColor: css("--panel") }), title, origin, source);
  }
}

async function draw(place: HTMLElement, option: () => EChartsOption): Promise<void> {
  library ??= import("/vendor/echarts.esm.min.mjs");
  const { init } = await library;
  for (const [other, { chart }] of drawn) {
    if (!other.isConnected) {
      sizes.unobserve(other);
      chart.dispose();
      drawn.delete(other);
    }
  }

  const chart = drawn.get(place)?.chart ?? init(place, null, { renderer: "canvas" });
  chart.setOption(option(), { notMerge: true });
  if (!drawn.has(place)) {
    sizes.observe(place);
  }

  drawn.set(place, { chart, option });
}

const px = (size: number): number => Math.round(size * scale());

const inkSet = (): string[] => (document.documentElement.dataset["theme"] === "light" ? inks.light : inks.dark);

const base = (): EChartsOption => ({
  animation: false,
  color: inkSet(),
  textStyle: { color: css("--ink"), fontFamily: "system-ui, 'Noto Sans CJK SC', sans-serif" },
  tooltip: { renderMode: "richText", backgroundColor: css("--raised"), borderColor: css("--line"), textStyle: { color: css("--ink") }, confine: true },
});
