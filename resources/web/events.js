// The server's events: what changes in the live list, as it happens.

const AGAIN_MS = 30_000;

/**
 * Listens while the page is seen. `told` has `upsert(item)`, `remove({id, state, reason})`, `reset()`, and
 * `changed(on)` for when listening begins or breaks off. Answers a function that says whether it listens now.
 */
export function listen(told) {
  let source = null;
  let timer = 0;
  let on = false;

  function feel(now_on) {
    if (on === now_on) return;
    on = now_on;
    told.changed(on);
  }

  function open() {
    if (source || document.hidden || !("EventSource" in window)) return;
    clearTimeout(timer);
    source = new EventSource("/v1/events");
    source.addEventListener("open", () => feel(true));
    source.addEventListener("error", () => {
      feel(false);
      if (source?.readyState !== EventSource.CLOSED) return; // it comes back by itself
      close();
      timer = setTimeout(open, AGAIN_MS);
    });
    source.addEventListener("upsert", (event) => told.upsert(JSON.parse(event.data)));
    source.addEventListener("remove", (event) => told.remove(JSON.parse(event.data)));
    source.addEventListener("reset", () => told.reset());
  }

  function close() {
    source?.close();
    source = null;
    feel(false);
  }

  // A browser has few lines to one server: tabs that nobody sees leave theirs to the others.
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  open();
  return () => on;
}
