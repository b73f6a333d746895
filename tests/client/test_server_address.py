from __future__ import annotations

import pytest

from livedesk.client.server_address import ServerAddress, connect_address, server_address
from livedesk.domain.errors import BadSettings
from livedesk.server.connect import connect_string
from livedesk.settings import ServerSettings


@pytest.mark.parametrize(
    ("public_url", "url"),
    [
        ("https://live.example.com", "https://live.example.com"),
        ("https://live.example.com:8443/", "https://live.example.com:8443"),
        ("", "http://127.0.0.1:8787"),
    ],
)
def test_what_the_server_prints_leads_to_it(public_url, url):
    printed = connect_string(ServerSettings(public_url=public_url), "ldh_token")
    assert connect_address(f"  {printed}\n") == ServerAddress(url, "ldh_token")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ldh_hush",
        "https://live.example.com/#ldh_hush",
        "livedesk://#ldh_hush",
        "livedesk://host/",
        "livedesk://a..b/#ldh_hush",
        "livedesk://host/#ldh_hush ldh_hush",
        "livedesk://host/?tls=1#ldh_h\u00fcsh",
    ],
)
def test_what_is_no_connect_string_is_refused_and_not_repeated(text):
    with pytest.raises(BadSettings) as caught:
        connect_address(text)
    assert "ldh_" not in caught.value.sentence


def test_a_connect_string_on_the_command_line_is_refused_without_its_token():
    with pytest.raises(BadSettings, match="--connect") as caught:
        server_address("livedesk://host/#ldh_hush", "")
    assert "ldh_hush" not in caught.value.sentence


def test_a_mistake_is_told_with_its_place():
    with pytest.raises(BadSettings, match=r"^--server: "):
        server_address("ftp://host", "ldh_x")
    with pytest.raises(BadSettings, match=r"^LIVEDESK_TOKEN: "):
        server_address("https://host", "ldh_x y")
