from __future__ import annotations

import base64
import hashlib
import io
import tarfile
from dataclasses import replace

import pytest
import web_libraries
from programs import Stopped
from web_libraries import Library


def packed(files: dict[str, bytes]) -> bytes:
    tarball = io.BytesIO()
    with tarfile.open(fileobj=tarball, mode="w:gz") as archive:
        for path, content in files.items():
            member = tarfile.TarInfo(f"package/{path}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return tarball.getvalue()


def pinned(name: str, tarball: bytes) -> Library:
    digest = base64.b64encode(hashlib.sha512(tarball).digest()).decode()
    return Library(name, "1.0.0", f"sha512-{digest}", {"dist/a.js": name, "LICENSE": f"{name}.L"})


PLAYER = packed({"dist/a.js": b"play()", "LICENSE": b"free", "README.md": b"not wanted"})
OTHER = packed({"dist/a.js": b"steal()", "LICENSE": b"free"})


@pytest.fixture
def vendor(tmp_path):
    return tmp_path / "web" / "vendor"


def test_only_the_wanted_files_are_put_into_the_folder(vendor):
    library = pinned("player.js", PLAYER)
    web_libraries.fetch(vendor, lambda library: PLAYER, [library])
    found = {path.name: path.read_bytes() for path in vendor.iterdir()}
    assert found.pop(web_libraries.VERSIONS).startswith(b"Fetched by")
    assert found == {"player.js": b"play()", "player.js.L": b"free"}
    assert web_libraries.is_complete(vendor, [library])


def test_a_tarball_with_another_sum_is_refused_and_leaves_nothing_behind(vendor):
    good, bad = pinned("good.js", PLAYER), pinned("bad.js", PLAYER)
    tarballs = {"good.js": PLAYER, "bad.js": OTHER}
    with pytest.raises(Stopped, match=r"bad\.js@1\.0\.0 .* is not the one LiveDesk pins"):
        web_libraries.fetch(vendor, lambda library: tarballs[library.name], [good, bad])
    assert not vendor.exists()


def test_a_refused_update_leaves_the_folder_as_it_was(vendor):
    library = pinned("player.js", PLAYER)
    web_libraries.fetch(vendor, lambda library: PLAYER, [library])
    with pytest.raises(Stopped):
        web_libraries.fetch(vendor, lambda library: OTHER, [library])
    assert (vendor / "player.js").read_bytes() == b"play()"
    assert web_libraries.is_complete(vendor, [library])


def test_a_tarball_without_a_wanted_file_is_refused(vendor):
    tarball = packed({"LICENSE": b"free"})
    with pytest.raises(Stopped, match=r"has no dist/a\.js"):
        web_libraries.fetch(vendor, lambda library: tarball, [pinned("player.js", tarball)])
    assert not vendor.exists()


def test_an_empty_folder_is_not_complete(vendor):
    assert not web_libraries.is_complete(vendor)


@pytest.mark.parametrize("name", ["player.js", "player.js.L", web_libraries.VERSIONS])
def test_a_folder_that_lost_a_file_is_not_complete(vendor, name):
    library = pinned("player.js", PLAYER)
    web_libraries.fetch(vendor, lambda library: PLAYER, [library])
    (vendor / name).unlink()
    assert not web_libraries.is_complete(vendor, [library])


def test_another_pinned_version_makes_the_folder_incomplete(vendor):
    library = pinned("player.js", PLAYER)
    web_libraries.fetch(vendor, lambda library: PLAYER, [library])
    assert not web_libraries.is_complete(vendor, [replace(library, version="1.0.1")])
