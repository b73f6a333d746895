// The buttons on and under the picture.

import { icon } from "./cards.js";
import { label, word } from "./words.js";

const IDLE_MS = 3500;
const COPIED_MS = 1200;
const $ = (id) => document.getElementById(id);

/** Wires the buttons to `player`; answers the function that draws them. */
export function controls(player) {
  const { video } = player;
  const stage = $("stage");

  function draw() {
    const on = ["playing", "still", "paused", "starting"].includes(player.mood);
    const stopped = player.mood === "paused" || player.mood === "refused";
    $("controls").hidden = !on;
    const veiled = !$("veil").hidden;
    $("begin").hidden = !stopped || veiled;
    $("unmute").hidden = !video.muted || player.mood !== "playing" || veiled;
    face($("pause"), stopped ? "play" : "pause", stopped ? "play" : "pause");
    face($("mute"), video.muted ? "muted" : "sound", video.muted ? "unmute" : "mute");
    stage.classList.toggle("playing", player.mood === "playing");
  }

  function sound(on) {
    video.muted = !on;
    draw();
  }

  $("pause").addEventListener("click", () => (player.mood === "paused" ? player.again() : player.pause()));
  $("begin").addEventListener("click", () => {
    // A click is what browsers wait for: now sound is allowed too.
    if (player.mood === "refused") video.muted = false;
    player.again();
  });
  $("unmute").addEventListener("click", () => sound(true));
  $("mute").addEventListener("click", () => sound(video.muted));
  video.addEventListener("volumechange", draw);

  const canFill = document.fullscreenEnabled || video.webkitEnterFullscreen;
  $("fullscreen").hidden = !canFill;
  $("fullscreen").addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (document.fullscreenEnabled) stage.requestFullscreen();
    else video.webkitEnterFullscreen(); // iPhones fill the screen with the video only
  });

  let idle = 0;
  function wake() {
    stage.classList.remove("idle");
    clearTimeout(idle);
    idle = setTimeout(() => stage.classList.add("idle"), IDLE_MS);
  }
  for (const kind of ["pointermove", "pointerdown", "focusin"]) stage.addEventListener(kind, wake);
  wake();

  $("share").addEventListener("click", share);
  return draw;
}

function face(button, iconName, wordKey) {
  if (button.dataset.face === iconName) return;
  button.dataset.face = iconName;
  button.replaceChildren(icon(iconName));
  label(button, wordKey);
}

async function share() {
  const url = location.origin + location.pathname;
  $("share-failed").textContent = "";
  if (navigator.share) {
    try {
      await navigator.share({ title: $("title").textContent, url });
      return;
    } catch (error) {
      if (error.name === "AbortError") return; // the viewer changed their mind
    }
  }
  try {
    await copy(url);
  } catch {
    $("share-failed").textContent = word("copy_failed");
    return;
  }
  const button = $("share");
  button.replaceChildren(icon("tick"), word("copied"));
  setTimeout(() => button.replaceChildren(icon("share"), word("share")), COPIED_MS);
}

/** Pages opened with http:// have no navigator.clipboard: they copy a selection, the old way. */
export async function copy(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  field.readOnly = true;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("copy refused");
}
