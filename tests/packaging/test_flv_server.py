from __future__ import annotations

import json

import flv_server
import pytest


@pytest.fixture
def folder(tmp_path):
    package = tmp_path / "node_modules" / "node-media-server" / "package.json"
    package.parent.mkdir(parents=True)
    package.write_text(json.dumps({"version": flv_server.VERSION}), encoding="utf-8")
    (tmp_path / "node_modules" / ".package-lock.json").write_text("{}", encoding="utf-8")
    return tmp_path


def with_node(folder, version: str):
    node = folder / "node"
    node.write_text(f"#!/bin/sh\necho {version}\n", encoding="utf-8")
    node.chmod(0o755)
    return folder / "npm"


def test_the_wanted_version_is_not_fetched_again(folder):
    assert flv_server.is_installed(folder)


def test_another_version_is_fetched(folder):
    package = folder / "node_modules" / "node-media-server" / "package.json"
    package.write_text(json.dumps({"version": "1.0.0"}), encoding="utf-8")
    assert not flv_server.is_installed(folder)


def test_an_installation_that_was_cut_off_is_done_again(folder):
    (folder / "node_modules" / ".package-lock.json").unlink()
    assert not flv_server.is_installed(folder)


@pytest.mark.parametrize(("version", "enough"), [("v18.20.4", False), ("v24.19.0", True)])
def test_debians_old_node_is_not_enough(tmp_path, version, enough):
    assert flv_server.node_is_new_enough(with_node(tmp_path, version)) is enough
