/** The city's map on a plain canvas, for browsers without WebGL2: the same layers, flat. */

import { areas, map as cityMap } from "./city.js";
import { boundsOf, isShown, opacity, type CityMap, type Dot, type Scene } from "./map-scene.js";
import type { Picks } from "./gl-map.js";
import { copyOf } from "./pictures.js";
import { go, view } from "./view.js";
import { language, levelShape } from "./words.js";

const css = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function flatMap(container: HTMLElement, picks: Picks): CityMap {
  const canvas = document.createElement("canvas");
  canvas.tabIndex = 0;
  canvas.style.width = canvas.style.height = "100%";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", container.closest("section")?.getAttribute("aria-label") ?? "");
  container.append(canvas);
  const pen = canvas.getContext("2d")!;
  let scene: Scene = { dots: [], pins: [], towns: new Map(), withoutLocation: 0 };
  let frames = 0;
  // Longitude and latitude of the middle, and pixels for a degree of longitude at the equator's scale.
  let [longitude, latitude, scale] = [119.4, 30.9, 900];
  let waiting = false;

  const x = (at: number) => canvas.clientWidth / 2 + (at - longitude) * scale * Math.cos(latitude * Math.PI / 180);
  const y = (at: number) => canvas.clientHeight / 2 - (at - latitude) * scale;
  const zoom = () => Math.log2(scale * 360 / 512);

  function paint(): void {
    if (waiting) {
      return;
    }

    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      frames++;
      const ratio = devicePixelRatio;
      [canvas.width, canvas.height] = [canvas.clientWidth * ratio, canvas.clientHeight * ratio];
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      pen.fillStyle = css("--paper");
      pen.fillRect(0, 0, canvas.clientWidth, canvas.clientHeight);
      drawAreas();
      drawPoints();
    });
  }

  function drawAreas(): void {
    for (const feature of cityMap.features) {
      const properties = feature.properties as { kind: string; code: string };
      if (feature.geometry.type === "Polygon" && (properties.kind === "outline" || isShown("towns"))) {
        pen.beginPath();
        feature.geometry.coordinates.forEach(ring => ring.forEach((point, i) => pen[i === 0 ? "moveTo" : "lineTo"](x(point[0]!), y(point[1]!))));
        const town = scene.towns.get(properties.code);
        pen.globalAlpha = properties.kind === "outline" ? 0.7 : opacity.towns * 0.5;
        pen.fillStyle = properties.kind === "outline" ? css("--raised") : town?.level ? css(`--${town.level}`) : css("--line");
        pen.fill();
        pen.globalAlpha = 1;
        pen.setLineDash(properties.kind === "outline" ? [] : [3, 3]);
        pen.strokeStyle = css(properties.kind === "outline" ? "--accent" : "--muted");
        pen.stroke();
        pen.setLineDash([]);
      }
    }

    pen.fillStyle = css("--ink");
    pen.font = "13px system-ui, 'Noto Sans CJK SC', sans-serif";
    pen.textAlign = "center";
    for (const feature of cityMap.features) {
      const properties = feature.properties as { kind: string; code: string; name: string; nameEn?: string };
      if (feature.geometry.type === "Point" && (properties.kind === "centre" ? isShown("towns") : isShown("communities") && zoom() > 11.5)) {
        const [at, above] = feature.geometry.coordinates as [number, number];
        pen.fillText(language() === "en" ? properties.nameEn ?? areas.get(properties.code)?.name ?? properties.name : properties.name, x(at), y(above));
      }
    }
  }

  function drawPoints(): void {
    if (isShown("devices")) {
      for (const dot of scene.dots) {
        pen.fillStyle = css(dot.sign === "" ? "--good" : dot.sign === "silent" ? "--muted" : `--${dot.sign}`);
        pen.font = "11px sans-serif";
        pen.fillText(dot.sign === "" ? "•" : dot.sign === "silent" ? "○" : levelShape(dot.sign), x(dot.longitude), y(dot.latitude) + 4);
      }
    }

    if (isShown("incidents")) {
      for (const pin of scene.pins) {
        pen.strokeStyle = css(`--${pin.level}`);
        pen.lineWidth = 2.5;
        pen.beginPath();
        pen.arc(x(pin.longitude), y(pin.latitude), 11, 0, 2 * Math.PI);
        pen.stroke();
        pen.lineWidth = 1;
        pen.fillStyle = css("--ink");
        pen.fillText(pin.sources > 1 ? `${pin.level} ×${pin.sources}` : pin.level, x(pin.longitude), y(pin.latitude) - 15);
      }
    }
  }

  function nearest(at: { x: number; y: number }): Dot | null {
    return scene.dots.find(dot => Math.hypot(x(dot.longitude) - at.x, y(dot.latitude) - at.y) < 10) ?? null;
  }

  function zoomBy(factor: number): void {
    scale = Math.min(200_000, Math.max(200, scale * factor));
    go({ camera: [longitude, latitude, zoom(), 0] }, true);
    paint();
  }

  let held: { x: number; y: number; moved: boolean } | null = null;
  canvas.addEventListener("pointerdown", event => (held = { x: event.offsetX, y: event.offsetY, moved: false }));
  canvas.addEventListener("pointermove", event => {
    if (held !== null && (held.moved || Math.hypot(event.offsetX - held.x, event.offsetY - held.y) > 4)) {
      longitude -= (event.offsetX - held.x) / scale / Math.cos(latitude * Math.PI / 180);
      latitude += (event.offsetY - held.y) / scale;
      held = { x: event.offsetX, y: event.offsetY, moved: true };
      paint();
    }
  });
  canvas.addEventListener("pointerup", event => {
    const at = { x: event.offsetX, y: event.offsetY };
    const pin = scene.pins.find(one => Math.hypot(x(one.longitude) - at.x, y(one.latitude) - at.y) < 12);
    const dot = nearest(at);
    if (held?.moved === true) {
      go({ camera: [longitude, latitude, zoom(), 0] }, true);
    } else if (pin !== undefined) {
      picks.incident(pin.id);
    } else if (dot !== null) {
      picks.device(dot.id);
    }

    held = null;
  });
  canvas.addEventListener("wheel", event => { event.preventDefault(); zoomBy(event.deltaY < 0 ? 1.2 : 1 / 1.2); }, { passive: false });
  canvas.addEventListener("keydown", event => (event.key === "+" ? zoomBy(1.3) : event.key === "-" ? zoomBy(1 / 1.3) : undefined));
  new ResizeObserver(() => (view().camera === null ? city.fit(view().place) : paint())).observe(canvas);

  const city: CityMap = {
    draw(next) { scene = next; paint(); },
    restyle: paint,
    fit(code) {
      const bounds = boundsOf(code);
      if (bounds !== null) {
        [longitude, latitude] = [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];
        scale = 0.85 * Math.min(canvas.clientWidth / ((bounds[2] - bounds[0]) * Math.cos(latitude * Math.PI / 180)), canvas.clientHeight / (bounds[3] - bounds[1]));
        paint();
      }
    },
    fly(toLongitude, toLatitude, toZoom) {
      [longitude, latitude, scale] = [toLongitude, toLatitude, Math.max(scale, 2 ** toZoom * 512 / 360)];
      paint();
    },
    picture: () => Promise.resolve(copyOf(canvas)),
    state: () => ({ kind: "canvas", dots: scene.dots.length, frames, zoom: zoom(), quality: 0 }),
  };
  city.fit(view().place);
  if (view().camera !== null) {
    [longitude, latitude, scale] = [view().camera![0], view().camera![1], 2 ** view().camera![2] * 512 / 360];
  }

  return city;
}
