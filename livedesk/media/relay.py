"""The local relay: takes one publisher's RTMP on this computer and writes it as HLS.

A program of its own, ``python -m livedesk.media.relay --port 1935 --hls-dir DIR --code CODE``, run
by `livedesk.server.relay`: FFmpeg's listener blocks and cannot be interrupted, ending a broadcast
must close the connection at once, and a fault in FFmpeg must not take the server down.

It speaks JSON lines on stdout, times in epoch seconds:

    {"event": "listening", "port": 1935}           a publisher may come
    {"event": "publish", "session": ID, "at": T}   the picture flows: first packets are written
    {"event": "publish_done", "session": ID, "why": "..."}
    {"event": "fault", "sentence": "..."}          what happened and what to do

and leaves when its stdin ends, so that none outlives its server. FFmpeg's listener takes any
stream name and checks no key: hence loopback only. It admits one publisher; others are refused.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import re
import signal
import socket
import sys
import threading
import time
import uuid
from pathlib import Path

import av
from av.container import InputContainer

from livedesk.media.playlist import CannotCarry, Playlist, Session, what_is_played

LOOPBACK = "127.0.0.1"

# Seconds. The listener's own limit is the shorter one, so that a publisher who comes in its last
# moment still has the difference to begin, and a caller who says nothing is sent away.
LISTEN_FOR = 30
BEGIN_WITHIN = 40.0

# Without fpsprobesize FFmpeg counts two seconds of frames before it hands out the first packet,
# which copying does not need. analyzeduration (microseconds) is how long it waits for a second
# stream where only one has come: picture without sound. PyAV 18 leaves out what comes later.
LISTEN = {
    "listen": "1",
    "timeout": str(LISTEN_FOR),
    "fpsprobesize": "0",
    "analyzeduration": "1000000",
}


NO_PORT = (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES)


def main() -> int:
    wanted = _wanted()
    folder = wanted.hls_dir.absolute()
    # Ctrl+C in a terminal reaches the whole group; the server decides when we leave.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=leave_with_the_server, daemon=True).start()
    try:
        work_in(folder)
        socket.create_server((LOOPBACK, wanted.port)).close()
        relay = Relay(wanted.port, wanted.code, wanted.frozen_after)
        while True:
            relay.receive()
            work_in(folder)  # somebody may have removed it
    except OSError as error:
        say("fault", sentence=_cannot_begin(wanted.port, folder, error))
        return 1


def work_in(folder: Path) -> None:
    """Make it the working folder: FFmpeg reads % in a folder's name as a pattern.

    Raises:
        OSError: it cannot be made or entered.
    """
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)


class Relay:
    """Takes one publisher after the other for one code, all into the same playlist."""

    def __init__(self, port: int, code: str, frozen_after: float) -> None:
        self._port = port
        self._code = code
        self._frozen_after = frozen_after
        self._playlist = Playlist(code, int(time.time()))

    def receive(self) -> None:
        """Wait for a publisher and carry it until it leaves; or for nobody, `LISTEN_FOR` seconds.

        Raises:
            OSError: the port cannot be had.
        """
        bell = Doorbell(self._port)
        try:
            source = av.open(
                f"rtmp://{LOOPBACK}:{self._port}/live/{self._code}",
                format="flv",
                options=LISTEN,
                timeout=(BEGIN_WITHIN, self._frozen_after),
            )
        except (OSError, av.error.FFmpegError) as error:
            if error.errno in NO_PORT:
                raise
            return  # nobody came, somebody spoke no RTMP, or left before the picture: no news
        finally:
            bell.dismiss()
        bell.ring()
        with source:
            try:
                self._carry(source)
            except CannotCarry as cannot:
                say("fault", sentence=str(cannot))

    def _carry(self, source: InputContainer) -> None:
        """Write what the publisher sends, and tell when it begins and ends.

        Raises:
            CannotCarry: the reason why the publisher is sent away.
        """
        streams = what_is_played(source)
        session = Session(self._playlist, uuid.uuid4().hex[:12], streams)
        told = False
        why = "The publisher left."
        try:
            for packet in source.demux(streams):
                if packet.dts is None:  # the end; PyAV closes each stream with an empty packet
                    continue
                session.write(packet)
                if not told and session.flows:
                    say("publish", session=session.id, at=time.time())
                    told = True
        except CannotCarry as cannot:
            why = str(cannot)
            raise
        except av.error.ExitError:
            why = "The publisher stopped sending, but did not leave."
        except (OSError, av.error.FFmpegError):
            pass  # FFmpeg's listener ends so, whether the publisher said goodbye or was killed
        finally:
            if told:
                say("publish_done", session=session.id, why=why)
            session.close()


class Doorbell:
    """Says "listening" once FFmpeg's listener is there, which FFmpeg itself does not tell."""

    LOOK_EVERY = 0.002

    def __init__(self, port: int) -> None:
        self._port = port
        self._over = threading.Event()
        self._rung = threading.Lock()
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while not self._over.wait(self.LOOK_EVERY):
            if _is_taken(self._port):
                self.ring()

    def ring(self) -> None:
        if self._rung.acquire(blocking=False):
            self._over.set()
            say("listening", port=self._port)

    def dismiss(self) -> None:
        self._over.set()


def _is_taken(port: int) -> bool:
    """Whether somebody listens, found out without connecting or listening."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # on Windows this option would let us in beside a listener
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
        return False


def say(event: str, **facts: str | float) -> None:
    """One line in one write, so that those of two threads do not mix."""
    try:
        os.write(sys.stdout.fileno(), json.dumps({"event": event, **facts}).encode() + b"\n")
    except OSError:  # nobody reads us any more
        os._exit(1)


def leave_with_the_server() -> None:
    """End this process as soon as its stdin ends, also while FFmpeg blocks."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(0)


def _cannot_begin(port: int, folder: Path, error: OSError) -> str:
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return (
            f"The local relay cannot listen on port {port} ({error.strerror}): close the other"
            " program that uses this port, or set rtmp_port in [media] to another."
        )
    return (
        f"The local relay cannot write to its folder {folder} ({error.strerror}): make it writable,"
        " or start the server with another --data-dir."
    )


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m livedesk.media.relay", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--hls-dir", type=Path, required=True)
    parser.add_argument("--code", type=_file_safe, required=True)
    parser.add_argument("--frozen-after", type=float, default=10.0, help="seconds without a packet")
    return parser.parse_args()


def _file_safe(code: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{2,80}", code):
        raise argparse.ArgumentTypeError("a live code has 2 to 80 letters, digits, _ and - only")
    return code


if __name__ == "__main__":
    sys.exit(main())
