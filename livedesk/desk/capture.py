"""Keeping a window out of screen captures, where the system can do that."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

log = logging.getLogger(__name__)

WDA_NONE, WDA_EXCLUDEFROMCAPTURE = 0x0, 0x11
"""winuser.h; the second from Windows 10, version 2004 on."""

SHARING_NONE, SHARING_READ_ONLY = 0, 1
"""``NSWindowSharingType`` of AppKit's NSWindow."""

Hide = Callable[[int, bool], bool]


def can_hide(platform: str = sys.platform) -> bool:
    """Whether this system can. X11 and Wayland have nothing for it: who captures, sees all."""
    return platform in ("win32", "darwin")


def hide_from_capture(window: QWidget, hide: bool, how: Hide | None = None) -> bool:
    """Leave `window` out of captures, or no longer; whether the system did."""
    if how is None:
        if not can_hide():
            return False
        how = _on_windows if sys.platform == "win32" else _on_macos
    import ctypes  # here and below: where nothing can be done it need not be loaded

    try:
        done = how(int(window.winId()), hide)
    except (OSError, AttributeError, ctypes.ArgumentError) as error:
        log.warning("the window cannot be kept out of captures: %s", error)
        return False
    if not done:
        log.warning("the system does not keep the window out of captures")
    return done


def _on_windows(handle: int, hide: bool) -> bool:
    import ctypes

    user32 = ctypes.CDLL("user32")
    user32.SetWindowDisplayAffinity.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
    user32.SetWindowDisplayAffinity.restype = ctypes.c_int
    affinity = WDA_EXCLUDEFROMCAPTURE if hide else WDA_NONE
    return bool(user32.SetWindowDisplayAffinity(handle, affinity))


def _on_macos(view: int, hide: bool) -> bool:
    """``[[view window] setSharingType: …]``, through the Objective-C runtime."""
    import ctypes
    import ctypes.util

    objc = ctypes.CDLL(ctypes.util.find_library("objc") or "libobjc.dylib")
    objc.sel_registerName.restype = ctypes.c_void_p
    objc.sel_registerName.argtypes = (ctypes.c_char_p,)
    address = ctypes.cast(objc.objc_msgSend, ctypes.c_void_p).value or 0
    pointer = ctypes.c_void_p
    ask = ctypes.CFUNCTYPE(pointer, pointer, pointer)(address)
    tell = ctypes.CFUNCTYPE(None, pointer, pointer, ctypes.c_ulong)(address)
    window = ask(view, objc.sel_registerName(b"window"))
    if not window:
        return False
    sharing = SHARING_NONE if hide else SHARING_READ_ONLY
    tell(window, objc.sel_registerName(b"setSharingType:"), sharing)
    return True
