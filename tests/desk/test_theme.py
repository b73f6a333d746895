"""Colours, sizes and fonts."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from livedesk.desk.navigation import OWN_COLOURS
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.focus_ring import FocusRing
from livedesk.desk.widgets.theme import DARK, LIGHT, Tokens

TEXT_ON_GROUND = [
    ("text", "card"),
    ("text", "window"),
    ("text", "side"),
    ("text", "raised"),
    ("text_2", "card"),
    ("text_2", "side"),
    ("text_2", "window"),
    ("text_2", "off_tint"),
    ("text_3", "card"),
    ("text_3", "window"),
    ("on_fill", "accent"),
    ("on_fill", "live"),
    ("accent_ink", "card"),
    ("accent_ink", "accent_tint"),
    ("live_ink", "live_tint"),
    ("ready_ink", "ready_tint"),
    ("rehearsal_ink", "rehearsal_tint"),
    ("warn_ink", "warn_tint"),
    ("text", "warn_tint"),
    ("text_2", "warn_tint"),
    ("off_ink", "off_tint"),
    ("good_ink", "good_tint"),
    ("good_ink", "card"),
    ("danger", "card"),
    ("danger", "raised"),
]
DOTS_ON_GROUND = [("good", "card"), ("warn", "card"), ("live", "side"), ("accent", "window")]


def luminance(colour: QColor) -> float:
    """Relative luminance. Source: WCAG 2.2, "relative luminance"."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (linear(part) for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON_GROUND)
def test_all_text_has_a_contrast_of_at_least_four_and_a_half(
    mode: Tokens, ink: str, ground: str
) -> None:
    assert contrast(getattr(mode, ink), getattr(mode, ground)) >= 4.45  # rounded to 4.5


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("dot", "ground"), DOTS_ON_GROUND)
def test_dots_bars_and_rings_have_a_contrast_of_at_least_three(
    mode: Tokens, dot: str, ground: str
) -> None:
    assert contrast(getattr(mode, dot), getattr(mode, ground)) >= 3.0


@pytest.mark.parametrize("colour", OWN_COLOURS)
def test_the_initial_on_a_hosts_own_colour_can_be_read(colour: str) -> None:
    assert contrast("#FFFFFF", colour) >= 4.5


@pytest.mark.parametrize(("mode", "wanted"), [("light", LIGHT), ("dark", DARK)])
def test_the_appearance_can_be_overridden(qapp: QApplication, mode: str, wanted: Tokens) -> None:
    theme.dress(qapp, {theme.OVERRIDE: mode})
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(wanted.window)
    assert theme.tokens(QWidget()) is wanted


def test_what_is_disabled_looks_so(qapp: QApplication) -> None:
    palette = theme.palette(LIGHT)
    group, role = QPalette.ColorGroup, QPalette.ColorRole
    assert palette.color(group.Disabled, role.Text) != palette.color(group.Active, role.Text)


def test_a_larger_system_font_enlarges_everything(qapp: QApplication) -> None:
    theme.dress(qapp, {})
    before = theme.font(20).pixelSize()
    larger = qapp.font()
    larger.setPixelSize(larger.pixelSize() * 2)
    qapp.setFont(larger)
    assert theme.font(20).pixelSize() == before * 2
    theme.dress(qapp, {})


def test_a_new_window_shows_no_ring_before_the_keyboard_moves(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    ring = FocusRing(window)
    window.show()
    qtbot.waitExposed(window)
    assert not ring.isVisible()
