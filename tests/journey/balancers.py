"""The README's own lines for nginx and HAProxy, with this test's nodes and a certificate put in."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

from tests.waiting import until

README = Path(__file__).parents[2] / "README.md"

Written = Callable[[Path, int, Sequence[int]], list[str]]


def lines_of(language: str) -> str:
    """What the README's section on nodes has in this language."""
    section = README.read_text().split("## From one computer to ten nodes")[1].split("\n## ")[0]
    found = re.search(rf"```{language}\n(.*?)```", section, re.DOTALL)
    assert found, f"the README has nothing for {language}"
    return found[1]


def nginx(folder: Path, port: int, nodes: Sequence[int]) -> list[str]:
    """Write its settings; gives the command."""
    servers = "".join(f"server 127.0.0.1:{node}; " for node in nodes)
    own, count = re.subn(r"(server 10\.0\.0\.\d+:8787; ?)+", servers, lines_of("nginx"))
    assert count == 1, "the README's nodes are not where they were"
    own = _replaced(own, "listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;")
    own = _replaced(own, "/etc/ssl/livedesk.pem", f"{folder}/livedesk.pem")
    own = _replaced(own, "/etc/ssl/livedesk.key", f"{folder}/livedesk.key")
    places = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    log = f"access_log off;\nerror_log {folder}/errors.log;\n"
    (folder / "nginx.conf").write_text(
        f"user root;\ndaemon off;\npid {folder}/pid;\nerror_log {folder}/errors.log;\n"
        f"events {{}}\nhttp {{\n{log}{places}{own}}}\n"
    )
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def haproxy(folder: Path, port: int, nodes: Sequence[int]) -> list[str]:
    """Write its settings; gives the command."""
    own, count = re.subn(r"    server \w+ 10\..*\n", "", lines_of("haproxy"))
    assert count, "the README's nodes are not where they were"
    own += "".join(f"    server n{n} 127.0.0.1:{node} check\n" for n, node in enumerate(nodes))
    own = _replaced(own, "bind :443 ", f"bind 127.0.0.1:{port} ")
    own = _replaced(own, "/etc/ssl/livedesk.both.pem", f"{folder}/livedesk.both.pem")
    (folder / "haproxy.cfg").write_text(own)
    return ["haproxy", "-db", "-f", str(folder / "haproxy.cfg")]


@contextmanager
def balancer(written: Written, folder: Path, port: int, nodes: Sequence[int]) -> Iterator[str]:
    """Runs meanwhile; gives its address."""
    folder.mkdir()
    _make_certificate(folder)
    command = written(folder, port, nodes)
    program = shutil.which(command[0], path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    assert program, command[0]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen([program, *command[1:]], stdout=said, stderr=said)
    url = f"https://127.0.0.1:{port}"

    def answers() -> bool:
        assert process.poll() is None, (folder / "said").read_text()
        try:
            return httpx.get(f"{url}/healthz", verify=trusted(folder)).status_code == 200
        except httpx.TransportError:
            return False

    try:
        until(answers, within=15)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=15)


def trusted(folder: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(folder / "livedesk.pem"))


@contextmanager
def cut_off_node(port: int) -> Iterator[list[str]]:
    """A node that the database is away from, as it answers then; gives what it was asked."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._say(200 if self.path == "/healthz" else 503)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._say(503)

        def do_PUT(self) -> None:
            self.do_POST()

        def do_PATCH(self) -> None:
            self.do_POST()

        def _say(self, status: int) -> None:
            if self.path != "/healthz":
                asked.append(f"{self.command} {self.path}")
            self.send_response(status)
            if status == 503:
                self.send_header("Retry-After", "1")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *told: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in held]
    for one in held:
        one.close()
    return ports


def _make_certificate(folder: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-keyout", "livedesk.key", "-out", "livedesk.pem", "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1"),
        ],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    both = [(folder / name).read_text() for name in ("livedesk.pem", "livedesk.key")]
    (folder / "livedesk.both.pem").write_text("".join(both))


def _replaced(text: str, old: str, new: str) -> str:
    assert old in text, f"the README says nothing of {old}"
    return text.replace(old, new)
