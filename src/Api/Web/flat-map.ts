/** The city's map on a plain canvas, for browsers without WebGL2: the same layers, flat. */

import { map as cityMap } from "./city.js";
import { css, scale as unit } from "./dom.js";
import { arrange, drawSymbol, font, isChosen, markAt, NAME, NOTE, noteOf, type Mark, type Name } from "./map-marks.js";
import { boundsOf, GLIDE, isShown, opacity, type Camera, type CityMap, type Dot, type Scene } from "./map-scene.js";
import type { Picks } from "./gl-map.js";
import { copyOf } from "./pictures.js";
import { go, view } from "./view.js";
import { language, levelShape } from "./words.js";

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
  let placed: { marks: Mark[]; names: Name[] } = { marks: [], names: [] };
  // The way that the map is on by itself, and whether something was flown to since the place was shown as a whole.
  let [way, ways, flown] = [0, 0, false];

  const x = (at: number) => canvas.clientWidth / 2 + (at - longitude) * scale * Math.cos(latitude * Math.PI / 180);
  const y = (at: number) => canvas.clientHeight / 2 - (at - latitude) * scale;
  const zoom = () => Math.log2(scale * 360 / 512);
  const ground = (at: { x: number; y: number }) => [longitude + (at.x - canvas.clientWidth / 2) / scale / Math.cos(latitude * Math.PI / 180), latitude - (at.y - canvas.clientHeight / 2) / scale] as const;

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
      placed = arrange(scene, { project: (right, up) => ({ x: x(right), y: y(up) }), unproject: ground }, unit());
      drawAreas();
      drawPoints();
      drawMarks();
    });
  }

  function drawAreas(): void {
    for (const feature of cityMap.features) {
      const properties = feature.properties as { kind: string; code: string };
      if (feature.geometry.type === "Polygon" && (properties.kind === "outline" || isShown("towns"))) {
        pen.beginPath();
        feature.geometry.coordinates.forEach(ring => ring.forEach((point, i) => pen[i === 0 ? "moveTo" : "lineTo"](x(point[0]!), y(point[1]!))));
        const town = scene.towns.get(properties.code);
        pen.globalAlpha = properties.kind === "outline" ? 0.7 : Math.min(1, opacity.towns * (town?.level ? 1.5 : 0.5));
        pen.fillStyle = properties.kind === "outline" ? css("--raised") : town?.level ? css(`--tint-${town.level}`) : css("--line");
        pen.fill();
        pen.globalAlpha = 1;
        pen.setLineDash(properties.kind === "outline" ? [] : [3, 3]);
        pen.strokeStyle = css(properties.kind === "outline" ? "--accent" : "--muted");
        pen.stroke();
        pen.setLineDash([]);
      }
    }

  }

  function write(text: string, right: number, down: number): void {
    pen.lineWidth = 3;
    pen.strokeStyle = css("--paper");
    pen.fillStyle = css("--ink");
    pen.strokeText(text, right, down);
    pen.fillText(text, right, down);
    pen.lineWidth = 1;
  }

  function drawPoints(): void {
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.font = font(11 * unit());
    for (const feature of isShown("communities") && zoom() > 11.5 ? cityMap.features : []) {
      const properties = feature.properties as { kind: string; name: string; nameEn?: string };
      if (feature.geometry.type === "Point" && properties.kind === "community") {
        write(language() === "en" ? properties.nameEn ?? properties.name : properties.name, x(feature.geometry.coordinates[0]!), y(feature.geometry.coordinates[1]!));
      }
    }

    for (const dot of isShown("devices") ? scene.dots : []) {
      pen.fillStyle = css(dot.sign === "" ? "--good" : dot.sign === "silent" ? "--muted" : `--${dot.sign}`);
      pen.fillText(dot.sign === "" ? "•" : dot.sign === "silent" ? "○" : levelShape(dot.sign), x(dot.longitude), y(dot.latitude));
    }
  }

  function drawMarks(): void {
    pen.font = font(NAME * unit());
    placed.names.forEach(name => write(name.text, name.at.x, name.at.y));
    pen.strokeStyle = css("--ink");
    pen.globalAlpha = opacity.incidents;
    for (const { at, foot } of placed.marks) {
      pen.beginPath();
      pen.moveTo(foot.x, foot.y);
      pen.lineTo(at.x, at.y);
      pen.stroke();
    }

    for (const { pin, at, more } of placed.marks.toReversed()) {
      drawSymbol(pen, at, pin.level, isChosen(pin), unit(), css);
      pen.textAlign = "left";
      pen.font = font(NOTE * unit());
      write(noteOf(pin, more), at.x + 15 * unit(), at.y);
    }

    pen.globalAlpha = 1;
  }

  function nearest(at: { x: number; y: number }): Dot | null {
    return scene.dots.find(dot => Math.hypot(x(dot.longitude) - at.x, y(dot.latitude) - at.y) < 10) ?? null;
  }

  /** Goes to another view by itself: gliding, unless less motion is wanted. */
  function glide(to: Camera, ended: () => void): void {
    const [from, began, mine] = [[longitude, latitude, scale] as const, performance.now(), ++ways];
    way = mine;
    const step = (): void => {
      if (mine !== way) {
        return;
      }

      const share = matchMedia("(prefers-reduced-motion: reduce)").matches ? 1 : Math.min(1, (performance.now() - began) / GLIDE);
      const eased = share * share * (3 - 2 * share);
      [longitude, latitude] = [from[0] + (to[0] - from[0]) * eased, from[1] + (to[1] - from[1]) * eased];
      scale = from[2] * (2 ** to[2] * 512 / 360 / from[2]) ** eased;
      paint();
      if (share < 1) {
        requestAnimationFrame(step);
      } else {
        way = 0;
        ended();
      }
    };
    step();
  }

  function zoomBy(factor: number): void {
    way = 0;
    scale = Math.min(200_000, Math.max(200, scale * factor));
    go({ camera: [longitude, latitude, zoom(), 0] }, true);
    paint();
  }

  let held: { x: number; y: number; moved: boolean } | null = null;
  canvas.addEventListener("pointerdown", event => {
    way = 0;
    held = { x: event.offsetX, y: event.offsetY, moved: false };
  });
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
    const mark = markAt(placed.marks, at, unit());
    const dot = nearest(at);
    if (held?.moved === true) {
      go({ camera: [longitude, latitude, zoom(), 0] }, true);
    } else if (mark !== null) {
      picks.incident(mark.pin.id);
    } else if (dot !== null) {
      picks.device(dot.id);
    }

    held = null;
  });
  canvas.addEventListener("wheel", event => { event.preventDefault(); zoomBy(event.deltaY < 0 ? 1.2 : 1 / 1.2); }, { passive: false });
  canvas.addEventListener("keydown", event => (event.key === "+" ? zoomBy(1.3) : event.key === "-" ? zoomBy(1 / 1.3) : undefined));
  new ResizeObserver(() => (view().camera === null && !flown && way === 0 ? city.fit(view().place) : paint())).observe(canvas);

  const city: CityMap = {
    draw(next) { scene = next; paint(); },
    restyle: paint,
    fit(code) {
      const bounds = boundsOf(code);
      if (bounds !== null) {
        [way, flown] = [0, false];
        [longitude, latitude] = [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];
        scale = 0.85 * Math.min(canvas.clientWidth / ((bounds[2] - bounds[0]) * Math.cos(latitude * Math.PI / 180)), canvas.clientHeight / (bounds[3] - bounds[1]));
        paint();
      }
    },
    fly(toLongitude, toLatitude, toZoom, covered) {
      flown = true;
      const near = Math.max(zoom(), toZoom);
      glide([toLongitude + covered / 2 / (2 ** near * 512 / 360) / Math.cos(toLatitude * Math.PI / 180), toLatitude, near, 0], () => undefined);
    },
    camera: () => [longitude, latitude, zoom(), 0],
    goBack: camera => glide(camera, () => (flown = false)),
    picture: () => Promise.resolve(copyOf(canvas)),
    state: () => ({
      kind: "canvas", dots: scene.dots.length, frames, zoom: zoom(), quality: 0, moving: waiting || way !== 0, camera: city.camera(),
      marks: placed.marks.map(({ pin, at }) => ({ id: pin.id, ...at, longitude: pin.longitude, latitude: pin.latitude })),
      names: placed.names.map(({ code, at }) => ({ id: code, ...at, longitude: ground(at)[0], latitude: ground(at)[1] })),
    }),
  };
  city.fit(view().place);
  if (view().camera !== null) {
    [longitude, latitude, scale] = [view().camera![0], view().camera![1], 2 ** view().camera![2] * 512 / 360];
  }

  return city;
}
