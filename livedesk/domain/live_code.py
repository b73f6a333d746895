"""The live code (直播码): the stream name that the customer, not the cloud, owns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from livedesk.domain.errors import BadLiveCode

LONGEST = 80
"""Characters in all: Tencent's stream mixing (云端混流) takes no longer stream names."""

_LETTERS = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_BIZID = re.compile(r"[A-Za-z0-9-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class LiveCode:
    """``{bizid}_{suffix}``, e.g. ``8888_test_12345_test``.

    Source: the live-code scheme asks for the prefix ``{bizid}_`` and leaves the rest free.
    """

    bizid: str
    suffix: str

    def __str__(self) -> str:
        return f"{self.bizid}_{self.suffix}"

    @property
    def folded(self) -> str:
        """What makes two codes the same: they are unique without regard to case."""
        return str(self).lower()

    @classmethod
    def make(cls, bizid: str, suffix: str, templates: Iterable[str] = ()) -> LiveCode:
        """The code of a chosen suffix.

        Args:
            templates: names of the transcoding templates; ``{code}_{template}`` is a play name,
                so no code may end like one.

        Raises:
            BadLiveCode: with a sentence for the host, who typed the suffix.
        """
        if not suffix:
            raise BadLiveCode("The suffix is empty: type letters, digits, _ or -.")
        if not _LETTERS.fullmatch(suffix):
            raise BadLiveCode(f'Letters, digits, _ and - only. Try "{mended(suffix)}".')
        if not _BIZID.fullmatch(bizid):
            raise BadLiveCode(f'"{bizid}" is no bizid: letters, digits and - only.')
        code = cls(bizid, suffix)
        if len(str(code)) > LONGEST:
            room = LONGEST - len(bizid) - 1
            raise BadLiveCode(f"The suffix is too long: {room} characters at most.")
        for template in templates:
            if code.folded.endswith(f"_{template.lower()}"):
                raise BadLiveCode(
                    f'A live code must not end in "_{template}", the name of a transcoding '
                    "template. Choose another suffix."
                )
        return code

    @classmethod
    def parse(cls, text: str) -> LiveCode:
        """A code as it stands in an address or a callback.

        Raises:
            BadLiveCode: not ``{bizid}_{suffix}`` of 3 to 80 letters, digits, ``_``, ``-``.
        """
        bizid, mark, suffix = text.partition("_")
        if not mark:
            raise BadLiveCode(f'"{text[:LONGEST]}" is no live code: it has no "_".')
        return cls.make(bizid, suffix)


def mended(suffix: str) -> str:
    """The nearest allowed suffix, to be offered instead: ``ana code!`` gives ``ana_code``."""
    tried = re.sub(r"[^A-Za-z0-9_-]+", "_", suffix).strip("_")
    return tried[:60] or "show_1"
