"""`livedesk-server backup` and `restore`: everything of a server in one file.

A tar with the database as a SQLite file (whichever engine it is in), the secrets without which no
push address of before works, the first admin token, and covers. It opens everything, so mode 0600.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import livedesk
from livedesk.domain.errors import BadSettings
from livedesk.server.folder import DataFolder
from livedesk.store.copying import copy_in, copy_out, is_sound, refuse_while_served
from livedesk.store.database import Database

DATABASE = "livedesk.db"
NOTE = "backup.json"
SECRETS = ("secrets.json", "admin-token")
_COVER = re.compile(r"covers/[0-9a-f]{64}\.jpg")
_NOT_ONE = "is no backup of a LiveDesk server, or a damaged one: nothing was changed."


def back_up(database: Database, folder: Path, file: Path) -> None:
    """Write everything into one file, while servers go on.

    Raises:
        BadSettings: the file is there already, or cannot be written.
        StoreUnavailable: the database does not answer.
    """
    if file.exists():
        raise BadSettings(f"{file}: is there already: give another name.")
    try:
        with (
            tempfile.TemporaryDirectory(prefix=f".{file.name}.", dir=file.parent) as draft,
            _written(file) as out,
        ):
            made = Path(draft) / DATABASE
            copy_out(database, made)
            note = Path(draft) / NOTE
            told = {"version": livedesk.__version__, "at": int(time.time())}
            note.write_text(json.dumps(told), encoding="utf-8")
            with tarfile.open(fileobj=out, mode="w") as tar:
                tar.add(note, NOTE)
                tar.add(made, DATABASE)
                for name in SECRETS:
                    if (folder / name).is_file():
                        tar.add(folder / name, name)
                for cover in sorted((folder / "covers").glob("*.jpg")):
                    # One that nobody uses any more may be cleaned away just now.
                    with contextlib.suppress(FileNotFoundError):
                        tar.add(cover, f"covers/{cover.name}")
    except OSError as error:
        raise BadSettings(f"{file}: cannot be written ({error.strerror}).") from error


def restore(url: str, folder: Path, file: Path) -> Path:
    """Put a backup in the place of what is there. Gives where the old data are now.

    Args:
        url: of the database; empty: SQLite in the data folder.

    Raises:
        BadSettings: no backup; a server runs; something cannot be written. Nothing was changed.
        StoreUnavailable: the database does not answer.
    """
    with contextlib.closing(DataFolder(folder)), tempfile.TemporaryDirectory(dir=folder) as opened:
        unpacked = Path(opened)
        try:
            _unpack(file, unpacked)
            if not is_sound(unpacked / DATABASE):
                raise BadSettings(f"{file}: {_NOT_ONE}")
            stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
            old = Path(tempfile.mkdtemp(prefix=f"before-restore-{stamp}-", dir=folder))
            try:
                _put_database(url, folder, unpacked, old)
            except BaseException:
                with contextlib.suppress(OSError):  # what it holds is kept
                    old.rmdir()
                raise
            for name in SECRETS:
                if (unpacked / name).exists():
                    _aside(folder / name, old)
                    (unpacked / name).replace(folder / name)
            for cover in (unpacked / "covers").glob("*.jpg"):
                (folder / "covers").mkdir(exist_ok=True)
                cover.replace(folder / "covers" / cover.name)
        except OSError as error:
            raise BadSettings(
                f"{error.filename or folder}: cannot be written ({error.strerror})."
            ) from error
        return old


def _put_database(url: str, folder: Path, unpacked: Path, old: Path) -> None:
    made = unpacked / DATABASE
    brought = Database(f"sqlite:///{made}")
    try:
        brought.migrate()  # before anything is touched: it may be of a later LiveDesk
    finally:
        brought.close()
    if url:
        database = Database(url)
        try:
            if database.shared:
                database.migrate()
                with database.reading() as connection:
                    refuse_while_served(connection, database)
                copy_out(database, old / DATABASE)
                copy_in(made, database)
                return
            place = Path(database.url.database or "")
        finally:
            database.close()
    else:
        place = folder / DATABASE
    for name in (place.name, f"{place.name}-wal", f"{place.name}-shm"):
        _aside(place.with_name(name), old)
    shutil.move(made, place)
    place.chmod(0o600)


def _aside(file: Path, old: Path) -> None:
    if file.exists():
        shutil.move(file, old / file.name)


def _unpack(file: Path, into: Path) -> None:
    """Only what a backup has, whatever else is in the file.

    Raises:
        BadSettings: it is none.
    """
    try:
        with tarfile.open(file) as tar:
            for one in tar:
                known = one.name in (NOTE, DATABASE, *SECRETS) or _COVER.fullmatch(one.name)
                content = tar.extractfile(one) if known and one.isreg() else None
                if content is None:
                    raise BadSettings(f"{file}: {_NOT_ONE}")
                place = into / one.name
                place.parent.mkdir(exist_ok=True)
                with content, place.open("wb") as out:
                    shutil.copyfileobj(content, out)
                place.chmod(0o600)
    except FileNotFoundError as error:
        raise BadSettings(f"{file}: there is no such file.") from error
    except (tarfile.TarError, EOFError) as error:
        raise BadSettings(f"{file}: {_NOT_ONE}") from error


@contextlib.contextmanager
def _written(file: Path) -> Iterator[IO[bytes]]:
    """The whole file or none, and nobody else's to read."""
    draft = file.with_name(f".{file.name}.part")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
