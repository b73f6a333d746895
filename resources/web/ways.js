// The ways a browser can play a broadcast. Each opens an address in a <video> and answers
// {close(), delay() -> seconds or null}; `failed(why)` is called when it cannot go on.

import { now, webAddress } from "./server.js";

const NATIVE_HLS = "application/vnd.apple.mpegurl";

/** The ways to try for the addresses of a record, best first: [{open, url}], and whether https ruled one out. */
export function waysFor(play, video) {
  const buffers = "MediaSource" in window; // not on iPhones: they play HLS themselves, and well
  const native = video.canPlayType(NATIVE_HLS) !== "";
  const addresses = { flv: play.flv && webAddress(play.flv), hls: play.hls && webAddress(play.hls) };
  let blocked = false;
  for (const [name, url] of Object.entries(addresses)) {
    // Mixed content: the browser would refuse it anyway, without telling the page why.
    if (url && location.protocol === "https:" && url.startsWith("http:")) {
      addresses[name] = null;
      blocked = true;
    }
  }
  const ways = [];
  if (addresses.flv && buffers) ways.push({ open: openFlv, url: addresses.flv }); // the lowest delay
  if (addresses.hls) {
    const own = { open: openNative, url: addresses.hls };
    const library = { open: openHls, url: addresses.hls };
    if (buffers) ways.push(library);
    if (native) ways.push(own);
    if (!buffers && "ManagedMediaSource" in window) ways.push(library);
  }
  return { ways, blocked };
}

const scripts = new Map();

/** Loads one of the vendor scripts, once; a failed one is asked for again the next time. */
function script(name) {
  if (!scripts.has(name)) {
    const loading = new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = `/static/vendor/${name}`;
      element.onload = resolve;
      element.onerror = () => {
        element.remove();
        scripts.delete(name);
        reject(new Error(`${name} did not load`));
      };
      document.head.append(element);
    });
    scripts.set(name, loading);
  }
  return scripts.get(name);
}

async function openHls(video, url, failed) {
  await script("hls.light.min.js");
  const { Hls } = window;
  if (!Hls.isSupported()) throw new Error("no media source");
  // Two segments behind the edge is the usual compromise: one stutters on phones, three is a second more for nothing.
  const hls = new Hls({
    liveSyncDurationCount: 2,
    liveMaxLatencyDurationCount: 6,
    maxLiveSyncPlaybackRate: 1.1,
    backBufferLength: 20,
  });
  let retry = 0;
  hls.on(Hls.Events.ERROR, (_, { fatal, details }) => {
    if (!fatal) return;
    // On air a moment before the first segment is written: the player's own patience ends this.
    if (details === Hls.ErrorDetails.MANIFEST_LOAD_ERROR) retry = setTimeout(() => hls.loadSource(url), 1000);
    else failed(details);
  });
  // A closed playlist at the beginning is the remains of an earlier show, not the live picture.
  hls.once(Hls.Events.LEVEL_LOADED, (_, { details }) => details.live || failed("closed playlist"));
  hls.loadSource(url);
  hls.attachMedia(video);
  return {
    close() {
      clearTimeout(retry);
      hls.destroy();
    },
    delay: () => (hls.playingDate ? (now() - hls.playingDate) / 1000 : hls.latency || null),
  };
}

async function openFlv(video, url, failed) {
  await script("mpegts.js");
  const { mpegts } = window;
  if (!mpegts.isSupported()) throw new Error("no media source");
  mpegts.LoggingControl.applyConfig({ enableAll: false });
  const player = mpegts.createPlayer(
    { type: "flv", isLive: true, url },
    // Servers begin with a whole group of pictures: play a little faster until the delay is small again.
    {
      liveSync: true,
      liveSyncMaxLatency: 2.5,
      liveSyncTargetLatency: 1.2,
      liveSyncPlaybackRate: 1.1,
      enableStashBuffer: false,
      lazyLoad: false,
      autoCleanupSourceBuffer: true,
    },
  );
  player.on(mpegts.Events.ERROR, (kind, detail) => failed(`${kind} ${detail}`));
  player.on(mpegts.Events.LOADING_COMPLETE, () => failed("the stream ended"));
  player.attachMediaElement(video);
  player.load();
  return { close: () => player.destroy(), delay: () => lag(video.buffered, video.currentTime) };
}

async function openNative(video, url, failed) {
  const listening = new AbortController();
  const { signal } = listening;
  video.addEventListener("error", () => failed("media error"), { signal });
  video.addEventListener("loadedmetadata", () => video.duration === Infinity || failed("closed playlist"), { signal });
  video.src = url;
  return {
    close() {
      listening.abort();
      video.removeAttribute("src");
      video.load();
    },
    delay() {
      const start = video.getStartDate?.().getTime(); // Safari: the date of position 0, from the playlist
      return start ? (now() - start) / 1000 - video.currentTime : lag(video.seekable, video.currentTime);
    },
  };
}

/** Seconds between the position and the end of what is there. */
const lag = (ranges, position) => (ranges.length ? Math.max(0, ranges.end(ranges.length - 1) - position) : null);
