"""Takes README's pictures from the real program: ``.venv/bin/python packaging/screenshots.py``.

A console with its own server, ffmpeg as the camera, and Chromium as the phone. Everything runs in a
temporary folder; the pictures go to ``packaging/screenshots/``, ``show.webp`` being the main job in
half a minute.
"""

from __future__ import annotations

import io
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

FILM_FPS = 5
FILM_SIZE = (885, 570)
PICTURES = Path(__file__).parent / "screenshots"
ROOT = Path(__file__).parent.parent

# name: language, appearance, title, what is shown
LOOKS = {
    "ready-light-en": ("en", "light", "Sunday sketchbook", "ready"),
    "live-dark-en": ("en", "dark", "Sunday sketchbook", "live"),
    "live-light-zh": ("zh_CN", "light", "周末夜聊：一壶好茶", "live"),
    "show": ("en", "light", "Sunday sketchbook", "film"),
    "watch-phone-zh": ("zh_CN", "light", "周末夜聊：一壶好茶", "watch"),
}
VIEWERS = 7
NAMES = {"en": "Ana", "zh_CN": "安娜"}
CAMERA = (
    *("-f", "lavfi", "-i", "sine=sample_rate=44100", "-map", "0:v", "-map", "1:a"),
    *("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "25"),
    *("-pix_fmt", "yuv420p", "-c:a", "aac", "-f", "flv"),
)


def main(names: list[str]) -> None:
    """Each picture by a process of its own: language and appearance are a whole program's."""
    sys.path.insert(0, str(ROOT))
    if len(names) == 1:
        _take(names[0])
        return
    PICTURES.mkdir(exist_ok=True)
    for name in names or LOOKS:
        print(f"{name} …", flush=True)
        subprocess.run([sys.executable, __file__, name], check=True)


def _take(name: str) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt loads

    from livedesk.client.keychain import Keychain
    from livedesk.desk.bites import at_once
    from livedesk.desk.language import speak
    from livedesk.desk.main_window import MainWindow
    from livedesk.desk.screen import open_screen
    from livedesk.desk.widgets import icons, theme
    from livedesk.desk.workers.background import stop_all
    from livedesk.desk.workers.live import Live
    from livedesk.desk.workers.obs_link import ObsLink
    from livedesk.desk.workers.preview_feed import PreviewFeed

    language, appearance, title, shown = LOOKS[name]
    qt = open_screen("livedesk")
    theme.dress(qt, {"LIVEDESK_APPEARANCE": appearance})
    icons.load()
    speak(qt, language)
    with tempfile.TemporaryDirectory() as folder:
        live, feed = Live(None, Path(folder) / "data", Path(folder) / "log"), PreviewFeed()
        obs = ObsLink(Keychain(Path(folder)))
        window = MainWindow(time.time)
        at_once(window.furnish(live, feed, obs))
        feed.start()
        obs.start()
        live.start()
        window.show()
        try:
            _wait(qt, window.studio.form.isVisible)
            live.rename(NAMES[language])
            _wait(qt, lambda: window.scene.host and window.scene.host.name == NAMES[language])
            if shown == "film":
                _film(qt, window, live, title, Path(folder) / "scene.png")
                return
            live.create(title, "ana_1122", 86400, False)
            _wait(qt, lambda: window.scene.record is not None)
            _share(qt, live, window)
            if shown != "ready":
                with _camera(window.scene.record.push.url, Path(folder) / "scene.png"):
                    _wait(qt, lambda: window.scene.on_air and window.scene.picture)
                    _wait(qt, lambda: window.scene.beat is not None)
                    for viewer in range(VIEWERS):
                        _join(window.scene.record, viewer)
                        _rest(qt, 2.0)
                    _wait(qt, lambda: window.scene.record.viewers == VIEWERS)
                    if shown == "watch":
                        _watch(window.scene.record.watch_url, name)
                    else:
                        window.grab().save(str(PICTURES / f"{name}.png"))
            else:
                _rest(qt, 2.0)
                window.grab().save(str(PICTURES / f"{name}.png"))
            live.end()
            _wait(qt, lambda: window.scene.record.state == "ended")
        finally:
            window.hide()
            live.stop(5.0)
            stop_all((feed, obs), 5.0)
            _stop_server(Path(folder) / "data" / "server.json")


def _film(qt: object, window: object, live: object, title: str, scene: Path) -> None:
    """The main job as a host does it, at five frames a second."""
    from PIL import Image
    from PySide6.QtCore import QBuffer

    from livedesk.desk.end_question import EndQuestion

    frames: list[Image.Image] = []

    def for_(seconds: float) -> None:
        for _ in range(round(seconds * FILM_FPS)):
            _rest(qt, 1 / FILM_FPS)
            buffer = QBuffer()
            window.grab().save(buffer, "PNG")
            whole = Image.open(io.BytesIO(bytes(buffer.data()))).convert("RGB")
            frames.append(whole.resize(FILM_SIZE, Image.Resampling.LANCZOS))

    form = window.studio.form
    for_(1.5)
    for letter in title:
        form.title.edit.insert(letter)
        for_(1 / FILM_FPS)
    for_(1.5)
    form.button.click()
    _wait(qt, lambda: window.scene.record is not None)
    _share(qt, live, window)
    for_(4.0)
    with _camera(window.scene.record.push.url, scene):
        while not (window.scene.on_air and window.scene.picture):
            for_(1 / FILM_FPS)
        for viewer in range(VIEWERS):
            _join(window.scene.record, viewer)
            for_(1.6)
        while window.scene.record.viewers < VIEWERS:  # they are told every few seconds
            for_(1 / FILM_FPS)
        window.strip.action.click()
        for_(2.0)
        window.findChild(EndQuestion).end.click()
        _wait(qt, lambda: window.scene.record.state == "ended")
    for_(5.0)
    first, *rest = frames
    first.save(
        PICTURES / "show.webp",
        save_all=True,
        append_images=rest,
        duration=round(1000 / FILM_FPS),
        loop=0,
        quality=70,
        method=4,
    )
    print(f"{len(frames) / FILM_FPS:.0f} s")


def _share(qt: object, live: object, window: object) -> None:
    """So that there is a QR code; without a network the picture shows the switch instead."""
    from livedesk.desk.workers.lan import lan_addresses

    found = lan_addresses()
    if found:
        live.share(found[0].address)
        _wait(qt, lambda: found[0].address in (window.scene.record.watch_url or ""))


def _join(record: object, viewer: int) -> None:
    """What a phone says that has played the picture for five seconds; every second one likes it."""
    import httpx

    url = record.watch_url
    with httpx.Client(base_url=url[: url.index("/watch/")], trust_env=False) as http:
        path = f"/v1/broadcasts/{record.id}"
        proof = {"played_s": 5, "delay_s": 2.4, "device": "iPhone"}
        http.put(f"{path}/viewers/screenshots-{viewer:05}", json=proof).raise_for_status()
        if viewer % 2:  # ten likes a minute are taken from one address
            http.post(f"{path}/likes").raise_for_status()


def _watch(url: str, name: str) -> None:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_context(
            **playwright.devices["iPhone 13"], locale="zh-CN", color_scheme="dark"
        ).new_page()
        page.goto(url)
        deadline = time.monotonic() + 30
        while page.evaluate("video.getVideoPlaybackQuality().totalVideoFrames") < 75:
            if time.monotonic() > deadline:
                raise SystemExit("the watch page does not play")
            page.wait_for_timeout(100)
        bottom = page.evaluate("share.getBoundingClientRect().bottom + 16")
        whole = {"x": 0, "y": 0, "width": page.viewport_size["width"], "height": bottom}
        page.screenshot(path=PICTURES / f"{name}.png", clip=whole)
        browser.close()


def _paint(file: Path) -> None:
    """An evening in the hills, for the camera to look at."""
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPolygonF

    picture = QImage(1280, 720, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    sky = QLinearGradient(0, 0, 0, 720)
    for at, colour in ((0, "#2b3a67"), (0.45, "#b5657b"), (0.75, "#f0a868")):
        sky.setColorAt(at, QColor(colour))
    painter.fillRect(picture.rect(), sky)
    painter.setPen(QColor(0, 0, 0, 0))
    painter.setBrush(QColor("#ffe3b0"))
    painter.drawEllipse(QPointF(850, 400), 74, 74)
    for n, colour in enumerate(("#6d5578", "#4a3f63", "#2c2a48")):
        ridge = [
            QPointF(x, 470 + 75 * n + 55 * math.sin(x / (170 + 60 * n) + 2.1 * n))
            for x in range(0, 1300, 20)
        ]
        painter.setBrush(QColor(colour))
        painter.drawPolygon(QPolygonF([*ridge, QPointF(1280, 720), QPointF(0, 720)]))
    painter.end()
    picture.save(str(file))


@contextmanager
def _camera(url: str, scene: Path) -> Iterator[None]:
    _paint(scene)
    seen = ["-re", "-loop", "1", "-framerate", "25", "-i", str(scene)]
    command = ["ffmpeg", "-loglevel", "error", *seen, *CAMERA, url]
    camera = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        camera.kill()
        camera.wait()


def _wait(qt: object, check: Callable[[], bool], within: float = 30.0) -> None:
    deadline = time.monotonic() + within
    while not check():
        qt.processEvents()
        time.sleep(0.02)
        if time.monotonic() > deadline:
            raise SystemExit("the program did not come so far")


def _rest(qt: object, seconds: float) -> None:
    """Let the window live on for a while, so that clocks and ages say something."""
    until = time.monotonic() + seconds
    _wait(qt, lambda: time.monotonic() > until, seconds + 5)


def _stop_server(note: Path) -> None:
    if note.exists():
        os.kill(json.loads(note.read_text())["pid"], signal.SIGTERM)
        deadline = time.monotonic() + 10
        while note.exists() and time.monotonic() < deadline:
            time.sleep(0.05)


if __name__ == "__main__":
    main(sys.argv[1:])
