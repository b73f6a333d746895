"""A program that behaves like a bundled server, in whatever version and with whatever is on.

Run as ``pretended_server.py --version V --state S serve --bundled --data-dir DIR``; takes
``DIR/lock`` like the real one. Needs nothing but the standard library: it starts in a moment.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from livedesk.domain.records import Page
from tests.wire import TOKEN, a_policy, a_record, ok


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--version")
    asked.add_argument("--state", default="ended")
    asked.add_argument("serve")
    asked.add_argument("--bundled", action="store_true")
    asked.add_argument("--data-dir", type=Path)
    wanted = asked.parse_args()
    policy = ok(a_policy(version=wanted.version)).content
    mine = ok(Page((a_record(state=wanted.state, push=None),), None)).content

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.headers["Authorization"] == f"Bearer {TOKEN}"
            body = policy if self.path == "/v1/policy" else mine
            self.send_response(200 if known or body is policy else 401)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    with (wanted.data_dir / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            sys.exit("livedesk-server: another server works in this folder: stop it.")
        server = HTTPServer(("127.0.0.1", 0), Answers)
        note = {"url": f"http://127.0.0.1:{server.server_port}", "pid": os.getpid()}
        whole = json.dumps(note | {"version": wanted.version, "token": TOKEN})
        (wanted.data_dir / "server.json.new").write_text(whole)
        (wanted.data_dir / "server.json.new").replace(wanted.data_dir / "server.json")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        server.serve_forever()


if __name__ == "__main__":
    main()
