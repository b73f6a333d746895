"""Sentences with a number in them: Qt knows plural forms only where an object asks for them."""

from __future__ import annotations

from PySide6.QtCore import QObject


class Counted(QObject):
    """Made where it is needed; it keeps nothing."""

    def gaps(self, count: int, time: str) -> str:
        """``3 gaps, 1 min 40 s``."""
        return self.tr("%n gap(s), {time}", "", count).format(time=time)

    def publishers(self, count: int) -> str:
        """``2 publishers``."""
        return self.tr("%n publisher(s)", "", count)

    def in_a_row(self, count: int) -> str:
        """``3 times in a row``."""
        return self.tr("%n time(s) in a row", "", count)
