/** What the city itself gives a model beside its pack: the battery's point and rule, and the watch over silence (docs/scenes.md). */

import type { PackModel } from "./types.js";

/** How much fuller a battery must be before its alarm clears, in %. */
const BATTERY_DEAD_BAND = 5;

const battery = { name: "battery", unit: "%", title: { zh: "电池电量", en: "Battery" } };

/** Values that an alarm of silence keeps; no point has these names. */
const silence = [
  { name: "silent_seconds", unit: "s", title: { zh: "没有数据已", en: "Nothing heard for" } },
  { name: "limit_seconds", unit: "s", title: { zh: "允许间隔", en: "allowed" } },
];

export const withBuiltIn = (model: PackModel): PackModel => ({
  ...model,
  points: model.battery === undefined ? model.points : [...model.points, battery],
  attributes: [...model.attributes ?? [], ...silence],
  rules: [
    ...model.rules ?? [],
    ...(model.battery === undefined ? [] : [{ id: "battery-low", kind: "device-maintenance", title: { zh: "电池电量低", en: "Battery low" }, severity: 1, when: `battery < ${model.battery.low} %`, clear: `battery >= ${model.battery.low + BATTERY_DEAD_BAND} %` }]),
    { id: "silence", kind: "device-silence", title: { zh: "设备失联", en: "Device silent" }, severity: 1, when: "silent_seconds >= limit_seconds" },
  ],
});
