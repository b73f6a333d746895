"""Backup and restore: everything of a server in one file, from either engine into either."""

from __future__ import annotations

import stat
import tarfile

import pytest

from livedesk.domain.errors import BadSettings
from livedesk.domain.evidence import Beats
from livedesk.domain.verdict import Policy
from livedesk.server.backup import back_up, restore
from livedesk.server.secret_file import own_secrets
from livedesk.store.accounts import Accounts
from livedesk.store.database import Database
from livedesk.store.judgement import Heard
from livedesk.store.live_list import LiveList
from livedesk.store.nodes import Nodes
from livedesk.store.rows import NewBroadcast
from livedesk.store.store import Store
from livedesk.store.trail import Trail
from tests.clock import Clock
from tests.server_process import ServerProcess, command

TENCENT = {"media__kind": "tencent", "media__bizid": "8888", "media__callbacks": "false"}


def shown(database, clock, suffix, *, over=True):
    """A broadcast that was on air and has ended, or still is."""
    store = Store(database, Policy(callbacks=True), clock)
    new = NewBroadcast("mei", "猫 and cats", suffix, None, 86400, rehearsal=False)
    id = store.create(new, "8888", ())[0].id
    store.publish(f"8888_{suffix}", "1", "1@0")
    store.flush({id: Heard(Beats(clock.now, clock.now), "console-1")})
    if over:
        store.end(id)
    return id


@pytest.fixture
def target_url(request, tmp_path, postgres):
    if request.param == "sqlite":
        yield ""
        return
    url = postgres.new()
    yield url
    postgres.drop(url)


@pytest.mark.parametrize("target_url", ["sqlite", "postgresql"], indirect=True)
def test_a_backup_of_either_engine_is_restored_into_either(database, target_url, tmp_path):
    clock, here, there = Clock(), tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
    _, token = Accounts(database, clock).add_host("Mei")
    ids = [shown(database, clock, f"show{n}") for n in range(3)]
    live = shown(database, clock, "live", over=False)
    secrets = own_secrets(here)
    (here / "covers").mkdir()
    (here / "covers" / f"{'a' * 64}.jpg").write_bytes(b"a picture")
    back_up(database, here, tmp_path / "file")
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600
    restore(target_url, there, tmp_path / "file")

    restored = Database(target_url) if target_url else Database.in_folder(there)
    before, after = LiveList(database), LiveList(restored)
    for id in ids:
        assert after.one(id) == before.one(id)
        assert Trail(restored).of(id) == Trail(database).of(id)
    assert [one.id for one in after.page(q="猫 cats")[0]] == [live]
    assert Accounts(restored, clock).rotate("mei")[1] != token
    assert own_secrets(there) == secrets
    assert (there / "covers" / f"{'a' * 64}.jpg").read_bytes() == b"a picture"
    shown(restored, clock, "later")  # numbers of rows go on where they were
    restored.close()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_postgresql_is_not_restored_while_a_node_works_on_it(postgres, tmp_path):
    url = postgres.new("livedesk_template")
    database, clock = Database(url), Clock()
    Accounts(database, clock).add_host("Mei")
    id = shown(database, clock, "show")
    back_up(database, tmp_path, tmp_path / "file")
    Nodes(database).renew("one", database.now(), 0.0)
    with pytest.raises(BadSettings, match="stop them first"):
        restore(url, tmp_path / "other", tmp_path / "file")
    assert list((tmp_path / "other").glob("before-*")) == []
    Nodes(database).leave("one")
    Accounts(database, clock).add_host("Ana")
    old = restore(url, tmp_path / "other", tmp_path / "file")
    assert [host.id for host in Accounts(database, clock).hosts()] == ["mei"]
    assert LiveList(database).one(id) is not None
    kept = Database(f"sqlite:///{old / 'livedesk.db'}")
    assert {host.id for host in Accounts(kept, clock).hosts()} == {"mei", "ana"}
    for one in (database, kept):
        one.close()
    postgres.drop(url)


@pytest.mark.parametrize("what", ["nothing", "text", "another tar", "half of it", "a later one"])
def test_what_is_no_backup_is_refused_and_nothing_is_changed(what, tmp_path):
    folder, file = tmp_path / "data", tmp_path / "file"
    folder.mkdir()
    database = Database.in_folder(folder)
    database.migrate()
    Accounts(database, Clock()).add_host("Mei")
    match what:
        case "text":
            file.write_text("no backup")
        case "another tar":
            with tarfile.open(file, "w") as tar:
                tar.add(folder / "livedesk.db", "../livedesk.db")
        case "half of it":
            back_up(database, folder, tmp_path / "whole")
            whole = (tmp_path / "whole").read_bytes()
            file.write_bytes(whole[: len(whole) // 2])
        case "a later one":
            later = Database(f"sqlite:///{tmp_path / 'later.db'}")
            later.migrate()
            with later.writing() as connection:
                connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
            back_up(later, folder, file)
            later.close()
    before = (folder / "livedesk.db").read_bytes()
    with pytest.raises(BadSettings):
        restore("", folder, file)
    assert (folder / "livedesk.db").read_bytes() == before
    assert [host.id for host in Accounts(database, Clock()).hosts()] == ["mei"]
    database.close()


def test_an_admin_backs_up_while_it_runs_and_restores_while_it_does_not(tmp_path, free_port):
    server = ServerProcess(tmp_path / "data", free_port, TENCENT).start()
    own = ("--data-dir", str(server.folder))
    mei = server.add_host("Mei")
    with server.client(mei) as http:
        first = http.post("/v1/broadcasts", json={"title": "Cats", "suffix": "one"}).json()
        done = command("backup", str(tmp_path / "file"), *own, **TENCENT)
        assert done.returncode == 0, done.stderr
        later = http.post("/v1/broadcasts", json={"title": "Dogs", "suffix": "two"}).json()
    again = command("backup", str(tmp_path / "file"), *own, **TENCENT)
    assert "is there already" in again.stderr
    refused = command("restore", str(tmp_path / "file"), *own, **TENCENT)
    assert "another livedesk-server works in this folder" in refused.stderr
    server.stop()
    done = command("restore", str(tmp_path / "file"), *own, **TENCENT)
    assert done.returncode == 0, done.stderr
    server.start()
    with server.client(mei) as http:
        found = http.get(f"/v1/broadcasts/{first['id']}").json()
        assert found["push"] == first["push"]
        assert http.get(f"/v1/broadcasts/{later['id']}").status_code == 404
    server.stop()
    (old,) = server.folder.glob("before-restore-*")
    kept = Database.in_folder(old)
    assert LiveList(kept).one(later["id"]).title == "Dogs"
    kept.close()
