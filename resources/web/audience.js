// A viewer tells the server: I am here, the picture plays, I like this.

import { Enough, Refused, tell } from "./server.js";
import { number, word } from "./words.js";

const REPEAT_MS = 30_000; // the server forgets who says nothing for 90 s
const PLAYS_AFTER_S = 5; // from then on the host is told that a picture arrives
const KEY = "livedesk.viewer";

const path = (id, rest) => `/v1/broadcasts/${encodeURIComponent(id)}/${rest}`;
const isListed = (record) => record?.state === "live" || record?.state === "interrupted";

/** This tab's viewer: random, the same until the tab is closed, and no more than that. */
function viewerId() {
  const made = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
  try {
    const known = sessionStorage.getItem(KEY);
    if (/^[\w-]{16,64}$/.test(known ?? "")) return known;
    sessionStorage.setItem(KEY, made);
  } catch {
    // Not allowed to keep anything: then this viewer lives as long as the page.
  }
  return made;
}

/** What a host would call this device; coarse on purpose. */
function device() {
  const { userAgent, maxTouchPoints } = navigator;
  if (/iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)) return "iPad";
  const names = ["iPhone", "HarmonyOS", "Android", "Windows", "Macintosh", "CrOS", "Linux"];
  const found = names.find((name) => userAgent.includes(name));
  return { Macintosh: "Mac", CrOS: "Chromebook" }[found] ?? found ?? null;
}

/** Says every half minute that somebody watches, and at once when the picture has really played. */
export class Presence {
  #player;
  #viewer = viewerId();
  #id = "";
  #told_at = 0;
  #wait_ms = 0;
  #told_plays = false;
  #busy = false;

  constructor(player) {
    this.#player = player;
  }

  /** Called again and again with the newest record, or null. */
  async look(record) {
    if (!isListed(record) || this.#busy) return;
    if (record.id !== this.#id) {
      this.#id = record.id;
      this.#told_at = -Infinity;
      this.#told_plays = false;
      this.#wait_ms = 0;
    }
    const plays = this.#player.mood === "playing" && this.#player.played >= PLAYS_AFTER_S;
    const news = plays && !this.#told_plays;
    const since_ms = performance.now() - this.#told_at;
    if (since_ms < this.#wait_ms || (since_ms < REPEAT_MS && !news)) return;
    this.#busy = true;
    this.#wait_ms = 0;
    try {
      await tell("PUT", path(record.id, `viewers/${this.#viewer}`), plays ? this.#proof() : null);
      this.#told_at = performance.now();
      if (plays) this.#told_plays = true;
    } catch (error) {
      // Nobody who watches need know; it is said again with the next look, or when we may.
      this.#told_at = performance.now();
      this.#wait_ms = error instanceof Enough ? 1000 * error.wait_s : REPEAT_MS;
    } finally {
      this.#busy = false;
    }
  }

  #proof() {
    const { delay, played } = this.#player;
    const said = { played_s: Math.round(played * 10) / 10, device: device() };
    // Clocks that are wrong give nonsense: then better nothing.
    if (delay !== null && delay >= 0 && delay < 90) said.delay_s = Math.round(delay * 10) / 10;
    return said;
  }
}

/** The heart: counts at once, and takes it back where the server does not. */
export class Likes {
  #button;
  #count;
  #note;
  #id = "";
  #ahead = 0; // what we know and the record does not say yet
  #waits = 0;
  #record = null;

  constructor(button, count, note) {
    this.#button = button;
    this.#count = count;
    this.#note = note;
    button.addEventListener("click", () => this.#like());
  }

  draw(record) {
    if (record.id !== this.#id) {
      this.#id = record.id;
      this.#ahead = 0;
    }
    this.#record = record;
    this.#button.hidden = !isListed(record);
    const likes = Math.max(record.likes, this.#ahead);
    this.#count.textContent = likes ? number(likes) : "";
  }

  async #like() {
    const record = this.#record;
    if (!isListed(record) || this.#waits) return;
    this.#ahead = Math.max(record.likes, this.#ahead) + 1;
    this.#note.textContent = "";
    this.#beat();
    this.draw(record);
    try {
      const { likes } = await tell("POST", path(record.id, "likes"));
      if (this.#id === record.id) this.#ahead = Math.max(this.#ahead, likes);
    } catch (error) {
      if (this.#id === record.id) this.#ahead -= 1;
      if (error instanceof Enough) this.#rest(error.wait_s);
      else if (!(error instanceof Refused)) this.#note.textContent = word("like_failed");
    }
    this.draw(this.#record);
  }

  /** The server has had enough likes from here for a while. */
  #rest(wait_s) {
    this.#note.textContent = word("like_enough");
    this.#button.setAttribute("aria-disabled", "true");
    clearTimeout(this.#waits);
    this.#waits = setTimeout(() => {
      this.#waits = 0;
      this.#note.textContent = "";
      this.#button.removeAttribute("aria-disabled");
    }, 1000 * wait_s);
  }

  #beat() {
    this.#button.classList.remove("liked");
    void this.#button.offsetWidth; // so that the next like beats anew
    this.#button.classList.add("liked");
  }
}
