"""A real PostgreSQL that the tests start themselves, as its own user where they run as root."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from livedesk.store.database import Database

USER = "postgres"


def programs() -> Path:
    """Where initdb and pg_ctl are: Debian keeps them out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name))
    if found:
        return found[-1]
    pg_ctl = shutil.which("pg_ctl")
    assert pg_ctl, "PostgreSQL is not installed: packaging/bootstrap.py test installs it on Debian."
    return Path(pg_ctl).parent


@dataclass
class Cluster:
    """One PostgreSQL on a port of 127.0.0.1; nothing of it survives a power cut."""

    port: int
    host: str = "127.0.0.1"
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="livedesk-pg-")))
    options: str = ""
    made: int = 0

    def make(self) -> Cluster:
        if os.geteuid() == 0:
            shutil.chown(self.folder, USER)
        data = str(self.folder / "data")
        self._run(
            *("initdb", "-D", data, "-U", USER, "-A", "trust", "--no-sync"),
            *("-E", "UTF8", "--locale=C.UTF-8"),
        )
        with (self.folder / "data" / "pg_hba.conf").open("a") as rules:
            rules.write("host all all samenet trust\n")
        return self.start()

    def start(self) -> Cluster:
        self._run(
            *("pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", str(self.folder / "log")),
            *("-o", f"-p {self.port} -h {self.host} -k {self.folder} -F {self.options}", "start"),
        )
        return self

    def stop(self, how: str = "immediate") -> None:
        """`immediate` is a crash: the next start recovers from the log."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", how, "stop")

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str) -> str:
        return f"postgresql://{USER}@{self.host}:{self.port}/{name}"

    def new(self, template: str = "template1") -> str:
        """The address of a new database, a copy of another one."""
        self.made += 1
        name = f"t{self.made}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def drop(self, url: str) -> None:
        self.execute(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    def execute(self, statement: str, name: str = "postgres") -> list[tuple[object, ...]]:
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            found = connection.execute(statement.encode())
            return found.fetchall() if found.description else []

    def make_template(self) -> None:
        """A database at the program's shape, of which copies are made in no time."""
        self.execute("CREATE DATABASE livedesk_template")
        database = Database(self.url("livedesk_template"))
        database.migrate()
        database.close()

    def _run(self, program: str, *args: str) -> None:
        """Only these programs run as PostgreSQL's user: it refuses root."""
        become = ()
        if os.geteuid() == 0:
            become = ("setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups")
        done = subprocess.run(
            [*become, str(programs() / program), *args],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            timeout=60,
            check=False,
            cwd=self.folder,
        )
        log = self.folder / "log"
        told = (done.stdout or b"").decode() + (log.read_text() if log.exists() else "")
        assert done.returncode == 0, f"{program} {args}: {told[-2000:]}"
