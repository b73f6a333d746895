"""A bug is logged and shown once, without secrets; a crash is offered at the next start."""

from __future__ import annotations

import faulthandler
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from livedesk.desk.crash import CrashNet, Report
from livedesk.desk.crash_dialog import CrashDialog
from livedesk.journal import hide
from tests.desk.pretend import KEY

SECRETS = ("ldh_0123456789abcdefghij", KEY.split("txSecret=")[1][:32], "obs pass-word ü")


@pytest.fixture
def net(qapp: QApplication, tmp_path: Path) -> Iterator[CrashNet]:
    was_on = faulthandler.is_enabled()
    net = CrashNet(tmp_path)
    net.install()
    yield net
    net.remove()
    if was_on:
        faulthandler.enable()


def fail(text: str) -> None:
    raise ValueError(text)


def break_on_the_window(text: str) -> None:
    """As Qt does with what leaves a slot."""
    try:
        fail(text)
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def test_a_bug_is_told_once_for_each_place(
    net: CrashNet, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with qtbot.waitSignal(net.caught) as caught:
        break_on_the_window("first")
    with qtbot.assertNotEmitted(net.caught):
        break_on_the_window("second, from the same place")
    assert "ValueError: first" in caught.args[0].text
    assert "Qt 6." in caught.args[0].text
    assert caplog.text.count("a bug in the window") == 2, "the log has every one"


def test_a_bug_of_a_thread_is_told_on_the_window(net: CrashNet, qtbot: QtBot) -> None:
    told: list[threading.Thread] = []
    net.caught.connect(lambda _: told.append(threading.current_thread()))
    thread = threading.Thread(target=fail, args=("there",), name="list")
    with qtbot.waitSignal(net.caught) as caught:
        thread.start()
    thread.join()
    assert "A bug in the thread list" in caught.args[0].text


def test_no_secret_is_in_a_report_not_even_from_the_log(
    net: CrashNet, qtbot: QtBot, tmp_path: Path
) -> None:
    hide(SECRETS[2])
    (tmp_path / "console.log").write_text(f"connect livedesk://x/#{SECRETS[0]}\n{SECRETS[2]}\n")
    with qtbot.waitSignal(net.caught) as caught:
        break_on_the_window(f"pushed to {KEY} with {SECRETS[2]} and {SECRETS[0]}")
    text = caught.args[0].text
    assert "connect livedesk://" in text
    assert not [secret for secret in SECRETS if secret in text]


def test_what_breaks_before_there_is_a_window_is_kept_for_it_and_said_in_the_terminal(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sys.excepthook
    net = CrashNet(tmp_path)
    net.catch_early()
    try:
        with qtbot.assertNotEmitted(net.caught):
            break_on_the_window(f"no window for {SECRETS[0]}")
        (report,) = net.hear_early()
        assert "ValueError: no window for ldh_…" in report.text
        told = capsys.readouterr().err
        assert "ValueError: no window for ldh_…" in told
        assert SECRETS[0] not in told
        with qtbot.waitSignal(net.caught):
            try:
                int("later")
            except ValueError as error:
                sys.excepthook(type(error), error, error.__traceback__)
        assert net.hear_early() == ()
        assert capsys.readouterr().err == ""
    finally:
        net.remove()
    assert sys.excepthook is before


def test_a_crash_leaves_its_stacks_and_is_offered_once_at_the_next_start(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication\n"
        "app = QCoreApplication([])\n"
        "from livedesk.desk.crash import CrashNet\n"
        "net = CrashNet(Path(sys.argv[1])); net.install()\n"
        "def dig_a_hole():\n"
        "    import faulthandler; faulthandler._sigsegv()\n"
        "if sys.argv[2] == 'crash': dig_a_hole()\n"
        "print(net.past.text if net.past else 'nothing'); net.remove()\n"
    )

    def run(what: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", code, str(tmp_path), what]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert run("crash").returncode != 0
    assert "dig_a_hole" in run("look").stdout
    assert run("look").stdout.strip() == "nothing"
    assert "dig_a_hole" in (tmp_path / "crash-before.log").read_text()


def test_a_log_folder_that_cannot_be_written_is_no_second_trouble(
    qapp: QApplication, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    net = CrashNet(tmp_path / "file")
    net.install()
    net.remove()
    assert net.past is None


def test_the_dialog_shows_all_of_it_and_copies_and_saves_it(
    qtbot: QtBot, light: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dialog = CrashDialog(Report("LiveDesk 1\nboom"), None, on_air=True)
    qtbot.addWidget(dialog)
    dialog.show()
    box = dialog.findChild(QPlainTextEdit)
    assert box is not None
    assert box.toPlainText() == "LiveDesk 1\nboom"
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == "LiveDesk 1\nboom"
    chosen = str(tmp_path / "report.txt")
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *_: (chosen, ""))
    with qtbot.waitSignal(dialog.save_asked) as saved:
        dialog.save.click()
    assert saved.args == [Path(chosen)]
    dialog.shut.click()
    assert not dialog.isVisible()
