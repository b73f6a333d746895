"""*Test picture*: the button that sends it, says how long it has been sent, and stops it."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import QWidget

from livedesk.desk import time_texts
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.workers.picture_feed import Picture

TROUBLES: dict[str, str] = {
    "not_found": str(
        QT_TRANSLATE_NOOP(
            "PictureButton", "The media server’s name is not known here. Check the network."
        )
    ),
    "no_port": str(
        QT_TRANSLATE_NOOP(
            "PictureButton", "Nothing listens at the push address. Is the media server running?"
        )
    ),
    "no_answer": str(
        QT_TRANSLATE_NOOP(
            "PictureButton", "The media server does not answer. Try again, or check the network."
        )
    ),
    "not_rtmp": str(
        QT_TRANSLATE_NOOP(
            "PictureButton", "What answers at the push address is no RTMP server. Tell its admin."
        )
    ),
    "certificate": str(
        QT_TRANSLATE_NOOP(
            "PictureButton", "The media server’s certificate is not valid. Tell its admin."
        )
    ),
    "no_tls": str(
        QT_TRANSLATE_NOOP(
            "PictureButton", "The media server does not speak TLS there. Tell its admin."
        )
    ),
    "bad_app": str(
        QT_TRANSLATE_NOOP(
            "PictureButton", "The media server does not know this application. Tell its admin."
        )
    ),
    "refused": str(
        QT_TRANSLATE_NOOP(
            "PictureButton", "The media server refused it. Has the live code expired? Renew it."
        )
    ),
    "taken": str(
        QT_TRANSLATE_NOOP(
            "PictureButton",
            "Somebody sends with this live code already: stop that encoder first.",
        )
    ),
    "broke_off": str(
        QT_TRANSLATE_NOOP(
            "PictureButton", "The media server closed the connection. Try again in a moment."
        )
    ),
    "no_address": str(
        QT_TRANSLATE_NOOP(
            "PictureButton", "This broadcast cannot be sent to by RTMP. Use another encoder."
        )
    ),
}
"""Why it is not sent, by the reasons of `RtmpTrouble`, and what to do."""


def trouble_sentence(reason: str) -> str:
    """Why it is not sent."""
    return QCoreApplication.translate("PictureButton", TROUBLES[reason])


class PictureButton(Button):
    """A click asks its owner to send, or to stop."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(kind=Kind.GHOST, icon="video", height=36, parent=parent)
        self.may_shrink()
        self.show_picture(Picture())

    def show_picture(self, picture: Picture) -> None:
        """How the test picture is."""
        if picture.busy:
            time = time_texts.stopwatch(picture.seconds)
            self.show_as(self.tr("Stop, {time}").format(time=time), Kind.SECONDARY, "square")
            self.setAccessibleName(self.tr("Stop the test picture"))
        else:
            self.show_as(self.tr("Test picture"), Kind.GHOST, "video")
            self.setAccessibleName(self.tr("Send a test picture"))
        self.setToolTip(self.accessibleName())
