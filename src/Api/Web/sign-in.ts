/** Signing in over the screen: what was looked at stays, and goes on when there is a token again. */

import { Problem, signIn } from "./api.js";
import { button } from "./chips.js";
import { $, el, fill } from "./dom.js";
import { t } from "./words.js";

export interface Account { name: string; password: string; role: "officer" | "auditor"; }

/** Asks for an identity: at the city's provider where there is one; `accounts` are the demonstration accounts that this server offers here. */
export function openSignIn(accounts: Account[], provider: boolean, then: () => void): void {
  const dialog = $<HTMLDialogElement>("sign-in");
  const told = el("p", { class: "refusal", role: "alert", hidden: true });
  const enter = async (name: string, password: string): Promise<void> => {
    told.hidden = true;
    try {
      await signIn(name, password);
      dialog.close();
      then();
    } catch (failure) {
      told.hidden = false;
      told.textContent = failure instanceof Problem ? failure.message : t("failed");
    }
  };
  const form = el("form", { onsubmit: (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(form);
    void enter(String(data.get("username")), String(data.get("password")));
  } },
    el("label", {}, t("account"), el("input", { name: "username", autocomplete: "username", required: true, maxlength: 64 })),
    el("label", {}, t("password"), el("input", { name: "password", type: "password", autocomplete: "current-password", required: true, maxlength: 64 })),
    el("button", { type: "submit", class: "main" }, t("signIn")));
  fill(dialog,
    el("h2", {}, `${t("signIn")} · ${t("city")}`), el("p", { class: "muted" }, t("signInWhy")), told,
    provider ? el("a", { class: "button main", href: `/sign-in/provider?next=${encodeURIComponent(location.pathname + location.search)}`, "data-key": "provider" }, t("signInProvider")) : form,
    accounts.length === 0 ? null : el("div", { class: "quick" }, el("span", { class: "muted" }, t("signInDemo")),
      ...accounts.map(account => button(t(account.role), () => void enter(account.name, account.password), { "data-account": account.name }))));
  dialog.setAttribute("aria-label", t("signIn"));
  // No key closes it: behind it lies what was shown before.
  dialog.setAttribute("closedby", "none");
  dialog.oncancel = event => event.preventDefault();
  if (!dialog.open) {
    dialog.showModal();
  }
}
