"""What becomes of a cover that was chosen for the show: a line, and the step that is open."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from livedesk.desk import error_texts, texts
from livedesk.desk.scene import CoverNews
from livedesk.desk.widgets.link import Link
from livedesk.desk.widgets.text import Text


class CoverRow(QWidget):
    """Hidden while there is nothing to say.

    Signals:
        give_up_asked: send it no further.
        again_asked: send the one that was given up.
    """

    give_up_asked = Signal()
    again_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Text(ink="text_2", px=12, wrap=True, digits=True)
        self.give_up = Link(self.tr("Cancel"))
        self.give_up.setAccessibleName(self.tr("Send the cover no further"))
        self.again = Link(self.tr("Send again"))
        self.again.setAccessibleName(self.tr("Send the cover again"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        for link in (self.give_up, self.again):
            row.addWidget(link)
        self.give_up.clicked.connect(self.give_up_asked)
        self.again.clicked.connect(self.again_asked)
        self.show_news(None)

    def show_news(self, news: CoverNews | None) -> float | None:
        """Say it; the part that has gone, 0 to 1, while a picture is sent."""
        news = news or CoverNews("")
        words, ink = self._said(news)
        self._words.set_text(words)
        self._words.set_ink(ink)
        whole = 0 < news.size == news.gone  # the server may have it: it cannot be called back
        self.give_up.setVisible(news.phase in ("sending", "delayed") and not whole)
        self.again.setVisible(news.phase == "given_up")
        self.setVisible(bool(words))
        return news.gone / news.size if news.phase == "sending" and news.size else None

    def _said(self, news: CoverNews) -> tuple[str, str]:
        match news.phase:
            case "sending" if not news.size:
                return self.tr("Sending the cover…"), "text_2"
            case "sending" if news.gone == news.size:
                return self.tr("The cover is sent. The server looks at it…"), "text_2"
            case "sending":
                words = self.tr("Sending the cover: {percent} % of {size}")
                percent = 100 * news.gone // news.size
                return words.format(percent=percent, size=texts.size(news.size)), "text_2"
            case "delayed":
                return self.tr("The cover is not there yet. LiveDesk keeps trying."), "text_2"
            case "given_up":
                return self.tr("Not sent. The cover before stays."), "text_2"
            case "refused" if news.error is not None:
                return error_texts.error_sentence(news.error), "danger"
            case "unreadable":
                return texts.cover_complaint(news.why), "danger"
        return "", "text_2"
