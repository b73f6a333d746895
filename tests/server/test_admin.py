"""The operator's desk in a real browser, against a real server process."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

import livedesk.server
from livedesk import places
from livedesk.domain.errors import StoreUnavailable
from livedesk.domain.verdict import Reason, State
from tests.journey.phone import QUIET
from tests.server.test_create import problem
from tests.server.test_pages import Tags
from tests.server_process import ServerProcess, command

WEB = places.resource("web")
SERVER = Path(livedesk.server.__file__).parent
SCRIPTS = [*WEB.glob("admin*.js"), WEB / "docs.js"]
FILES = [*SCRIPTS, WEB / "admin.html", WEB / "docs.html"]


@dataclass
class Desk:
    """A server with a show of one host, and the browser in front of it."""

    server: ServerProcess
    browser: Browser
    host: dict[str, str]

    def create(self, title: str, **asked: object) -> dict[str, Any]:
        with self.server.client(self.host) as http:
            answer = http.post("/v1/broadcasts", json={"title": title, **asked})
            assert answer.status_code == 201, answer.text
            return dict(answer.json())

    def beat(self, record: dict[str, Any]) -> None:
        with self.server.client(self.host) as http:
            http.post(f"/v1/broadcasts/{record['id']}/heartbeat").raise_for_status()

    def callback(self, call: str, record: dict[str, Any], **changed: str) -> httpx.Response:
        """What nginx-rtmp would say."""
        name, _, query = record["push"]["stream_key"].partition("?")
        params = dict(pair.split("=") for pair in query.split("&")) | changed
        form = {"app": "live", "clientid": "1", "call": call, "name": name, **params}
        with self.server.client() as http:
            return http.post("/v1/callbacks/nginx-rtmp/guess-me", data=form)

    def token(self) -> str:
        return self.server.admin()["Authorization"].removeprefix("Bearer ")

    def state(self, record: dict[str, Any]) -> tuple[str, str]:
        with self.server.client() as http:
            found = http.get(f"/v1/broadcasts/{record['id']}").json()
            return found["state"], found["reason"]

    def page(self, **context: object) -> Page:
        """A signed-out page; every error in it fails the test."""
        made = self.browser.new_context(**{"locale": "en-GB", **context})  # type: ignore[arg-type]
        page = made.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: pytest.fail(f"in the page: {error}"))
        page.goto(f"{self.server.url}/admin")
        return page

    def signed_in(self, **context: object) -> Page:
        page = self.page(**context)
        page.locator("#token").fill(self.token())
        page.keyboard.press("Enter")
        expect(page.locator("#desk")).to_be_visible()
        return page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "no chromium: `packaging/bootstrap.py test` installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def desk(tmp_path: Path, free_port: int, browser: Browser) -> Iterator[Desk]:
    settings = {
        "media__kind": "nginx-rtmp",
        "media__push_domain": "127.0.0.1",
        "media__callback_secret": '["guess-me"]',
        "policy__sweep_interval_s": "0.2",
    }
    server = ServerProcess(tmp_path / "data", free_port, settings).start()
    try:
        with server.client(server.admin()) as http:
            made = http.post("/v1/hosts", json={"name": "Mei Lin"}).json()
        yield Desk(server, browser, {"Authorization": f"Bearer {made['token']}"})
    finally:
        server.stop()


@pytest.fixture
def show(desk: Desk) -> dict[str, Any]:
    """Mei is on air."""
    record = desk.create("Evening tea")
    desk.beat(record)
    assert desk.callback("publish", record).status_code == 200
    return record


def opened(page: Page, title: str) -> Any:
    """The row of a broadcast, opened."""
    row = page.locator("#broadcasts > li", has_text=title)
    row.locator(".line").click()
    expect(row.locator(".verdict")).not_to_be_empty()
    return row


def test_only_an_admins_token_is_let_in_and_it_stays_in_the_tab(desk):
    page = desk.page()
    page.locator("#token").fill("lda_wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text("This token is unknown or was replaced.")
    page.locator("#token").fill(desk.host["Authorization"].removeprefix("Bearer "))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("host's token")
    page.locator("#token").fill(desk.token())
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#desk")).to_be_visible()
    page.reload()
    expect(page.locator("#desk")).to_be_visible()
    assert page.locator("#token").input_value() == ""
    kept = "() => [localStorage.length, document.cookie, location.href, sessionStorage.length]"
    assert page.evaluate(kept) == [0, "", f"{desk.server.url}/admin", 1]
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("#sign-in")).to_be_visible()
    assert page.evaluate("() => sessionStorage.length") == 0
    assert desk.server.log().count(desk.token()) == 1  # at the first start, to who started it


def test_a_row_opens_to_what_the_server_knows(desk, show):
    page = desk.signed_in()
    row = opened(page, "Evening tea")
    expect(row.locator(".verdict")).to_contain_text("The picture has been coming for")
    expect(row.locator(".deadline")).to_contain_text("If no heartbeat comes within")
    expect(row.locator("[data-source=heartbeats] .sign-dot")).to_have_class("sign-dot good")
    expect(row.locator("[data-source=polls] .sign-dot")).to_have_class("sign-dot off")
    expect(row.locator(".trail")).to_contain_text("The console's first heartbeat.")
    expect(row.locator(".trail .decision")).to_contain_text("on air")
    desk.callback("publish_done", show)
    expect(row.locator(".pill")).to_have_text("Interrupted", timeout=15_000)
    expect(row.locator(".verdict")).to_contain_text("The picture stopped")


def test_ending_asks_first_and_tells_what_became_of_the_publisher(desk, show):
    page = desk.signed_in()
    row = opened(page, "Evening tea")
    row.get_by_role("button", name="End…").click()
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    assert desk.state(show)[0] == "live"
    row.get_by_role("button", name="End…").click()
    page.get_by_label("Reason").fill("rules, point 4")
    page.get_by_role("button", name="End now").click()
    expect(row.locator(".answer")).not_to_be_empty()
    assert desk.state(show) == ("ended", "kicked")
    expect(row.locator(".trail")).to_contain_text("rules, point 4")
    expect(row.get_by_role("button", name="End…")).to_have_count(0)
    page.get_by_role("button", name="Audit").click()
    expect(page.locator("#audit-list")).to_contain_text("ended “Evening tea”")
    expect(page.locator("#audit-list")).to_contain_text("rules, point 4")


def test_a_hold_takes_off_for_five_minutes_and_is_lifted(desk, show):
    page = desk.signed_in()
    row = opened(page, "Evening tea")
    row.get_by_role("button", name="Hold…").click()
    expect(page.get_by_label("5 min")).to_be_checked()
    page.get_by_label("1 hour").check(force=True)
    page.get_by_role("button", name="Hold", exact=True).click()
    expect(row.locator(".deadline")).to_contain_text(re.compile("over in (1 h|60 min|59 min)"))
    assert desk.state(show) == ("offline", "admin_hold")
    assert desk.callback("publish", show, clientid="2").status_code == 403
    row.get_by_role("button", name="Lift hold").click()
    expect(row.get_by_role("button", name="Hold…")).to_be_visible()
    assert desk.callback("publish", show, clientid="3").status_code == 200
    page.get_by_role("button", name="Refused pushes").click()
    expect(page.locator("#refused-list")).to_contain_text("holds this broadcast off the air")
    page.get_by_role("button", name="Audit").click()
    expect(page.locator("#audit-list")).to_contain_text("1 h · admin")


def test_a_ban_ends_everything_and_is_lifted_among_the_hosts(desk, show):
    page = desk.signed_in()
    row = opened(page, "Evening tea")
    row.get_by_role("button", name="Ban host…").click()
    page.get_by_role("button", name="Ban", exact=True).click()
    expect(row.locator(".answer")).not_to_be_empty()
    assert desk.state(show) == ("ended", "kicked")
    page.get_by_role("button", name="Hosts", exact=True).click()
    expect(page.locator("#host-list .tag")).to_have_text("banned")
    page.get_by_role("button", name="Lift ban").click()
    expect(page.locator("#host-list .tag")).to_have_count(0)
    desk.create("Back again")


def test_a_new_hosts_token_is_shown_once_and_works(desk):
    page = desk.signed_in()
    page.get_by_role("button", name="Hosts", exact=True).click()
    page.get_by_label("Name", exact=True).fill("安娜 <b>")
    page.get_by_label("ID (empty").fill("ana")
    page.get_by_role("button", name="Add host").click()
    dialog = page.locator("#shown-once")
    expect(dialog).to_be_visible()
    token = dialog.get_by_label("Token", exact=True).input_value()
    assert token.startswith("ldh_")
    assert dialog.locator("input").last.input_value().endswith(token)
    dialog.get_by_role("button", name="Copy: Token").click()
    expect(dialog.get_by_text("Copied")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    assert token not in page.content()
    with desk.server.client({"Authorization": f"Bearer {token}"}) as http:
        assert http.get("/v1/policy").status_code == 200
    row = page.locator("#host-list li", has_text="安娜 <b>")
    row.get_by_role("button", name="Disable…").click()
    page.get_by_role("button", name="Disable", exact=True).click()
    expect(row.locator(".tag")).to_have_text("disabled")
    with desk.server.client({"Authorization": f"Bearer {token}"}) as http:
        assert http.get("/v1/policy").status_code == 401
    row.get_by_role("button", name="Enable").click()
    expect(row.locator(".tag")).to_have_count(0)
    row.get_by_role("button", name="New token…").click()
    page.get_by_role("button", name="Make a new token").click()
    expect(dialog).to_be_visible()
    assert dialog.get_by_label("Token", exact=True).input_value() not in ("", token)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Audit").click()
    for deed in ("added host", "disabled host", "enabled host", "new token for"):
        expect(page.locator("#audit-list")).to_contain_text(deed)


def test_states_and_words_filter_the_list(desk, show):
    desk.create("Not yet")
    page = desk.signed_in()
    expect(page.locator("#broadcasts > li")).to_have_count(1)
    page.get_by_label("State").select_option("every_state")
    expect(page.locator("#broadcasts > li")).to_have_count(2)
    page.get_by_label("State").select_option("ready")
    expect(page.locator("#broadcasts > li")).to_contain_text("Not yet")
    page.get_by_label("State").select_option("every_state")
    page.get_by_role("searchbox").fill("tea")
    expect(page.locator("#broadcasts > li")).to_have_count(1)
    page.get_by_role("searchbox").fill("<nothing>")
    expect(page.locator("#nobody")).to_have_text("Nothing matches “<nothing>”.")


def test_a_token_that_is_replaced_meanwhile_leads_back_to_the_door(desk, show):
    page = desk.signed_in()
    page.evaluate("() => sessionStorage.setItem('livedesk-admin', 'lda_old')")
    page.get_by_role("button", name="Hosts", exact=True).click()
    expect(page.locator("#sign-in")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("unknown or was replaced")


def test_a_server_that_is_away_is_said_and_found_again(desk, show):
    page = desk.signed_in()
    expect(page.locator("#broadcasts > li")).to_have_count(1)
    desk.server.kill()
    expect(page.locator("#away")).to_be_visible(timeout=20_000)
    expect(page.locator("#broadcasts > li")).to_have_count(1)
    desk.server.start()
    expect(page.locator("#away")).to_be_hidden(timeout=20_000)


def test_everything_is_reached_by_keyboard(desk, show):
    page = desk.signed_in()
    line = page.locator("#broadcasts .line")
    expect(line).to_be_visible()
    page.locator("#q").focus()
    page.keyboard.press("Tab")
    expect(line).to_be_focused()
    page.keyboard.press("Enter")
    expect(line).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#ask")).to_be_visible()
    page.keyboard.press("Enter")  # the harmless answer has the focus
    expect(page.locator("#ask")).to_be_hidden()
    assert desk.state(show)[0] == "live"


def test_the_focus_stays_where_a_deed_was_done(desk, show):
    page = desk.signed_in()
    row = opened(page, "Evening tea")
    row.get_by_role("button", name="Hold…").press("Enter")
    page.get_by_role("button", name="Hold", exact=True).press("Enter")
    expect(row.get_by_role("button", name="Lift hold")).to_be_focused()
    page.keyboard.press("Enter")
    expect(row.get_by_role("button", name="Hold…")).to_be_focused()
    page.locator("[data-tab=hosts]").press("Enter")
    page.get_by_role("button", name="Disable…").press("Enter")
    page.get_by_role("button", name="Disable", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Enable")).to_be_focused()
    page.get_by_role("button", name="New token…").press("Enter")
    page.get_by_role("button", name="Make a new token").press("Enter")
    page.get_by_role("button", name="Done").press("Enter")
    expect(page.get_by_role("button", name="New token…")).to_be_focused()


def test_who_watches_is_said_to_readers_too(desk, show):
    with desk.server.client() as http:
        http.put(f"/v1/broadcasts/{show['id']}/viewers/{'viewer-' * 3}").raise_for_status()
    page = desk.signed_in(locale="zh-CN")
    expect(page.locator("#broadcasts .count")).to_have_text("1")
    expect(page.get_by_role("img", name="1 人在看")).to_be_visible()


def test_a_taken_id_is_said_in_the_admins_language(desk):
    page = desk.signed_in(locale="zh-CN")
    page.locator("[data-tab=hosts]").click()
    for _ in range(2):
        page.locator("#host-name").fill("安娜")
        page.locator("#host-id").fill("ana")
        page.locator("#add-host button").click()
        expect(page.locator("#shown-once, #toast").locator("visible=true")).to_have_count(1)
        page.keyboard.press("Escape")
    expect(page.locator("#toast")).to_have_text("已有使用此 ID 的主播，请换一个。")


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_nothing_is_wider_than_the_window(desk, show, locale):
    desk.callback("publish", show, txSecret="0" * 32)
    page = desk.signed_in(locale=locale)
    opened(page, "Evening tea")
    for tab in ("live", "refused", "hosts", "audit", "api"):
        page.locator(f"[data-tab={tab}]").click()
        expect(page.locator(f"#{tab}")).to_be_visible()
        for width in (320, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            overhang = "() => document.documentElement.scrollWidth - innerWidth"
            assert page.evaluate(overhang) <= 0, (tab, width)


def test_the_api_page_names_every_call(desk):
    page = desk.browser.new_context(locale="en-GB").new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{desk.server.url}/docs")
    expect(page.locator("summary", has_text="/v1/broadcasts/{ref}/evidence")).to_be_visible()
    page.locator("summary", has_text="/v1/broadcasts/{ref}/evidence").click()
    expect(page.get_by_text("Fields of EvidenceRecord")).to_be_visible()
    assert all(url.startswith(desk.server.url) for url in asked)
    with desk.server.client() as http:
        paths = http.get("/openapi.json").json()["paths"]
    assert page.locator("summary").count() == sum(len(calls) for calls in paths.values())


def test_the_desk_is_not_on_the_viewers_listener(serving):
    server = serving()
    from starlette.testclient import TestClient

    from livedesk.server.share import PublicOnly

    viewers = TestClient(PublicOnly(server.http.app))
    for path in ("/admin", "/docs", "/metrics", "/v1/audit", "/v1/broadcasts/x/evidence"):
        assert viewers.get(path).status_code == 404


# The audit, and freeing codes


def test_every_admin_deed_is_in_the_audit_once_and_only_when_it_changed_something(server):
    admin = server.add_admin()
    http = server.http
    http.post("/v1/hosts", json={"name": "Ana"}, headers=admin)
    for change in (
        {"name": "Ana O."},
        {"disabled": True},
        {"disabled": True},
        {"disabled": False, "banned": True},
        {"banned": False},
        {},
    ):
        assert http.patch("/v1/hosts/ana", json=change, headers=admin).status_code == 200
    http.post("/v1/hosts/ana/token", headers=admin)
    items = http.get("/v1/audit", headers=admin).json()["items"]
    assert [one["action"] for one in items[::-1]] == [
        *("add", "rename", "disable", "enable", "ban", "lift", "rotate")
    ]
    assert items[-2]["detail"] == "Ana → Ana O."
    assert {one["target"] for one in items} == {"ana"}
    assert all(re.fullmatch("[0-9a-f]{8}", one["admin"]) for one in items)
    page = http.get("/v1/audit", params={"limit": 3}, headers=admin).json()
    rest = http.get("/v1/audit", params={"before": page["next_before"]}, headers=admin).json()
    assert page["items"] + rest["items"] == items
    assert rest["next_before"] is None
    assert "ldh_" not in str(items)


def test_a_deed_is_done_whole_also_where_the_audit_cannot_be_written(server, monkeypatch):
    mei, admin = server.add_host("Mei"), server.add_admin()
    id = server.create(mei)["id"]

    def fail(*_: object) -> None:
        raise StoreUnavailable("The disk is full.")

    monkeypatch.setattr(server.studio.audit, "note", fail)
    answer = server.http.patch("/v1/hosts/mei", json={"disabled": True}, headers=admin)
    assert answer.status_code == 503
    assert server.state(id) == ("ended", "kicked")


def test_the_audit_is_for_admins(server):
    assert problem(server.http.get("/v1/audit")) == (401, "wrong_token")
    mei = server.add_host("Mei")
    assert problem(server.http.get("/v1/audit", headers=mei)) == (403, "forbidden")


def test_commands_are_in_the_audit_and_free_a_code(serving, tmp_path):
    server = serving()
    mei, ana, admin = server.add_host("Mei"), server.add_host("Ana"), server.add_admin()
    id = server.create(mei, suffix="tea")["id"]
    asked = {"title": "Mine now", "suffix": "Tea"}

    def free(code: str) -> tuple[int, str]:
        done = command("code", "free", code, "--data-dir", str(tmp_path))
        return done.returncode, (done.stdout + done.stderr).strip()

    status, said = free("8888_TEA")
    assert status == 1
    assert "is not over: end or kick it first" in said
    assert problem(server.http.post("/v1/broadcasts", json=asked, headers=ana))[0] == 409
    server.http.post(f"/v1/broadcasts/{id}/end", headers=mei)
    assert problem(server.http.post("/v1/broadcasts", json=asked, headers=ana))[0] == 409
    status, said = free("8888_TEA")
    assert (status, said.count("\n")) == (0, 0)
    assert free("8888_tea")[0] == 1  # nobody's any more
    assert server.create(ana, **asked)["code"] == "8888_Tea"
    again = server.http.post("/v1/broadcasts", json={"title": "x", "suffix": "tea"}, headers=mei)
    assert problem(again) == (409, "code_taken")
    assert server.http.get(f"/v1/broadcasts/{id}").json()["host"]["name"] == "Mei"
    command("host", "disable", "ana", "--data-dir", str(tmp_path))
    command("host", "rotate", "mei", "--data-dir", str(tmp_path))
    items = server.http.get("/v1/audit", headers=admin).json()["items"]
    assert [(one["admin"], one["action"], one["target"]) for one in items] == [
        ("command", "rotate", "mei"),
        ("command", "disable", "ana"),
        ("command", "free", "8888_TEA"),
    ]
    assert items[-1]["detail"] == "of mei"


# The files


def sentences(language: str) -> dict[str, str]:
    text = (WEB / "admin.words.js").read_text("utf-8")
    table = text.split(f"const {language} = {{")[1].split("\n};")[0]
    return dict(re.findall(r'^  (\w+): "(.*)",$', table, re.MULTILINE))


def test_both_languages_say_the_same_things():
    english, chinese = sentences("EN"), sentences("ZH")
    assert len(english) > 80
    assert english.keys() == chinese.keys()
    places_in: Callable[[str], list[str]] = re.compile(r"\{(\w+)\}").findall
    for key, sentence in english.items():
        assert set(places_in(sentence)) == set(places_in(chinese[key])), key


def test_every_sentence_asked_for_is_in_the_table():
    asked: set[str] = set()
    for file in FILES:
        text = file.read_text("utf-8")
        asked |= set(re.findall(r'data-say(?:-label|-placeholder)?="(\w+)"', text))
        asked |= set(re.findall(r'\bsay\("(\w+)"', text))
    assert len(asked) > 60
    assert asked <= sentences("EN").keys()


def test_every_state_and_reason_has_its_words():
    english = sentences("EN")
    assert {f"why_{reason}" for reason in Reason} <= english.keys()
    assert {str(state) for state in State} <= english.keys()


def test_every_deed_has_its_words():
    noted = re.compile(r'\.note[,(]\s*(?:caller\.name|COMMAND),\s*"(\w+)"')
    source = "".join(file.read_text("utf-8") for file in SERVER.glob("*.py"))
    deeds = {*noted.findall(source), "rename", "disable", "enable", "ban", "lift"}
    assert {"kick", "hold", "add", "free"} <= deeds
    assert {f"action_{deed}" for deed in deeds} <= sentences("EN").keys()


def test_the_page_never_writes_html_from_text():
    for file in SCRIPTS:
        text = file.read_text("utf-8")
        assert "innerHTML" not in text
        assert "insertAdjacentHTML" not in text


def test_every_field_has_a_name_for_readers():
    tags = Tags(WEB / "admin.html").tags
    for tag, attributes in tags:
        if tag == "input" and "data-say-label" not in attributes:
            assert attributes["id"] in {"token", "host-name", "host-id", "ask-reason"}
