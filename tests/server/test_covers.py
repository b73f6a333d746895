"""A host's cover: taken as a picture, kept as our own, gone when nobody uses it."""

from __future__ import annotations

import hashlib
import io
import os
import struct

import pytest
from PIL import Image, PngImagePlugin

from livedesk.server import sweeper
from livedesk.server.cover_folder import MOST_PIXELS, CoverFolder
from livedesk.server.gate import LARGEST_IMAGE
from tests.server.test_create import problem

HOUR = 3600.0


@pytest.fixture
def mei(server):
    return server.add_host("林小满")


def picture(width=1600, height=1200, kind="JPEG", colour="#2255aa", mode="RGB", **how) -> bytes:
    made = io.BytesIO()
    Image.new(mode, (width, height), colour).save(made, kind, **how)
    return made.getvalue()


def put(server, id, by, sent):
    return server.http.put(f"/v1/broadcasts/{id}/cover", content=sent, headers=by)


def kept(server, answer) -> bytes:
    assert answer.status_code == 200, answer.text
    shown = server.http.get(answer.json()["cover_url"])
    assert shown.status_code == 200
    return shown.content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_a_cover_of_sixteen_by_nine_under_its_own_hash(server, mei, kind):
    record = server.create(mei)
    answer = put(server, record["id"], mei, picture(kind=kind))
    made = kept(server, answer)
    sha = hashlib.sha256(made).hexdigest()
    assert answer.json()["cover_url"] == f"http://127.0.0.1:8787/covers/{sha}.jpg"
    with Image.open(io.BytesIO(made)) as image:
        assert (image.format, image.size, image.mode) == ("JPEG", (1280, 720), "RGB")
    everybody = server.http.get(f"/v1/broadcasts/{record['id']}").json()
    assert everybody["cover_url"] == answer.json()["cover_url"]


def test_a_small_picture_is_not_blown_up(server, mei):
    answer = put(server, server.create(mei)["id"], mei, picture(320, 400))
    with Image.open(io.BytesIO(kept(server, answer))) as image:
        assert image.size == (320, 180)


def test_nothing_but_the_picture_is_kept(server, mei):
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6  # turned by a quarter
    sent = picture(900, 1600, exif=exif, comment=b"SecretComment")
    made = kept(server, put(server, server.create(mei)["id"], mei, sent))
    assert b"Secret" in sent
    assert b"Secret" not in made
    with Image.open(io.BytesIO(made)) as image:
        assert dict(image.getexif()) == {}
        assert image.size == (1280, 720)  # upright it is 1600 wide
    text = PngImagePlugin.PngInfo()
    text.add_text("note", "SecretNote")
    made = kept(
        server, put(server, server.create(mei)["id"], mei, picture(kind="PNG", pnginfo=text))
    )
    assert b"Secret" not in made


def test_what_shines_through_becomes_white(server, mei):
    sent = picture(640, 360, kind="PNG", mode="RGBA", colour=(0, 0, 0, 0))
    with Image.open(
        io.BytesIO(kept(server, put(server, server.create(mei)["id"], mei, sent)))
    ) as one:
        assert one.convert("L").getextrema()[0] > 250


def truncated(kind):
    return picture(kind=kind)[:-200]


@pytest.mark.parametrize(
    "sent",
    [
        *(b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", os.urandom(500)),
        picture(kind="GIF"),
        picture(64, 64, kind="BMP"),
        picture(64, 64, kind="TIFF"),
        *(truncated("JPEG"), truncated("PNG"), truncated("WEBP")),
        picture(20, 20),
    ],
    ids=lambda sent: sent[:6].hex() + str(len(sent)),
)
def test_what_is_no_whole_picture_is_refused(server, mei, sent):
    record = server.create(mei)
    assert problem(put(server, record["id"], mei, sent)) == (400, "bad_image")
    assert server.http.get(f"/v1/broadcasts/{record['id']}").json()["cover_url"] is None


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded(server, mei):
    side = int(MOST_PIXELS**0.5) + 100
    bomb = picture(side, side, kind="PNG", mode="1", colour=0)
    assert len(bomb) < 100_000
    assert problem(put(server, server.create(mei)["id"], mei, bomb)) == (413, "image_too_large")
    bomb = picture(2 * side, 2 * side, kind="PNG", mode="1", colour=0)
    assert problem(put(server, server.create(mei)["id"], mei, bomb)) == (413, "image_too_large")


def test_too_many_bytes_are_refused_with_and_without_a_length(server, mei):
    id = server.create(mei)["id"]
    sent = picture() + b"\0" * LARGEST_IMAGE
    assert problem(put(server, id, mei, sent)) == (413, "image_too_large")
    pieces = (sent[at : at + 100_000] for at in range(0, len(sent), 100_000))
    assert problem(put(server, id, mei, pieces)) == (413, "image_too_large")
    pieces = (one for one in (picture()[:1000], picture()[1000:]))
    assert put(server, id, mei, pieces).status_code == 200


def test_only_its_host_may_set_it_and_only_before_the_end(server, mei):
    id = server.create(mei)["id"]
    assert problem(put(server, id, {}, picture())) == (401, "wrong_token")
    assert problem(put(server, id, server.add_host("Tom"), picture())) == (403, "forbidden")
    assert problem(put(server, id, server.add_admin(), picture())) == (403, "forbidden")
    assert problem(put(server, "nobody", mei, picture())) == (404, "not_found")
    server.http.post(f"/v1/broadcasts/{id}/end", headers=mei)
    assert problem(put(server, id, mei, picture())) == (409, "ended")


def test_a_cover_may_be_kept_for_good_and_read_from_anywhere(server, mei):
    url = put(server, server.create(mei)["id"], mei, picture()).json()["cover_url"]
    shown = server.http.get(url)
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.headers["Access-Control-Allow-Origin"] == "*"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in shown.headers["Cache-Control"]
    again = server.http.get(url, headers={"If-None-Match": shown.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["0" * 64, "..%2F..%2Flivedesk", "x", "A" * 64])
def test_no_other_file_can_be_read(server, name):
    assert server.http.get(f"/covers/{name}.jpg").status_code == 404


def test_a_remembered_cover_of_an_old_address_is_still_the_server_s_own(server, mei):
    url = put(server, server.create(mei)["id"], mei, picture()).json()["cover_url"]
    old = url.replace("127.0.0.1:8787", "192.168.9.9:1234")
    assert server.create(mei, cover_url=old)["cover_url"] == url
    strange = "https://example.com/covers/cat.jpg"
    assert server.create(mei, cover_url=strange)["cover_url"] == strange
    answer = server.http.post(
        "/v1/broadcasts", json={"title": "x", "cover_url": "/covers/../x"}, headers=mei
    )
    assert problem(answer) == (400, "bad_request")


def test_covers_that_no_broadcast_has_are_cleaned_away_after_an_hour(server, mei, tmp_path):
    id = server.create(mei)["id"]
    first = put(server, id, mei, picture(colour="red")).json()["cover_url"]
    second = put(server, id, mei, picture(colour="green")).json()["cover_url"]
    looks = sweeper.Sweeper(server.studio)
    for path in (tmp_path / "covers").iterdir():
        os.utime(path, (path.stat().st_mtime - 2 * HOUR,) * 2)
    just_now = put(server, server.create(mei)["id"], mei, picture(colour="blue")).json()
    server.clock.pass_(HOUR + 1)
    server.http.portal.call(looks.look)
    assert server.http.get(first).status_code == 404
    assert server.http.get(second).status_code == 200
    assert server.http.get(just_now["cover_url"]).status_code == 200


def test_a_folder_that_cannot_be_written_is_the_server_s_fault(server, mei, tmp_path):
    (tmp_path / "covers").write_text("in the way")
    answer = put(server, server.create(mei)["id"], mei, picture())
    assert problem(answer) == (503, "store_unavailable")


def test_the_same_picture_is_one_file(tmp_path):
    folder = CoverFolder(tmp_path / "covers")
    assert folder.keep(picture()) == folder.keep(picture())
    assert len(list((tmp_path / "covers").iterdir())) == 1


@pytest.mark.parametrize("kind", [2, 3, 5])
def test_strange_words_of_the_camera_spoil_no_sound_picture(server, mei, kind):
    """Many a camera writes a tag in another type than EXIF says."""
    entries = struct.pack("<HHHIIHHII", 2, 0x0112, 3, 1, 6, 0x0128, kind, 1, 8)
    exif = b"Exif\0\0II*\0" + struct.pack("<I", 8) + entries + bytes(4)
    answer = put(server, server.create(mei)["id"], mei, picture(900, 1600, exif=exif))
    with Image.open(io.BytesIO(kept(server, answer))) as image:
        assert image.size == (1280, 720), "and it is turned as the camera said"


def test_what_is_linked_into_the_folder_is_not_given_out(server, mei, tmp_path):
    secret = tmp_path / "secrets.json"
    secret.write_text("the push key")
    folder = tmp_path / "covers"
    folder.mkdir()
    (folder / f"{'a' * 64}.jpg").symlink_to(secret)
    assert server.http.get(f"/covers/{'a' * 64}.jpg").status_code == 404
    cover = f"http://elsewhere/covers/{'a' * 64}.jpg"
    assert server.create(mei, cover_url=cover)["cover_url"] == cover


def test_a_link_in_place_of_a_cover_is_replaced_and_what_it_points_to_stays(tmp_path):
    folder, target = CoverFolder(tmp_path / "covers"), tmp_path / "other.jpg"
    target.write_bytes(b"somebody else's")
    path = tmp_path / folder.keep(picture()).lstrip("/")
    path.unlink()
    path.symlink_to(target)
    os.utime(target, (1000, 1000))
    folder.keep(picture())
    assert not path.is_symlink()
    assert (target.read_bytes(), target.stat().st_mtime) == (b"somebody else's", 1000)


def test_cleaning_is_stopped_by_nothing_that_lies_in_the_folder(tmp_path):
    folder = CoverFolder(tmp_path / "covers")
    old = tmp_path / folder.keep(picture()).lstrip("/")
    os.utime(old, (1000, 1000))
    (tmp_path / "covers" / "nowhere.jpg").symlink_to(tmp_path / "gone")
    (tmp_path / "covers" / "0folder.jpg").mkdir()
    folder.clean(())
    assert not old.exists()
