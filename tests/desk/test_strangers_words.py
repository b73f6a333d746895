"""Titles and names are other people's words: they are shown, and never become something else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget

from livedesk.desk.list_model import COLUMNS, ListModel
from livedesk.desk.workers.history_reads import PastPage
from livedesk.domain.records import HostName, Record
from tests.desk.pretend import Stage, a_beat, a_past, a_record, an_obs, many
from tests.desk.scenes import SCENES

TAG = '<img src="//evil.example/a.png">'


def evil(record: Record) -> Record:
    return replace(record, title=f"{TAG} hello", host=HostName("h", TAG))


@pytest.mark.parametrize("page", [0, 1, 2])
def test_no_tool_tip_is_taken_for_html(window: Stage, page: int) -> None:
    SCENES["live"](window)
    window.live.record_changed.emit(evil(a_record("live")))
    window.live.beaten.emit(a_beat())
    window.obs.changed.emit(an_obs(version=f"29{TAG}"))
    window.read_list(tuple(evil(one) for one in many(3)))
    window.live.past.read.emit(PastPage(tuple(evil(one) for one in a_past(3)), whole=True))
    window.window.show_page(page)
    told = [widget.toolTip() for widget in window.window.findChildren(QWidget)]
    for view in window.window.findChildren(QAbstractItemView):
        told += tips(view)
    assert any("evil.example" in one for one in told)
    assert not any("<img" in one and Qt.mightBeRichText(one) for one in told)
    labels = window.window.findChildren(QLabel)
    assert not [x for x in labels if "<img" in x.text() and x.textFormat() != PLAIN]


PLAIN = Qt.TextFormat.PlainText


def tips(view: QAbstractItemView) -> list[str]:
    model = view.model()
    if model is None:
        return []
    cells = [
        model.index(row, column).data(Qt.ItemDataRole.ToolTipRole)
        for row in range(model.rowCount())
        for column in range(len(COLUMNS) if isinstance(model, ListModel) else 1)
    ]
    return [one for one in cells if one]
