// The list page: who is on air now.

import { drawCard, icon, makeCard, reconcile, tickCard } from "./cards.js";
import { listen } from "./events.js";
import { ask, repeat } from "./server.js";
import { word } from "./words.js";

const LOOK_MS = 5000;
const LISTENING_MS = 60_000; // between looks while events tell what changes
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
let shown = new Map(); // by id
let more = false; // than is shown
let looking = 0;
let meanwhile = []; // events that came while the list was on its way

const lookNow = repeat(look);
const listens = listen({
  upsert: (item) => hear({ item }),
  remove: ({ id }) => hear({ id }),
  reset: lookNow,
  changed: (on) => on || lookNow(), // nobody tells any more: ask
});

async function look() {
  const q = asked;
  looking += 1;
  try {
    const found = await readList(q, wanted);
    if (q !== asked) return LOOK_MS; // typed on meanwhile: the next question is under way
    missed = 0;
    shown = new Map(found.items.map((item) => [item.id, item]));
    more = found.more;
    show();
  } catch {
    if (q !== asked) return LOOK_MS;
    missed += 1;
  } finally {
    looking -= 1;
    for (const event of meanwhile.splice(0)) hear(event);
  }
  $("away").hidden = missed === 0;
  if (missed) return AWAY_MS[Math.min(missed, AWAY_MS.length) - 1];
  return listens() ? LISTENING_MS : LOOK_MS;
}

/** An event: a broadcast that is in the list as `item`, or that is not any more. */
function hear({ item, id }) {
  if (looking) {
    meanwhile.push({ item, id });
    return;
  }
  if (item && matches(item, asked)) shown.set(item.id, item);
  else if (!shown.delete(item?.id ?? id)) return;
  const items = [...shown.values()].sort(newestFirst);
  // Whether what comes after the last one shown is older than this one only the server knows.
  if (items.length > wanted) more = true;
  shown = new Map(items.slice(0, wanted).map((one) => [one.id, one]));
  if (more && items.length < wanted) lookNow();
  else show();
}

const newestFirst = (a, b) => compare(b.started_at ?? "", a.started_at ?? "") || compare(b.id, a.id);
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** As the server searches: every word of two characters or more. */
function matches(item, q) {
  const words = q.toLowerCase().split(/\s+/).filter((part) => part.length > 1);
  const texts = [item.title.toLowerCase(), item.host.name.toLowerCase()];
  return words.every((part) => texts.some((text) => text.includes(part)) || item.code.toLowerCase().startsWith(part));
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

function show() {
  const items = [...shown.values()];
  const q = asked;
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
