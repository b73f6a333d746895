"""The language of the window: texts, numbers and dates, and a change of it while it runs."""

from __future__ import annotations

import logging

from PySide6.QtCore import QT_TRANSLATE_NOOP, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from livedesk.places import resource

log = logging.getLogger(__name__)

LANGUAGES = {"zh_CN": "简体中文", "en": "English"}
"""Each in its own name, so that who reads no other finds it."""

_spoken: list[QTranslator] = []
"""Those in use. (To look for them would have PySide make a class for each child of `app`.)"""

LEFT_BY_QT = (
    str(QT_TRANSLATE_NOOP("QFileDialog", "&Look in:")),
    str(QT_TRANSLATE_NOOP("QFileDialog", "Files of &type:")),
)
"""Of Qt's own texts these have no Chinese in Qt 6.11; ours has it."""


def language_of(locale: QLocale) -> str:
    """The nearest of LANGUAGES."""
    return "zh_CN" if locale.language() == QLocale.Language.Chinese else "en"


def speak(app: QApplication, language: str) -> None:
    """Texts of ours and Qt's own, numbers and dates in this language, and no other any more.

    What is shown already keeps its texts: a window is made anew after this.
    """
    while _spoken:
        translator = _spoken.pop()
        app.removeTranslator(translator)
        translator.deleteLater()
    own = str(resource("translations"))
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in ((f"qtbase_{language}", qt), (f"livedesk_{language}", own)):
        translator = QTranslator(app)
        _spoken.append(translator)
        if translator.load(name, folder):
            app.installTranslator(translator)
        elif name != "qtbase_en":  # Qt speaks English without a file
            log.warning("no translation %s in %s", name, folder)
    system = QLocale.system()
    fits = language_of(system) == language and system.language() != QLocale.Language.C
    QLocale.setDefault(system if fits else QLocale("zh_CN" if language == "zh_CN" else "en_US"))
