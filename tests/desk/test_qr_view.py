"""The QR code, as a phone sees it."""

from __future__ import annotations

import pytest
import zxingcpp
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from livedesk.desk.widgets import theme
from livedesk.desk.widgets.qr_view import LEAST_PX, QUIET, QrView

PAGE = "https://live.example.com/watch/8888_ana_1122"


def grabbed(view: QrView) -> QImage:
    view.resize(view.sizeHint())
    return view.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)


def read(image: QImage) -> str:
    view = memoryview(image.constBits()).cast("B", shape=[image.height(), image.bytesPerLine()])
    found = zxingcpp.read_barcodes(view)
    return found[0].text if found else ""


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_phone_reads_the_watch_page_in_both_modes(
    qtbot: QtBot, qapp: QApplication, mode: str
) -> None:
    theme.dress(qapp, {theme.OVERRIDE: mode})
    view = QrView()
    qtbot.addWidget(view)
    view.show_url(PAGE)
    image = grabbed(view)
    assert read(image) == PAGE
    assert image.pixelColor(image.width() // 2, 8) == QColor("#FFFFFF")


def test_modules_are_whole_and_at_least_three_pixels(qtbot: QtBot, light: QApplication) -> None:
    view = QrView()
    qtbot.addWidget(view)
    view.show_url(PAGE)
    image = grabbed(view)
    row = image.height() // 2
    runs, last = [0], None
    for x in range(4, image.width() - 4):
        dark = image.pixelColor(x, row).lightness() < 128
        runs = [*runs, 1] if dark != last else [*runs[:-1], runs[-1] + 1]
        last = dark
    inner = runs[2:-1]
    assert min(inner) >= LEAST_PX
    assert all(run % LEAST_PX == 0 for run in inner)
    assert runs[1] >= QUIET * LEAST_PX


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8787/watch/live_me_1",
        "http://localhost:8787/watch/live_me_1",
        "http://[::1]:8787/watch/live_me_1",
        "http://127.8.8.8/watch/live_me_1",
        "http://0.0.0.0:8787/watch/live_me_1",
        "http://desk.localhost/watch/live_me_1",
        "http://localhost./watch/live_me_1",
        "http://[::ffff:127.0.0.1]/watch/live_me_1",
        "http://[no-address/watch/live_me_1",
        "",
    ],
)
def test_an_address_of_this_computer_only_is_never_drawn(
    qtbot: QtBot, light: QApplication, url: str
) -> None:
    view = QrView()
    qtbot.addWidget(view)
    view.show_url(PAGE)
    view.show_url(url)
    assert view.url == ""
    assert read(grabbed(view)) == ""
