"""Pasted letters as they were meant: nothing hidden, nothing full-width, nothing escaped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote


class Mark(StrEnum):
    """What had to be mended, or where it was written."""

    LINE_BREAK = "line_break"
    SPACE = "space"
    FULL_WIDTH = "full_width"
    INVISIBLE = "invisible"
    QUOTES = "quotes"
    HTML = "html"
    PERCENT = "percent"
    DOUBLED = "doubled"
    DOUBLE_SLASH = "double_slash"
    NO_APP = "no_app"
    TWO_LINES = "two_lines"
    KEY_AS_SERVER = "key_as_server"
    URL_AS_KEY = "url_as_key"


# Soft hyphen, zero width, direction marks, byte order mark: they come along from web pages.
_INVISIBLE = frozenset("\u00ad\u180e\u2060\ufeff") | {
    chr(n) for n in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2061, 0x206A))
}
_QUOTES = "\"'`“”‘’„«»「」『』《》〈〉＂＇"
_BETWEEN = "，；！（）、。【】［］｛｝<>|,!(){}"  # they stand beside addresses, never in ours
_TYPED = {"。": ".", "．": ".", "｡": ".", "∶": ":", "﹕": ":", "⁄": "/", "∕": "/", "﹖": "?"}


@dataclass(slots=True)
class Clean:
    """A text without what cannot be seen, in plain letters, and what each character was.

    Attributes:
        was: beside each character of `text` how it had been typed.
        hidden: places in `text` before which something invisible stood.
    """

    text: str
    was: str
    hidden: frozenset[int]

    def marks(self, begin: int, end: int) -> set[Mark]:
        """What was odd between those places."""
        found = set()
        pairs = zip(self.text[begin:end], self.was[begin:end], strict=True)
        if any(now != before and before not in _BETWEEN for now, before in pairs):
            found.add(Mark.FULL_WIDTH)
        if any(begin <= at <= end for at in self.hidden):
            found.add(Mark.INVISIBLE)
        around = self.was[max(0, begin - 1) : begin] + self.was[end : end + 1]
        if any(one in _QUOTES for one in around if one):
            found.add(Mark.QUOTES)
        return found

    def squeezed(self) -> Clean:
        """Without spaces, quotes and line breaks."""
        kept = [n for n, one in enumerate(self.text) if not one.isspace()]
        place = {n: at for at, n in enumerate(kept)}
        return Clean(
            "".join(self.text[n] for n in kept),
            "".join(self.was[n] for n in kept),
            frozenset(place[n] for n in self.hidden if n in place),
        )


def cleaned(text: str) -> Clean:
    """The text in plain letters, each beside what had been typed."""
    now: list[str] = []
    was: list[str] = []
    hidden: set[int] = set()
    for one in text.replace("\r\n", "\n").replace("\r", "\n"):
        if one in _INVISIBLE or (not one.isprintable() and not one.isspace()):
            hidden.add(len(now))
            continue
        typed = _TYPED.get(one, one)
        if one in _QUOTES or (one in _BETWEEN and one not in _TYPED):
            typed = " "
        elif "\uff01" <= one <= "\uff5e":
            typed = chr(ord(one) - 0xFEE0)
        elif one.isspace() and one != "\n":
            typed = " "
        now.append(typed)
        was.append(one)
    return Clean("".join(now), "".join(was), frozenset(hidden))


def plain(text: str) -> tuple[str, set[Mark]]:
    """Undo what web pages and other programs do to an address."""
    import html  # its table of names is a third of a megabyte

    marks: set[Mark] = set()
    if re.search(r"%(?:3a|2f|3f|26|3d)", text, re.IGNORECASE):
        text = unquote(text)
        marks.add(Mark.PERCENT)
    before = text
    for _ in range(3):
        text = html.unescape(text)
    if text != before and "&" in before:
        marks.add(Mark.HTML)
    return text, marks


def masked(text: str) -> str:
    """A pasted text as it may stand on the screen: what could be a piece of a secret in dots."""
    text = re.sub(r"(txSecret\W?[=＝]\W?)[^\s&＆]+", r"\1••••", text, flags=re.IGNORECASE)
    text = re.sub(r"(ld[ah]_|#)[A-Za-z0-9_-]{8,}", r"\1••••", text)
    # Damaged, a secret comes in pieces; a word of letters alone is none.
    return re.sub(r"(?<![A-Za-z])(?=[0-9A-Fa-f]*\d)[0-9A-Fa-f]{6,}(?![A-Za-z])", "••••", text)
