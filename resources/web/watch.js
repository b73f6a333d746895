// The watch page: asks for the broadcast again and again, and shows what it says.

import { drawAvatar, drawPill, drawRow, icon, makeRow, onAirFor, reconcile } from "./cards.js";
import { Player } from "./player.js";
import { Refused, ask, broadcastPath, repeat, webAddress } from "./server.js";
import { clock, number, span, tenths, time, word } from "./words.js";
import { Presence, Likes } from "./audience.js";
import { controls } from "./controls.js";

const LOOK_MS = 3000;
const AWAY_MS = [3000, 6000, 10000, 15000];
const OTHERS_EVERY_MS = 15000;
const OTHERS_SHOWN = 5;

const $ = (id) => document.getElementById(id);
const code = lastPart(location.pathname);
const player = new Player($("video"), $("still"), draw);
const drawControls = controls(player);
const presence = new Presence(player);
const likes = new Likes($("like"), $("likes"), $("like-failed"));

let record = null;
let unknown = false;
let missed = 0; // questions without an answer, in a row
let playing = ""; // id and addresses (without their signatures) that the player was started with
let othersAt = -OTHERS_EVERY_MS;

draw();
repeat(async () => {
  try {
    record = await ask(broadcastPath(code));
    unknown = false;
    missed = 0;
  } catch (error) {
    // Only a plain "no such thing" is the server's word; everything else is silence.
    if (error instanceof Refused) {
      record = null;
      unknown = true;
      missed = 0;
    } else missed += 1;
  }
  follow();
  presence.look(record);
  draw();
  if (missed) return AWAY_MS[Math.min(missed, AWAY_MS.length) - 1];
  await lookAtOthers();
  return LOOK_MS;
});

/** The code in the page's address; as it stands there where its %-signs make no sense. */
function lastPart(path) {
  const part = path.replace(/\/$/, "").split("/").pop();
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Brings the player to what the record says. */
function follow() {
  if (!record) {
    if (unknown) halt();
    return;
  }
  const cover = (record.cover_url && webAddress(record.cover_url)) || "";
  if ($("video").poster !== cover) $("video").poster = cover;
  const canPlay = record.play && Object.keys(record.play).length > 0;
  if (record.state === "live" && canPlay) {
    // Signed addresses have another query at every reading: that alone is no reason to begin again.
    const wanted = JSON.stringify([record.id, bare(record.play.flv), bare(record.play.hls)]);
    if (wanted !== playing) {
      playing = wanted;
      player.start(record.play);
    } else {
      player.refresh(record.play);
      player.release();
    }
  } else if (record.state === "interrupted") player.hold();
  else halt();
}

const bare = (url) => url?.split("?")[0];

function halt() {
  playing = "";
  player.stop();
}

async function lookAtOthers() {
  if (performance.now() - othersAt < OTHERS_EVERY_MS) return;
  othersAt = performance.now();
  try {
    const { items } = await ask(`/v1/broadcasts?limit=${OTHERS_SHOWN + 1}`);
    const others = items.filter((item) => item.code !== code).slice(0, OTHERS_SHOWN);
    reconcile($("rows"), others, makeRow, drawRow);
    $("others").hidden = others.length === 0;
  } catch {
    // The list is a side dish: what was there stays, and the next look brings it.
  }
}

function draw() {
  drawVeil();
  drawAway();
  drawControls();
  $("about").hidden = !record;
  if (!record) {
    document.title = unknown ? `${word("unknown_head")} – LiveDesk` : "LiveDesk";
    return;
  }
  const { state } = record;
  if ($("pill").dataset.state !== state) {
    $("pill").dataset.state = state;
    drawPill($("pill"), state);
    $("spoken").textContent = `${word(state)}. ${state === "interrupted" ? word("moment") : ""}`;
  }
  document.title = `${record.title} – LiveDesk`;
  $("title").textContent = record.title;
  $("host").textContent = record.host.name;
  $("site").textContent = location.host;
  drawAvatar($("avatar"), record.host);
  $("see-live").hidden = state === "live" || state === "interrupted";
  likes.draw(record);
  drawFacts();
  tick();
}

function drawFacts() {
  const facts = [];
  const on = record.state === "live" || record.state === "interrupted";
  if (on && record.viewers > 0) facts.push(["people", word("watching", { n: number(record.viewers) })]);
  if (on && record.started_at) facts.push(["clock", word("on_air_since", { time: time(record.started_at) })]);
  const off = offSince();
  if (!on && off) {
    const seconds = (Date.parse(off) - Date.parse(record.started_at)) / 1000;
    facts.push(["clock", word("was_on_air", { span: span(seconds) })]);
  }
  if (!on && record.likes > 0) facts.push(["heart", number(record.likes)]);
  const shown = JSON.stringify(facts);
  if ($("facts").dataset.shown === shown) return;
  $("facts").dataset.shown = shown;
  $("facts").replaceChildren(...facts.map(([name, text]) => {
    const fact = document.createElement("span");
    fact.append(icon(name), text);
    return fact;
  }));
}

/** When the picture was last there, for a broadcast that is off; null if it never was. */
function offSince() {
  if (!record.started_at) return null;
  const last = (record.segments ?? []).at(-1);
  return last?.end ?? record.ended_at;
}

function tick() {
  if (!record) return;
  const { state } = record;
  if (state === "live" || state === "interrupted") {
    const seconds = onAirFor(record);
    $("clock").textContent = seconds === null ? "" : clock(seconds);
  } else if (state === "ready") $("clock").textContent = "";
  else {
    const off = offSince();
    const when = off ? time(off) : "";
    $("clock").textContent = off && state === "offline" ? word("since", { time: when }) : when;
  }
  const delay = state === "live" ? player.delay : null;
  // Clocks that are wrong give nonsense here: then better nothing.
  $("delay").textContent = delay !== null && delay >= 0 && delay < 90 ? word("delay", { n: tenths(delay) }) : "";
}
setInterval(tick, 1000);

/** What lies over the picture: {icon, head, line, wait (beside a turning ring), thin (see-through), link}, or null. */
function veil() {
  if (unknown) return { icon: "question", head: word("unknown_head"), line: word("unknown_line"), link: true };
  if (!record) return missed ? { icon: "crossed-cloud", line: word("away_waiting"), wait: " " } : { wait: " " };
  const { state } = record;
  const leave = word("leave_open");
  const back = word("starts_itself");
  if (state === "offline") return { icon: "moon", head: word("offline_head"), line: leave, wait: back };
  if (state === "ended") return { icon: "square", head: word("ended_head"), line: word("ended_line"), wait: back };
  if (state === "interrupted") return { head: word("moment"), wait: " ", thin: true };
  if (state !== "live" || !playing) {
    return { icon: "ring", head: word("ready_head"), line: leave, wait: word("starts_itself_first") };
  }
  const { mood } = player;
  if (mood === "blocked") return { icon: "broken-link", head: word("blocked"), line: word("blocked_line") };
  if (mood === "unplayable") return { icon: "broken-link", head: word("unplayable"), line: word("unplayable_line") };
  if (mood === "starting" || mood === "still") {
    const line = player.rounds >= 3 ? word("no_picture_line") : "";
    return { head: word("moment"), line, wait: " ", thin: true };
  }
  return null;
}

function drawVeil() {
  const shown = veil();
  $("veil").hidden = !shown;
  if (!shown) return;
  $("veil").classList.toggle("thin", Boolean(shown.thin));
  $("veil-icon").hidden = !shown.icon;
  if (shown.icon && $("veil-icon").dataset.name !== shown.icon) {
    $("veil-icon").dataset.name = shown.icon;
    $("veil-icon").replaceChildren(icon(shown.icon));
  }
  $("veil-head").textContent = shown.head ?? "";
  $("veil-head").setAttribute("aria-level", record ? 2 : 1); // alone on the page without a title below
  $("veil-line").textContent = shown.line ?? "";
  $("veil-wait").hidden = !shown.wait;
  $("veil-wait-text").textContent = (shown.wait ?? "").trim();
  $("veil-link").hidden = !shown.link;
}

function drawAway() {
  const away = missed > 0 && (record !== null || unknown);
  $("away").hidden = !away;
  const text = away ? word(player.mood === "playing" ? "away_playing" : "away_waiting") : "";
  if ($("away-text").textContent !== text) $("away-text").textContent = text;
}
