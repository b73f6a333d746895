"""Tool tips of words that somebody else has written."""

from __future__ import annotations


def plain(words: str) -> str:
    """A tool tip that shows `words` as they are.

    Qt takes a tool tip that looks like HTML for HTML, and fetches its pictures: a title would
    read files of this computer, or on Windows log in at a stranger's file server.
    Source: Qt's QToolTip::showText and Qt::mightBeRichText.
    """
    if "<" not in words:
        return words
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<p style="white-space: pre-wrap">{escaped}</p>'
