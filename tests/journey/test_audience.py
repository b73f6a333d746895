"""What a viewer's browser tells the server, and what the list page hears, in real Chromium."""

from __future__ import annotations

import io
import re
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.journey.phone import QUIET
from tests.server_process import ServerProcess
from tests.waiting import until

FAST = {"policy__grace_s": "2", "policy__sweep_interval_s": "0.1"}
NO_PICTURE = FAST | {
    "media__kind": "tencent",
    "media__bizid": "8888",
    "media__callbacks": "false",  # a beat is enough to be on air
}


@pytest.fixture
def browse() -> Iterator[Callable[[Callable[[BrowserContext], Any]], Any]]:
    """Runs something with a phone's browser, in a thread without an event loop of ours."""

    def run(what: Callable[[BrowserContext], Any]) -> Any:
        with sync_playwright() as playwright:
            program = shutil.which("chromium") or shutil.which("chromium-browser")
            assert program, "no chromium: `packaging/bootstrap.py test` installs it"
            browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
            try:
                return what(browser.new_context(**playwright.devices["Pixel 5"], locale="en"))
            finally:
                browser.close()

    with ThreadPoolExecutor(1) as pool:
        yield lambda what: pool.submit(run, what).result(timeout=120)


@pytest.fixture
def server(tmp_path, free_port, request) -> Iterator[ServerProcess]:
    running = ServerProcess(tmp_path / "data", free_port, request.param).start()
    yield running
    assert running.stop() == 0


def cover() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (640, 360), "teal").save(made, "PNG")
    return made.getvalue()


def text(page: Page, selector: str) -> str:
    return " ".join(page.inner_text(selector).split())


@pytest.mark.parametrize("server", [FAST], indirect=True)
def test_who_really_watches_is_counted_is_proof_to_the_host_and_likes(server, browse, test_picture):
    with server.client(server.add_host("Mei")) as http:
        record = http.post("/v1/broadcasts", json={"title": "Cats"}).json()
        path = f"/v1/broadcasts/{record['id']}"
        covered = http.put(f"{path}/cover", content=cover()).json()
        test_picture(record["push"]["url"])
        until(lambda: http.get(path).json()["state"] == "live", within=20)

        def now() -> dict[str, Any]:
            return dict(http.get(path).json())

        def watch(context: BrowserContext) -> None:
            page = context.new_page()
            page.goto(record["watch_url"])
            assert page.get_attribute("#video", "poster") in (None, covered["cover_url"])
            until(lambda: now()["viewers"] == 1, within=20)
            proof = until(lambda: now()["proof"], within=40)
            assert proof["device"] == "Android"
            assert proof["played_s"] >= 5
            assert 0 <= proof["delay_s"] < 90
            assert page.get_attribute("#video", "poster") == covered["cover_url"]
            assert text(page, "#like") == "Like"
            for _ in range(3):
                page.click("#like")
            assert text(page, "#like") == "Like 3"
            until(lambda: now()["likes"] == 3)
            page.reload()  # the same tab is the same viewer
            until(lambda: text(page, "#like") == "Like 3", within=20)
            until(lambda: text(page, "#facts").startswith("1 watching"), within=20)
            for _ in range(8):
                page.click("#like", force=True)
            until(lambda: "plenty" in text(page, "#like-failed"))
            assert text(page, "#like") == "Like 10"
            assert page.get_attribute("#like", "aria-disabled") == "true"
            other = context.browser.new_context().new_page()
            other.goto(record["watch_url"])
            until(lambda: now()["viewers"] == 2, within=20)
            http.post(f"{path}/end")
            until(lambda: not page.is_visible("#like"))
            assert text(page, "#facts").endswith("10")

        browse(watch)
        final = now()
        assert (final["viewers"], final["peak_viewers"], final["likes"]) == (0, 2, 10)


def on_air(server: ServerProcess, by: dict[str, str], title: str) -> str:
    with server.client(by) as http:
        id = http.post("/v1/broadcasts", json={"title": title}).json()["id"]
        http.put(f"/v1/broadcasts/{id}/cover", content=cover())
        assert http.post(f"/v1/broadcasts/{id}/heartbeat").status_code == 204
    return str(id)


def titles(page: Page) -> list[str]:
    return page.locator(".card b").all_inner_texts()


@pytest.mark.parametrize("server", [NO_PICTURE], indirect=True)
@pytest.mark.parametrize("with_events", [True, False])
def test_the_list_page_follows_who_comes_changes_and_goes(server, browse, with_events):
    mei = server.add_host("Mei")
    on_air(server, mei, "First")

    def look(context: BrowserContext) -> None:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        if not with_events:
            page.route("**/v1/events", lambda route: route.abort())
        page.goto(server.url)
        until(lambda: titles(page) == ["First"])
        until(lambda: page.evaluate("document.querySelector('.cover img')?.naturalWidth === 640"))
        until(lambda: any(url.endswith("/v1/events") for url in asked))
        looks = sum("/v1/broadcasts" in url for url in asked)
        began = time.monotonic()
        second = on_air(server, mei, "Second")
        until(lambda: titles(page) == ["Second", "First"])
        if with_events:
            assert time.monotonic() - began < 3.0
        with server.client() as anybody:
            anybody.post(f"/v1/broadcasts/{second}/likes")
        until(lambda: page.locator(".card").first.locator(".likes").inner_text() == "1", within=15)
        with server.client(mei) as http:
            http.post(f"/v1/broadcasts/{second}/end")
        until(lambda: titles(page) == ["First"])
        if with_events:
            assert sum("/v1/broadcasts" in url for url in asked) <= looks + 1  # the reset's
        page.fill("#q", "zebra")
        until(lambda: titles(page) == [])
        on_air(server, mei, "Horses")
        on_air(server, mei, "Two zebras")
        until(lambda: titles(page) == ["Two zebras"])

    browse(look)


@pytest.mark.parametrize("server", [NO_PICTURE], indirect=True)
def test_the_list_page_says_when_the_server_is_away_and_goes_on_when_it_is_back(server, browse):
    mei = server.add_host("Mei")
    on_air(server, mei, "First")

    def look(context: BrowserContext) -> None:
        page = context.new_page()
        page.goto(server.url)
        until(lambda: titles(page) == ["First"])
        server.stop()
        until(lambda: page.is_visible("#away"))
        server.start()
        until(lambda: not page.is_visible("#away"), within=30)
        on_air(server, mei, "Second")
        until(lambda: titles(page) == ["Second", "First"])

    browse(look)


@pytest.mark.parametrize("server", [NO_PICTURE], indirect=True)
def test_the_watch_page_names_the_day_of_a_broadcast_that_was_not_today(server, browse):
    mei = server.add_host("Mei")
    id = on_air(server, mei, "First")
    with server.client(mei) as http:
        ended = http.post(f"/v1/broadcasts/{id}/end").json()

    def look(context: BrowserContext) -> None:
        page = context.new_page()
        url = f"{server.url}/watch/{ended['code']}"
        page.goto(url)
        until(lambda: re.fullmatch(r"\d\d:\d\d", text(page, "#clock")))
        page.clock.set_fixed_time(datetime.now().astimezone() + timedelta(days=2))
        page.reload()
        until(lambda: re.fullmatch(r"[A-Z][a-z]{2} \d+, \d\d:\d\d", text(page, "#clock")))

    browse(look)


@pytest.mark.parametrize("server", [NO_PICTURE], indirect=True)
def test_the_watch_page_of_no_broadcast_has_a_heading_for_readers(server, browse):
    def look(context: BrowserContext) -> None:
        page = context.new_page()
        page.goto(f"{server.url}/watch/live_nobody")
        until(lambda: page.get_by_role("heading", level=1).all_inner_texts())
        assert text(page, "[aria-level='1']") == "There is no such broadcast"

    browse(look)
