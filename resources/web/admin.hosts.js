// The accounts: add, new token, disable, ban.

import { make, reconcile } from "./cards.js";
import { ask, showOnce, toast } from "./admin.ask.js";
import { call } from "./admin.api.js";
import { say } from "./admin.words.js";

const $ = (id) => document.getElementById(id);
const path = (host) => `/v1/hosts/${encodeURIComponent(host.id)}`;

export async function lookAtHosts() {
  const hosts = (await call("GET", "/v1/hosts")).reverse(); // the newest first
  reconcile($("host-list"), hosts, () => make("li"), drawHost);
  $("hosts-none").hidden = hosts.length > 0;
}

function drawHost(row, host) {
  const shown = JSON.stringify(host);
  if (row.dataset.shown === shown) return;
  row.dataset.shown = shown;
  const focused = [...row.querySelectorAll("button")].indexOf(document.activeElement);
  const marks = ["disabled", "banned"].filter((mark) => host[mark]).map((mark) => make("span", "tag", say(mark)));
  row.replaceChildren(
    make("span", "who", make("b", "", host.name, ...marks), make("span", "mono", host.id)),
    deed("new_token", "", () => rotate(host)),
    host.disabled
      ? deed("enable", "", () => change(host, { disabled: false }))
      : deed("disable", "danger", () => asked("disable", host, { disabled: true })),
    host.banned
      ? deed("lift_ban", "", () => change(host, { banned: false }, say("lifted_ban", { name: host.name })))
      : deed("ban", "danger", () => asked("ban", host, { banned: true })),
  );
  row.querySelectorAll("button")[focused]?.focus();
}

function deed(key, kind, act) {
  const button = make("button", `button small-button ${kind}`, say(key));
  button.addEventListener("click", async () => {
    if (button.ariaDisabled) return;
    button.ariaDisabled = "true"; // `disabled` would lose the focus
    await act();
    button.ariaDisabled = null;
  });
  return button;
}

async function asked(key, host, body) {
  const facts = { name: host.name };
  const said = await ask({ head: say(`${key}_head`, facts), line: say(`${key}_line`), yes: say(`${key}_yes`), final: true });
  if (said) await change(host, body);
}

async function change(host, body, sentence = "") {
  await tried(async () => {
    await call("PATCH", path(host), body);
    if (sentence) toast(sentence);
    await lookAtHosts();
  });
}

async function rotate(host) {
  const facts = { name: host.name };
  const said = await ask({ head: say("new_token_head", facts), line: say("new_token_line"), yes: say("new_token_yes") });
  if (said) await tried(async () => showOnce(await call("POST", `${path(host)}/token`)));
}

$("add-host").addEventListener("submit", async (event) => {
  event.preventDefault();
  const [name, id] = [$("host-name").value.trim(), $("host-id").value.trim()];
  await tried(async () => {
    const made = await call("POST", "/v1/hosts", id ? { name, id } : { name });
    $("add-host").reset();
    showOnce(made);
    await lookAtHosts();
  });
});

async function tried(act) {
  try {
    await act();
  } catch (problem) {
    toast(problem.message, true);
  }
}
