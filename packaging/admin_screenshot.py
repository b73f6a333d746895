"""Takes README's picture of ``/admin`` from a real server: run it as screenshots.py.

The media server's callbacks are told by this script, as nginx-rtmp would tell them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

PICTURES = Path(__file__).parent / "screenshots"
PORT = 8799
CALLBACK = "/v1/callbacks/nginx-rtmp/picture"
SETTINGS = {
    "LIVEDESK_MEDIA__KIND": "nginx-rtmp",
    "LIVEDESK_MEDIA__PUSH_DOMAIN": "push.example.com",
    "LIVEDESK_MEDIA__PLAY_DOMAIN": "https://play.example.com",
    "LIVEDESK_MEDIA__CALLBACK_SECRET": '["picture"]',
}
SHOWS = (
    ("Ana", "Sunday sketchbook"),
    ("Tomás", "Garden, live from the shed"),
    ("Mei", "周末夜聊：一壶好茶"),
    ("Lars", "Night shift radio"),
)


def main() -> None:
    """A server with four shows, one of them interrupted, and Chromium before its desk."""
    PICTURES.mkdir(exist_ok=True)
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
        if name == "Tomás":
            http.post(CALLBACK, data={**told, "call": "publish_done"})
        time.sleep(1)  # so that the list has an order, and ages say something


def _photograph(token: str) -> None:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_context(
            viewport={"width": 1280, "height": 760}, locale="en", color_scheme="light"
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
