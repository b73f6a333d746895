"""Takes README's picture of ``/admin`` from a real server: run it as screenshots.py.

This script is the media server: it tells callbacks and answers ``/stat`` as nginx-rtmp would.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import httpx

PICTURES = Path(__file__).parent / "screenshots"
PORT = 8799
STAT_PORT = 8798
CALLBACK = "/v1/callbacks/nginx-rtmp/picture"
SETTINGS = {
    "LIVEDESK_MEDIA__KIND": "nginx-rtmp",
    "LIVEDESK_MEDIA__PUSH_DOMAIN": "push.example.com",
    "LIVEDESK_MEDIA__PLAY_DOMAIN": "https://play.example.com",
    "LIVEDESK_MEDIA__CALLBACK_SECRET": '["picture"]',
    "LIVEDESK_MEDIA__API": f"http://127.0.0.1:{STAT_PORT}",
    "LIVEDESK_POLICY__POLL_INTERVAL_S": "15",
}
SHOWS = (
    ("Ana", "Sunday sketchbook"),
    ("Tomás", "Garden, live from the shed"),
    ("Mei", "周末夜聊：一壶好茶"),
    ("Lars", "Night shift radio"),
)
VIEWERS = (41, 3, 27, 12)


class Stat(BaseHTTPRequestHandler):
    """nginx-rtmp's list of who publishes: `publishing` by live code, with the client's number."""

    publishing: ClassVar[dict[str, str]] = {}

    def do_GET(self) -> None:
        """Every stream's bytes grow."""
        received = int(1000 * time.monotonic())
        streams = "".join(
            f"<stream><name>{code}</name><bytes_in>{received}</bytes_in>"
            f"<client><id>{client}</id><publishing/></client></stream>"
            for code, client in self.publishing.items()
        )
        live = f"<application><name>live</name><live>{streams}</live></application>"
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"<rtmp><server>{live}</server></rtmp>".encode())

    def log_message(self, *args: object) -> None:
        """Nothing: the terminal is the server's."""


def main() -> None:
    """A server with four shows, one of them interrupted, and Chromium before its desk."""
    PICTURES.mkdir(exist_ok=True)
    stat = ThreadingHTTPServer(("127.0.0.1", STAT_PORT), Stat)
    threading.Thread(target=stat.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        serve = [sys.executable, "-m", "livedesk.server", "serve", "--port", str(PORT)]
        server = subprocess.Popen(
            [*serve, "--data-dir", folder], env=os.environ | SETTINGS, stdout=subprocess.PIPE
        )
        try:
            for line in server.stdout or ():
                if b"serves" in line:
                    break
            token = (Path(folder) / "admin-token").read_text().strip()
            with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", trust_env=False) as http:
                _shows(http, {"Authorization": f"Bearer {token}"})
            _photograph(token)
        finally:
            server.terminate()
            server.wait()


def _shows(http: httpx.Client, admin: dict[str, str]) -> None:
    for client, (name, title) in enumerate(SHOWS):
        made = http.post("/v1/hosts", json={"name": name}, headers=admin).json()
        host = {"Authorization": f"Bearer {made['token']}"}
        record = http.post("/v1/broadcasts", json={"title": title}, headers=host).json()
        code, _, query = record["push"]["stream_key"].partition("?")
        told = {"app": "live", "name": code, "clientid": str(client)}
        params = dict(pair.split("=") for pair in query.split("&"))
        http.post(f"/v1/broadcasts/{record['id']}/heartbeat", headers=host)
        http.post(CALLBACK, data={**told, "call": "publish", **params})
        Stat.publishing[code] = str(client)
        for viewer in range(VIEWERS[client]):
            http.put(f"/v1/broadcasts/{record['id']}/viewers/screenshots-{viewer:05}")
        time.sleep(1)  # so that the list has an order, and ages say something
        if name == "Tomás":
            del Stat.publishing[code]
            http.post(CALLBACK, data={**told, "call": "publish_done"})
    time.sleep(10)  # a poll now and then, but not the third that takes the interrupted one off


def _photograph(token: str) -> None:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_context(
            viewport={"width": 1280, "height": 820}, locale="en", color_scheme="light"
        ).new_page()
        page.goto(f"http://127.0.0.1:{PORT}/admin")
        page.fill("input[type=password]", token)
        page.keyboard.press("Enter")
        page.locator("button[aria-expanded]").first.click()
        page.get_by_text("What happened").wait_for()
        page.wait_for_timeout(1500)
        page.screenshot(path=PICTURES / "admin-light-en.png")
        browser.close()


if __name__ == "__main__":
    main()
