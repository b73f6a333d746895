"""Secrets stay secret and are not lost, whatever the keyring does."""

from __future__ import annotations

import logging
import os
import stat
from pathlib import Path

import keyring.backends.fail
import keyring.backends.null
import keyring.backends.SecretService
import pytest

from livedesk.client.keychain import Keychain, is_real
from tests.client.keyrings import ForgetfulKeyring, MemoryKeyring

SECRET = "ldh_0123456789abcdefghij"


def files(folder: Path) -> list[Path]:
    return sorted((folder / "secrets").glob("*"))


def test_a_working_keyring_holds_the_secret_and_no_file_does(tmp_path: Path) -> None:
    memory = MemoryKeyring()
    chain = Keychain(tmp_path, lambda: memory)
    chain.set("profile.a", SECRET)
    assert chain.where == "keyring"
    assert chain.get("profile.a") == SECRET
    assert memory.kept == {("livedesk", "profile.a"): SECRET}
    assert files(tmp_path) == []
    chain.forget("profile.a")
    chain.forget("profile.a")
    assert chain.get("profile.a") is None
    assert memory.kept == {}


def test_without_a_keyring_a_file_holds_it_that_only_its_owner_reads(tmp_path: Path) -> None:
    chain = Keychain(tmp_path, lambda: None)
    chain.set("obs/password é", SECRET)
    assert (chain.where, chain.why) == ("file", "none")
    (file,) = files(tmp_path)
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert Keychain(tmp_path, lambda: None).get("obs/password é") == SECRET
    chain.forget("obs/password é")
    assert chain.get("obs/password é") is None
    assert files(tmp_path) == []


def test_a_folder_that_others_could_read_is_closed(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir(mode=0o755)
    Keychain(tmp_path, lambda: None).set("a", SECRET)
    assert os.name != "posix" or stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_a_locked_keyring_is_replaced_by_a_file_until_it_is_unlocked(tmp_path: Path) -> None:
    memory = MemoryKeyring()
    memory.lock()
    chain = Keychain(tmp_path, lambda: memory)
    assert chain.get("a") is None
    assert (chain.where, chain.why) == ("file", "locked")
    chain.set("a", SECRET)
    assert chain.get("a") == SECRET
    memory.mend()
    chain.look()
    assert chain.get("a") == SECRET
    assert (chain.where, chain.why) == ("keyring", "")
    assert memory.kept == {("livedesk", "a"): SECRET}
    assert files(tmp_path) == [], "it moved"


def test_what_was_set_while_the_keyring_failed_wins_over_what_it_holds(tmp_path: Path) -> None:
    memory = MemoryKeyring()
    chain = Keychain(tmp_path, lambda: memory)
    chain.set("a", "old")
    memory.fault = RuntimeError("org.freedesktop.DBus.Error.NoReply")
    chain.set("a", "new")
    assert (chain.where, chain.why) == ("file", "failed")
    memory.mend()
    assert Keychain(tmp_path, lambda: memory).get("a") == "new"


def test_what_was_forgotten_while_the_keyring_failed_does_not_come_back(tmp_path: Path) -> None:
    memory = MemoryKeyring()
    chain = Keychain(tmp_path, lambda: memory)
    chain.set("a", SECRET)
    memory.lock()
    chain.forget("a")
    assert chain.get("a") is None
    memory.mend()
    later = Keychain(tmp_path, lambda: memory)
    assert later.get("a") is None
    assert memory.kept == {}
    assert files(tmp_path) == []


def test_a_keyring_that_hangs_costs_one_wait_and_then_a_file_is_used(tmp_path: Path) -> None:
    memory = MemoryKeyring()
    memory.hung = True
    chain = Keychain(tmp_path, lambda: memory, answer_within_s=0.05)
    chain.set("a", SECRET)
    assert (chain.where, chain.why) == ("file", "silent")
    assert chain.get("a") == SECRET
    memory.mend()


def test_a_search_for_keyrings_that_hangs_is_given_up_too(tmp_path: Path) -> None:
    memory = MemoryKeyring()

    def find() -> MemoryKeyring:
        memory.go_on.wait(10)
        return memory

    chain = Keychain(tmp_path, find, answer_within_s=0.05)
    assert (chain.where, chain.why) == ("file", "silent")
    memory.mend()


def test_a_keyring_that_keeps_nothing_is_not_believed(tmp_path: Path) -> None:
    chain = Keychain(tmp_path, ForgetfulKeyring)
    chain.set("a", SECRET)
    assert chain.get("a") == SECRET


def test_a_damaged_file_is_no_secret_and_no_crash(tmp_path: Path) -> None:
    chain = Keychain(tmp_path, lambda: None)
    chain.set("a", SECRET)
    files(tmp_path)[0].write_bytes(b"\xff\xfe")
    assert chain.get("a") is None


def test_no_secret_is_ever_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    memory = MemoryKeyring()
    chain = Keychain(tmp_path, lambda: memory)
    memory.fault = RuntimeError(f"cannot keep {SECRET}")
    chain.set("a", SECRET)
    assert "keyring is not used" in caplog.text
    assert SECRET not in caplog.text + repr(chain)


def test_only_backends_that_the_system_guards_count() -> None:
    assert is_real(keyring.backends.SecretService.Keyring())
    assert not is_real(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    assert not is_real(keyring.backends.null.Keyring())
    assert not is_real(MemoryKeyring())
