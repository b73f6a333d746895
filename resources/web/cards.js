// What a broadcast looks like, small: pill, cover, avatar, row, card.
// Titles, names and addresses are other people's text: they only ever go in as text or checked addresses.

import { clock, number, word } from "./words.js";
import { now, watchPath, webAddress } from "./server.js";

const SVG = "http://www.w3.org/2000/svg";
const ICONS = { live: "waves", interrupted: "broken-link", offline: "moon", ended: "square", ready: "ring" };
// White on each of them has a contrast of 4.5 or more.
const AVATARS = ["#7a5bdc", "#2d6fd2", "#0e7c86", "#b3541e", "#a23b72", "#4a6b2a", "#5b5fc7", "#9c3d3d"];

/** An element with a class and children (nodes or text). */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

export function drawPill(pill, state) {
  pill.className = `pill ${state}`;
  pill.replaceChildren(icon(ICONS[state] ?? "ring"), word(ICONS[state] ? state : "ready"));
}

/** A number from `text` that is the same on every visit (FNV-1a). */
function hash(text) {
  let h = 0x811c9dc5;
  for (const char of text) h = Math.imul(h ^ char.codePointAt(0), 0x01000193);
  return h >>> 0;
}

export function drawAvatar(avatar, host) {
  avatar.textContent = (Array.from(host.name.trim())[0] ?? "?").toUpperCase();
  avatar.style.backgroundColor = AVATARS[hash(host.id) % AVATARS.length];
}

/** Hills under an evening sky, their own for every code: for broadcasts without a cover. */
function placeholder(code) {
  const seed = hash(code);
  const pick = (shift, range) => ((seed >>> shift) ^ (seed >>> (shift + 7))) % range;
  const hue = seed % 360;
  const hill = (y, swing) => {
    const [a, b, c] = [pick(3, swing), pick(9, swing), pick(15, swing)];
    return `M0 ${y - a}C50 ${y - 26 - b} 90 ${y + 14 - c} 150 ${y - 12 - a}S270 ${y - 30 + b} 320 ${y - c}V180H0Z`;
  };
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 320 180");
  svg.setAttribute("preserveAspectRatio", "xMidYMid slice");
  svg.setAttribute("aria-hidden", "true");
  const draw = (tag, attributes) => {
    const shape = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    svg.append(shape);
  };
  draw("rect", { width: 320, height: 180, fill: `hsl(${hue} 28% 66%)` });
  draw("circle", { cx: 130 + pick(2, 150), cy: 48 + pick(5, 24), r: 20, fill: `hsl(${(hue + 40) % 360} 55% 88%)` });
  draw("path", { d: hill(112, 20), fill: `hsl(${(hue + 12) % 360} 24% 50%)` });
  draw("path", { d: hill(136, 24), fill: `hsl(${(hue + 20) % 360} 26% 37%)` });
  draw("path", { d: hill(162, 14), fill: `hsl(${(hue + 28) % 360} 28% 26%)` });
  return svg;
}

function drawCover(frame, record) {
  const address = record.cover_url && webAddress(record.cover_url);
  const wanted = address || record.code;
  if (frame.dataset.shown === wanted) return;
  frame.dataset.shown = wanted;
  if (!address) {
    frame.replaceChildren(placeholder(record.code));
    return;
  }
  const image = make("img");
  image.alt = "";
  image.loading = "lazy";
  image.decoding = "async";
  image.addEventListener("error", () => image.replaceWith(placeholder(record.code)));
  image.src = address;
  frame.replaceChildren(image);
}

/** Seconds on air until now, or null when it never was. */
export const onAirFor = (record) =>
  record.started_at ? (now() - Date.parse(record.started_at)) / 1000 : null;

function link(record, className) {
  const anchor = make("a", className);
  anchor.href = watchPath(record.code);
  return anchor;
}

const hostAndViewers = () => [make("span", "name"), make("span", "count viewers")];

/** A line under *On air now* of the watch page. */
export function makeRow(record) {
  const anchor = link(record, "row");
  anchor.append(
    make("span", "cover"),
    make("span", "row-text", make("b"), make("small", "", make("i", "dot"), ...hostAndViewers())),
  );
  anchor.querySelector(".dot").setAttribute("role", "img"); // named by its title
  return make("li", "", anchor);
}

export function drawRow(row, record) {
  drawCover(row.querySelector(".cover"), record);
  row.querySelector("b").textContent = record.title;
  const dot = row.querySelector(".dot");
  dot.className = `dot ${record.state}`;
  dot.title = word(record.state);
  row.querySelector(".name").textContent = record.host.name;
  drawCount(row.querySelector(".viewers"), record.viewers, "people", "watching");
}

/** A card of the list page. */
export function makeCard(record) {
  const anchor = link(record, "card");
  const cover = make("span", "cover");
  anchor.append(
    make("span", "card-top", cover, make("span", "pill"), make("span", "card-clock")),
    make(
      "span",
      "card-text",
      make("span", "avatar"),
      make("span", "", make("b"), make("small", "", ...hostAndViewers(), make("span", "count likes"))),
    ),
  );
  return make("li", "", anchor);
}

export function drawCard(card, record) {
  drawCover(card.querySelector(".cover"), record);
  const pill = card.querySelector(".pill");
  if (!pill.classList.contains(record.state)) drawPill(pill, record.state);
  card.querySelector("b").textContent = record.title;
  card.querySelector(".name").textContent = record.host.name;
  drawAvatar(card.querySelector(".avatar"), record.host);
  drawCount(card.querySelector(".viewers"), record.viewers, "people", "watching");
  drawCount(card.querySelector(".likes"), record.likes, "heart", "likes");
  card.dataset.since = record.started_at ?? "";
  tickCard(card);
}

/** Moves the card's clock on, by the server's time. */
export function tickCard(card) {
  const since = Date.parse(card.dataset.since);
  card.querySelector(".card-clock").textContent = since ? clock((now() - since) / 1000) : "";
}

/** A number beside its icon; nothing for none. `key` is the sentence for readers and the pointer. */
export function drawCount(place, count, iconName, key) {
  place.hidden = !(count > 0);
  const shown = String(count);
  if (place.hidden || place.dataset.shown === shown) return;
  place.dataset.shown = shown;
  place.replaceChildren(icon(iconName), number(count));
  place.title = word(key, { n: number(count) });
  place.setAttribute("role", "img"); // to readers it is one thing, with this name
  place.setAttribute("aria-label", place.title);
}

/**
 * Brings the children of `list` to `records`, keyed by id: what stays is never made anew, so nothing flickers,
 * focus stays, and new ones come where the server puts them.
 */
export function reconcile(list, records, makeOne, drawOne) {
  const wanted = new Set(records.map((record) => record.id));
  const have = new Map();
  for (const child of Array.from(list.children)) {
    if (wanted.has(child.dataset.id)) have.set(child.dataset.id, child);
    else child.remove();
  }
  let place = list.firstElementChild;
  for (const record of records) {
    let child = have.get(record.id);
    if (!child) {
      child = makeOne(record);
      child.dataset.id = record.id;
    }
    drawOne(child, record);
    if (child === place) place = place.nextElementSibling;
    else list.insertBefore(child, place);
  }
}
