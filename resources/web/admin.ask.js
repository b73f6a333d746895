// Questions before loss, tokens that are shown once, and short messages.

import { make } from "./cards.js";
import { copy } from "./controls.js";
import { say } from "./admin.words.js";

const TOAST_MS = 5000;
const $ = (id) => document.getElementById(id);
const SPANS = { five_minutes: 300, hour: 3600, day: 86400 };

/**
 * Asks in a dialog, focus on the harmless answer. Resolves to null, or `{reason, hold_s}`.
 * `question` has head, line, yes (sentences); `reason` and `spans` say what else is asked, `final` that
 * nothing brings it back.
 */
export function ask(question) {
  const dialog = $("ask");
  $("ask-head").textContent = question.head;
  $("ask-line").textContent = question.line;
  $("ask-yes").textContent = question.yes;
  $("ask-yes").className = `button ${question.final ? "danger-fill" : "filled"}`;
  $("ask-reason-field").hidden = !question.reason;
  $("ask-reason").value = "";
  const spans = $("ask-spans");
  spans.hidden = !question.spans;
  spans.replaceChildren(spans.querySelector("legend"), ...Object.entries(SPANS).map(([key, seconds], place) => {
    const choice = make("input");
    Object.assign(choice, { type: "radio", name: "span", value: seconds, checked: place === 0 });
    return make("label", "span", choice, make("span", "", say(key)));
  }));
  dialog.returnValue = "";
  dialog.showModal();
  $("ask-no").focus();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") return answer(null);
      const span = spans.querySelector("input:checked");
      answer({ reason: $("ask-reason").value.trim(), hold_s: question.spans ? Number(span.value) : undefined });
    }, { once: true });
  });
}

// Enter in the field for the reason must not press the first button, which is "Cancel".
$("ask-reason").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  $("ask-yes").focus();
});

/** A host's new token and connect string, once. They leave the page when the dialog closes. */
export function showOnce(host) {
  $("shown-head").textContent = say("token_head", { name: host.name });
  $("shown-rows").replaceChildren(secretRow(say("token_label"), host.token), secretRow(say("connect"), host.connect));
  const dialog = $("shown-once");
  dialog.addEventListener("close", () => $("shown-rows").replaceChildren(), { once: true });
  dialog.showModal();
}

function secretRow(name, secret) {
  const field = make("input");
  Object.assign(field, { value: secret, readOnly: true, autocomplete: "off", spellcheck: false });
  field.addEventListener("focus", () => field.select());
  const button = make("button", "button", say("copy"));
  button.type = "button";
  button.autofocus = true; // of the first one: a field with the focus shows the end of its text
  button.setAttribute("aria-label", `${say("copy")}: ${name}`);
  button.addEventListener("click", async () => {
    try {
      await copySecret(field);
      button.textContent = say("copied");
      setTimeout(() => (button.textContent = say("copy")), 1200);
    } catch {
      toast(say("copy_failed"), true);
    }
  });
  return make("div", "secret", make("label", "labelled", name, field), button);
}

/** Behind an open dialog nothing else can be selected: without a clipboard the field itself is copied. */
async function copySecret(field) {
  if (navigator.clipboard) return copy(field.value);
  field.select();
  if (!document.execCommand("copy")) throw new Error("copy refused");
}

let hiding = 0;

export function toast(sentence, bad = false) {
  const place = $("toast");
  clearTimeout(hiding);
  place.textContent = sentence;
  place.classList.toggle("bad", bad);
  place.hidden = false;
  hiding = setTimeout(() => (place.hidden = true), TOAST_MS);
}
