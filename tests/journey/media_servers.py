"""Real media servers for the journeys: nginx-rtmp and node-media-server, on loopback only.

Each is a context manager with a folder of its own, and leaves nothing running behind.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

import flv_server
import programs

from tests.waiting import until

LOOPBACK = "127.0.0.1"

# The directives of LiveDesk's `media show`, which journeys pass instead.
RTMP_BLOCK = """
rtmp {
    server {
        listen 1935;
        chunk_size 4096;
        application live {
            live on;
            drop_idle_publisher 10s;
            on_publish CALLBACK;
            on_publish_done CALLBACK;
            hls on;
            hls_path /var/lib/nginx/hls;
            hls_fragment 1s;
            hls_playlist_length 6s;
        }
    }
}
"""


class _Program:
    """A server that runs in the foreground from entry to exit, its output kept in a file."""

    log: Path

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.rtmp_port, self.http_port = _two_free_ports()
        self._process: subprocess.Popen[bytes] | None = None
        self._output: IO[bytes] | None = None

    def _run(self, *command: str | Path) -> None:
        self._output = (self.folder / "output.txt").open("wb")
        self._process = subprocess.Popen(
            command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # PyPI's node is a script that starts the real one
        )
        try:
            for port in (self.http_port, self.rtmp_port):
                until(lambda port=port: self._answers(port), within=15)
        except BaseException:
            self._stop()
            raise

    def _answers(self, port: int) -> bool:
        assert self._process
        if self._process.poll() is not None:
            raise AssertionError(f"{self} ended at once: {self.said()}")
        with socket.socket() as caller:
            return caller.connect_ex((LOOPBACK, port)) == 0

    def said(self) -> str:
        """All that it has printed."""
        return (self.folder / "output.txt").read_text(errors="replace")

    def _stop(self) -> None:
        if self._process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if self._output:
            self._output.close()

    def rtmp_url(self, code: str) -> str:
        return f"rtmp://{LOOPBACK}:{self.rtmp_port}/live/{code}"

    def __exit__(self, *_: object) -> None:
        self._stop()


class NginxRtmp(_Program):
    """nginx with libnginx-mod-rtmp: RTMP and HLS, callbacks, stat, drop; also when not root.

    Args:
        rtmp_block: any text with nginx's `rtmp { … }` in it, such as what `media show` prints. Its
            listen and hls_path are put in place; CALLBACK stands for `callback_url`.
    """

    def __init__(self, folder: Path, callback_url: str, rtmp_block: str = RTMP_BLOCK) -> None:
        super().__init__(folder)
        self.error_log = folder / "error.log"
        self.rtmp_block = rtmp_block.replace("CALLBACK", callback_url)

    def __enter__(self) -> NginxRtmp:
        (self.folder / "hls").mkdir(exist_ok=True)
        (self.folder / "nginx.conf").write_text(self._configuration())
        self._run("nginx", "-p", self.folder, "-c", "nginx.conf", "-e", self.error_log)
        return self

    def hls_url(self, code: str) -> str:
        return f"http://{LOOPBACK}:{self.http_port}/hls/{code}.m3u8"

    def stat(self) -> ElementTree.Element:
        """What rtmp_stat tells; publishers are at .//stream[publishing]."""
        return ElementTree.fromstring(self._get("/stat"))

    def drop(self, code: str) -> int:
        """Cut the publisher's connection; how many were cut."""
        return int(self._get(f"/control/drop/publisher?app=live&name={code}"))

    def said(self) -> str:
        log = self.error_log.read_text(errors="replace") if self.error_log.exists() else ""
        return super().said() + log

    def _get(self, path: str) -> bytes:
        url = f"http://{LOOPBACK}:{self.http_port}{path}"
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bytes(answer.read())

    def _in_place(self, text: str) -> str:
        """The rtmp block alone, on our port and folder."""
        begin = re.search(r"^rtmp\s*\{", text, re.MULTILINE)
        assert begin, "no rtmp { … } in the text"
        depth, end = 1, begin.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        block = text[begin.start() : end]
        # access_log: the module's own would go to where only root may write.
        listen = f"access_log off; listen {LOOPBACK}:{self.rtmp_port};"
        block, listens = re.subn(r"\blisten [^;]+;", listen, block)
        block, paths = re.subn(r"\bhls_path [^;]+;", f"hls_path {self.folder / 'hls'};", block)
        assert (listens, paths) == (1, 1), block
        return block

    def _configuration(self) -> str:
        build = subprocess.run(["nginx", "-V"], capture_output=True, text=True, check=True).stderr
        modules = re.search(r"--modules-path=(\S+)", build)
        assert modules, build
        temps = "\n".join(
            f"{kind}_temp_path {self.folder / 'temp' / kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (self.folder / "temp").mkdir(exist_ok=True)
        return f"""
load_module {modules[1]}/ngx_rtmp_module.so;
daemon off;
master_process off;
pid {self.folder / "nginx.pid"};
error_log {self.error_log} info;
events {{ worker_connections 64; }}
{self._in_place(self.rtmp_block)}
http {{
    access_log off;
    {temps}
    server {{
        listen {LOOPBACK}:{self.http_port};
        location /stat {{ rtmp_stat all; }}
        location /control {{ rtmp_control all; }}
        location /hls {{
            types {{ application/vnd.apple.mpegurl m3u8; video/mp2t ts; }}
            root {self.folder};
            add_header Cache-Control no-cache;
            add_header Access-Control-Allow-Origin *;
        }}
    }}
}}
"""


class NodeMediaServer(_Program):
    """npm's node-media-server: RTMP in, HTTP-FLV out.

    Args:
        notify_url: where it posts its events, JSON as text/plain; none by default.
    """

    def __init__(self, folder: Path, notify_url: str = "") -> None:
        super().__init__(folder)
        self._notify_url = notify_url

    def __enter__(self) -> NodeMediaServer:
        node, server = _node_and_its_server()
        configuration = {
            "bind": LOOPBACK,
            "rtmp": {"port": self.rtmp_port},
            "http": {"port": self.http_port},
            "auth": {"play": False, "publish": False, "secret": "not used in tests"},
            "notify": {"url": self._notify_url},
            "store": {"path": str(self.folder / "data")},
        }
        file = self.folder / "config.json"  # it writes into this file
        file.write_text(json.dumps(configuration))
        self._run(node, server, "--config", file, "--no-admin")
        return self

    def flv_url(self, code: str) -> str:
        return f"http://{LOOPBACK}:{self.http_port}/live/{code}.flv"


def _node_and_its_server() -> tuple[Path, Path]:
    """Node.js, and node-media-server's program, fetched where `bootstrap.py test` has not yet."""
    again = "type `python3 packaging/bootstrap.py test` once, which fetches what the tests need"
    python = Path(sys.executable)
    npm = programs.find("npm", python)
    assert npm, f"npm is missing: {again}"
    assert flv_server.node_is_new_enough(npm), f"this computer's Node.js is too old: {again}"
    node = programs.find("node", npm)
    assert node
    home = Path(sys.prefix) / "npm"
    if not flv_server.is_installed(home):
        flv_server.install(home, npm)
    return node, home / "node_modules" / "node-media-server" / "bin" / "app.js"


def _two_free_ports() -> tuple[int, int]:
    with socket.create_server((LOOPBACK, 0)) as one, socket.create_server((LOOPBACK, 0)) as two:
        return int(one.getsockname()[1]), int(two.getsockname()[1])
