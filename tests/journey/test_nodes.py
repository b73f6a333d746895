"""Several nodes on one real PostgreSQL: kills, restarts and cuts lose nothing that was answered."""

from __future__ import annotations

import os
import socket
import time

import pytest

from livedesk.store.nodes import LEASE_S
from tests.journey.cable import DATABASE, NODE, Cable
from tests.journey.nodes import ALLOWANCE, POLICY, Ear, Host, at_work, live, nothing_is_lost
from tests.postgres import Cluster
from tests.server_process import ServerProcess, command
from tests.waiting import until


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


@pytest.fixture
def nodes(tmp_path, postgres):
    """Starts so many nodes on one database: `nodes(3)`."""
    running: list[ServerProcess] = []
    urls: list[str] = []

    def start(count, cluster=postgres, template="livedesk_template", **settings):
        urls.append(cluster.new(template))
        for n in range(count):
            named = POLICY | {"server__database": urls[0]} | settings
            running.append(ServerProcess(tmp_path / f"node{n}", free_port(), named, within=60))
            running[-1].start()
        return running

    yield start
    for server in running:
        server.stop()
    for url in urls:
        postgres.drop(url)


def host_of(servers, name="Mei"):
    return Host([one.url for one in servers], servers[0].add_host(name))


def on_air(host, servers, count=13):  # none calls the same node each time
    with servers[0].client(host.headers) as http:
        for _ in range(count):
            host.beating.append(http.post("/v1/broadcasts", json={"title": "On"}).json()["id"])


def stay_live(host, server, seconds):
    """Whoever beats is in this node's list for so long, at every look."""
    settled = time.monotonic() + seconds
    with server.client(host.headers) as http:
        while time.monotonic() < settled:
            assert host.promised() <= live(http)


def fall_silent(host, servers, within=20.0):
    """And who falls silent is taken off, on every node, after all that."""
    for server in servers:
        with server.client() as http:
            until(lambda http=http: not live(http) & set(host.beating), within=within)
            records = [http.get(f"/v1/broadcasts/{id}").json() for id in host.beating]
            assert {record["reason"] for record in records} == {"heartbeat_lost"}


def test_a_host_may_call_any_node_and_every_node_tells_within_a_second(nodes):
    servers = nodes(3)
    host = host_of(servers)
    ears = [Ear(server) for server in servers]
    for ear in ears:
        ear.start()
        until(lambda ear=ear: ear.heard)
    one, other, third = (server.client(host.headers) for server in servers)
    worst = 0.0
    for _ in range(5):
        id = one.post("/v1/broadcasts", json={"title": "Cats"}).json()["id"]
        assert other.post(f"/v1/broadcasts/{id}/heartbeat").status_code == 204
        begun = time.monotonic()
        for ear in ears:
            until(lambda ear=ear, id=id: ear.has("upsert", id), within=1.0)
        assert third.post(f"/v1/broadcasts/{id}/heartbeat").status_code == 204
        watched = f"/v1/broadcasts/{id}/viewers/viewer-0123456789"
        assert other.put(watched).status_code == third.put(watched).status_code == 204
        assert one.post(f"/v1/broadcasts/{id}/end").status_code == 200
        ended = time.monotonic()
        for ear in ears:
            until(lambda ear=ear, id=id: ear.has("remove", id), within=1.0)
        until(lambda id=id: other.post(f"/v1/broadcasts/{id}/heartbeat").status_code == 409, 1.0)
        until(lambda id=id: third.post(f"/v1/broadcasts/{id}/heartbeat").status_code == 409, 1.0)
        for node in (other, third):
            until(lambda node=node, at=watched: node.put(at).status_code == 409, 1.0)
        worst = max(worst, time.monotonic() - ended, ended - begun)
    print(f"told by every node within {worst:.2f} s")
    for client in (one, other, third):
        client.close()


def test_a_disabled_host_is_refused_and_off_at_every_node_within_a_second(nodes):
    servers = nodes(2)
    host = host_of(servers)
    one, other = (server.client(host.headers) for server in servers)
    id = one.post("/v1/broadcasts", json={"title": "Cats"}).json()["id"]
    for client in (one, other):
        assert client.post(f"/v1/broadcasts/{id}/heartbeat").status_code == 204
    done = command(
        *("host", "disable", "mei", "--data-dir", str(servers[0].folder)), **servers[0].settings
    )
    assert done.returncode == 0, done.stderr
    begun = time.monotonic()
    for client in (one, other):
        until(lambda client=client: client.get("/v1/broadcasts?host=me").status_code == 401, 1.0)
    with servers[1].client() as anyone:
        until(lambda: anyone.get(f"/v1/broadcasts/{id}").json()["reason"] == "kicked", 1.0)
    assert time.monotonic() - begun < 1.5
    for client in (one, other):
        client.close()


def test_a_node_with_secrets_of_its_own_does_not_start_beside_others(nodes, tmp_path):
    (server,) = nodes(1, media__push_key="", media__kind="srs", media__push_domain="127.0.0.1")
    args = ("serve", "--port", "0", "--data-dir", str(tmp_path / "stranger"))
    refused = command(*args, **server.settings)
    assert refused.returncode == 1
    assert "the other nodes on this database have other secrets" in refused.stderr


def test_viewers_at_several_nodes_add_up(nodes):
    servers = nodes(2)
    host = host_of(servers)
    clients = [server.client(host.headers) for server in servers]
    id = clients[0].post("/v1/broadcasts", json={"title": "Cats"}).json()["id"]
    clients[0].post(f"/v1/broadcasts/{id}/heartbeat")
    for n, client in enumerate(clients):
        for viewer in range(3):
            path = f"/v1/broadcasts/{id}/viewers/viewer-{n}-{viewer}-of-many"
            assert client.put(path).is_success
        assert client.post(f"/v1/broadcasts/{id}/likes").is_success

    def counted():
        clients[0].post(f"/v1/broadcasts/{id}/heartbeat")
        record = clients[1].get(f"/v1/broadcasts/{id}").json()
        return (record["viewers"], record["likes"]) == (6, 2)

    until(counted, within=20)
    for client in clients:
        client.close()


@pytest.mark.parametrize("kills", [1, pytest.param(8, marks=pytest.mark.long)])
def test_kill_9_of_a_node_under_load_loses_nothing_and_takes_nobody_off(nodes, kills):
    servers = nodes(3)
    host = host_of(servers)
    on_air(host, servers)
    with at_work(host):
        until(lambda: len(host.taken) == len(host.beating))
        for n in range(kills):
            before = len(host.ended)
            until(lambda before=before: len(host.ended) > before + 10, within=30)
            victim, witness = servers[n % 3], servers[(n + 1) % 3]
            victim.kill()
            stay_live(host, witness, ALLOWANCE + 1)
            victim.start()
            stay_live(host, victim, ALLOWANCE + 1)
    assert host.refused == []
    nothing_is_lost(host, servers)
    fall_silent(host, servers)


@pytest.mark.parametrize("restarts", [1, pytest.param(6, marks=pytest.mark.long)])
def test_a_crash_of_postgresql_under_load_loses_nothing_and_takes_nobody_off(
    nodes, postgres, restarts
):
    servers = nodes(2)
    host = host_of(servers)
    on_air(host, servers)
    with at_work(host):
        until(lambda: len(host.taken) == len(host.beating))
        for n in range(restarts):
            before = len(host.ended)
            until(lambda before=before: len(host.ended) > before + 10, within=30)
            postgres.stop("fast" if n % 2 else "immediate")
            away = time.monotonic() + ALLOWANCE + 1
            with servers[0].client() as http:
                assert http.get("/healthz").status_code == 200
                until(lambda http=http: http.get("/readyz").status_code == 503)
                changed = http.post("/v1/broadcasts", json={"title": "Cats"}, headers=host.headers)
                assert (changed.status_code, changed.headers["Retry-After"]) == (503, "1")
                beat = f"/v1/broadcasts/{host.beating[0]}/heartbeat"
                assert http.post(beat, headers=host.headers).status_code == 204
            until(lambda away=away: time.monotonic() > away)
            postgres.start()
            for server in servers:
                with server.client() as http:
                    until(lambda http=http: http.get("/readyz").status_code == 200)
            stay_live(host, servers[n % 2], ALLOWANCE + 1)
    assert host.refused == []
    nothing_is_lost(host, servers)
    fall_silent(host, servers)
    assert "Traceback" not in servers[0].log() + servers[1].log()


@pytest.fixture
def cable():
    if os.geteuid() != 0:
        pytest.skip("a network of its own needs root")
    cable = Cable()
    yield cable
    cable.remove()


@pytest.fixture
def across(cable):
    """A PostgreSQL at the other end of the cable."""
    cluster = Cluster(free_port(), host=DATABASE).make()
    cluster.make_template()
    yield cluster
    cluster.remove()


@pytest.mark.long
def test_a_node_that_is_cut_off_says_so_and_takes_nobody_with_it(cable, across, tmp_path):
    """It takes beats until its lease is over, as the others wait for it; then it takes none."""
    settings = POLICY | {"server__database": across.new("livedesk_template")}
    cut = ServerProcess(tmp_path / "cut", free_port(), settings, ("--plain-http",), within=60)
    cut.become, cut.host = cable.become, NODE
    well = ServerProcess(tmp_path / "well", free_port(), settings, within=60)
    servers = [cut, well]
    try:
        for server in servers:
            server.start()
        host = host_of([well, cut])
        on_air(host, [well])
        with cut.client(host.headers) as http:
            silent = http.post("/v1/broadcasts", json={"title": "Silent"}).json()["id"]
            assert http.post(f"/v1/broadcasts/{silent}/heartbeat").status_code == 204
        with at_work(host, loads=1), cut.client(host.headers) as http:
            http.timeout = 30
            until(lambda: len(host.taken) == len(host.beating))
            beat = f"/v1/broadcasts/{host.beating[0]}/heartbeat"
            assert http.post(beat).status_code == 204  # so it is remembered there
            cable.pull()
            pulled = time.monotonic()
            assert http.post(beat).status_code == 204
            until(lambda: http.get("/readyz").status_code == 503, within=20)
            changed = http.post("/v1/broadcasts", json={"title": "Cats"})
            assert (changed.status_code, changed.headers["Retry-After"]) == (503, "1")
            assert time.monotonic() - pulled < LEASE_S - 5
            assert http.post(beat).status_code == 204  # its lease runs still
            stay_live(host, well, LEASE_S - 5 - (time.monotonic() - pulled))
            until(lambda: http.post(beat).status_code == 503, within=8)
            assert http.post(beat).headers["Retry-After"] == "1"
            assert time.monotonic() - pulled < LEASE_S + 2
            stay_live(host, well, ALLOWANCE + 2)
            with well.client() as anyone:  # no zombie past its bound: lease, patience, sweep
                bound = pulled + LEASE_S + ALLOWANCE + 3 - time.monotonic()
                until(lambda: silent not in live(anyone), within=max(bound, 0.1))
            cable.plug()
            until(lambda: http.get("/readyz").status_code == 200, within=15)
            assert http.post(beat).status_code == 204
            for server in servers:
                stay_live(host, server, ALLOWANCE + 1)
        assert host.refused == []
        nothing_is_lost(host, servers)
        fall_silent(host, servers)
    finally:
        for server in servers:
            if server.process is not None:
                server.stop()
