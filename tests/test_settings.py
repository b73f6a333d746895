from __future__ import annotations

import tomllib

import pytest

from livedesk import places, settings
from livedesk.domain.errors import BadSettings


@pytest.fixture
def file(tmp_path, monkeypatch):
    for name in list(settings.os.environ):
        if name.startswith(settings.PREFIX):
            monkeypatch.delenv(name)

    def write(text: str):
        path = tmp_path / "livedesk.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_environment_wins_over_the_file_and_the_file_over_the_defaults(file, monkeypatch):
    path = file("[server]\nport = 1\n[policy]\ngrace_s = 7\n")
    assert settings.read(path).server.port == 1
    monkeypatch.setenv("LIVEDESK_SERVER__PORT", "2")
    read = settings.read(path)
    assert (read.server.port, read.policy.grace_s, read.policy.slack_s) == (2, 7, 5)


def test_every_mistake_is_named_with_its_place_at_once(file, monkeypatch):
    monkeypatch.setenv("LIVEDESK_POLICY__GRACE_S", "soon")
    path = file('[server]\nporrt = 1\ntls_cert = "a"\n[policy]\npoll_misses = 0\n[polcy]\n')
    with pytest.raises(BadSettings) as caught:
        settings.read(path)
    told = caught.value.sentence
    assert "[server] porrt: no such setting; known: host, port" in told
    assert "environment LIVEDESK_POLICY__GRACE_S" in told
    assert "[policy] poll_misses" in told
    assert "[polcy]: no such section" in told


@pytest.mark.parametrize("length", ["inf", "nan", "1e300"])
def test_a_time_that_no_clock_can_show_is_refused(file, length):
    text = f"[policy]\nheartbeat_interval_s = {length}\ngrace_s = {length}\nslack_s = {length}\n"
    with pytest.raises(BadSettings) as caught:
        settings.read(file(text))
    assert len(caught.value.sentence.splitlines()) == 3


@pytest.mark.parametrize("secret", ["hush-hush-hush", "1234567890", '["hush", "before"]'])
def test_a_list_of_one_needs_no_brackets_in_the_environment(monkeypatch, file, secret):
    path = file("")
    monkeypatch.setenv("LIVEDESK_MEDIA__CALLBACK_SECRET", secret)
    monkeypatch.setenv("LIVEDESK_SERVER__TRUSTED_PROXIES", "127.0.0.1")
    read = settings.read(path)
    kept = [one.get_secret_value() for one in read.media.callback_secret]
    assert kept == (["hush", "before"] if "[" in secret else [secret])
    assert read.server.trusted_proxies == ("127.0.0.1",)


def test_a_broken_list_in_the_environment_is_told_with_its_place(monkeypatch, file):
    path = file("")
    monkeypatch.setenv("LIVEDESK_MEDIA__TEMPLATES", '["hd", ')
    with pytest.raises(BadSettings, match="environment LIVEDESK_MEDIA__TEMPLATES"):
        settings.read(path)


def test_a_mistyped_variable_is_not_ignored(file, monkeypatch):
    monkeypatch.setenv("LIVEDESK_SEVER__PORT", "1")
    with pytest.raises(BadSettings, match="LIVEDESK_SEVER__PORT: no such section"):
        settings.read(None)


@pytest.mark.parametrize("text", ["[server", "port", "\x00"])
def test_a_damaged_file_is_told_with_its_line(file, text):
    with pytest.raises(BadSettings, match="is not TOML"):
        settings.read(file(text))


def test_a_file_that_is_not_there_is_told(tmp_path, file):
    with pytest.raises(BadSettings, match="cannot be read"):
        settings.read(tmp_path / "none.toml")


def test_a_mistake_never_shows_a_secrets_value(file):
    with pytest.raises(BadSettings) as caught:
        settings.read(file('[media]\npush_key = ["hush-hush"]\n'))
    assert "hush-hush" not in caught.value.sentence


def test_addresses_and_files_that_cannot_work_are_told_in_words(file, tmp_path):
    path = file(
        '[server]\npublic_url = "live.example.com"\ntls_cert = "/none.pem"\n'
        '[media]\npush_domain = "rtmp://push.example.com/live"\nplay_domain = "rtmp://x"\n'
    )
    with pytest.raises(BadSettings) as caught:
        settings.read(path)
    told = caught.value.sentence
    assert "[server] public_url: must begin with https://" in told
    assert "[server] tls_cert: there is no such file" in told
    assert "[media] push_domain: is a name or address with no scheme" in told
    assert "[media] play_domain: is a name or address" in told
    assert "pattern" not in told


@pytest.mark.parametrize(
    "line",
    [
        'api = "http://["',
        'api = "http://x:hush"',
        'api = "http://x:70000"',
        'push_domain = "x:70000"',
        'play_domain = "https://x:70000"',
    ],
)
def test_an_address_that_is_none_is_told_and_never_shown(file, line):
    with pytest.raises(BadSettings, match="is no address") as error:
        settings.read(file(f"[media]\n{line}\n"))
    assert "hush" not in str(error.value)


@pytest.mark.parametrize("domain", ["play.example.com", "http://127.0.0.1:8080", "x:80"])
def test_a_play_domain_may_say_how_it_is_fetched(file, domain):
    read = settings.read(file(f'[media]\nplay_domain = "{domain}"\n'))
    assert read.media.play_domain == domain


def test_secrets_are_not_printed(file):
    read = settings.read(file('[media]\npush_key = "hush-hush"\n'))
    assert "hush-hush" not in repr(read)


def test_the_explained_defaults_are_the_defaults_and_all_of_them(file):
    """`resources/livedesk.toml` shows every key, commented out, with its default."""
    text = places.resource("livedesk.toml").read_text(encoding="utf-8")
    uncommented = "\n".join(
        line.removeprefix("#") for line in text.splitlines() if line[:1] != "#" or line[1:2] != " "
    )
    shown = tomllib.loads(uncommented)
    plain = settings.Settings().model_dump()
    assert {section: set(keys) for section, keys in shown.items()} == {
        section: set(keys) for section, keys in plain.items()
    }
    assert settings.read(file(uncommented)) == settings.Settings()
