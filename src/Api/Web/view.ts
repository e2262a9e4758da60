/** What is looked at, all of it in the address: a copied link shows the same, and the browser's back goes back. */

export interface View {
  /** Code of the city, town or community that is looked at; empty for the city. */
  place: string;
  incident: string;
  device: string;
  /** Layers that are hidden, by key. */
  hidden: string[];
  /** Longitude, latitude, zoom, bearing; null for the place as a whole. */
  camera: [number, number, number, number] | null;
  threeD: boolean;
  /** Origin whose figures are shown; empty to choose by what there is. */
  origin: "" | "live" | "replayed" | "simulated";
  /** Scene whose curve is shown; empty for the first with data. */
  scene: string;
  theme: "dark" | "light";
  language: "zh" | "en";
}

type Listener = (view: View, before: View) => void;

const listeners: Listener[] = [];
let current = read();

export const view = (): View => current;

export const onView = (listener: Listener): number => listeners.push(listener);

/** Changes what is looked at. A step that a person would want to go back from is one of its own in the history. */
export function go(change: Partial<View>, replace = false): void {
  const before = current;
  current = { ...current, ...change };
  const address = write(current);
  if (address !== location.pathname + location.search) {
    history[replace ? "replaceState" : "pushState"](null, "", address);
  }

  listeners.forEach(listener => listener(current, before));
}

window.addEventListener("popstate", () => {
  const before = current;
  current = read();
  listeners.forEach(listener => listener(current, before));
});

function read(): View {
  const query = new URLSearchParams(location.search);
  const camera = (query.get("z") ?? "").split(",").map(Number);
  const origin = query.get("o") ?? "";
  const theme = query.get("theme") ?? stored("theme") ?? "dark";
  const language = query.get("lang") ?? stored("lang") ?? (navigator.language.startsWith("zh") ? "zh" : "en");
  return {
    place: (query.get("p") ?? "").replace(/\D/g, "").slice(0, 12),
    incident: query.get("inc") ?? "",
    device: query.get("dev") ?? "",
    hidden: (query.get("hide") ?? "").split(",").filter(Boolean),
    camera: camera.length === 4 && camera.every(Number.isFinite) ? (camera as [number, number, number, number]) : null,
    threeD: query.get("d") === "3",
    origin: origin === "live" || origin === "replayed" || origin === "simulated" ? origin : "",
    scene: query.get("s") ?? "",
    theme: theme === "light" ? "light" : "dark",
    language: language === "en" ? "en" : "zh",
  };
}

function write(view: View): string {
  const query = new URLSearchParams();
  const put = (name: string, value: string) => value !== "" && query.set(name, value);
  put("p", view.place);
  put("inc", view.incident);
  put("dev", view.device);
  put("hide", view.hidden.join(","));
  put("z", view.camera?.map((part, i) => part.toFixed(i < 2 ? 4 : 1)).join(",") ?? "");
  put("d", view.threeD ? "3" : "");
  put("o", view.origin);
  put("s", view.scene);
  put("theme", view.theme);
  put("lang", view.language);
  keep("theme", view.theme);
  keep("lang", view.language);
  return `${location.pathname}?${query.toString().replaceAll("%2C", ",")}`;
}

// Where storage is forbidden the screen works all the same.
function stored(name: string): string | null {
  try {
    return localStorage.getItem(`citybrain.${name}`);
  } catch {
    return null;
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`citybrain.${name}`, value);
  } catch {
    // Only a preference.
  }
}
