"""The picture, and the words where there is none."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from livedesk.desk.widgets.preview import Preview
from tests.desk.pretend import a_picture


@pytest.fixture
def preview(qtbot: QtBot, light: QApplication) -> Preview:
    preview = Preview()
    qtbot.addWidget(preview)
    preview.resize(640, 360)
    return preview


def seen(preview: Preview) -> QImage:
    return preview.grab().toImage()


def test_the_picture_is_painted_over_the_whole_place(preview: Preview) -> None:
    picture = QImage(960, 540, QImage.Format.Format_RGB32)
    picture.fill(QColor("#3366CC"))
    preview.show_picture(picture)
    for x, y in ((2, 180), (637, 180), (320, 357), (320, 100)):
        assert seen(preview).pixelColor(x, y) == QColor("#3366CC")


def test_a_tall_picture_keeps_its_shape_between_dark(preview: Preview) -> None:
    picture = QImage(360, 640, QImage.Format.Format_RGB32)
    picture.fill(QColor("#FFFFFF"))
    preview.show_picture(picture)
    assert seen(preview).pixelColor(320, 200) == QColor("#FFFFFF")
    assert seen(preview).pixelColor(40, 200).lightness() < 60


@pytest.mark.parametrize("size", [(640, 371), (640, 350), (388, 219)])
def test_no_thin_bars_are_left_beside_a_picture_that_almost_fits(
    preview: Preview, size: tuple[int, int]
) -> None:
    preview.resize(*size)
    picture = QImage(960, 540, QImage.Format.Format_RGB32)
    picture.fill(QColor("#FFFFFF"))
    preview.show_picture(picture)
    shown, (width, height) = seen(preview), size
    for x, y in ((2, 180), (width - 3, 180), (width // 2, 1), (width // 2, height - 1)):
        assert shown.pixelColor(x, y).lightness() > 200, (x, y)


def test_beside_a_picture_that_fits_badly_it_goes_on_blurred(preview: Preview) -> None:
    preview.resize(640, 300)
    picture = QImage(960, 540, QImage.Format.Format_RGB32)
    picture.fill(QColor("#FFFFFF"))
    preview.show_picture(picture)
    shown = seen(preview)
    assert shown.pixelColor(320, 150) == QColor("#FFFFFF")
    assert 100 < shown.pixelColor(20, 150).lightness() < 240


def test_what_is_blurred_under_words_fills_the_place(preview: Preview) -> None:
    preview.resize(640, 250)
    picture = QImage(960, 540, QImage.Format.Format_RGB32)
    picture.fill(QColor("#FFFFFF"))
    preview.show_picture(picture)
    preview.say("broken-link", "No picture for 18 s", "This is the last picture.")
    shown = seen(preview)
    assert shown.pixelColor(20, 125) == shown.pixelColor(320, 5)
    assert shown.pixelColor(20, 125).lightness() > 60


def test_a_new_picture_changes_the_pixels(preview: Preview) -> None:
    preview.show_picture(a_picture(hue=10))
    before = seen(preview)
    preview.show_picture(a_picture(hue=200))
    assert seen(preview) != before


def test_why_it_is_black_is_said_and_painted(preview: Preview) -> None:
    dark = seen(preview)
    preview.say("camera", "Waiting for OBS", "Nothing has arrived for 0:40.")
    assert seen(preview) != dark
    assert preview.accessibleDescription() == "Waiting for OBS Nothing has arrived for 0:40."


def test_a_message_over_the_last_picture_blurs_it_and_a_new_picture_takes_it_away(
    preview: Preview,
) -> None:
    picture = a_picture()
    preview.show_picture(picture)
    sharp = seen(preview)
    preview.say("broken-link", "No picture for 18 s", "This is the last picture.")
    assert seen(preview).pixelColor(100, 60).lightness() < sharp.pixelColor(100, 60).lightness()
    preview.show_picture(picture, under_message=True)
    assert "18 s" in preview.accessibleDescription()
    preview.show_picture(picture)
    assert seen(preview) == sharp


def test_a_kept_shape_is_sixteen_to_nine(preview: Preview, qtbot: QtBot) -> None:
    preview.show()
    preview.keep_shape(True)
    preview.resize(320, 500)
    qtbot.waitUntil(lambda: preview.height() == 180)


def test_black_is_low_so_that_the_next_step_below_is_seen(preview: Preview, qtbot: QtBot) -> None:
    preview.show()
    preview.keep_shape(True)
    preview.resize(640, 400)
    qtbot.waitUntil(lambda: preview.height() == 220)
    preview.show_picture(a_picture())
    assert preview.height() == 360
