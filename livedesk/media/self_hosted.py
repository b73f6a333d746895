"""What the media servers have in common that an admin runs and that ask us before a publish."""

from __future__ import annotations

import hmac
from urllib.parse import parse_qsl, urlsplit

from livedesk.domain.addresses import PushAddress, own_sign, push_address, web_base
from livedesk.domain.errors import BadSettings, PushRefused
from livedesk.media.api import Api
from livedesk.media.media_server import Answer, OldAddress, PublishAsked, PushTicket
from livedesk.settings import MediaSettings


class SelfHosted:
    """Push addresses signed by us and checked by us; one publisher on a name.

    Args:
        name: of the media server, for sentences.
        web_port: where it serves viewers over http, unless `play_domain` says where.
    """

    lists_all = True
    one_publisher = True
    lasting_ids = True
    forbids = False
    old_address: OldAddress

    def __init__(self, settings: MediaSettings, name: str, web_port: int = 80) -> None:
        if not settings.push_domain:
            raise BadSettings(
                f"[media] push_domain: the name or address of the {name} server, "
                "e.g. push.example.com."
            )
        self._settings = settings
        self._name = name
        self.bizid = settings.bizid or "live"
        self.callbacks = settings.callbacks
        self.polls = settings.poll and bool(settings.api)
        self.drops = bool(settings.api)
        self.old_address = "refused" if settings.callbacks else "valid_until"
        self._key = settings.push_key.get_secret_value()
        self._rtmp = f"rtmp://{settings.push_domain}" + (
            "" if settings.rtmp_port == 1935 else f":{settings.rtmp_port}"
        )
        host = settings.push_domain.partition(":")[0]
        place = f"{host}:{web_port}" if web_port != 80 else host
        self._play = web_base(settings.play_domain or f"http://{place}")
        self._api = Api(
            settings.api, name, settings.api_user, settings.api_password.get_secret_value()
        )

    def push(self, ticket: PushTicket) -> PushAddress:
        base = f"{self._rtmp}/{self._settings.app}"
        sign = own_sign(self._key, self._settings.app, ticket.nonce)
        return push_address(base, ticket.code, ticket.expires_at, sign, self._settings.push_params)

    def check_push(self, asked: PublishAsked, ticket: PushTicket, now: float) -> None:
        """Signature, then expiry.

        Raises:
            PushRefused: no signature, a wrong or replaced one, or one that has expired.
        """
        secret, until = asked.params.get("txSecret", ""), asked.params.get("txTime", "")
        if not secret or not until:
            raise PushRefused(
                "The push address has no signature: copy both fields from the console."
            )
        due = own_sign(self._key, self._settings.app, ticket.nonce)(asked.code, until)
        if asked.app != self._settings.app or not hmac.compare_digest(
            due.encode(), secret.encode()
        ):
            raise PushRefused(
                "The push address is signed wrongly or was replaced: copy both fields again."
            )
        if now >= int(until, 16):  # the signature vouches for its grammar
            raise PushRefused("The push address has expired: create a new live code.")

    def allow(self) -> Answer:
        return Answer(200)

    def refuse(self, refused: PushRefused) -> Answer:
        return Answer(403, refused.sentence)

    def forbid(self, code: str, until: float) -> None:
        """The publish callback keeps out whom the server holds or has banned."""

    def permit(self, code: str) -> None:
        """See `forbid`."""

    @property
    def _guarded(self) -> bool:
        """Its API wants a password."""
        return bool(self._settings.api_user and self._settings.api_password.get_secret_value())

    def _api_listens(self, port: int) -> str:
        """Where its API should listen: on loopback, unless `api` is reached from elsewhere.

        Args:
            port: what it is by default.
        """
        if not self._settings.api:
            return f"127.0.0.1:{port}"
        port = urlsplit(self._settings.api).port or 80
        return f"127.0.0.1:{port}" if _is_loopback(self._settings.api) else str(port)

    def unsafe(self) -> list[str]:
        found = []
        if not self.callbacks:
            found.append(
                f"[media] callbacks is off: {self._name} lets anybody push, and replaced, held or "
                "banned push addresses keep working."
            )
        if not self.polls:
            found.append(
                "An end callback that is lost while the console still beats is not found out: "
                f"set [media] api to {self._name}'s API, and poll to true."
            )
        if not self.drops:
            found.append(
                "[media] api is empty: end, kick and a new key close no connection, they only "
                "refuse the next one."
            )
        if self._settings.api and not (self._guarded or _is_loopback(self._settings.api)):
            found.append(
                f"Whoever reaches {self._name}'s API can drop publishers: let it listen on "
                "127.0.0.1 only, or set [media] api_user and api_password."
            )
        if self._play.startswith("http://"):
            found.append("Viewers are served over plain http: set [media] play_domain to https://…")
        return found


def first_of_each(query: str) -> dict[str, str]:
    """The parameters of a push address, the first of each name: what a publisher adds comes last.

    Args:
        query: with or without its question mark.
    """
    found: dict[str, str] = {}
    for name, value in parse_qsl(query.removeprefix("?"), keep_blank_values=True):
        found.setdefault(name, value)
    return found


def _is_loopback(url: str) -> bool:
    return urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")
