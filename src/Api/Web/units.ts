/** How values and units are written on the screen. */

import { named } from "./words.js";

const signs: Record<string, string> = { "1": "", "ug/m3": "µg/m³", "mg/m3": "mg/m³", "g/m3": "g/m³", "ug/L": "µg/L", m3: "m³", "m3/h": "m³/h", "m3/s": "m³/s", m2: "m²", km2: "km²", Cel: "℃", deg: "°", "uS/cm": "µS/cm", "mS/cm": "mS/cm", pH: "" };

/** A pack's unit as people write it; empty where it has none. */
export const unitSign = (unit: string | undefined): string =>
  unit === undefined ? "" : unit === "person/m2" ? named("人/m²", "persons/m²") : signs[unit] ?? unit;

/** A value with its unit. Seconds become minutes where there are many. */
export function quantity(value: number, unit: string | undefined): string {
  const [shown, sign] = unit === "s" && Math.abs(value) >= 120 ? [Math.round(value / 6) / 10, named("分钟", "min")] : [value, unit === "s" ? named("秒", "s") : unitSign(unit)];
  const digits = String(Number(shown.toPrecision(6)));
  return sign === "" ? digits : `${digits} ${sign}`;
}
