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
export const dropDraft = (incident: string, step: string): void => void stored(drafts => drafts.removeItem(keyOf(incident, step)));

/** Forgets all that was written in this tab. */
export const dropDrafts = (): void => void stored(drafts => drafts.clear());

const read = (incident: string, step: string): Record<string, string> =>
  stored(drafts => JSON.parse(drafts.getItem(keyOf(incident, step)) ?? "{}") as Record<string, string>) ?? {};

const write = (incident: string, step: string, fields: Record<string, string>): void =>
  void stored(drafts => drafts.setItem(keyOf(incident, step), JSON.stringify(fields)));

// Where storage is forbidden nothing is kept, and the form works all the same.
function stored<T>(work: (drafts: Storage) => T): T | null {
  try {
    return work(sessionStorage);
  } catch {
    return null;
  }
}
