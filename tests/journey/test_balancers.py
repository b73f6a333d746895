"""nginx and HAProxy in front of real nodes, with the very lines that the README gives for them."""

from __future__ import annotations

import io
import random
import shutil

import httpx
import pytest
from PIL import Image

from livedesk.server.audience import MOST_LIKES
from tests.journey import balancers
from tests.journey.balancers import balancer, cut_off_node, free_ports, trusted
from tests.journey.nodes import POLICY
from tests.server_process import ServerProcess
from tests.waiting import until

PLACES = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"


def installed(name):
    missing = shutil.which(name, path=PLACES) is None
    mark = pytest.mark.skipif(missing, reason=f"{name} is not installed")
    return pytest.param(getattr(balancers, name), marks=mark, id=name)


@pytest.fixture
def pair(tmp_path, postgres):
    """Two real nodes on one database, behind something that they trust."""
    url = postgres.new("livedesk_template")
    settings = POLICY | {
        "server__database": url,
        "server__trusted_proxies": '["127.0.0.1"]',
        "policy__heartbeat_interval_s": "60",
    }
    running = []
    for n, port in enumerate(free_ports(2)):
        running.append(ServerProcess(tmp_path / f"node{n}", port, settings, within=60).start())
    yield running
    for server in running:
        server.stop()
    postgres.drop(url)


@pytest.fixture(params=[installed("nginx"), installed("haproxy")])
def front(request, tmp_path, pair):
    """Calls by the balancer, as Mei; and what the third node, which is cut off, was asked."""
    port, cut_off = free_ports(2)
    folder = tmp_path / "balancer"
    headers = pair[0].add_host("Mei")
    nodes = [pair[0].port, pair[1].port, cut_off]
    with (
        cut_off_node(cut_off) as asked,
        balancer(request.param, folder, port, nodes) as url,
        httpx.Client(
            base_url=url, headers=headers, verify=trusted(folder), timeout=20, trust_env=False
        ) as http,
    ):
        yield http, asked


def created(http):
    """A node that is cut off takes no changes; whoever asks again comes to another."""
    answers = [http.post("/v1/broadcasts", json={"title": "Cats"}) for _ in range(3)]
    assert {answer.status_code for answer in answers} <= {201, 503}
    return next(answer.json()["id"] for answer in answers if answer.status_code == 201)


def test_a_beat_goes_on_to_the_next_node_and_a_change_is_never_told_twice(front):
    http, asked = front
    id = created(http)
    for _ in range(30):
        assert http.post(f"/v1/broadcasts/{id}/heartbeat").status_code == 204
    before, done = len(asked), 0
    for _ in range(30):
        answer = http.post("/v1/broadcasts", json={"title": "Cats"})
        assert answer.status_code in (201, 503)
        assert answer.status_code == 201 or answer.headers["Retry-After"]
        done += answer.status_code == 201
    assert done + len(asked) - before == 30  # each was told to one node only
    assert asked


def test_while_a_node_is_killed_everybody_is_answered(front, pair):
    http, _ = front
    id = created(http)
    pair[0].kill()
    for _ in range(30):
        assert http.post(f"/v1/broadcasts/{id}/heartbeat").status_code == 204
    read = [http.get(f"/v1/broadcasts/{id}").status_code for _ in range(10)]
    assert set(read) <= {200, 503}
    assert 200 in read
    created(http)


def test_events_come_at_once_and_stay(front):
    http, _ = front
    id = created(http)
    heard = []
    for _ in range(3):  # one of three is cut off
        with http.stream("GET", "/v1/events") as told:
            if told.status_code != 200:
                continue
            lines = told.iter_lines()
            until(lambda lines=lines: "event: reset" in next(lines), within=5)
            assert http.post(f"/v1/broadcasts/{id}/heartbeat").status_code == 204
            http.patch(f"/v1/broadcasts/{id}", json={"title": "New"})
            until(lambda lines=lines: id in next(lines), within=5)
            heard.append(told)
            break
    assert heard


def test_a_viewer_s_address_is_the_balancer_s_word_and_not_the_viewer_s(front):
    http, _ = front
    id = created(http)
    http.post(f"/v1/broadcasts/{id}/heartbeat")
    codes = []
    for n in range(6 * MOST_LIKES):
        spoofed = {"X-Forwarded-For": f"192.0.2.{n}"}
        codes.append(http.post(f"/v1/broadcasts/{id}/likes", headers=spoofed).status_code)
    assert set(codes) <= {200, 429, 503}
    assert codes.count(200) <= 2 * MOST_LIKES  # at each node


def test_a_cover_of_some_megabytes_gets_through(front):
    http, _ = front
    id = created(http)
    noise = random.Random(1).randbytes(1600 * 900 * 3)
    picture = io.BytesIO()
    Image.frombytes("RGB", (1600, 900), noise).save(picture, "JPEG", quality=95)
    assert 1_500_000 < len(picture.getvalue()) < 5_000_000
    sent = {"content": picture.getvalue(), "headers": {"Content-Type": "image/jpeg"}}
    codes = [http.put(f"/v1/broadcasts/{id}/cover", **sent).status_code for _ in range(3)]
    assert set(codes) <= {200, 503}
    assert 200 in codes
