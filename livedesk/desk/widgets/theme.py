"""Colours, sizes and fonts: one frozen record of tokens per mode, looked up when painting.

The values, their use and their contrast are in the look page of the design; the contrast is
tested. A change of mode is a change of the application's palette and then only a repaint.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPainter, QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

OVERRIDE = "LIVEDESK_APPEARANCE"
"""Environment variable: ``light`` or ``dark`` instead of following the system."""

NARROW = 900
"""Window width in pixels below which everything becomes one column."""

RADIUS_CARD = 12
RADIUS_FIELD = 8
EDGE, EDGE_NARROW = 24, 16
GAP = 16
INSIDE = 20

SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}

_CHINESE = ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei UI", "WenQuanYi Micro Hei")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Tokens:
    """The colours of one mode, as ``#RRGGBB``; ``_ink`` is text, ``_tint`` the ground under it."""

    window: str
    side: str
    card: str
    raised: str
    hover: str
    line: str
    line_strong: str
    track: str
    text: str
    text_2: str
    text_3: str
    accent: str
    accent_ink: str
    accent_tint: str
    live: str
    live_ink: str
    live_tint: str
    ready_ink: str
    ready_tint: str
    rehearsal_ink: str
    rehearsal_tint: str
    warn: str
    warn_ink: str
    warn_tint: str
    off_ink: str
    off_tint: str
    good: str
    good_ink: str
    good_tint: str
    danger: str
    on_fill: str = "#FFFFFF"


LIGHT = Tokens(
    window="#F5F6F8",
    side="#ECEEF2",
    card="#FFFFFF",
    raised="#FFFFFF",
    hover="#F0F2F5",
    line="#E1E4EA",
    line_strong="#C9CED8",
    track="#E1E4EA",
    text="#15181E",
    text_2="#505866",
    text_3="#69717F",
    accent="#2F57E0",
    accent_ink="#2F57E0",
    accent_tint="#EAEFFE",
    live="#D3263A",
    live_ink="#B91C30",
    live_tint="#FDECEE",
    ready_ink="#1D55B8",
    ready_tint="#E6EFFC",
    rehearsal_ink="#6B3FC4",
    rehearsal_tint="#F0EAFB",
    warn="#C27803",
    warn_ink="#8A4B00",
    warn_tint="#FDF1DC",
    off_ink="#505866",
    off_tint="#EAECF0",
    good="#1A9A55",
    good_ink="#147544",
    good_tint="#E4F5EB",
    danger="#B91C30",
)

DARK = Tokens(
    window="#121418",
    side="#0D0F12",
    card="#1A1D23",
    raised="#22262E",
    hover="#22262E",
    line="#2A2E37",
    line_strong="#3D434F",
    track="#2F343E",
    text="#ECEEF2",
    text_2="#A9B1BE",
    text_3="#8B94A3",
    accent="#4A6CF0",
    accent_ink="#9DB0FF",
    accent_tint="#1D2745",
    live="#DC3145",
    live_ink="#FF8A94",
    live_tint="#3A181D",
    ready_ink="#8FB8FF",
    ready_tint="#182744",
    rehearsal_ink="#C3A6FF",
    rehearsal_tint="#2A2142",
    warn="#E9A83F",
    warn_ink="#F5B85C",
    warn_tint="#33260F",
    off_ink="#A9B1BE",
    off_tint="#262A32",
    good="#45B97C",
    good_ink="#5FD08F",
    good_tint="#132C1F",
    danger="#FF8A94",
)


def tokens(widget: QWidget) -> Tokens:
    """The tokens of the mode `widget` is shown in, told by its palette."""
    return DARK if widget.palette().window().color().lightness() < 128 else LIGHT


def ink(widget: QWidget, name: str) -> QColor:
    """One token as a colour, e.g. ``text_2``."""
    return QColor(str(getattr(tokens(widget), name)))


def mixed(over: str, ground: str, share: float) -> QColor:
    """`over` at `share` (0 to 1) of opacity on `ground`."""
    top, low = QColor(over), QColor(ground)
    rest = 1 - share
    return QColor.fromRgbF(
        top.redF() * share + low.redF() * rest,
        top.greenF() * share + low.greenF() * rest,
        top.blueF() * share + low.blueF() * rest,
    )


def fill(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """As `fillRect`, for which PySide would make the names of 169 gradients at the start."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(rect)


def palette(of: Tokens) -> QPalette:
    """Qt's palette of one mode; what Qt draws itself (menus, scroll bars) takes it from here."""
    role = QPalette.ColorRole
    result = QPalette(QColor(of.raised), QColor(of.window))
    colours = {
        role.Window: of.window,
        role.Base: of.card,
        role.AlternateBase: of.window,
        role.Button: of.raised,
        role.Text: of.text,
        role.WindowText: of.text,
        role.ButtonText: of.text,
        role.ToolTipBase: of.raised,
        role.ToolTipText: of.text,
        role.PlaceholderText: of.text_3,
        role.Highlight: of.accent,
        role.Accent: of.accent,
        role.HighlightedText: of.on_fill,
        role.Link: of.accent_ink,
        role.LinkVisited: of.accent_ink,
        role.Mid: of.line,
        role.Midlight: of.line,
        role.Dark: of.line_strong,
    }
    for name, value in colours.items():
        result.setColor(name, QColor(value))
    faded = QPalette.ColorGroup.Disabled
    for name in (role.Text, role.WindowText, role.ButtonText, role.PlaceholderText):
        result.setColor(faded, name, mixed(of.text_3, of.card, 0.75))
    result.setColor(faded, role.Highlight, QColor(of.line_strong))
    return result


class Appearance(QObject):
    """Keeps the application's palette to the system's light or dark, or to the one wanted."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.wanted = Qt.ColorScheme.Unknown
        self._now: Tokens | None = None
        app.styleHints().colorSchemeChanged.connect(self.follow)

    def follow(self) -> None:
        system = self._app.styleHints().colorScheme()
        scheme = system if self.wanted is Qt.ColorScheme.Unknown else self.wanted
        mode = DARK if scheme is Qt.ColorScheme.Dark else LIGHT
        if mode is self._now:
            return
        self._now = mode
        self._app.setPalette(palette(mode))
        for part in self._app.allWidgets():
            if part.styleSheet():
                # a style sheet keeps the colours that it was read with
                part.setStyleSheet(part.styleSheet())


def dress(app: QApplication, environ: Mapping[str, str], wanted: str = "system") -> None:
    """Give `app` its fonts and palette; OVERRIDE in `environ` goes before `wanted`."""
    app.setFont(_base_font())
    override = environ.get(OVERRIDE, "").strip().lower()
    appear(app, override if override in SCHEMES else wanted)


@cache
def _appearance(app: QApplication) -> Appearance:
    return Appearance(app)


def appear(app: QApplication, wanted: str) -> None:
    """``light``, ``dark``, or as the system; at once, also what is shown already."""
    appearance = _appearance(app)
    appearance.wanted = SCHEMES.get(wanted, Qt.ColorScheme.Unknown)
    app.styleHints().setColorScheme(appearance.wanted)  # the window's frame follows too
    appearance.follow()


BAR = 10
"""How wide a scroll bar is, in pixels."""

SLIM = f"""
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: {BAR}px; }}
QScrollBar:horizontal {{ height: {BAR}px; }}
QScrollBar::handle {{ background: palette(dark); border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 36px; }}
QScrollBar::handle:horizontal {{ min-width: 36px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: palette(placeholder-text); }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
"""
"""Scroll bars without arrows, in the palette's colours, so that a change of mode is a repaint."""


def slim(area: QAbstractScrollArea) -> None:
    """Give what scrolls slim bars; only the bars have a style sheet, nothing around them."""
    for bar in (area.verticalScrollBar(), area.horizontalScrollBar()):
        bar.setStyleSheet(SLIM)


def _base_font() -> QFont:
    """The system's font, or Inter where the system has nothing better than DejaVu."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    known = QFontDatabase.hasFamily
    family = QFontInfo(system).family()
    if family.startswith("DejaVu") and known("Inter"):
        family = "Inter"
    font = QFont(system)
    font.setFamilies([family, *(name for name in _CHINESE if known(name))])
    font.setPixelSize(max(13, QFontInfo(system).pixelSize()))
    return font


def grown(px: float) -> int:
    """A size that is `px` with the usual font of 13 pixels; larger with a larger system font."""
    return round(px * QFontInfo(QApplication.font()).pixelSize() / 13)


def font(px: float = 13, weight: int = 400, *, digits: bool = False, fixed: bool = False) -> QFont:
    """A font of the window.

    Args:
        px: the size where the application font has 13; grows with a larger application font.
        digits: all digits equally wide, for numbers that change in place.
        fixed: the system's fixed font, for addresses and codes.
    """
    base = QApplication.font()
    result = QFont(base)
    if fixed:
        own = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        result.setFamilies([QFontInfo(own).family(), *base.families()])
    result.setPixelSize(max(9, grown(px)))
    result.setWeight(QFont.Weight(weight))
    if digits:
        result.setFeature(QFont.Tag("tnum"), 1)
    return result
