"""`livedesk`: the desktop console."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

from livedesk import __version__

TOKEN = "LIVEDESK_TOKEN"  # noqa: S105 - the name of the variable, no token
NO_QT = (
    "livedesk: the window needs Qt, which cannot be loaded ({error}). Install it with: "
    "python3 packaging/bootstrap.py run, in the checkout. On Debian and Ubuntu also: "
    "apt install libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libdbus-1-3"
)
NO_SCREEN = (
    "livedesk: there is no screen to show a window on. Run it in a desktop session, or set DISPLAY "
    "or WAYLAND_DISPLAY; on a machine without a screen run livedesk-server instead."
)
NO_ACCESS = (
    "livedesk: {url} wants a token. Put the host token that the server's admin gave you into the "
    "environment variable LIVEDESK_TOKEN and start again, or start with --connect."
)
ASK = "Paste the connect string that the server's admin gave you (it is not shown): "


def main(argv: Sequence[str] | None = None) -> int:
    """Run the console; 0 when it was closed, 1 where it cannot run, 2 for bad arguments."""
    wanted = _parser().parse_args(argv)
    if not has_screen(sys.platform, os.environ):
        return _refuse(NO_SCREEN, 1)
    token = os.environ.get(TOKEN, "").strip()
    if wanted.server and not wanted.server.startswith("livedesk:") and not token:
        return _refuse(NO_ACCESS.format(url=wanted.server), 2)
    try:
        from livedesk.desk import lean

        lean.begin()
        from livedesk.desk import app
    except ImportError as error:
        if not (error.name or "").startswith(("PySide6", "shiboken6")) and ".so" not in str(error):
            raise  # a bug of ours, not a missing Qt
        return _refuse(NO_QT.format(error=error), 1)
    from livedesk.client.server_address import connect_address, server_address
    from livedesk.domain.errors import BadSettings

    server = None
    try:
        if wanted.connect:
            import getpass

            server = connect_address(getpass.getpass(ASK))
        elif wanted.server:
            server = server_address(wanted.server, token)
    except BadSettings as error:
        return _refuse(f"livedesk: {error.sentence}", 2)
    except (EOFError, KeyboardInterrupt):
        return _refuse("livedesk: no connect string was pasted.", 2)
    return app.run(server, wanted.lang, os.environ, wanted.profile or "")


def has_screen(platform: str, environ: Mapping[str, str]) -> bool:
    """Whether Qt will find a screen; without one it ends the process with no sentence."""
    if platform in ("win32", "darwin"):
        return True
    plugin = environ.get("QT_QPA_PLATFORM", "")
    if plugin and not plugin.startswith(("xcb", "wayland")):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="livedesk",
        description="The desktop console: live codes, push and play addresses, a true live list.",
        epilog=f"Environment: {TOKEN}: your host token, with --server. "
        "LIVEDESK_APPEARANCE: light or dark, instead of following the system.",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--server",
        metavar="URL",
        help="use this LiveDesk server, e.g. https://live.example.com, instead of this computer's",
    )
    where.add_argument(
        "--connect",
        action="store_true",
        help="asks in the terminal for the connect string livedesk://… of a server",
    )
    where.add_argument(
        "--profile",
        metavar="NAME",
        help="use this server of the settings for this run; here is this computer",
    )
    parser.add_argument("--lang", choices=("zh_CN", "en"), help="default: that of the settings")
    parser.add_argument("--version", action="version", version=f"livedesk {__version__}")
    return parser


def _refuse(sentence: str, code: int) -> int:
    sys.stderr.write(sentence + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
