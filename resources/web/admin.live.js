// The broadcasts: filter and search, a row opens to its evidence, and what an admin may do to it.

import { drawCount, drawPill, icon, make, reconcile } from "./cards.js";
import { ask, toast } from "./admin.ask.js";
import { call, told } from "./admin.api.js";
import { drawEvidence, makeEvidence } from "./admin.evidence.js";
import { reason, say } from "./admin.words.js";

const PAGE = 50;
const LISTED = ["live", "interrupted"];
const EVERY = ["ready", "live", "interrupted", "offline", "ended"];
const FILTERS = { on_list: LISTED, ...Object.fromEntries(EVERY.map((state) => [state, [state]])), every_state: EVERY };
const $ = (id) => document.getElementById(id);

let wanted = PAGE;
const open = new Map(); // the evidence's element by broadcast id
const records = new Map();

for (const key of Object.keys(FILTERS)) {
  const option = make("option", "", say(key));
  option.value = key;
  $("state").append(option);
}

/** Asks for the list and the open rows' evidence; throws Problem. */
export async function lookAtLive() {
  const [filter, q] = [$("state").value, $("q").value.trim()];
  const found = new Map(); // by id: pages of a list that moves may overlap
  let cursor = null;
  do {
    const query = new URLSearchParams({ limit: Math.min(200, wanted - found.size) });
    for (const state of FILTERS[filter]) query.append("state", state);
    if (q) query.set("q", q);
    if (cursor) query.set("cursor", cursor);
    const page = await call("GET", `/v1/broadcasts?${query}`);
    for (const item of page.items) found.set(item.id, item);
    cursor = page.next_cursor;
  } while (cursor && found.size < wanted);
  // An open row stays, also when its broadcast has just left the filter: one looks at what one did.
  for (const id of open.keys()) if (!found.has(id) && records.has(id)) found.set(id, await latest(id));
  if (filter !== $("state").value || q !== $("q").value.trim()) return;
  show([...found.values()], Boolean(cursor), q);
  await Promise.all([...open.keys()].map(lookAtOne));
}

async function latest(id) {
  return call("GET", `/v1/broadcasts/${encodeURIComponent(id)}`);
}

async function lookAtOne(id) {
  const place = open.get(id);
  const found = await call("GET", `/v1/broadcasts/${encodeURIComponent(id)}/evidence`);
  if (open.get(id) !== place) return;
  drawEvidence(place, found);
  place.dataset.held = found.held_until ?? "";
  drawDeeds(place, records.get(id));
}

function show(items, more, q) {
  records.clear();
  for (const item of items) records.set(item.id, item);
  for (const id of open.keys()) if (!records.has(id)) open.delete(id);
  reconcile($("broadcasts"), items, makeRow, drawRow);
  $("more-live").hidden = !more;
  $("nobody").hidden = items.length > 0;
  $("nobody").textContent = q ? say("nothing_matches", { q }) : say("nothing_here");
}

function makeRow(record) {
  const id = record.id;
  const line = make(
    "button", "line",
    make("span", "", make("b"), make("small")), make("span", "who"), make("span", "pill"),
    make("span", "why"), make("span", "count"), icon("chevron"),
  );
  line.setAttribute("aria-expanded", "false");
  line.addEventListener("click", () => toggle(id, line));
  return make("li", "", line);
}

function drawRow(row, record) {
  fill(row, "b", record.title);
  fill(row, "small", record.code);
  fill(row, ".who", record.host.name);
  fill(row, ".why", reason(record.reason));
  drawCount(row.querySelector(".count"), record.viewers, "people", "watching");
  const pill = row.querySelector(".pill");
  if (!pill.classList.contains(record.state)) drawPill(pill, record.state);
  if (open.has(record.id)) drawDeeds(open.get(record.id), record);
}

function fill(row, selector, text) {
  const element = row.querySelector(selector);
  if (element.textContent !== text) element.textContent = text;
}

async function toggle(id, line) {
  const row = line.parentElement;
  if (open.has(id)) {
    open.delete(id);
    row.querySelector(".open").remove();
    line.setAttribute("aria-expanded", "false");
    return;
  }
  const place = makeEvidence();
  place.className = "open";
  open.set(id, place);
  row.append(place);
  line.setAttribute("aria-expanded", "true");
  drawDeeds(place, records.get(id));
  try {
    await lookAtOne(id);
  } catch (problem) {
    answer(place, problem.message, true);
  }
}

/** The buttons that make sense now; they are made anew only when that changes, so focus stays. */
function drawDeeds(place, record) {
  const over = record.state === "ended";
  const held = Boolean(place.dataset.held);
  const wantedDeeds = [...(over ? [] : held ? ["lift_hold"] : ["hold"]), ...(over ? [] : ["end"]), "ban"];
  const deeds = place.querySelector(".deeds");
  if (deeds.dataset.shown === (deeds.dataset.shown = wantedDeeds.join())) return;
  const doings = { hold, end, ban, lift_hold: lift };
  const focused = deeds.contains(document.activeElement);
  deeds.replaceChildren(...wantedDeeds.map((key) => {
    const button = make("button", `button small-button${["end", "ban"].includes(key) ? " danger" : ""}`, say(key));
    button.addEventListener("click", () => button.ariaDisabled || doings[key](place, records.get(record.id) ?? record));
    return button;
  }));
  if (focused) deeds.firstElementChild.focus();
}

async function hold(place, record) {
  const facts = { title: record.title };
  const said = await ask({ head: say("hold_head", facts), line: say("hold_line"), yes: say("hold_yes"), spans: true, reason: true });
  if (said) await kick(place, record, { hold_s: said.hold_s, reason: said.reason });
}

async function end(place, record) {
  const facts = { title: record.title };
  const said = await ask({ head: say("end_head", facts), line: say("end_line"), yes: say("end_yes"), reason: true, final: true });
  if (said) await kick(place, record, { reason: said.reason });
}

async function ban(place, record) {
  const facts = { name: record.host.name };
  const said = await ask({ head: say("ban_head", facts), line: say("ban_line"), yes: say("ban_yes"), reason: true, final: true });
  if (said) await kick(place, record, { ban: true, reason: said.reason });
}

const kick = (place, record, body) => done(place, record, "POST", "kick", body);
const lift = (place, record) => done(place, record, "DELETE", "hold");

async function done(place, record, method, what, body) {
  const deeds = place.querySelector(".deeds");
  for (const button of deeds.children) button.ariaDisabled = "true"; // `disabled` would lose the focus
  answer(place, "");
  try {
    const found = await call(method, `/v1/broadcasts/${encodeURIComponent(record.id)}/${what}`, body);
    answer(place, told(found.sentence));
  } catch (problem) {
    answer(place, problem.message, true);
  }
  delete deeds.dataset.shown;
  drawDeeds(place, records.get(record.id) ?? record);
  await lookAtLive().catch((problem) => toast(problem.message, true));
}

function answer(place, sentence, bad = false) {
  const line = place.querySelector(".answer");
  line.textContent = sentence;
  line.classList.toggle("bad", bad);
}

/** `look` is called whenever something else is asked for. */
export function wireLive(look) {
  const anew = () => {
    wanted = PAGE;
    open.clear();
    records.clear();
    $("broadcasts").replaceChildren();
    look();
  };
  let typing = 0;
  $("state").addEventListener("change", anew);
  $("q").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(anew, 300);
  });
  $("search").addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(typing);
    anew();
  });
  $("more-live").addEventListener("click", () => {
    wanted += PAGE;
    look();
  });
}

/** Forgets what was shown, for who signs in next. */
export function clearLive() {
  open.clear();
  records.clear();
  $("broadcasts").replaceChildren();
}
