// The operator's desk: signing in, the sections, and asking again every few seconds.

import { repeat } from "./server.js";
import { toast } from "./admin.ask.js";
import { call, forget, Problem, remember, signedIn, whenRefused } from "./admin.api.js";
import { drawDocs } from "./admin.docs.js";
import { lookAtHosts } from "./admin.hosts.js";
import { clearLive, lookAtLive, wireLive } from "./admin.live.js";
import { lookAtAudit, lookAtRefused } from "./admin.logs.js";
import { say } from "./admin.words.js";

const LOOK_MS = 5000;
const $ = (id) => document.getElementById(id);
const TABS = {
  live: lookAtLive,
  refused: lookAtRefused,
  hosts: lookAtHosts,
  audit: lookAtAudit,
  api: async () => $("api").children.length || drawDocs($("api"), await call("GET", "/openapi.json")),
};

const tab = () => (location.hash.slice(1) in TABS ? location.hash.slice(1) : "live");

async function look() {
  if (!signedIn()) return 60000;
  try {
    await TABS[tab()]();
    $("away").hidden = true;
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    $("away").hidden = problem.status === 401 || problem.status === 404;
    $("away").lastElementChild.textContent = problem.status === 0 ? say("away") : problem.message;
  }
  return LOOK_MS;
}

function show() {
  const inside = signedIn();
  $("sign-in").hidden = inside;
  $("desk").hidden = $("sign-out").hidden = !inside;
  for (const name of Object.keys(TABS)) $(name).hidden = name !== tab();
  for (const button of $("tabs").children) {
    if (button.dataset.tab === tab()) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
  document.title = `${inside ? say(`tab_${tab()}`) : say("sign_in")} · LiveDesk`;
  if (!inside) $("token").focus();
}

function leave(sentence) {
  forget();
  clearLive();
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  $("sign-in-wrong").textContent = sentence;
  show();
}

$("sign-in-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const token = $("token").value.trim();
  $("sign-in-wrong").textContent = "";
  try {
    await call("GET", "/v1/audit?limit=1", undefined, token); // only an admin's token is let in
  } catch (problem) {
    $("sign-in-wrong").textContent = problem.status === 403 ? say("not_admin") : problem.message;
    $("token").select();
    return;
  }
  remember(token);
  $("token").value = "";
  show();
  lookNow();
});

$("sign-out").addEventListener("click", () => {
  leave("");
  toast(say("signed_out"));
});
$("tabs").addEventListener("click", (event) => {
  if (event.target.dataset.tab) location.hash = event.target.dataset.tab;
});
addEventListener("hashchange", () => {
  show();
  lookNow();
});

whenRefused(leave);
show();
const lookNow = repeat(look);
wireLive(lookNow);
