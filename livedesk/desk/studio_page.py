"""The page *Go live*: from a title to a show and its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from livedesk.desk.scene import Condition, Scene
from livedesk.desk.start_card import StartCard
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.scroll import Scroll
from livedesk.desk.widgets.steps import Steps

if TYPE_CHECKING:  # the page is first seen without these: see `furnish`
    from livedesk.desk.gallery import Gallery
    from livedesk.domain.errors import LivedeskError
    from livedesk.domain.records import Record

NEEDS_FOR_TWO = 900
"""Width of the page in pixels below which addresses would be cut to nothing in two columns."""

NEEDS_FOR_FORM = 780
"""The same for the form of a new broadcast and how it will look."""


class StudioPage(QWidget):
    """One view at a time, chosen by the scene. It begins with the one that waits for the server.

    Signals:
        create_asked: title, suffix or None, seconds of validity, rehearsal, cover_url or None.
        again_asked: Record, one before, as the next one is to be.
        cover_given: Source, another cover for the broadcast that is on its way or on air.
        cover_stop_asked: the cover is to be sent no further. cover_again_asked: now it is.
        renew_asked: QWidget, the button under which to ask.
        others_asked: other ways to send a picture are wanted.
        title_asked: str. rehearsal_asked: bool. share_asked: str address or None.
        end_asked: QWidget, the button under which to ask.
        resume_asked, end_offered_asked: Record.
        new_asked, retry_asked, declined: no argument.
        key_copied: the key is on the clipboard.
        name_asked: the host wants another name.
        trail_asked: why it is on or off is wanted, all of it.
    """

    create_asked = Signal(str, object, int, bool, object)
    again_asked = Signal(object)
    cover_given = Signal(object)
    cover_stop_asked = Signal()
    cover_again_asked = Signal()
    renew_asked = Signal(object)
    others_asked = Signal()
    title_asked = Signal(str)
    rehearsal_asked = Signal(bool)
    share_asked = Signal(object)
    end_asked = Signal(object)
    resume_asked = Signal(object)
    end_offered_asked = Signal(object)
    new_asked = Signal()
    declined = Signal()
    retry_asked = Signal()
    key_copied = Signal()
    name_asked = Signal()
    trail_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = ""
        self._single = self._narrow = self._furnished = False
        self._scene = Scene()
        self.steps = Steps()
        self.start = StartCard()
        self._views: dict[str, QWidget] = {"start": _on_top(self.start)}
        self._build()
        self.start.retry_asked.connect(self.retry_asked)

    def _build(self) -> None:
        self._inner = QWidget()
        column = QVBoxLayout(self._inner)
        column.setSpacing(theme.GAP + 4)
        column.addWidget(self.steps)
        column.addWidget(self._views["start"], 1)
        self._views["start"].hide()
        self._column = column
        self._scroll = Scroll(self._inner, column)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self.set_narrow(False)

    def furnish(self, gallery: Gallery) -> Iterator[None]:
        """Make all cards, a few with each step, so that the window answers between two."""
        from livedesk.desk.air_cards import KeyCard, NextCard, ShareCard
        from livedesk.desk.before_card import BeforeCard
        from livedesk.desk.broadcast_card import BroadcastCard
        from livedesk.desk.create_form import CreateForm
        from livedesk.desk.evidence_card import EvidenceCard, EvidenceLine
        from livedesk.desk.list_card import ListCard
        from livedesk.desk.obs_card import ObsCard
        from livedesk.desk.obs_panel import ObsLine, ObsPanel
        from livedesk.desk.offer_card import OfferCard
        from livedesk.desk.play_card import PlayCard
        from livedesk.desk.preview_card import PreviewCard
        from livedesk.desk.summary_card import SummaryCard
        from livedesk.desk.viewers_card import ViewersCard

        self._gallery = gallery
        self.cover_of: Callable[[Record], QImage] = lambda own: gallery.cover(own.cover_url)
        self.form, self.offer = CreateForm(), OfferCard()
        yield
        self.row, self.before = ListCard(), BeforeCard(gallery)
        self.preview, self.broadcast = PreviewCard(), BroadcastCard()
        yield
        self.obs, self.play = ObsCard(), PlayCard()
        yield
        self.air_preview, self.evidence = PreviewCard(), EvidenceCard()
        self.evidence_line = EvidenceLine()
        self.preview.keep_shape(True)
        yield
        self.viewers, self.share = ViewersCard(), ShareCard()
        self.key, self.next = KeyCard(), NextCard()
        yield
        self.obs_panel, self.obs_line = ObsPanel(), ObsLine()
        self.summary = SummaryCard()
        yield
        self._lay_out()
        self._connect()
        yield

    def _lay_out(self) -> None:
        from livedesk.desk.widgets.columns import Columns

        self._create = Columns(
            [self.form],
            [self.row, self.before],
            [self.form, self.before, self.row],
            (594, 322),
        )
        self._ready = Columns(
            [self.preview, self.broadcast],
            [self.obs, self.play],
            [self.preview, self.obs, self.play, self.broadcast],
            (388, 528),
        )
        self._air = Columns(
            [self.air_preview, self.evidence, self.evidence_line],
            [self.obs_panel, self.viewers, self.next, self.share, self.key],
            [
                self.air_preview, self.evidence, self.evidence_line, self.obs_panel,
                self.obs_line, self.next, self.share, self.viewers, self.key,
            ],
            (640, 276),
        )  # fmt: skip
        for low in (self.broadcast, self.play, self.next, self.before):
            _upright(low, QSizePolicy.Policy.MinimumExpanding)
        _upright(self.viewers, QSizePolicy.Policy.Expanding)  # its curve may be low
        _upright(self.evidence, QSizePolicy.Policy.MinimumExpanding)  # what a 16:9 picture leaves
        for high in (
            self.obs, self.evidence_line, self.share, self.key,
            self.obs_panel, self.obs_line,
        ):  # fmt: skip
            _upright(high, QSizePolicy.Policy.Maximum)
        views = {
            "offer": _on_top(self.offer),
            "create": self._create,
            "ready": self._ready,
            "air": self._air,
            "ended": _on_top(self.summary),
        }
        for view in views.values():
            self._column.addWidget(view, 1)
            view.hide()
        self._views |= views
        self._furnished = True
        self.set_narrow(self._narrow)
        self._set_single(self._single)

    def _connect(self) -> None:
        self.form.create_asked.connect(self.create_asked)
        self.form.edited.connect(self._show_row)
        self.row.name_asked.connect(self.name_asked)
        self.before.used.connect(self.again_asked)
        self.summary.again_asked.connect(self.again_asked)
        self.broadcast.cover_given.connect(self.cover_given)
        self.broadcast.renew_asked.connect(self.renew_asked)
        self.broadcast.others_asked.connect(self.others_asked)
        for preview in (self.preview, self.air_preview):
            preview.cover_asked.connect(self.cover_given)
        for row in (self.broadcast.cover_row, self.air_preview.cover_row):
            row.give_up_asked.connect(self.cover_stop_asked)
            row.again_asked.connect(self.cover_again_asked)
        self.broadcast.title_changed.connect(self.title_asked)
        self.broadcast.rehearsal_changed.connect(self.rehearsal_asked)
        self.broadcast.end_asked.connect(self.end_asked)
        self.play.share_asked.connect(self.share_asked)
        self.share.share_asked.connect(self.share_asked)
        self.offer.resume_asked.connect(self.resume_asked)
        self.offer.end_asked.connect(self.end_offered_asked)
        self.offer.declined.connect(self.declined)
        self.summary.new_asked.connect(self.new_asked)
        self.obs.copied.connect(self.key_copied)
        self.key.copied.connect(self.key_copied)
        self.steps.chosen.connect(self._go_back_to)
        self.evidence.trail_asked.connect(self.trail_asked)
        self.evidence_line.trail_asked.connect(self.trail_asked)

    def set_narrow(self, narrow: bool) -> None:
        """One column that scrolls, or two."""
        edge = theme.EDGE_NARROW if narrow else theme.EDGE
        self._scroll.set_edges(edge, 12 if narrow else 22, edge, edge)
        self._narrow = narrow
        self._fit_form()

    def _fit_form(self) -> None:
        """The form beside the card as in the list, or above it."""
        if self._furnished:
            self._create.set_narrow(self._narrow or self.width() < NEEDS_FOR_FORM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        single = event.size().width() < NEEDS_FOR_TWO
        if single != self._single:
            self._single = single
            if self._furnished:
                self._set_single(single)
        self._fit_form()

    def _set_single(self, single: bool) -> None:
        """One column of cards while a broadcast is on its way, or two."""
        self._ready.set_narrow(single)
        self._air.set_narrow(single)
        self.air_preview.keep_shape(single)
        self.evidence.setVisible(not single)
        self.evidence_line.setVisible(single)
        self.obs_panel.setVisible(not single)
        self.obs_line.setVisible(single)

    def show_picture(self, picture: QImage) -> None:
        """A picture of the own broadcast; only the preview that is seen takes it."""
        seen = self.air_preview if self._view == "air" else self.preview
        seen.show_picture(picture)

    def show_black(self, reason: str, since: float) -> None:
        """Why there is no picture; see `PreviewFeed`."""
        self.preview.show_black(reason, since)
        self.air_preview.show_black(reason, since)

    def show_refusal(self, error: LivedeskError | None) -> None:
        """Why the server would not create."""
        self.form.show_refusal(error)

    def show_scene(self, scene: Scene, now: float) -> None:
        """Show the moment `now`, epoch seconds."""
        view = view_of(scene)
        if view != self._view:
            self._turn_to(view)
        self._scene = scene
        self.steps.setVisible(view in ("create", "ready"))
        code = scene.record.code if scene.record is not None else ""
        self.steps.show_step(step_of(scene), code)
        show: dict[str, Callable[[], None]] = {
            "start": lambda: self.start.show_scene(scene),
            "offer": lambda: self.offer.show_scene(scene, now, self._own_cover(scene.offered)),
            "create": lambda: self._show_create(scene, now),
            "ready": lambda: self._show_ready(scene, now),
            "air": lambda: self._show_air(scene, now),
            "ended": lambda: self.summary.show_scene(scene, now, self._own_cover(scene.record)),
        }
        show[view]()

    def _turn_to(self, view: str) -> None:
        """Hidden views take no part in the layout, so the page is as tall as what is seen."""
        if self._view == "ready" and view == "air":
            picture = self.preview.preview.picture
            if not picture.isNull():
                self.air_preview.show_picture(picture)
        focus = self.window().focusWidget()
        here = focus is not None and self.isAncestorOf(focus)
        self._views[view].show()
        waited = self._view == "start" and self.isVisible()  # for the server, with nothing to do
        if here or waited or not self._view:
            self._focus_first(view, focus)
        if self._view:
            self._views[self._view].hide()
        self._view = view

    def _focus_first(self, view: str, focus: QWidget | None) -> None:
        """The next step has the focus; Qt would pass it to any neighbour of what is hidden."""
        firsts: dict[str, Callable[[], QWidget]] = {
            "create": lambda: self.form.title.edit,
            "ready": lambda: self.obs.first,
            "ended": lambda: self.summary.button,
            "offer": lambda: self.offer.resume,
        }
        first = firsts[view]() if view in firsts else None
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        elif focus is not None:
            focus.clearFocus()

    def _go_back_to(self, step: int) -> None:
        """To what belongs to a step that is done."""
        card, first = {
            1: (self.broadcast, self.broadcast.edit),
            2: (self.obs, self.obs.first),
        }.get(step, (self.preview, self.preview.as_cover))
        self._scroll.ensureWidgetVisible(card, 0, theme.EDGE)
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_create(self, scene: Scene, now: float) -> None:
        self.form.show_policy(scene.policy.bizid if scene.policy is not None else "live")
        self.form.show_busy(scene.busy == "create")
        self.form.tick(now)
        self.before.show_mine(scene.mine, now)
        self._show_row()

    def _show_row(self) -> None:
        """The own row as it will be, as far as it is known."""
        scene, suffix = self._scene, self.form.suffix.edit.text()
        known = scene.mine[0].host if scene.mine else None
        bizid = scene.policy.bizid if scene.policy is not None else ""
        made = f"{known.id}_…" if known is not None else "…"
        code = f"{bizid}_{suffix or made}" if bizid else ""
        host = scene.host_name or (known.name if known is not None else "")  # as viewers read it
        self.row.rename.setVisible(bool(scene.host_name))
        self.row.show_broadcast(self.form.title.edit.text(), code, host, self.form.cover.image)

    def _own_cover(self, record: Record | None) -> QImage:
        return self.cover_of(record) if record is not None else QImage()

    def _show_ready(self, scene: Scene, now: float) -> None:
        self.preview.show_scene(scene, now)
        self.broadcast.show_scene(scene, now, self._own_cover(scene.record))
        self.obs.show_scene(scene, now)
        self.play.show_scene(scene, now)

    def _show_air(self, scene: Scene, now: float) -> None:
        trouble = scene.condition in (Condition.AWAY, Condition.INTERRUPTED, Condition.OFFLINE)
        self.air_preview.show_scene(scene, now)
        refused = scene.cover is not None and scene.cover.phase == "refused"  # the banner says it
        self.air_preview.cover_row.show_news(None if refused else scene.cover)
        (self.evidence_line if self._single else self.evidence).show_scene(scene, now)
        self.obs_line.show_scene(scene)
        self.obs_panel.show_scene(scene, now)
        self.next.setVisible(trouble)
        self.share.setVisible(not trouble or scene.condition is Condition.OFFLINE)
        self.viewers.setVisible(not trouble)
        self.key.setVisible(scene.away is None)  # nothing can be done with it then
        if trouble:
            self.next.show_scene(scene, now)
        else:
            self.viewers.show_scene(scene, now)
        self.share.show_scene(scene, now)
        self.key.show_push(scene.record.push if scene.record is not None else None)


def view_of(scene: Scene) -> str:
    """Which view shows the scene."""
    if scene.record is not None:
        if scene.record.state == "ended":
            return "ended"
        return "air" if scene.on_air else "ready"
    if scene.server is None:
        return "start"
    return "create" if scene.offered is None or scene.declined else "offer"


def step_of(scene: Scene) -> int:
    """Where the host is between a title and a show, 1 to 4."""
    if scene.record is None:
        return 1
    if not scene.publishing:
        return 2
    return 4 if scene.record.rehearsal else 3


def _on_top(card: QWidget) -> QWidget:
    """A single card of a readable width, at the top."""
    holder = QWidget()
    card.setMaximumWidth(720)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(card)
    column.addStretch(1)
    return holder


def _upright(card: QWidget, wanted: QSizePolicy.Policy) -> None:
    """One card of each column takes the height that is left, so that both end on one line."""
    policy = card.sizePolicy()
    policy.setVerticalPolicy(wanted)
    card.setSizePolicy(policy)
