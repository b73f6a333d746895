"""Events as the console's own client hears them from the real program."""

from __future__ import annotations

import io
import queue
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
from PIL import Image

from livedesk.client.event_stream import Alive, Event, EventStream, Remove, Reset, Upsert
from livedesk.client.server_client import ServerClient
from livedesk.domain.errors import BadImage, LivedeskError, WrongToken
from tests.server.test_lines import answering, call
from tests.server_process import ServerProcess
from tests.waiting import until

TENCENT = {
    "media__kind": "tencent",
    "media__bizid": "8888",
    "media__callbacks": "false",  # a beat is enough to be on air
    "policy__sweep_interval_s": "0.1",
}
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
VIEWER = "viewer-0123456789"


class Ear:
    """Listens in a thread of its own, as a console does."""

    def __init__(self, stream: EventStream) -> None:
        self.stream = stream
        self.heard: queue.Queue[Event | LivedeskError | None] = queue.Queue()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        try:
            for event in self.stream.events():
                self.heard.put(event)
        except LivedeskError as error:
            self.heard.put(error)
        self.heard.put(None)

    def next(self, within: float = 10.0) -> Event | LivedeskError | None:
        """What is heard next; None at the end."""
        while isinstance(found := self.heard.get(timeout=within), Alive):
            pass
        return found

    def close(self) -> None:
        self.stream.close()
        self._thread.join(5)
        assert not self._thread.is_alive()


@pytest.fixture
def ears() -> Iterator[list[Ear]]:
    opened: list[Ear] = []
    yield opened
    for ear in opened:
        ear.close()


@pytest.fixture
def server(tmp_path, free_port) -> Iterator[ServerProcess]:
    running = ServerProcess(tmp_path / "data", free_port, TENCENT).start()
    yield running
    running.stop()


@pytest.fixture
def mei(server) -> dict[str, str]:
    return server.add_host("Mei")


def on_air(server, by) -> str:
    with server.client(by) as http:
        id = http.post("/v1/broadcasts", json={"title": "Cats"}).json()["id"]
        assert http.post(f"/v1/broadcasts/{id}/heartbeat").status_code == 204
    return str(id)


def end(server, by, id) -> None:
    with server.client(by) as http:
        assert http.post(f"/v1/broadcasts/{id}/end").status_code == 200


def test_a_show_comes_is_liked_and_goes_while_somebody_listens(server, mei, ears):
    ears.append(ear := Ear(EventStream(server.url)))
    assert ear.next() == Reset()
    id = on_air(server, mei)
    came = ear.next()
    assert isinstance(came, Upsert)
    assert (came.item.id, came.item.state) == (id, "live")
    with server.client() as anybody:
        assert anybody.post(f"/v1/broadcasts/{id}/likes").json() == {"likes": 1}
        path = f"/v1/broadcasts/{id}/viewers/{VIEWER}"
        assert anybody.put(path, json={"played_s": 5}).status_code == 204
    likes, viewers = 0, 0
    while not (likes and viewers):
        changed = ear.next()
        assert isinstance(changed, Upsert)
        likes, viewers = changed.item.likes, changed.item.viewers
    end(server, mei, id)
    assert ear.next() == Remove(id, "ended", "ended_by_host")


def test_who_breaks_off_hears_what_came_in_between(server, mei, ears):
    ears.append(first := Ear(EventStream(server.url)))
    assert first.next() == Reset()
    known = first.stream.last_id
    first.close()
    id = on_air(server, mei)
    again = EventStream(server.url)
    again.last_id = known
    ears.append(ear := Ear(again))
    came = ear.next()
    assert isinstance(came, Upsert)
    assert came.item.id == id


def test_a_host_hears_of_a_rehearsal_and_needs_a_good_token(server, mei, ears):
    token = mei["Authorization"].removeprefix("Bearer ")
    ears.append(ear := Ear(EventStream(server.url, token, mine=True)))
    assert ear.next() == Reset()
    with server.client(mei) as http:
        http.post("/v1/broadcasts", json={"title": "Cats", "rehearsal": True})
    came = ear.next()
    assert isinstance(came, Upsert)
    assert (came.item.state, came.item.rehearsal, came.item.push) == ("ready", True, None)
    with pytest.raises(WrongToken):
        next(EventStream(server.url, "ldh_wrong", mine=True).events())


def test_a_rotated_token_ends_the_stream(server, mei, ears):
    token = mei["Authorization"].removeprefix("Bearer ")
    ears.append(ear := Ear(EventStream(server.url, token, mine=True)))
    assert ear.next() == Reset()
    with server.client(server.admin()) as admin:
        (host,) = admin.get("/v1/hosts").json()
        assert admin.post(f"/v1/hosts/{host['id']}/token").status_code == 200
    assert isinstance(ear.next(), LivedeskError)
    with pytest.raises(WrongToken):
        next(ear.stream.events())


def test_the_server_leaves_tidily_while_many_listen(server, ears):
    for _ in range(5):
        ears.append(ear := Ear(EventStream(server.url)))
        assert ear.next() == Reset()
    began = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - began < 2.0
    for ear in ears:
        assert isinstance(ear.next(), LivedeskError)
    log = server.log()
    assert "Traceback" not in log
    assert "Cancel" not in log
    assert "without completing" not in log


def test_the_public_listener_tells_too_counts_viewers_and_ends_with_the_sharing(
    tmp_path, free_port
):
    args = ("--bundled", "--share", "127.0.0.2")
    own = ServerProcess(tmp_path / "data", free_port, TENCENT, args).start()
    ear = None
    try:
        me = {"Authorization": f"Bearer {own.note()['token']}"}
        with own.client(me) as http:
            shared = until(lambda: http.get("/v1/share").json()["url"])
        id = on_air(own, me)
        ear = Ear(EventStream(shared))
        assert ear.next() == Reset()
        with httpx.Client(base_url=shared, trust_env=False) as phone:
            assert phone.post(f"/v1/broadcasts/{id}/likes").status_code == 200
            path = f"/v1/broadcasts/{id}/viewers/{VIEWER}"
            assert phone.put(path).status_code == 204
            assert phone.put(f"/v1/broadcasts/{id}/cover").status_code == 404
            assert phone.post(f"/v1/broadcasts/{id}/end").status_code == 404
            assert phone.get(f"/v1/broadcasts/{id}/viewers/{VIEWER}").status_code == 404
        changed = ear.next()
        assert isinstance(changed, Upsert)
        with own.client(me) as http:
            began = time.monotonic()
            assert http.put("/v1/share", json={"address": None}).json()["url"] is None
            assert time.monotonic() - began < 2.0
        while not isinstance(last := ear.next(), LivedeskError):
            assert last is not None
        with own.client() as http:
            assert http.get("/healthz").status_code == 200
    finally:
        if ear is not None:
            ear.close()
        own.stop()
    assert "Traceback" not in own.log()


def test_the_console_s_own_client_sends_a_cover_and_reads_evidence_and_history(server, mei):
    token = mei["Authorization"].removeprefix("Bearer ")
    made = io.BytesIO()
    Image.new("RGB", (320, 180)).save(made, "PNG")
    with ServerClient(server.url, token) as client:
        ids = [on_air(server, mei) for _ in range(3)]
        covered = client.put_cover(ids[0], made.getvalue())
        assert covered.cover_url is not None
        assert httpx.get(covered.cover_url, trust_env=False).content.startswith(b"\xff\xd8")
        with pytest.raises(BadImage):
            client.put_cover(ids[0], b"x")
        assert client.evidence(ids[0]).verdict.state == "live"
        first = client.mine_page("live", limit=2)
        second = client.mine_page("live", limit=2, cursor=first.next_cursor)
        assert [one.id for one in (*first.items, *second.items)] == ids[::-1]
        assert second.next_cursor is None
        assert client.list_live(sort="likes", limit=1) is not None


def test_who_takes_nothing_of_what_is_sent_is_hung_up_on(monkeypatch):
    async def flood(scope, receive, send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(500):
            await send({"type": "http.response.body", "body": b"x" * 100_000, "more_body": True})

    monkeypatch.setattr("tests.server.test_lines.echo", flood)
    with answering(taken_within_s=0.3) as port, call(port, GET) as line:
        threading.Event().wait(1.0)  # it takes nothing meanwhile
        taken = 0
        try:
            while piece := line.recv(1_000_000):
                taken += len(piece)
        except ConnectionResetError:
            pass
        assert taken < 50_000_000
