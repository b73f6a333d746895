"""The real OBS, sent to, started, dropped, and given a new key by the real window."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from livedesk.client.keychain import Keychain
from livedesk.client.server_address import ServerAddress
from livedesk.desk.find_obs import FindObs
from livedesk.desk.leak_sheet import LeakSheet
from livedesk.desk.workers.obs_door import SECRET
from tests.journey.nginx_studio import NginxStudio, nginx_studio
from tests.journey.real_obs import PASSWORD, RealObs, needs_obs


@pytest.fixture
def obs(tmp_path: Path) -> Iterator[RealObs]:
    needs_obs()
    (tmp_path / "obs").mkdir()
    with RealObs(tmp_path / "obs") as running:
        yield running


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[NginxStudio]:
    with nginx_studio(tmp_path, policy__grace_s="20") as running:
        yield running


def click(qtbot, widget) -> None:
    qtbot.waitUntil(lambda: widget.isVisible() and widget.isEnabled(), timeout=15_000)
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_a_show_with_obs_from_the_password_to_a_key_that_was_seen(
    qtbot, console, studio, obs, test_picture, monkeypatch
):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(obs.config))
    token = studio.server.add_host("Mei")["Authorization"].removeprefix("Bearer ")
    window = console(ServerAddress(studio.server.url, token), obs_port=None)
    page = window.studio

    def within(seconds: float, so) -> None:
        qtbot.waitUntil(so, timeout=round(seconds * 1000))

    within(30, page.form.isVisible)
    qtbot.keyClicks(page.form.title.edit, "Sunday sketchbook")
    click(qtbot, page.form.button)
    within(15, page.obs.isVisible)

    # It asks for a password: a wrong one is told, the one in its own settings is offered.
    within(15, lambda: window.scene.obs is not None and window.scene.obs.password_found)
    click(qtbot, page.obs.find_obs)
    sheet = window.findChild(FindObs)
    qtbot.keyClicks(sheet.password.edit, "a wrong one")
    click(qtbot, sheet.connect_button)
    within(15, lambda: sheet.said.text().startswith("Wrong OBS password"))
    click(qtbot, sheet.use_found)
    within(15, lambda: page.obs.found.text() == "OBS 29 found")

    # Send, compare, start.
    click(qtbot, page.obs.send)
    within(15, lambda: page.obs.state.text() == "OBS has these two lines.")
    assert not window.scene.obs.streaming
    click(qtbot, page.obs.start)
    within(20, lambda: window.scene.record.state == "live")
    within(20, lambda: window.scene.picture)
    within(15, lambda: window.scene.obs.kbps and window.scene.obs.sends_ours)
    assert page.obs_panel.word.text() == "Streaming"
    assert page.obs_panel.facts[2].text() == "1.0 s"

    # The publisher is dropped: OBS reconnects by itself, and it is the same broadcast.
    record = window.scene.record
    assert studio.nginx.drop(record.code) == 1
    within(15, lambda: window.scene.obs.reconnecting)
    assert page.obs_panel.word.text() == "Reconnecting"
    within(30, lambda: not window.scene.obs.reconnecting and window.scene.obs.streaming)
    within(15, lambda: window.scene.record.state == "live" and window.scene.record.media.publishing)

    # The key was seen.
    before = window.scene.record
    click(qtbot, page.key.seen)
    drill = window.findChild(LeakSheet)
    clicked = time.monotonic()
    click(qtbot, drill.go)
    within(20, drill.back.isVisible)
    done = window.obs.drill.drill
    assert (done.error, done.obs_error) == (None, None)
    assert done.safe_s is not None
    assert done.safe_s < 3, done
    assert done.back_s < time.monotonic() - clicked + 0.1
    assert drill.safe.text().startswith("Safe after")
    after = window.scene.record
    assert (after.id, after.state) == (before.id, "live")
    assert after.push.fingerprint != before.push.fingerprint
    assert test_picture(before.push.url).wait(timeout=20) != 0, "the old key still opens the door"
    assert [word.text() for word in drill.comparison.words] == ["same", "same", "new key"]
    click(qtbot, drill.back)

    # It is stopped from the desk, and the server is told at once why the picture is gone.
    window.obs.link.stop_stream()
    within(15, lambda: window.scene.record.state in ("interrupted", "offline"))  # polls are quick
    within(10, lambda: window.scene.obs.ended_by == "us")
    path = f"/v1/broadcasts/{after.id}/evidence"
    with studio.server.client({"Authorization": f"Bearer {token}"}) as http:

        def denied() -> bool:
            return 'on_air":false' in http.get(path).text.replace(" ", "")

        within(10, denied)
    log = "".join(file.read_text() for file in tmp_logs(obs))
    assert PASSWORD not in log


def test_an_obs_that_was_turned_away_takes_the_next_key_and_goes_on(
    qtbot, console, studio, obs, tmp_path
):
    """By itself OBS would try the dead key for hours."""
    Keychain(tmp_path, find=lambda: None).set(SECRET, PASSWORD)
    headers = studio.server.add_host("Mei")
    token = headers["Authorization"].removeprefix("Bearer ")
    window = console(ServerAddress(studio.server.url, token), obs_port=obs.port)
    page = window.studio

    def within(seconds: float, so) -> None:
        qtbot.waitUntil(so, timeout=round(seconds * 1000))

    within(30, page.form.isVisible)
    qtbot.keyClicks(page.form.title.edit, "Sunday sketchbook")
    click(qtbot, page.form.button)
    click(qtbot, page.obs.send)
    click(qtbot, page.obs.start)
    within(20, lambda: window.scene.record.state == "live")
    before = window.scene.record

    # Somebody with the same account replaces the key: OBS is dropped, and turned away.
    with studio.server.client(headers) as http:
        assert http.post(f"/v1/broadcasts/{before.id}/key").json()["old_address"] == "refused"
    within(30, lambda: window.scene.obs.tries > 1)
    within(15, lambda: window.scene.record.push.fingerprint != before.push.fingerprint)
    assert page.obs_panel.word.text() == "Reconnecting"
    click(qtbot, page.obs_panel.mend)
    within(20, lambda: window.scene.record.state == "live" and window.scene.obs.sends_ours)
    assert window.scene.record.id == before.id
    within(10, lambda: not page.obs_panel.mend.isVisible())


def tmp_logs(obs: RealObs) -> list[Path]:
    """What the console and its server have written."""
    return sorted(obs.config.parent.parent.glob("**/*.log"))
