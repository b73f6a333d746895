"""`livedesk-server` as an admin types it: real processes, real ports."""

from __future__ import annotations

import socket
import ssl
import stat
import subprocess
import sys

import httpx
import pytest

from tests.server_process import ServerProcess, command, environment
from tests.waiting import until

TENCENT = {"media__kind": "tencent", "media__bizid": "8888", "media__callbacks": "false"}


@pytest.fixture
def serve(tmp_path, free_port):
    running = []

    def start(*args, folder="data", **settings):
        process = ServerProcess(tmp_path / folder, free_port, settings or TENCENT, args)
        running.append(process)
        return process.start()

    yield start
    for process in running:
        process.stop()


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_the_first_start_makes_an_admin_token_that_only_its_owner_reads(serve):
    server = serve()
    token = (server.folder / "admin-token").read_text().strip()
    assert token in server.log()
    for name in ("admin-token", "secrets.json", "livedesk.db"):
        assert mode(server.folder / name) == 0o600, name
    with server.client(server.admin()) as admin:
        assert admin.get("/v1/hosts").json() == []
    assert server.stop() == 0
    server.start()
    assert server.log().count(token) == 1


def test_an_admin_token_that_cannot_be_kept_is_told_and_made_at_the_next_start(serve, tmp_path):
    in_the_way = tmp_path / "data" / "admin-token"
    (in_the_way / "something").mkdir(parents=True)
    args = ("serve", "--port", "0", "--data-dir", str(tmp_path / "data"))
    assert "cannot be written" in one_sentence(command(*args, **TENCENT))
    (in_the_way / "something").rmdir()
    in_the_way.rmdir()
    assert list(tmp_path.glob("data/.*")) == []
    server = serve()
    with server.client(server.admin()) as admin:
        assert admin.get("/v1/hosts").status_code == 200


def test_a_second_server_on_the_same_folder_refuses(serve):
    server = serve()
    args = ("serve", "--port", "0", "--data-dir", str(server.folder))
    assert "another livedesk-server works in this folder" in one_sentence(command(*args, **TENCENT))


def test_a_port_in_use_is_told_and_nothing_is_lost(serve, tmp_path):
    server = serve()
    args = ("serve", "--port", str(server.port), "--data-dir", str(tmp_path / "other"))
    told = one_sentence(command(*args, **TENCENT))
    assert f"127.0.0.1:{server.port}" in told
    assert "--port" in told


def test_a_data_folder_that_cannot_be_written_is_told(tmp_path):
    file = tmp_path / "file"
    file.write_text("no folder")
    told = one_sentence(
        command("serve", "--port", "0", "--data-dir", str(file / "data"), **TENCENT)
    )
    assert "--data-dir" in told


def test_a_damaged_settings_file_is_told_and_left_as_it_is(tmp_path):
    file = tmp_path / "livedesk.toml"
    file.write_text("[server\n")
    told = one_sentence(command("serve", "--config", str(file), "--data-dir", str(tmp_path / "d")))
    assert str(file) in told
    assert file.read_text() == "[server\n"
    assert not (tmp_path / "d").exists()


def test_plain_http_beyond_this_computer_needs_to_be_asked_for(tmp_path, serve):
    args = ("serve", "--host", "0.0.0.0", "--port", "0", "--data-dir", str(tmp_path / "d"))
    assert "--plain-http" in one_sentence(command(*args, **TENCENT))
    assert serve("--host", "0.0.0.0", "--plain-http").process.poll() is None


def test_a_host_can_be_added_rotated_and_disabled_while_the_server_runs(serve):
    server = serve()
    mei = server.add_host("Mei")
    folder = ("--data-dir", str(server.folder))
    with server.client() as client:
        made = client.post("/v1/broadcasts", json={"title": "Cats"}, headers=mei)
        assert made.status_code == 201
        rotated = command("host", "rotate", "mei", *folder, **TENCENT)
        new = {"Authorization": f"Bearer {rotated.stdout.splitlines()[-1]}"}
        mine = "/v1/broadcasts?host=me"
        until(lambda: client.get(mine, headers=mei).status_code == 401, within=5)
        assert client.get(mine, headers=new).status_code == 200
        assert "mei\tMei" in command("host", "list", *folder, **TENCENT).stdout
        assert command("host", "disable", "mei", *folder, **TENCENT).returncode == 0
        until(lambda: client.get(mine, headers=new).status_code == 401, within=5)
        path = f"/v1/broadcasts/{made.json()['id']}"
        until(lambda: client.get(path).json()["state"] == "ended", within=5)
    assert "disabled" in command("host", "list", *folder, **TENCENT).stdout


def test_who_sends_ten_megabytes_hears_why_not(serve):
    server = serve()
    head = "POST /v1/broadcasts HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(head.encode() + b" " * 10_000_000)
        assert line.recv(1000).startswith(b"HTTP/1.1 413 ")


def test_a_host_that_is_not_there_or_there_already_is_told(tmp_path):
    folder = ("--data-dir", str(tmp_path / "d"))
    assert command("host", "add", "Mei", *folder, **TENCENT).returncode == 0
    assert '"mei" already' in one_sentence(command("host", "add", "Mei", *folder, **TENCENT))
    assert "host list" in one_sentence(command("host", "rotate", "ana", *folder, **TENCENT))


def test_a_connect_string_leads_to_the_server(tmp_path):
    done = command(
        *("host", "add", "Mei", "--data-dir", str(tmp_path / "d")),
        **TENCENT,
        server__public_url="https://live.example.com",
    )
    connect, token = done.stdout.splitlines()[-2:]
    assert connect == f"livedesk://live.example.com/?tls=1#{token}"


def test_the_settings_in_force_are_shown_without_secrets():
    api = "http://user:hush-hush@127.0.0.1:81/x"
    given = TENCENT | {"media__push_key": "hush-hush", "media__api": api, "server__port": "99"}
    done = command("config", "show", **given)
    assert "port = 99" in done.stdout
    assert 'api = "http://**********@127.0.0.1:81/x"' in done.stdout
    assert "hush-hush" not in done.stdout + done.stderr
    assert 'push_key = "**********"' in done.stdout


def test_every_mistake_is_shown_at_once():
    done = command("config", "check", server__port="x", policy__grace_s="-1")
    assert done.returncode == 1
    assert "LIVEDESK_SERVER__PORT" in done.stderr
    assert "LIVEDESK_POLICY__GRACE_S" in done.stderr


def test_no_source_of_signals_at_all_is_refused():
    told = one_sentence(command("config", "check", **TENCENT, policy__heartbeats="false"))
    assert "heartbeats" in told


def test_the_media_server_gets_its_whole_configuration_and_its_callback_answers(serve):
    settings = {"media__kind": "nginx-rtmp", "media__push_domain": "127.0.0.1"}
    server = serve(**settings)
    settings |= {"server__port": str(server.port)}
    folder = ("--data-dir", str(server.folder))
    shown = command("media", "show", *folder, **settings).stdout
    url = next(line.split()[1].rstrip(";") for line in shown.splitlines() if "on_publish " in line)
    assert url.startswith(f"{server.url}/v1/callbacks/nginx-rtmp/")
    assert httpx.post(url, data={"call": "play"}, trust_env=False).status_code == 200
    checked = command("media", "check", *folder, **settings)
    assert checked.returncode == 0, checked.stderr
    assert "callback answers" in checked.stdout
    server.stop()
    assert "start it" in one_sentence(command("media", "check", *folder, **settings))


def test_a_consoles_own_server_says_where_it_is_and_tidies_up(tmp_path):
    folder = tmp_path / "own"
    args = [
        sys.executable,
        "-m",
        "livedesk.server",
        "serve",
        "--bundled",
        "--data-dir",
        str(folder),
    ]
    process = subprocess.Popen(
        args,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(server__port="0", media__rtmp_port="0"),
    )
    try:
        note = folder / "server.json"
        until(note.exists, within=20)
        assert mode(note) == 0o600
        server = ServerProcess(folder, 0, {})
        said = server.note()
        headers = {"Authorization": f"Bearer {said['token']}"}
        mine = httpx.get(f"{said['url']}/v1/broadcasts?host=me", headers=headers, trust_env=False)
        assert mine.status_code == 200
        assert said["pid"] == process.pid
    finally:
        process.terminate()
        assert process.wait(timeout=15) == 0
    assert not note.exists()


def test_tls_files_are_used_and_bad_ones_told(tmp_path, free_port):
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    made += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*made, "-keyout", key, "-out", cert], check=True, capture_output=True)
    files = {"server__tls_cert": str(cert), "server__tls_key": str(key)}
    trusting = ssl.create_default_context(cafile=str(cert))
    running = subprocess.Popen(
        [
            *(sys.executable, "-m", "livedesk.server", "serve"),
            *("--port", str(free_port), "--data-dir", tmp_path / "data"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(**TENCENT, **files),
    )

    def answers() -> bool:
        try:
            url = f"https://127.0.0.1:{free_port}/healthz"
            return httpx.get(url, verify=trusting, trust_env=False).status_code == 200
        except httpx.ConnectError:
            return False

    try:
        until(answers, within=20)
    finally:
        running.terminate()
        assert running.wait(timeout=15) == 0
    bad = files | {"server__tls_key": str(cert)}
    told = one_sentence(
        command("serve", "--port", "0", "--data-dir", str(tmp_path / "bad"), **TENCENT, **bad)
    )
    assert "tls_cert, tls_key" in told
