"""What an admin must know and type at Tencent Cloud: the console's fields, and what is unsafe."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from livedesk.settings import MediaSettings

HOME = ("127.0.0.1", "localhost", "::1")


def shown(settings: MediaSettings, push_domain: str, play_domain: str, callback_url: str) -> str:
    """The fields of the console (云直播), in its order; keys are named, never shown."""
    lines = [
        "In Tencent Cloud's console (云直播):",
        "",
        "Domains (域名管理)",
        _field("push domain (推流域名)", push_domain),
        _field("play domain (播放域名)", play_domain),
        _field("AppName", settings.app),
        _field(
            "push authentication (推流鉴权)",
            "on, MD5; its primary key (主 KEY) is [media] push_key"
            if settings.push_key.get_secret_value()
            else "off: set [media] push_key and switch it on",
        ),
    ]
    if settings.backup_push_key.get_secret_value():
        lines.append(_field("  backup key (备 KEY)", "[media] backup_push_key"))
    play_key = settings.play_key.get_secret_value()
    lines += [
        _field(
            "play authentication (播放鉴权)", "on, with [media] play_key" if play_key else "off"
        ),
        "",
        *_callback_fields(settings, callback_url),
        "",
        *_api_fields(settings),
    ]
    return "\n".join(lines)


def _callback_fields(settings: MediaSettings, url: str) -> Iterator[str]:
    if not settings.callbacks:
        yield "Event callbacks (事件中心 → 直播回调): none; [media] callbacks is off"
        return
    yield "Event callbacks (事件中心 → 直播回调)"
    yield "  A template (回调模板), bound to the push domain and AppName; takes ten minutes to work"
    key = settings.callback_key.get_secret_value()
    yield _field("callback key (回调密钥)", "[media] callback_key" if key else "none")
    yield _field("stream begins (推流回调)", url)
    yield _field("stream is cut (断流回调)", url)
    yield _field("recording (录制回调)", f"{url}  where you record")
    yield _field("snapshot (截图回调)", f"{url}  where you take covers from")
    if url.startswith("http://"):
        own = urlsplit(url).hostname in HOME
        yield "  " + (
            "The cloud cannot reach this computer's own address: set [server] public_url to an "
            "https address that the Internet reaches."
            if own
            else "Set [server] public_url to https: whoever reads a callback can forge the next."
        )


def _api_fields(settings: MediaSettings) -> Iterator[str]:
    if settings.secret_id:
        yield "API 3.0 (访问管理 → API 密钥管理)"
        yield "  [media] secret_id and secret_key; their owner must be allowed to call"
        yield "  DescribeLiveStreamOnlineList, DescribeLiveStreamState, DropLiveStream,"
        yield "  ForbidLiveStream, ResumeLiveStream"
    elif settings.app_id:
        yield "Old API (直播码接入 → 接入配置)"
        yield "  APPID is [media] app_id, API 鉴权 KEY is [media] api_key"
    else:
        yield "API: none; [media] secret_id and secret_key let LiveDesk ask who is live, and drop"


def unsafe(settings: MediaSettings, *, polls: bool, drops: bool, old_api: bool) -> Iterator[str]:
    """What about this configuration an admin should know, a sentence each."""
    signs = bool(settings.push_key.get_secret_value())
    if not signs:
        yield "[media] push_key is empty: who knows a live code can push to it."
    if not settings.callbacks and not polls:
        yield (
            "Heartbeats are the only signal: a host counts as offline three missed beats after "
            "its console dies, and the picture itself is not watched."
        )
    if settings.callbacks:
        yield from _about_callbacks(settings, polls=polls)
    elif polls:
        yield (
            "[media] callbacks is off: starts and ends are found out by polls only, minutes later "
            "than by callbacks."
        )
    if old_api:
        yield (
            "The old API is asked for one live code at a time, over plain http: whoever is in "
            "between can take hosts off the air. API 3.0 is better: set [media] secret_id and "
            "secret_key."
        )
    if not drops:
        yield (
            "No API keys are set: end, kick and a new key close no connection, and a push address "
            "works until it expires. Set [media] secret_id and secret_key."
        )
    elif not (settings.callbacks and signs):
        yield (
            "A replaced push address works until it expires: for dropping it on sight, set [media] "
            "push_key and switch callbacks on."
        )


def _about_callbacks(settings: MediaSettings, *, polls: bool) -> Iterator[str]:
    if not settings.callback_key.get_secret_value():
        yield (
            "[media] callback_key is empty: only its secret address tells a callback of Tencent "
            "Cloud from a forged one. Set the same key here and in the console (回调密钥)."
        )
    else:
        yield (
            "Tencent Cloud's sign does not cover what a callback says: whoever reads one can forge "
            "others for some minutes. Have it call over https only."
        )
    if not polls:
        yield (
            "Nobody goes on air before Tencent Cloud calls: enter what `livedesk-server media "
            "show` prints, or set [media] callbacks to false for heartbeats alone."
        )
        yield (
            "An end callback that is lost while the console still beats is not found out: set "
            "[media] secret_id and secret_key, and poll to true."
        )


def _field(name: str, value: str) -> str:
    """A line of two columns; Chinese letters are two wide."""
    width = sum(2 if ord(letter) > 0x2E7F else 1 for letter in name)
    return f"  {name}{' ' * max(1, 36 - width)}{value}"
