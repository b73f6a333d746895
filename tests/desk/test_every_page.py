"""What holds on every page, in both palettes, both languages and all sizes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QSizePolicy, QWidget
from pytestqt.qtbot import QtBot

from livedesk.desk.widgets import theme
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.pill import Pill
from tests.desk.pretend import KEY, Stage, a_stage
from tests.desk.scenes import SCENES

SIZES = [(1180, 760), (980, 640), (900, 620), (760, 560), (640, 480)]


@pytest.fixture(params=["en", "zh_CN"])
def language(request: pytest.FixtureRequest) -> str:
    if request.param == "zh_CN":
        request.getfixturevalue("chinese")
    return str(request.param)


def settle(qapp: QApplication) -> None:
    """A layout that has changed may change what lies in it."""
    for _ in range(8):
        qapp.processEvents()


def seen(stage: Stage) -> list[QWidget]:
    """All visible widgets of the window."""
    return [child for child in stage.window.findChildren(QWidget) if child.isVisible()]


def name(widget: QWidget) -> str:
    if isinstance(widget, QAbstractButton):
        return widget.accessibleName() or widget.text()
    return widget.accessibleName()


def wrong_with(widget: QWidget, window: QWidget) -> str:
    """How `widget` does not fit, or nothing."""
    who = f"{type(widget).__name__} {getattr(widget, 'text', str)()!r}"
    left = widget.mapTo(window, QPoint(0, 0)).x()
    if left < 0 or left + widget.width() > window.width():
        return f"{who} leaves the window: {left} + {widget.width()}"
    if isinstance(widget, QLabel):
        elides = widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored
        measured = not elides and not widget.wordWrap()
    else:
        measured = isinstance(widget, Button | Pill)
    if measured and widget.width() < widget.sizeHint().width():
        return f"{who} is cut: {widget.width()} of {widget.sizeHint().width()}"
    return ""


@pytest.mark.parametrize("scene", SCENES)
def test_everything_that_takes_the_focus_has_a_name(window: Stage, scene: str) -> None:
    SCENES[scene](window)
    own = [w for w in seen(window) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert own
    nameless = [w for w in own if not name(w)]
    assert nameless == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("scene", SCENES)
def test_nothing_is_cut_off(
    qtbot: QtBot, qapp: QApplication, language: str, mode: str, scene: str, size: tuple[int, int]
) -> None:
    theme.dress(qapp, {theme.OVERRIDE: mode})
    stage = a_stage(qtbot, *size)
    SCENES[scene](stage)
    settle(qapp)
    cut = [what for widget in seen(stage) if (what := wrong_with(widget, stage.window))]
    assert cut == []


class Doubled(QTranslator):
    """Every text twice as long, as some language may have it."""

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        return f"{source} {source}"


@pytest.fixture
def doubled(qapp: QApplication) -> Iterator[None]:
    translator = Doubled()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.mark.parametrize("scene", SCENES)
def test_texts_of_twice_the_length_leave_the_window_nowhere(
    qtbot: QtBot, light: QApplication, doubled: None, scene: str
) -> None:
    stage = a_stage(qtbot, 1400, 900)
    SCENES[scene](stage)
    settle(light)
    assert [what for w in seen(stage) if "leaves" in (what := wrong_with(w, stage.window))] == []


@pytest.mark.parametrize("scene", SCENES)
def test_one_button_at_most_is_filled_and_none_while_all_is_well_on_air(
    window: Stage, scene: str
) -> None:
    SCENES[scene](window)
    buttons = [w for w in seen(window) if isinstance(w, Button) and w.isEnabled()]
    filled = [b for b in buttons if b.kind in (Kind.PRIMARY, Kind.DANGER_FILL)]
    assert len(filled) <= 1
    if scene in ("live", "live_here", "live_list"):
        assert filled == []


@pytest.mark.parametrize("scene", SCENES)
def test_the_key_can_be_read_nowhere(window: Stage, scene: str) -> None:
    SCENES[scene](window)
    secret = KEY.split("txSecret=")[1][:32]
    for widget in window.window.findChildren(QWidget):
        told = [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
            told.append(widget.text())
        assert not any(secret in text for text in told)


@pytest.mark.parametrize("scene", ["ready", "live", "live_list"])
def test_a_change_of_mode_is_only_a_repaint(window: Stage, qapp: QApplication, scene: str) -> None:
    SCENES[scene](window)
    settle(qapp)
    light = window.window.grab().toImage()
    theme.dress(qapp, {theme.OVERRIDE: "dark"})
    settle(qapp)
    dark = window.window.grab().toImage()
    assert dark.pixelColor(300, 75).lightness() < 60 < light.pixelColor(300, 75).lightness()
    theme.dress(qapp, {theme.OVERRIDE: "light"})
    settle(qapp)
    assert window.window.grab().toImage() == light


@pytest.mark.parametrize("scene", ["create", "ready", "ended", "live_list"])
def test_tab_goes_round_and_the_ring_is_on_what_has_the_focus(
    window: Stage, qtbot: QtBot, scene: str
) -> None:
    SCENES[scene](window)
    window.window.activateWindow()
    qtbot.waitUntil(window.window.isActiveWindow)
    visited: list[QWidget] = []
    for _ in range(60):
        qtbot.keyClick(window.window.focusWidget() or window.window, Qt.Key.Key_Tab)
        focus = window.window.focusWidget()
        assert focus is not None
        if isinstance(focus, QAbstractButton):
            ring = window.window.ring
            assert ring.isVisible()
            corner = focus.mapTo(window.window, QPoint(0, 0))
            around = QRect(corner, focus.size()).adjusted(-4, -4, 4, 4)
            assert ring.parentWidget() is not None
            assert QRect(ring.mapTo(window.window, QPoint(0, 0)), ring.size()) == around
        if focus in visited:
            break
        visited.append(focus)
    wanted = {
        w
        for w in seen(window)
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isEnabled() and w.focusProxy() is None
    }
    assert wanted <= {*visited, *(w.focusProxy() for w in visited if w.focusProxy())}
