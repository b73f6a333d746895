// The server's API with the admin's token. The token is kept for this tab only and never in an address.

import { language } from "./words.js";
import { problem as known, say } from "./admin.words.js";

const KEY = "livedesk-admin";
const TIMEOUT_MS = 15000; // a kick asks the media server

let leave = () => {};

export const signedIn = () => sessionStorage.getItem(KEY) !== null;
export const forget = () => sessionStorage.removeItem(KEY);
export const remember = (token) => sessionStorage.setItem(KEY, token);
/** `then(sentence)` is called when the server takes the token no longer. */
export const whenRefused = (then) => (leave = then);

/** What went wrong, as a sentence for the admin. */
export class Problem extends Error {
  constructor(status, code, sentence) {
    super(sentence);
    this.status = status;
    this.code = code;
  }
}

/** The answer's JSON, null for none. Throws Problem; status 0 where no answer came. */
export async function call(method, path, body, token = sessionStorage.getItem(KEY)) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  let reply, text;
  try {
    const headers = { Authorization: `Bearer ${token}` };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    reply = await fetch(path, {
      method, headers, cache: "no-store", credentials: "omit", signal: abort.signal,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    text = await reply.text();
  } catch {
    throw new Problem(0, "no_answer", say("no_answer"));
  } finally {
    clearTimeout(timer);
  }
  let found = null;
  try {
    found = text ? JSON.parse(text) : null;
  } catch {
    throw new Problem(reply.status, "strange", say("strange", { status: reply.status }));
  }
  if (reply.ok) return found;
  const problem = new Problem(reply.status, found?.code ?? "strange", sentence(reply, found));
  if (reply.status === 401 && token === sessionStorage.getItem(KEY)) leave(problem.message);
  throw problem;
}

function sentence(reply, found) {
  if (reply.status === 401) return say("wrong_token");
  if (reply.status === 429) return say("too_many", { s: reply.headers.get("Retry-After") ?? "60" });
  return known(found?.code) ?? found?.detail ?? say("strange", { status: reply.status });
}

/** The sentence in this page's language, of `{en, zh_CN}`. */
export const told = (words) => (language === "en" ? words.en : words.zh_CN);
