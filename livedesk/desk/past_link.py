"""Between the page *History* and the thread that reads the past."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from livedesk.desk.history_page import HistoryPage
from livedesk.desk.widgets.toast import Toast
from livedesk.desk.workers.history_reads import HistoryReads


class PastLink(QObject):
    """Hands questions one way and answers the other."""

    def __init__(self, page: HistoryPage, past: HistoryReads, toast: Toast) -> None:
        super().__init__(page)
        self._page, self._toast = page, toast
        past.read.connect(page.show_page)
        past.detail.connect(page.show_detail)
        past.explained.connect(page.show_trail)
        past.failed.connect(page.show_failure)
        past.exported.connect(self._exported)
        past.not_exported.connect(page.show_not_exported)
        page.since_asked.connect(past.look_back)
        page.wanted.connect(past.want)
        page.explain_asked.connect(past.explain)
        page.export_asked.connect(past.export)
        page.retry_asked.connect(past.refresh)
        past.look_back(page.since)

    def _exported(self, path: Path, count: int) -> None:
        self._page.show_not_exported(None)
        words = self.tr("%n broadcast(s) written to {name}.", "", count)
        self._toast.say(words.format(name=path.name))
