// The list page: who is on air now.

import { drawCard, icon, makeCard, reconcile, tickCard } from "./cards.js";
import { ask, repeat } from "./server.js";
import { word } from "./words.js";

const LOOK_MS = 5000;
const AWAY_MS = [5000, 10000, 15000];
const PAGE = 24;
const MOST_AT_ONCE = 200; // the server's own limit
const TYPING_MS = 300;

const $ = (id) => document.getElementById(id);
const search = $("q");
search.value = new URLSearchParams(location.search).get("q") ?? "";

let asked = search.value.trim();
let wanted = PAGE; // how many the viewer has unrolled
let missed = 0;

const lookNow = repeat(look);

async function look() {
  const q = asked;
  try {
    const { items, more } = await readList(q, wanted);
    if (q !== asked) return LOOK_MS; // typed on meanwhile: the next question is under way
    missed = 0;
    show(items, more, q);
  } catch {
    if (q !== asked) return LOOK_MS;
    missed += 1;
  }
  $("away").hidden = missed === 0;
  return missed ? AWAY_MS[Math.min(missed, AWAY_MS.length) - 1] : LOOK_MS;
}

/** The first `count` of the list, in the server's order, and whether there are more. */
async function readList(q, count) {
  const items = new Map(); // by id: pages of a list that moves may overlap
  let cursor = null;
  do {
    const query = new URLSearchParams({ limit: Math.min(count - items.size, MOST_AT_ONCE) });
    if (q) query.set("q", q);
    if (cursor) query.set("cursor", cursor);
    const page = await ask(`/v1/broadcasts?${query}`);
    for (const item of page.items) items.set(item.id, item);
    cursor = page.next_cursor;
  } while (cursor && items.size < count);
  return { items: [...items.values()], more: Boolean(cursor) };
}

function show(items, more, q) {
  reconcile($("cards"), items, makeCard, drawCard);
  // The server passes over shorter words: say why everything is still there.
  $("hint").textContent = q && q.split(/\s+/).every((part) => part.length < 2) ? word("two_characters") : "";
  $("more").hidden = !more;
  $("empty").hidden = items.length > 0;
  $("clear").hidden = !q;
  if (items.length) return;
  const text = q ? word("nothing_matches", { q }) : word("nobody");
  if ($("empty-text").textContent === text) return;
  $("empty-text").textContent = text;
  $("empty-icon").replaceChildren(icon(q ? "search" : "moon"));
}

function askFor(q) {
  if (q === asked) return;
  asked = q;
  wanted = PAGE;
  history.replaceState(null, "", q ? `/?${new URLSearchParams({ q })}` : "/");
  lookNow();
}

let typing = 0;
search.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => askFor(search.value.trim()), TYPING_MS);
});
$("search").addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  askFor(search.value.trim());
});
$("clear").addEventListener("click", () => {
  search.value = "";
  askFor("");
  search.focus();
});

function unroll() {
  wanted += PAGE;
  lookNow();
}
$("more").addEventListener("click", unroll);

setInterval(() => {
  for (const card of $("cards").children) tickCard(card);
}, 1000);
