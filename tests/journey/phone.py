"""Headless Chromium as a phone: does the watch page play?"""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from playwright.sync_api import sync_playwright

from tests.waiting import until

# Only what this machine serves is ever asked for.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PLAYED = """() => {
    const video = document.querySelector("video");
    const frames = video.getVideoPlaybackQuality().totalVideoFrames;
    return {time: video.currentTime, frames: frames, pill: pill.dataset.state};
}"""


@dataclass(frozen=True)
class Watched:
    """What the phone saw: seconds that the picture advanced, frames decoded, foreign addresses."""

    seconds: float
    frames: int
    state: str
    text: str
    elsewhere: tuple[str, ...]


def watch(url: str) -> Watched:
    """Open `url` and watch for two seconds of picture.

    Raises:
        AssertionError: the picture did not begin, or did not go on.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "no chromium: `packaging/bootstrap.py test` installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        phone = playwright.devices["Pixel 5"]
        page = browser.new_context(**phone, locale="zh-CN").new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(url)
        until(lambda: page.evaluate(PLAYED)["frames"] > 0, within=30)
        begin = page.evaluate(PLAYED)["time"]
        until(lambda: page.evaluate(PLAYED)["time"] > begin + 2, within=30)
        seen = page.evaluate(PLAYED)
        text = page.inner_text("body")
        browser.close()
    origin = url.split("/watch/")[0]
    elsewhere = {one for one in asked if not one.startswith((origin, "blob:", "data:"))}
    return Watched(
        seen["time"] - begin, seen["frames"], seen["pill"], text, tuple(sorted(elsewhere))
    )
