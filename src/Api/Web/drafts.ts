/** What somebody has begun to write and not sent: kept for this tab alone, until it is sent, given up or signed out from. */

const keyOf = (incident: string, step: string): string => `citybrain.draft/${incident}/${step}`;

/** Brings back what was written in a form, and keeps what is written from now on. */
export function keepDraft(form: HTMLFormElement, incident: string, step: string): void {
  const fields = (): (HTMLTextAreaElement | HTMLSelectElement)[] => [...form.querySelectorAll<HTMLTextAreaElement | HTMLSelectElement>("textarea, select")];
  const written = read(incident, step);
  for (const field of fields()) {
    field.value = written[field.name] ?? field.value;
  }

  form.addEventListener("input", () => write(incident, step, Object.fromEntries(fields().map(field => [field.name, field.value]))));
}

/** Forgets what was written. */
export function dropDraft(incident: string, step: string): void {
  try {
    sessionStorage.removeItem(keyOf(incident, step));
  } catch {
    // Where storage is forbidden nothing was kept.
  }
}

function read(incident: string, step: string): Record<string, string> {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(incident, step)) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}

function write(incident: string, step: string, fields: Record<string, string>): void {
  try {
    sessionStorage.setItem(keyOf(incident, step), JSON.stringify(fields));
  } catch {
    // Where storage is forbidden the form works all the same.
  }
}
