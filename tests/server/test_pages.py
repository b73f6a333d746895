from __future__ import annotations

import asyncio
import mimetypes
import re
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from livedesk import places
from livedesk.server import pages

WEB = places.resource("web")
OWN_SCRIPTS = sorted(WEB.glob("*.js"))
OWN_PAGES = sorted(WEB.glob("*.html"))


def get(path: str, web: Path = WEB, **headers: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        app = Starlette(routes=pages.routes(web))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://live") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(ask())


def directives(reply: httpx.Response) -> dict[str, list[str]]:
    policy = reply.headers["Content-Security-Policy"]
    return {name: rest for name, *rest in (part.split() for part in policy.split(";"))}


class Tags(HTMLParser):
    """Every tag of a page with its attributes, and what stands inside scripts and styles."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inline = ""
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in ("script", "style"):
            self.inline += data.strip()


@pytest.mark.parametrize(
    ("path", "script"),
    [("/", "/static/list.js"), ("/watch/8888_ana_1122", "/static/watch.js")],
)
def test_each_page_comes_as_html_with_its_own_script(path: str, script: str) -> None:
    reply = get(path)
    assert reply.status_code == 200
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert f'src="{script}"' in reply.text


@pytest.mark.parametrize("path", ["/", "/watch/live_me", "/static/words.js", "/static/style.css"])
def test_nothing_but_our_own_files_may_run_or_style(path: str) -> None:
    reply = get(path)
    policy = directives(reply)
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    assert policy["style-src"] == ["'self'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_pictures_may_come_from_any_web_host_and_from_the_player_itself() -> None:
    policy = directives(get("/watch/live_me"))
    assert {"http:", "https:", "blob:"} <= set(policy["media-src"])
    assert {"'self'", "http:", "https:"} <= set(policy["connect-src"])


@pytest.mark.parametrize("path", ["/", "/static/player.js"])
def test_a_page_that_did_not_change_is_not_sent_again(path: str) -> None:
    first = get(path)
    assert first.headers["Cache-Control"] == "no-cache"
    again = get(path, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == "no-cache"


def test_scripts_keep_their_type_where_the_system_knows_a_wrong_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mimetypes.init()
    monkeypatch.setitem(mimetypes.types_map, ".js", "text/plain")
    reply = get("/static/watch.js")
    assert reply.headers["Content-Type"].split(";")[0] == "text/javascript"


def test_large_files_travel_compressed(tmp_path: Path) -> None:
    (tmp_path / "large.js").write_text("play();" * 10_000)
    reply = get("/static/large.js", tmp_path)
    assert reply.headers["Content-Encoding"] == "gzip"
    assert reply.text == "play();" * 10_000


@pytest.mark.parametrize(
    "path",
    [
        "/static/none.js",
        "/static/../app.py",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/static/..%5c..%5cpyproject.toml",
        "/static/%2fetc/passwd",
        "/static/",
        "/watch/",
        "/watch/a/b",
    ],
)
def test_what_is_no_page_and_no_file_of_the_folder_is_not_found(path: str) -> None:
    assert get(path).status_code == 404


def test_the_not_found_page_speaks_in_words_and_leads_to_the_list() -> None:
    reply = pages.not_found(WEB)
    page = (WEB / "not_found.html").read_text("utf-8")
    assert reply.status_code == 404
    assert reply.headers["Content-Security-Policy"] == pages.CONTENT_SECURITY_POLICY
    assert "There is no page at this address." in page
    assert 'href="/"' in page


@pytest.mark.parametrize("page", OWN_PAGES, ids=lambda page: page.name)
def test_pages_have_no_inline_script_or_style_and_load_nothing_from_elsewhere(page: Path) -> None:
    seen = Tags(page)
    assert seen.inline == ""
    for tag, attributes in seen.tags:
        assert not {name for name in attributes if name.startswith("on") or name == "style"}, tag
        address = attributes.get("src") or attributes.get("href") or "/"
        assert address.startswith("/"), address
        assert not address.startswith("//"), address
        if address.startswith("/static/"):
            assert (WEB / address.removeprefix("/static/").split("#")[0]).is_file(), address


@pytest.mark.parametrize("file", [*OWN_PAGES, *OWN_SCRIPTS], ids=lambda file: file.name)
def test_every_icon_named_is_drawn(file: Path) -> None:
    text = file.read_text("utf-8")
    named = set(re.findall(r'icons\.svg#([\w-]+)"|\bicon\("([\w-]+)"\)|\bicon: "([\w-]+)"', text))
    assert {name for found in named for name in found if name} <= drawn_icons()


def drawn_icons() -> set[str]:
    return set(re.findall(r'<symbol id="([\w-]+)"', (WEB / "icons.svg").read_text("utf-8")))


def sentences(language: str) -> dict[str, str]:
    text = (WEB / "words.js").read_text("utf-8")
    table = text.split(f"const {language} = {{")[1].split("\n};")[0]
    return dict(re.findall(r'^  (\w+): "(.*)",$', table, re.MULTILINE))


def test_both_languages_say_the_same_things() -> None:
    english, chinese = sentences("EN"), sentences("ZH")
    assert len(english) > 40
    assert english.keys() == chinese.keys()
    for key, sentence in english.items():
        places_in = re.compile(r"\{(\w+)\}")
        assert set(places_in.findall(sentence)) == set(places_in.findall(chinese[key])), key


def test_every_sentence_asked_for_is_in_the_table() -> None:
    asked: set[str] = set()
    for file in (*OWN_PAGES, *OWN_SCRIPTS):
        text = file.read_text("utf-8")
        asked |= set(re.findall(r'data-(?:word|label|placeholder)="(\w+)"', text))
        asked |= set(re.findall(r'\bword\("(\w+)"', text))
    assert len(asked) > 40
    assert asked <= sentences("EN").keys()


def test_every_state_has_its_word_and_its_icon() -> None:
    icons = dict(re.findall(r'(\w+): "([\w-]+)"', line_with("const ICONS", WEB / "cards.js")))
    assert icons.keys() == {"ready", "live", "interrupted", "offline", "ended"}
    assert icons.keys() <= sentences("EN").keys()
    assert set(icons.values()) <= drawn_icons()


def line_with(start: str, file: Path) -> str:
    return next(line for line in file.read_text("utf-8").splitlines() if line.startswith(start))
