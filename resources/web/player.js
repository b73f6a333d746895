// Keeps one live picture going: tries the ways in turn, notices when the picture stands still, begins again by itself.

import { waysFor } from "./ways.js";

const PAUSES_MS = [1000, 2000, 4000, 8000, 15000]; // between rounds through all ways
const STILL_MS = 2000; // without a new picture: say "one moment"
const STUCK_MS = 10000; // without a new picture: begin again
const FIRST_MS = 6000; // for the first picture; more in every further round, for slow networks
const GOOD_S = 3; // a way that has played so long works: after it breaks, it is the first to be tried again

/**
 * Attributes: `mood` is what a person should see:
 *   off | starting | playing | still | paused (by the viewer) | refused (autoplay) |
 *   blocked (https page, http picture) | unplayable;
 *   `rounds`: how often all ways have failed in a row. `changed` is called when one of them changes;
 *   `played`: for how many seconds the picture has really moved since start().
 */
export class Player {
  mood = "off";
  rounds = 0;
  played = 0;
  #ways = [];
  #next = 0;
  #failures = 0; // attempts in a row that never played well
  #attempt = 0; // late answers of an earlier attempt are known by their number
  #running = null;
  #retry = 0;
  #held = false;
  #stopped = true;
  #position = 0;
  #moved_at = 0;
  #played_s = 0;

  constructor(video, still, changed) {
    this.video = video;
    this.still = still;
    this.changed = changed;
    video.addEventListener("pause", () => this.#paused());
    video.addEventListener("ended", () => this.#running && this.#failed(this.#attempt));
    setInterval(() => this.#look(), 500);
    document.addEventListener("visibilitychange", () => this.#seenAgain());
  }

  /** Begins with the addresses of a record; it goes on until stop(). */
  start(play) {
    const blocked = this.refresh(play);
    this.#stopped = false;
    this.#held = false;
    this.played = 0;
    this.#next = 0;
    if (this.#ways.length) this.again();
    else {
      this.#close();
      this.#feel(blocked ? "blocked" : "unplayable");
    }
  }

  /** The same addresses with newer signatures: for the next attempt. Answers whether https ruled one out. */
  refresh(play) {
    const { ways, blocked } = waysFor(play, this.video);
    this.#ways = ways;
    if (this.#next >= ways.length) this.#next = 0;
    return blocked;
  }

  /** From the way that was used last, at the live edge. */
  again() {
    this.rounds = 0;
    this.#failures = 0;
    this.#try();
  }

  stop() {
    this.#stopped = true;
    this.#close();
    this.still.hidden = true;
    this.#feel("off");
  }

  /** The server says that the picture stopped: let the last of it play, and do not begin again until release(). */
  hold() {
    this.#held = true;
    clearTimeout(this.#retry);
  }

  release() {
    if (!this.#held) return;
    this.#held = false;
    const moving = this.#running && performance.now() - this.#moved_at < STILL_MS;
    if (!moving && this.mood !== "paused" && this.mood !== "refused") this.again();
  }

  /** The viewer's pause: nothing is loaded meanwhile, and again() comes back at the live edge. */
  pause() {
    this.#close();
    this.#feel("paused");
  }

  /** Seconds behind the live picture as far as can be known, or null. */
  get delay() {
    return this.mood === "playing" ? (this.#running?.delay() ?? null) : null;
  }

  async #try() {
    this.#close();
    const attempt = this.#attempt;
    const way = this.#ways[this.#next];
    this.#moved_at = performance.now();
    this.#played_s = 0;
    this.#feel("starting");
    try {
      const running = await way.open(this.video, way.url, () => this.#failed(attempt));
      if (attempt !== this.#attempt) {
        running.close();
        return;
      }
      this.#running = running;
      this.#position = this.video.currentTime;
      await this.#play();
    } catch (error) {
      if (attempt !== this.#attempt) return;
      if (error.name === "NotAllowedError") this.#feel("refused");
      else this.#failed(attempt);
    }
  }

  /** Browsers refuse to begin with sound by themselves: then without. */
  async #play() {
    try {
      await this.video.play();
    } catch (error) {
      if (error.name !== "NotAllowedError" || this.video.muted) throw error;
      this.video.muted = true;
      await this.video.play();
    }
  }

  #failed(attempt) {
    if (attempt !== this.#attempt) return;
    const worked = this.#played_s >= GOOD_S;
    this.#close();
    if (this.#held) return;
    let pause_ms = PAUSES_MS[0];
    if (!worked) {
      this.#next = (this.#next + 1) % this.#ways.length;
      this.#failures += 1;
      this.rounds = Math.floor(this.#failures / this.#ways.length);
      const roundOver = this.#failures % this.#ways.length === 0;
      pause_ms = roundOver ? PAUSES_MS[Math.min(this.rounds, PAUSES_MS.length) - 1] : 0;
    }
    this.#feel("starting", true);
    this.#retry = setTimeout(() => this.#try(), pause_ms);
  }

  #close() {
    this.#attempt += 1;
    clearTimeout(this.#retry);
    if (!this.#running) return;
    this.#keepStill();
    const running = this.#running;
    this.#running = null;
    running.close();
  }

  /** The last picture stays to be seen while the video element is empty. */
  #keepStill() {
    const { video, still } = this;
    if (!video.videoWidth || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    still.width = video.videoWidth;
    still.height = video.videoHeight;
    still.getContext("2d").drawImage(video, 0, 0);
    still.hidden = false;
  }

  #look() {
    if (!this.#running || this.mood === "paused" || this.mood === "refused") return;
    const position = this.video.currentTime;
    const at = performance.now();
    if (position !== this.#position) {
      // Jumps to the live edge are movement, but no time played.
      if (position > this.#position && position - this.#position < 2) {
        this.#played_s += position - this.#position;
        this.played += position - this.#position;
      }
      this.#position = position;
      this.#moved_at = at;
      if (this.#played_s > 0) {
        this.still.hidden = true;
        if (this.#played_s >= GOOD_S) this.#failures = this.rounds = 0;
        this.#feel("playing");
      }
      return;
    }
    const still_ms = at - this.#moved_at;
    if (this.mood === "playing" && still_ms > STILL_MS) this.#feel("still");
    const patience_ms = this.#played_s > 0 ? STUCK_MS : FIRST_MS + 4000 * Math.min(this.rounds, 4);
    if (still_ms > patience_ms && !document.hidden && !this.#held) this.#failed(this.#attempt);
  }

  /** Paused by something else than us: the phone's own player, a headset, a call. */
  #paused() {
    const ours = !this.#running || this.mood !== "playing" || this.video.ended || !this.video.paused;
    if (!ours && !document.hidden) this.pause();
  }

  #seenAgain() {
    this.#moved_at = performance.now(); // nobody has looked meanwhile
    if (!document.hidden && this.#running && this.video.paused && this.mood === "playing") this.again();
  }

  #feel(mood, always = false) {
    if (this.#stopped && mood !== "off") return;
    if (mood === this.mood && !always) return;
    this.mood = mood;
    this.changed();
  }
}
