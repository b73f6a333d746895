"""A console's own host gives itself a name; on every other server names are the admin's."""

from __future__ import annotations

import pytest

from livedesk.settings import MediaSettings
from tests.server.test_create import problem
from tests.server.test_events import newest, told

LOCAL = MediaSettings(kind="local", rtmp_port=0)


@pytest.fixture
def own(serving):
    """A console's own server."""
    return serving(LOCAL, bundled=True)


def test_the_host_of_a_consoles_own_server_reads_and_changes_its_name(own):
    me = own.add_host("Me")
    assert own.http.get("/v1/hosts/me", headers=me).json()["name"] == "Me"
    answer = own.http.patch("/v1/hosts/me", json={"name": "  林小满 "}, headers=me)
    assert (answer.status_code, answer.json()["name"]) == (200, "林小满")
    assert own.create(me)["host"]["name"] == "林小满"


@pytest.mark.parametrize("name", ["", "x" * 81, "two\nlines"])
def test_a_name_that_is_none_is_refused(own, name):
    me = own.add_host("Me")
    answer = own.http.patch("/v1/hosts/me", json={"name": name}, headers=me)
    assert answer.status_code in (400, 422)
    assert own.http.get("/v1/hosts/me", headers=me).json()["name"] == "Me"


def test_it_may_change_nothing_else_and_nobody_else(own):
    me, mei = own.add_host("Me"), own.add_host("Mei")
    for change in ({"banned": False}, {"name": "Ana", "disabled": False}):
        refused = own.http.patch("/v1/hosts/me", json=change, headers=me)
        assert problem(refused) == (403, "forbidden")
    assert problem(own.http.patch("/v1/hosts/mei", json={"name": "x"}, headers=me)) == (
        403,
        "forbidden",
    )
    assert problem(own.http.get("/v1/hosts/mei", headers=me)) == (403, "forbidden")
    assert own.http.get("/v1/hosts/mei", headers=mei).json()["name"] == "Mei"


def test_elsewhere_and_from_elsewhere_names_are_the_admins(server, own):
    mei = server.add_host("Mei")
    answer = server.http.patch("/v1/hosts/mei", json={"name": "x"}, headers=mei)
    assert problem(answer) == (403, "forbidden")
    assert problem(server.http.get("/v1/hosts/mei", headers=mei)) == (403, "forbidden")
    me = own.add_host("Me")
    passed_on = me | {"X-Forwarded-For": "192.0.2.7"}
    answer = own.http.patch("/v1/hosts/me", json={"name": "x"}, headers=passed_on)
    assert problem(answer) == (403, "forbidden")


def test_listeners_are_told_the_new_name(own):
    me = own.add_host("Me")
    record = own.create(me)
    before = newest(own)
    own.http.patch("/v1/hosts/me", json={"name": "Ana"}, headers=me)
    news = [(event, data["host"]["name"]) for _, event, data in told(own, before, by=me)]
    assert news == [("upsert", "Ana")]
    own.http.post(f"/v1/broadcasts/{record['id']}/end", headers=me)
    before = newest(own)
    own.http.patch("/v1/hosts/me", json={"name": "Bea"}, headers=me)
    assert told(own, before, by=me) == [], "what is over is history"
