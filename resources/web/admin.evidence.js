// Why a broadcast is what it is: verdict, deadline, three sources, the trail.

import { icon, make } from "./cards.js";
import { told } from "./admin.api.js";
import { moment, say } from "./admin.words.js";

const SOURCES = { heartbeats: icon("pulse"), callbacks: icon("bell"), polls: icon("radar") };
const KINDS = {
  publish: icon("bell"), publish_done: icon("bell"), poll_on: icon("radar"), poll_off: icon("radar"),
  push_refused: icon("cross"), beat_first: icon("pulse"), beat_gap: icon("pulse"),
  encoder_stopped: icon("pulse"), encoder_running: icon("pulse"),
};
const ADMINS = icon("shield");
const STATES = {
  live: icon("waves"), interrupted: icon("broken-link"), offline: icon("moon"), ended: icon("square"), ready: icon("ring"),
};

/** Draws the answer of `…/evidence` into `place`; what did not change stays where it is. */
export function drawEvidence(place, found) {
  const { verdict, deadline } = found;
  fill(place.querySelector(".verdict"), told(verdict.words));
  const line = place.querySelector(".deadline");
  fill(line, deadline ? told(deadline.words) : "");
  line.title = deadline?.at ?? "";
  fill(place.querySelector(".rule"), say("rule", { n: verdict.rule, reason: verdict.reason }));
  for (const name of Object.keys(SOURCES)) {
    const cell = place.querySelector(`[data-source="${name}"]`);
    cell.querySelector(".sign-dot").className = `sign-dot ${found.sources[name].sign}`;
    fill(cell.querySelector("p"), told(found.sources[name].words));
  }
  const lines = trail(found);
  const list = place.querySelector(".trail");
  if (list.dataset.shown === (list.dataset.shown = `${lines.length} ${lines.at(-1)?.at} ${lines.at(-1)?.count}`)) return;
  list.replaceChildren(...lines.map(drawLine));
  list.scrollTop = list.scrollHeight; // the newest is what one looks for
}

/** The empty form of it. */
export function makeEvidence() {
  const signs = make("div", "signs", ...Object.entries(SOURCES).map(([name, drawn]) => {
    const cell = make("div", "sign", make("h2", "", drawn.cloneNode(true), say(name), make("i", "sign-dot")), make("p"));
    cell.dataset.source = name;
    return cell;
  }));
  const list = make("ol", "trail");
  list.tabIndex = 0; // scrolls by keyboard
  list.setAttribute("aria-label", say("decisions"));
  return make(
    "div", "",
    make("p", "verdict"), make("p", "deadline"), make("p", "rule mono"),
    signs,
    make("div", "deeds"), spoken(make("p", "answer")),
    make("h2", "trail-head", say("decisions")), list,
  );
}

function spoken(element) {
  element.setAttribute("role", "status");
  return element;
}

/** Signals and decisions in one order of time; the same again and again is one line. */
function trail(found) {
  const lines = [
    ...found.signals.map((one) => ({ ...one, drawn: KINDS[one.kind] ?? ADMINS })),
    ...found.decisions.map((one) => ({ ...one, drawn: STATES[one.state], decision: true })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || Boolean(a.decision) - Boolean(b.decision));
  const shown = [];
  for (const line of lines) {
    const last = shown.at(-1);
    const text = told(line.words);
    if (last && !line.decision && !last.decision && last.text === text) Object.assign(last, { at: line.at, count: last.count + 1 });
    else shown.push({ ...line, text, count: 1 });
  }
  return shown;
}

function drawLine(line) {
  const text = make("span", "", line.text);
  if (line.count > 1) text.append(make("span", "again", ` ${say("times", { n: line.count })}`));
  return make("li", line.decision ? "decision" : "", line.drawn.cloneNode(true), text, moment(line.at));
}

function fill(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
