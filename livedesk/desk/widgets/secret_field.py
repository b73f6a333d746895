"""A field for the stream key: dots, an eye for 20 seconds, and copying of the true value."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.copy_button import copy
from livedesk.desk.widgets.field import Field
from livedesk.desk.widgets.text import Text

SHOWN_FOR_S = 20
DOTS = "•" * 16
"""Always as many, whatever the length of the key."""


class SecretField(Field):
    """Masked; the eye shows it until time or focus is over, and is gone while OBS streams.

    Signals:
        copied: by Ctrl+C in the field.
    """

    copied = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, fixed=True, parent=parent)
        self._name = name
        self._value = ""
        self._left_s = 0
        self.set_sunken(sunken=True)
        # The key leaves by our copies only, which go after a minute: marked text would lie in the
        # X11 selection, and what the menu copies would stay.
        self.edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.edit.selectionChanged.connect(self.edit.deselect)
        self._hides = Text(ink="text_2", px=12)
        self._eye = Button("", Kind.GHOST, "eye", 28)
        self._eye.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._eye.installEventFilter(self)
        self._eye.clicked.connect(self._toggle)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self.count_down)
        self.row.addWidget(self._hides)
        self.row.addWidget(self._eye)
        self._mask()

    @property
    def value(self) -> str:
        """The true value; for the clipboard only."""
        return self._value

    @property
    def eye(self) -> Button:
        """The button that shows and hides."""
        return self._eye

    @property
    def shown(self) -> bool:
        return self._second.isActive()

    def set_value(self, value: str) -> None:
        """Another key; hides."""
        if value != self._value:
            self._value = value
            self._mask()

    def set_streaming(self, streaming: bool) -> None:
        """While OBS streams the screen may be what it streams: no eye."""
        if streaming:
            self._mask()
        self._eye.setVisible(not streaming)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self.shown:
            QTimer.singleShot(0, self, self._mask_if_left)
        if (
            watched is self.edit
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.matches(QKeySequence.StandardKey.Copy)
        ):
            if copy(self._value, secret=True):
                self.copied.emit()
            return True
        return super().eventFilter(watched, event)

    def _mask_if_left(self) -> None:
        if not (self.edit.hasFocus() or self._eye.hasFocus()):
            self._mask()

    def _toggle(self) -> None:
        if self.shown:
            self._mask()
            return
        self._left_s = SHOWN_FOR_S
        self._second.start()
        self._eye.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say_rest()
        self.edit.setText(self._value)
        self.edit.setCursorPosition(0)
        self.edit.setAccessibleName(self._name)
        self._name_eye(self.tr("Hide {name}"), "eye-crossed")

    def count_down(self) -> None:
        """A second has passed."""
        self._left_s -= 1
        if self._left_s <= 0:
            self._mask()
        else:
            self._say_rest()

    def _say_rest(self) -> None:
        self._hides.setText(self.tr("hides in {s} s").format(s=self._left_s))
        self._hides.show()

    def _mask(self) -> None:
        self._second.stop()
        self._hides.hide()
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal)
        self.edit.setText(DOTS if self._value else "")
        self.edit.setAccessibleName(self.tr("{name}, hidden").format(name=self._name))
        self._name_eye(self.tr("Show {name}"), "eye")

    def _name_eye(self, words: str, icon: str) -> None:
        name = words.format(name=self._name)
        self._eye.show_as("", Kind.GHOST, icon)
        self._eye.setAccessibleName(name)
        self._eye.setToolTip(name)
