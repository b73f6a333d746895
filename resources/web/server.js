// Questions to our own server. Only public GETs: the pages hold no token.

const TIMEOUT_MS = 8000;
let skew_ms = 0; // the server's clock minus this one's: viewers' clocks may be wrong by hours

/** The server says that there is no such thing (404), or that the question makes no sense (400). */
export class Refused extends Error {
  constructor(status) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

/**
 * The JSON at `path`.
 * Throws Refused for 400 and 404; anything else (no answer, 429, 5xx, not JSON) is an ordinary Error: ask again.
 */
export async function ask(path) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const reply = await fetch(path, { cache: "no-cache", signal: abort.signal });
    noteClock(reply.headers.get("Date"));
    if (reply.status === 400 || reply.status === 404) throw new Refused(reply.status);
    if (!reply.ok) throw new Error(`HTTP ${reply.status}`);
    return await reply.json();
  } finally {
    clearTimeout(timer);
  }
}

/** The server has had enough of us (429): `wait_s` until the next call may be taken. */
export class Enough extends Error {
  constructor(wait_s) {
    super("HTTP 429");
    this.wait_s = wait_s;
  }
}

/**
 * Says something: the answer's JSON, or null where it has none.
 * Throws Enough for 429, Refused for every other 4xx; anything else is an ordinary Error.
 */
export async function tell(method, path, said = null) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  const body = said && JSON.stringify(said);
  const headers = said ? { "Content-Type": "application/json" } : {};
  try {
    const reply = await fetch(path, { method, headers, body, signal: abort.signal });
    if (reply.status === 429) throw new Enough(Number(reply.headers.get("Retry-After")) || 60);
    if (reply.status >= 400 && reply.status < 500) throw new Refused(reply.status);
    if (!reply.ok) throw new Error(`HTTP ${reply.status}`);
    return reply.status === 204 ? null : await reply.json();
  } finally {
    clearTimeout(timer);
  }
}

export const broadcastPath = (code) => `/v1/broadcasts/${encodeURIComponent(code)}`;
export const watchPath = (code) => `/watch/${encodeURIComponent(code)}`;

/** Epoch milliseconds by the server's clock. */
export const now = () => Date.now() + skew_ms;

function noteClock(date) {
  const heard = Date.parse(date ?? "") - Date.now();
  // The header has whole seconds only: following every small change would make clocks stumble.
  if (Math.abs(heard - skew_ms) > 2000) skew_ms = heard;
}

/** `text` as an absolute http(s) address, or null: covers and play addresses are other people's text. */
export function webAddress(text) {
  try {
    const url = new URL(text, location.href);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * Calls `look` again and again; it returns the pause in milliseconds. Looks at once when the tab is seen again
 * and when the returned function is called.
 */
export function repeat(look) {
  let timer = 0;
  let busy = false;
  let again = false;
  async function turn() {
    clearTimeout(timer);
    again = busy;
    if (busy) return;
    busy = true;
    let pause_ms = 15000;
    try {
      pause_ms = await look();
    } finally {
      busy = false;
      if (document.hidden) pause_ms = Math.max(pause_ms, 15000);
      timer = setTimeout(turn, again ? 0 : pause_ms);
    }
  }
  document.addEventListener("visibilitychange", () => document.hidden || turn());
  addEventListener("online", turn);
  turn();
  return turn;
}
