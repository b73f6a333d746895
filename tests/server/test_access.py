"""Wrong tokens: told, then shut out by address, and nobody else with them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

import httpx
import pytest
from starlette.testclient import TestClient

from livedesk.server.access import MOST_ADDRESSES, MOST_WRONG, WrongTokens, network
from tests.clock import Clock
from tests.server.conftest import Server
from tests.server.test_create import problem
from tests.server_process import ServerProcess

TRUSTING = {"server__trusted_proxies": '["127.0.0.1"]'}


@contextmanager
def calling_from(server: Server, address: str):
    """The same server, called from elsewhere."""
    client = TestClient(server.http.app, base_url="http://127.0.0.1:8787", client=(address, 5))
    client.portal = server.http.portal
    yield replace(server, http=client)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def guess(server: Server, count: int, prefix: str = "ldh_wrong") -> list[httpx.Response]:
    return [
        server.http.get("/v1/policy", headers=bearer(f"{prefix}{number}"))
        for number in range(count)
    ]


def test_after_ten_wrong_tokens_an_address_must_wait_a_minute(server):
    answers = guess(server, 12)
    assert [one.status_code for one in answers] == [401] * 10 + [429] * 2
    assert problem(answers[-1]) == (429, "too_many_requests")
    wait_s = int(answers[-1].headers["retry-after"])
    assert 0 < wait_s <= 60
    server.clock.pass_(wait_s)
    assert guess(server, 1, "ldh_again")[0].status_code == 401


def test_waiting_is_not_made_longer_by_asking_on(server):
    guess(server, 10)
    for _ in range(6):
        server.clock.pass_(9)
        assert guess(server, 3, "ldh_more")[0].status_code == 429
    server.clock.pass_(6)
    assert guess(server, 1, "ldh_more")[0].status_code == 401


def test_nobody_can_lock_a_host_or_an_admin_out_behind_the_same_address(serving):
    before = serving()
    mei, admin = before.add_host("Mei"), before.add_admin()
    id = before.create(mei)["id"]
    server = serving()  # knows nobody yet
    guess(server, 20)
    assert server.beat(id, mei).status_code == 204
    assert server.http.get("/v1/audit", headers=admin).status_code == 200
    assert server.http.get("/v1/policy", headers=server.add_host("Ana")).status_code == 200
    assert guess(server, 1, "ldh_more")[0].status_code == 429


def test_a_host_behind_the_same_address_goes_on(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    guess(server, 20)
    assert server.beat(id, mei).status_code == 204
    server.add_host("Ana")  # an account changes: what was remembered is forgotten
    server.sweep()
    assert server.beat(id, mei).status_code == 204


def test_a_token_that_was_replaced_is_not_good_for_ever(server):
    mei = server.add_host("Mei")
    assert server.http.get("/v1/policy", headers=mei).status_code == 200
    server.studio.accounts.rotate("mei")
    server.sweep()
    guess(server, 10)
    assert server.http.get("/v1/policy", headers=mei).status_code == 429


def test_a_console_with_an_old_token_keeps_nobody_out(server):
    for _ in range(50):
        assert server.http.get("/v1/policy", headers=bearer("ldh_old")).status_code == 401
    assert server.http.get("/v1/policy", headers=server.add_host("Mei")).status_code == 200


def test_other_addresses_are_not_meant(server):
    guess(server, 20)
    with calling_from(server, "192.0.2.9") as elsewhere:
        assert guess(elsewhere, 1)[0].status_code == 401


def test_viewers_without_a_token_are_not_meant(server):
    guess(server, 20)
    assert server.http.get("/v1/broadcasts").status_code == 200


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "Bearer x", "lda_x", "Bearer ldh_ä"])
def test_what_is_no_token_is_a_wrong_one(server, header):
    answer = server.http.get("/v1/policy", headers={"Authorization": header.encode()})
    assert problem(answer) == (401, "wrong_token")


def test_all_addresses_of_one_ipv6_customer_are_one(server):
    for number in range(10):
        with calling_from(server, f"2001:db8:1:2::{number + 1}") as one:
            guess(one, 1, f"ldh_{number}_")
    with calling_from(server, "2001:db8:1:2:ffff::1") as neighbour:
        assert guess(neighbour, 1, "ldh_x")[0].status_code == 429
    with calling_from(server, "2001:db8:1:3::1") as stranger:
        assert guess(stranger, 1, "ldh_x")[0].status_code == 401


def test_an_ipv4_address_in_ipv6_clothes_is_that_address():
    assert network("::ffff:192.0.2.1") == network("192.0.2.1")
    assert network("2001:db8::1") == network("2001:db8::2")
    assert network("testclient") == "testclient"


def test_memory_is_bounded_and_who_tries_on_is_remembered():
    clock = Clock()
    wrong = WrongTokens(clock)
    for number in range(3 * MOST_ADDRESSES):
        wrong.note(f"{number}", "x")
    assert len(wrong._tried) <= MOST_ADDRESSES
    for number in range(MOST_WRONG):
        wrong.note("busy", f"{number}")
    assert wrong.wait_s("busy") == 60
    clock.pass_(-30)  # set back: nobody waits for a time of the clock of before
    assert wrong.wait_s("busy") == 0


@pytest.mark.parametrize("path", ["/metrics", "/docs"])
def test_the_operators_pages_want_this_computer_or_an_admin(server, path):
    assert server.http.get(path).status_code == 200
    with calling_from(server, "192.0.2.9") as elsewhere:
        assert problem(elsewhere.http.get(path)) == (401, "wrong_token")
        mei = server.add_host("Mei")
        assert problem(elsewhere.http.get(path, headers=mei)) == (403, "forbidden")
        assert elsewhere.http.get(path, headers=server.add_admin()).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_who_comes_through_a_proxy_on_this_computer_is_not_at_home(server, header):
    passed_on = {header: "192.0.2.9"}
    assert problem(server.http.get("/metrics", headers=passed_on)) == (401, "wrong_token")
    assert "faults" not in server.http.get("/readyz", headers=passed_on).json()


def test_forwarded_addresses_count_only_from_trusted_proxies(server, tmp_path, free_port):
    def guess_as(http: httpx.Client | TestClient, address: str, number: int) -> int:
        headers = bearer(f"ldh_{number}") | {"X-Forwarded-For": address}
        return http.get("/v1/policy", headers=headers).status_code

    heard = [guess_as(server.http, f"192.0.2.{number}", number) for number in range(11)]
    assert heard[-1] == 429
    trusting = ServerProcess(tmp_path / "other", free_port, TRUSTING).start()
    try:
        with trusting.client() as http:
            heard = [guess_as(http, f"192.0.2.{number}", number) for number in range(11)]
            assert set(heard) == {401}
            heard = [guess_as(http, "198.51.100.7", number) for number in range(11)]
            assert heard == [401] * 10 + [429]
    finally:
        trusting.stop()
