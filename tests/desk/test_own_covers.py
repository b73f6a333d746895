"""Covers: what is read, how it is cut, how it is sent, and that nothing waits for it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter
from pytestqt.qtbot import QtBot

from livedesk.client.server_address import ServerAddress
from livedesk.client.server_client import ServerClient
from livedesk.client.upload import PIECE
from livedesk.desk.gallery import Gallery
from livedesk.desk.workers.cover_shop import (
    LARGEST_JPEG,
    CoverShop,
    Unreadable,
    cut,
    for_a_card,
    made_of,
    read,
)
from livedesk.desk.workers.cover_uploads import CoverUploads
from livedesk.domain.errors import ImageTooLarge, ServerUnavailable
from tests.wire import TOKEN, URL, a_policy, a_record, clients_of, ok, problem

ADDRESS = ServerAddress(URL, TOKEN)
Shop = Callable[[CoverShop], CoverShop]


def bytes_of(image: QImage, kind: bytes = b"PNG") -> bytes:
    device = QBuffer()
    device.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(device, QByteArray(kind)).write(image)
    return bytes(device.data().data())


def plain(width: int, height: int, colour: str = "#3060c0") -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(colour))
    return image


# Cutting.


@pytest.mark.parametrize(
    ("width", "height", "cut_to"),
    [
        (1920, 1080, (1280, 720)),
        (4000, 3000, (1280, 720)),
        (1080, 1920, (1080, 607)),
        (3000, 400, (711, 399)),
        (640, 360, (640, 360)),
        (1, 1, (1, 1)),
        (5000, 2, (3, 1)),
    ],
)
def test_a_picture_becomes_sixteen_to_nine_and_no_larger_than_it_was(
    width: int, height: int, cut_to: tuple[int, int]
) -> None:
    found = cut(plain(width, height))
    assert (found.width(), found.height()) == cut_to


def test_the_middle_of_the_picture_is_kept() -> None:
    image = plain(900, 1600, "#000000")
    for y in range(700, 900):
        for x in range(0, 900, 30):
            image.setPixelColor(x, y, QColor("#ffffff"))
    assert cut(image).pixelColor(0, cut(image).height() // 2).lightness() == 255


def test_what_is_transparent_becomes_dark_for_a_jpeg_cannot_be() -> None:
    image = plain(320, 180)
    image.fill(Qt.GlobalColor.transparent)
    assert made_of(image).image.pixelColor(5, 5).lightness() < 60


def test_even_noise_is_small_enough_to_be_sent_beside_a_show() -> None:
    noise = QImage(os.urandom(1280 * 720 * 4), 1280, 720, QImage.Format.Format_RGB32)
    assert len(made_of(noise).jpeg) < 2 * LARGEST_JPEG
    assert len(made_of(plain(3840, 2160)).jpeg) < LARGEST_JPEG


@pytest.mark.parametrize("kind", [b"PNG", b"JPEG", b"WEBP", b"BMP"])
def test_the_usual_kinds_of_picture_are_read(kind: bytes) -> None:
    assert read(bytes_of(plain(320, 180), kind)).width() == 320


def test_a_huge_photo_is_read_smaller(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(bytes_of(plain(9000, 6000), b"JPEG"))
    assert read(path).width() < 4000
    assert made_of(path).image.width() == 1280


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "no_picture"), (b"MZ not a picture", "no_picture"), (None, "no_file")],
)
def test_what_is_no_picture_says_so(tmp_path: Path, content: bytes | None, why: str) -> None:
    path = tmp_path / "cover.png"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Unreadable) as raised:
        made_of(path)
    assert raised.value.why == why


def test_a_film_is_not_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "film.png"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(Unreadable) as raised:
        made_of(path)
    assert raised.value.why == "too_large"


@pytest.mark.qt_log_ignore("JPEG")
def test_a_picture_that_broke_off_is_half_a_picture_or_none() -> None:
    whole = bytes_of(plain(1920, 1080), b"JPEG")
    with pytest.raises(Unreadable):
        made_of(whole[:40])
    assert made_of(whole[: len(whole) * 3 // 4]).image.width() == 1280


# The shop.


def test_the_shop_makes_covers_and_says_what_they_are_for(qtbot: QtBot, running: Shop) -> None:
    shop = running(CoverShop())
    with qtbot.waitSignal(shop.made) as made:
        shop.make(bytes_of(plain(1920, 1080)), "form")
    picture, purpose = made.args
    assert (picture.image.width(), purpose) == (1280, "form")
    assert picture.jpeg.startswith(b"\xff\xd8")
    with qtbot.waitSignal(shop.unreadable) as unreadable:
        shop.make(b"text", "show")
    assert unreadable.args == ["no_picture", "show"]


def test_the_last_cover_is_kept_and_forgotten(qtbot: QtBot, running: Shop, tmp_path: Path) -> None:
    path = tmp_path / "new" / "last-cover.jpg"
    shop = running(CoverShop(path))
    shop.keep(made_of(plain(320, 180)).jpeg)
    with qtbot.waitSignal(shop.made):
        shop.make(path, "last time")
    shop.keep(None)
    qtbot.waitUntil(lambda: not path.exists())


def test_a_cover_that_cannot_be_kept_costs_nothing_else(
    qtbot: QtBot, running: Shop, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    shop = running(CoverShop(tmp_path / "file" / "last-cover.jpg"))
    shop.keep(b"jpeg")
    with qtbot.waitSignal(shop.made):
        shop.make(plain(320, 180), "form")


# Fetching.


HOME = "https://live.example.com"


def test_a_fetched_cover_is_as_large_as_a_card_and_none_where_it_is_no_picture() -> None:
    assert for_a_card(bytes_of(plain(1280, 720), b"JPEG")).width() == 640
    assert for_a_card(b"text").isNull()
    assert for_a_card(b"").isNull()


def test_the_gallery_asks_once_and_knows_a_path_by_its_server() -> None:
    asked: list[str] = []
    gallery = Gallery(lambda url, server: asked.append(url))
    gallery.show_base(HOME)
    for _ in range(3):
        assert gallery.cover("/covers/aa.jpg").isNull()
    assert asked == [f"{HOME}/covers/aa.jpg"]
    gallery.hear(asked[0], plain(64, 36))
    assert gallery.cover("/covers/aa.jpg").width() == 64
    assert gallery.cover(None).isNull()


# Sending.


class Answers:
    """Gives its answers in turn; the last one repeats."""

    def __init__(self, *answers: httpx.Response) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def uploads(server: Answers, timer: Callable[[], float] = lambda: 0.0) -> CoverUploads:
    made = CoverUploads(clients_of(server), timer)
    made.use(ADDRESS, a_policy())
    return made


Sending = Callable[[CoverUploads], CoverUploads]


def test_a_cover_is_put_and_the_record_told(qtbot: QtBot, running: Sending) -> None:
    server = Answers(ok(a_record(cover_url="/covers/aa.jpg")))
    sending = running(uploads(server))
    with qtbot.waitSignals([sending.sending, sending.sent], order="strict"):
        sending.put("b1", b"jpeg")
    assert server.requests[0].method == "PUT"
    assert server.requests[0].url.path == "/v1/broadcasts/b1/cover"
    assert server.requests[0].content == b"jpeg"


def test_a_cover_that_was_not_answered_is_sent_again_by_itself(
    qtbot: QtBot, running: Sending
) -> None:
    now = [0.0]
    sending = uploads(Answers(httpx.Response(502), ok(a_record())), lambda: now[0])
    sending.delayed.connect(lambda id, error: now.__setitem__(0, 2.0))
    with qtbot.waitSignals([sending.delayed, sending.sent], order="strict"):
        running(sending).put("b1", b"jpeg")


def test_a_server_that_is_back_gets_the_cover_at_once(qtbot: QtBot, running: Sending) -> None:
    sending = running(uploads(Answers(httpx.Response(502), ok(a_record()))))
    with qtbot.waitSignal(sending.delayed) as delayed:
        sending.put("b1", b"jpeg")
    assert isinstance(delayed.args[1], ServerUnavailable)
    with qtbot.waitSignal(sending.sent):
        sending.use(ADDRESS, a_policy())


def test_a_cover_the_server_does_not_take_is_not_sent_for_ever(
    qtbot: QtBot, running: Sending
) -> None:
    sending = running(uploads(Answers(problem(413, "image_too_large"))))
    with qtbot.waitSignal(sending.refused) as refused:
        sending.put("b1", b"jpeg")
    assert isinstance(refused.args[1], ImageTooLarge)
    assert sending.patience() is None


@pytest.mark.parametrize("refusal", [(429, "too_many_requests"), (408, "body_too_slow")])
def test_a_cover_that_came_at_a_bad_time_is_sent_again_by_itself(
    qtbot: QtBot, running: Sending, refusal: tuple[int, str]
) -> None:
    now = [0.0]
    sending = uploads(Answers(problem(*refusal), ok(a_record())), lambda: now[0])
    sending.delayed.connect(lambda id, error: now.__setitem__(0, 2.0))
    with qtbot.waitSignals([sending.delayed, sending.sent], order="strict"):
        running(sending).put("b1", b"jpeg")


def test_the_newest_cover_takes_the_place_of_one_that_waits(qtbot: QtBot, running: Sending) -> None:
    server = Answers(httpx.Response(502), ok(a_record()))
    sending = running(uploads(server))
    with qtbot.waitSignal(sending.delayed):
        sending.put("b1", b"old")
    with qtbot.waitSignal(sending.sent):
        sending.put("b1", b"new")
    assert [request.content for request in server.requests] == [b"old", b"new"]
    assert sending.patience() is None


class SlowWay(httpx.BaseTransport):
    """Takes a request's body piece by piece, and says after each how many there were."""

    def __init__(self, after_piece: Callable[[int], None], answer: httpx.Response) -> None:
        self.after_piece, self.answer = after_piece, answer
        self.bodies: list[bytes] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.SyncByteStream)
        self.bodies.append(b"")
        for count, piece in enumerate(request.stream, 1):
            self.bodies[-1] += piece
            self.after_piece(count)
        return self.answer

    def clients(self, address: ServerAddress) -> ServerClient:
        return ServerClient(address.url, address.token, transport=self)


def by(way: SlowWay, timer: Callable[[], float] = lambda: 0.0) -> CoverUploads:
    made = CoverUploads(way.clients, timer)
    made.use(ADDRESS, a_policy())
    return made


FOUR = b"j" * (3 * PIECE + 7)
"""A picture in four pieces."""


def test_how_far_a_cover_is_comes_from_the_bytes_that_have_gone(
    qtbot: QtBot, running: Sending
) -> None:
    now = [0.0]
    way = SlowWay(lambda count: now.__setitem__(0, float(count)), ok(a_record()))
    sending = by(way, lambda: now[0])
    told: list[tuple[str, int, int]] = []
    sending.gone.connect(lambda *said: told.append(said))
    with qtbot.waitSignal(sending.sent):
        running(sending).put("b1", FOUR)
    size = len(FOUR)
    assert told == [("b1", part, size) for part in (0, PIECE, 2 * PIECE, 3 * PIECE, size)]
    assert way.bodies == [FOUR]


def test_a_quick_way_is_told_of_at_its_end_and_not_with_every_piece(
    qtbot: QtBot, running: Sending
) -> None:
    sending = by(SlowWay(lambda count: None, ok(a_record())))
    told: list[int] = []
    sending.gone.connect(lambda id, gone, size: told.append(gone))
    with qtbot.waitSignal(sending.sent):
        running(sending).put("b1", FOUR)
    assert told == [0, len(FOUR)]


def test_a_cover_that_is_given_up_half_way_is_not_sent_and_not_tried_again(
    qtbot: QtBot, running: Sending
) -> None:
    given: list[str | None] = []
    way = SlowWay(lambda count: given.append(sending.give_up()), ok(a_record()))
    sending = by(way)
    told: list[str] = []
    for signal in (sending.sent, sending.delayed, sending.refused):
        signal.connect(lambda *said: told.append("answered"))
    running(sending).put("b1", FOUR)
    qtbot.waitUntil(lambda: bool(given))
    assert given == ["b1"]
    assert (sending.has_given_up("b1"), sending.patience()) == (True, None)
    sending.ask_to_stop()
    assert sending.wait(5.0)
    assert way.bodies == [FOUR[:PIECE]]
    assert not told


def test_with_its_last_piece_a_cover_cannot_be_called_back(qtbot: QtBot, running: Sending) -> None:
    given: list[str | None] = []

    def at_the_end(count: int) -> None:
        if count == 4:
            given.append(sending.give_up())

    sending = by(SlowWay(at_the_end, ok(a_record())))
    with qtbot.waitSignal(sending.sent):
        running(sending).put("b1", FOUR)
    assert given == [None]


def test_a_newer_cover_breaks_off_the_one_that_is_on_its_way(
    qtbot: QtBot, running: Sending
) -> None:
    def change_of_mind(count: int) -> None:
        if len(way.bodies) == 1:
            sending.put("b1", b"new")

    way = SlowWay(change_of_mind, ok(a_record()))
    sending = by(way)
    with qtbot.waitSignal(sending.sent):
        running(sending).put("b1", FOUR)
    assert way.bodies == [FOUR[:PIECE], b"new"]


def test_a_newer_cover_does_not_hear_that_the_one_before_was_refused(
    qtbot: QtBot, running: Sending
) -> None:
    def at_the_end(count: int) -> None:
        if len(way.bodies) == 1:
            sending.put("b1", b"new")
        else:
            way.answer = ok(a_record())

    way = SlowWay(at_the_end, problem(413, "image_too_large"))
    sending = by(way)
    refused: list[object] = []
    sending.refused.connect(lambda *said: refused.append(said))
    with qtbot.waitSignal(sending.sent):
        running(sending).put("b1", b"old")
    assert way.bodies == [b"old", b"new"]
    assert not refused


def test_a_cover_that_waits_for_its_next_try_can_be_given_up(
    qtbot: QtBot, running: Sending
) -> None:
    now = [0.0]
    server = Answers(httpx.Response(502), ok(a_record()))
    sending = running(uploads(server, lambda: now[0]))
    with qtbot.waitSignal(sending.delayed):
        sending.put("b1", b"jpeg")
    assert sending.give_up() == "b1"
    now[0] = 60.0
    sending.refresh()
    with qtbot.waitSignal(sending.sent):
        sending.put("b1", b"other")
    assert [request.content for request in server.requests] == [b"jpeg", b"other"]
