"""A real nginx-rtmp, configured as `media show` says, asks LiveDesk about every push."""

from __future__ import annotations

import subprocess

import pytest

from tests.journey.media_servers import NginxRtmp
from tests.server_process import ServerProcess, command
from tests.waiting import until


@pytest.fixture
def studio(tmp_path, free_port):
    """A LiveDesk server and its nginx-rtmp."""
    nginx = NginxRtmp(tmp_path / "nginx", "")
    settings = {
        "media__kind": "nginx-rtmp",
        "media__push_domain": "127.0.0.1",
        "media__rtmp_port": str(nginx.rtmp_port),
        "media__play_domain": f"http://127.0.0.1:{nginx.http_port}",
        "policy__grace_s": "1",
        "policy__sweep_interval_s": "0.1",
        "server__port": str(free_port),
    }
    server = ServerProcess(tmp_path / "data", free_port, settings).start()
    try:
        folder = ("--data-dir", str(server.folder))
        nginx.rtmp_block = command("media", "show", *folder, **settings).stdout
        with nginx:
            yield server, nginx
    finally:
        server.stop()


def test_a_push_is_refused_for_a_wrong_signature_an_expired_one_and_an_ended_broadcast(
    studio, test_picture
):
    server, _ = studio
    mei = server.add_host("Mei")
    with server.client(mei) as http:
        made = http.post("/v1/broadcasts", json={"title": "Cats", "suffix": "show"}).json()
        good = made["push"]["url"]
        wrong = good.replace("txSecret=", "txSecret=0")
        expired = good.rpartition("=")[0] + "=5C271099"
        for url in (wrong, expired, good.partition("?")[0]):
            refused = test_picture(url)
            assert refused.wait(timeout=20) != 0, url
            assert http.get(f"/v1/broadcasts/{made['id']}").json()["state"] == "ready"
        allowed = test_picture(good)

        def state():
            return http.get(f"/v1/broadcasts/{made['id']}").json()["state"]

        until(lambda: state() == "live", within=20)
        allowed.kill()
        until(lambda: state() == "interrupted", within=20)
        until(lambda: state() == "offline", within=20)
        test_picture(good)
        until(lambda: state() == "live", within=20)
        http.post(f"/v1/broadcasts/{made['id']}/end")
        again = http.post("/v1/broadcasts", json={"title": "Next", "suffix": "show"}).json()
        assert test_picture(good).wait(timeout=20) != 0
        assert http.get(f"/v1/broadcasts/{again['id']}").json()["state"] == "ready"


def test_a_second_publisher_is_refused_and_the_first_stays_live(studio, test_picture):
    server, nginx = studio
    mei = server.add_host("Mei")
    with server.client(mei) as http:
        made = http.post("/v1/broadcasts", json={"title": "Cats"}).json()
        first = test_picture(made["push"]["url"])
        until(lambda: nginx.stat().find(".//stream/publishing") is not None, within=20)
        assert test_picture(made["push"]["url"]).wait(timeout=20) != 0
        assert first.poll() is None
        seen = http.get(f"/v1/broadcasts/{made['id']}", headers=mei).json()
        assert (seen["state"], seen["media"]["publishing"]) == ("live", True)


def test_what_media_show_prints_is_a_whole_configuration(studio, tmp_path):
    """nginx itself reads it."""
    _, nginx = studio
    whole = tmp_path / "nginx.conf"
    whole.write_text(nginx.rtmp_block)
    tried = subprocess.run(
        ["nginx", "-t", "-c", whole, "-e", tmp_path / "error.log", "-g", f"pid {tmp_path}/pid;"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "syntax is ok" in tried.stderr, tried.stderr
