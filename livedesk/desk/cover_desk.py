"""Covers, from what a host chooses to what the server has: one for the form, one for the show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from livedesk.desk.before_card import own_suffix
from livedesk.desk.create_form import CreateForm
from livedesk.desk.gallery import Gallery
from livedesk.desk.scene_keeper import SceneKeeper
from livedesk.desk.settings_keeper import SettingsKeeper
from livedesk.desk.workers.cover_shop import CoverPicture, Source
from livedesk.desk.workers.live import Live
from livedesk.domain.records import Record

FORM, SHOW, LAST_TIME = "form", "show", "last time"


class CoverDesk(QObject):
    """Args:
    settings: keeps the choices for the next time.
    """

    def __init__(
        self,
        form: CreateForm,
        gallery: Gallery,
        keeper: SceneKeeper,
        live: Live,
        settings: SettingsKeeper,
    ) -> None:
        super().__init__(form)
        self._form, self._gallery, self._keeper = form, gallery, keeper
        self._live, self._settings = live, settings
        shop = self._shop = live.cover_shop
        self._sent = QImage()
        self._sent_over: str | None = None
        self._chosen: CoverPicture | None = None  # for the show that is on
        form.cover.given.connect(lambda source: shop.make(source, FORM))
        shop.made.connect(self._hear_made)
        shop.unreadable.connect(self._hear_unreadable)
        keeper.began.connect(self._begin)
        live.cover_told.connect(self._hear_told)
        kept = settings.remembered
        form.recall(kept)
        if kept.cover:
            shop.make(Path(kept.cover), LAST_TIME)

    def adopt(self, other: CoverDesk) -> None:
        """What another window's form had; it is being made anew."""
        self._gallery.adopt(other._gallery)
        self._form.cover.adopt(other._form.cover)
        self._sent, self._sent_over = other._sent, other._sent_over
        self._chosen = other._chosen

    def change(self, source: Source) -> None:
        """Another cover for the broadcast that is on its way or on air."""
        self._shop.make(source, SHOW)

    def send_again(self) -> None:
        """The one that was given up."""
        if self._chosen is not None:
            self._send(self._chosen)
            self._keeper.changed.emit()

    def use_again(self, record: Record) -> None:
        """The same as a broadcast before: its title, its cover and its way to begin."""
        self._form.use(record.title, own_suffix(record), record.rehearsal)
        if record.cover_url:
            self._form.cover.show_url(record.cover_url, self._gallery.cover(record.cover_url))
        else:
            self._form.cover.forget()

    def show_arrived(self) -> None:
        """A cover of the server has arrived; the form may be waiting for it."""
        cover = self._form.cover
        if cover.url is not None and cover.image.isNull():
            image = self._gallery.cover(cover.url)
            if not image.isNull():
                cover.show_url(cover.url, image)

    def cover_of(self, record: Record) -> QImage:
        """The cover of the own broadcast: as it was sent, until the server tells of it."""
        if not self._sent.isNull():
            if record.cover_url == self._sent_over:
                return self._sent
            if record.cover_url:
                self._gallery.put(record.cover_url, self._sent)
            self._sent = QImage()
        return self._gallery.cover(record.cover_url)

    def _begin(self) -> None:
        """The broadcast is made, with or without its cover; that goes after it."""
        cover = self._form.cover
        kept_at = ""
        if cover.jpeg is not None:
            self._send(CoverPicture(cover.image, cover.jpeg))
            self._shop.keep(cover.jpeg)
            kept_at = self._shop.kept_at
        elif cover.url is None:
            self._shop.keep(None)
        self._settings.change(remembered=replace(self._form.choices, cover=kept_at))

    def _hear_made(self, picture: CoverPicture, purpose: str) -> None:
        if purpose == SHOW:
            self._send(picture)
            self._keeper.changed.emit()
        elif purpose == FORM or (self._form.cover.jpeg is None and self._form.cover.url is None):
            self._form.cover.show_made(picture.image, picture.jpeg)

    def _hear_unreadable(self, why: str, purpose: str) -> None:
        if purpose == FORM:
            self._form.cover.say_unreadable(why)
        elif purpose == SHOW:
            self._keeper.tell_unreadable(why)

    def _hear_told(self, id: str, phase: str, error: object) -> None:
        if phase in ("refused", "given_up"):
            self._sent = QImage()  # the one before stays
            self._keeper.changed.emit()

    def _send(self, picture: CoverPicture) -> None:
        record = self._keeper.scene.record
        self._chosen, self._sent = picture, picture.image
        self._sent_over = record.cover_url if record is not None else None
        self._live.put_cover(picture.jpeg)
