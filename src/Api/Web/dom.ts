/** Building elements. Text is always text: nothing that the city says is ever read as HTML. */

type Child = Node | string | null | undefined | false;
type Props = Record<string, string | number | boolean | null | undefined | ((event: never) => void)>;

/** An element with attributes (`on…` are listeners, null leaves out) and children. */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  apply(element, props);
  element.append(...children.filter(isThere));
  return element;
}

/** The same for SVG. */
export function svg(tag: string, props: Props = {}, ...children: Child[]): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  apply(element, props);
  element.append(...children.filter(isThere));
  return element;
}

export const $ = <T extends HTMLElement = HTMLElement>(id: string): T => document.getElementById(id) as T;

/** Puts children in the place of those there are; keeps the focus on the element with the same data-key. */
export function fill(parent: Element, ...children: Child[]): void {
  const held = parent.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["key"] : undefined;
  parent.replaceChildren(...children.filter(isThere));
  if (held !== undefined) {
    parent.querySelector<HTMLElement>(`[data-key="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  }
}

/** A colour of the theme. */
export const css = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Pixels of the screen for a pixel of a laptop's: what is drawn grows with the screen as what is written does. */
export const scale = (): number => parseFloat(getComputedStyle(document.documentElement).fontSize) / 15;

/** At most one call in each span of time, the last one always made. */
export function throttled(milliseconds: number, work: () => void): () => void {
  let waiting = 0;
  let last = -Infinity;
  return () => {
    if (waiting === 0) {
      waiting = window.setTimeout(() => {
        waiting = 0;
        last = performance.now();
        work();
      }, Math.max(0, milliseconds - (performance.now() - last)));
    }
  };
}

/** Does something the first time it is asked for, never again. */
export function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) {
      done = true;
      work();
    }
  };
}

function apply(element: Element, props: Props): void {
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") {
      element.addEventListener(name.slice(2), value as EventListener);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

const isThere = (child: Child): child is Node | string => child !== null && child !== undefined && child !== false;
