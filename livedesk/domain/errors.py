"""Everything that can go wrong on purpose, as one tree.

    LivedeskError
    ├── Refused                the caller is wrong: tell them
    │   ├── BadRequest         ├── NotFound            ├── Forbidden
    │   ├── BadLiveCode        ├── IdNeeded            ├── Banned
    │   ├── NotJson            ├── CodeTaken           ├── WrongToken
    │   ├── BodyTooLarge       ├── Unfinished          ├── TooManyUnfinished
    │   ├── OtherConsole       ├── IdempotencyClash    ├── TooManyRequests
    │   ├── BroadcastEnded     ├── RelayBusy           ├── HostExists
    │   ├── NotListed          ├── BadImage            ├── ImageTooLarge
    │   ├── PushRefused        ├── WrongSignature      └── BodyTooSlow
    ├── Unavailable            the outside failed: try again
    │   ├── StoreUnavailable   (the database)
    │   ├── MediaUnavailable   (the media server, asked by us)
    │   ├── ServerUnavailable  (the LiveDesk server, seen from the console)
    │   └── ObsNotRunning      └── ObsServerOff        └── ObsSilent
    └── BadSettings            a person must mend the settings

A bug is not in the tree: it goes to the crash net. Every class has a stable `code`: its name on
the wire (RFC 9457 problem+json) and the key of the translated sentence in the console.
"""

from __future__ import annotations


class LivedeskError(Exception):
    """One sentence that says what happened and what to do, and the facts behind it.

    Attributes:
        sentence: for a person, in English.
        facts: JSON values that go beside the sentence on the wire, e.g. ``broadcast_id``.
    """

    code = "livedesk"

    def __init__(self, sentence: str, **facts: str | int | float | None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.facts = facts


class Refused(LivedeskError):
    """The caller is wrong; repeating the same call will not help."""

    code = "refused"


class BadRequest(Refused):
    """The body or a parameter is not what the API document says."""

    code = "bad_request"


class BadLiveCode(Refused):
    """Not a live code, or a suffix that cannot make one."""

    code = "bad_live_code"


class NotJson(Refused):
    """The body is not JSON."""

    code = "not_json"


class BodyTooLarge(Refused):
    """The body is longer than this call takes."""

    code = "body_too_large"


class BodyTooSlow(Refused):
    """The body did not come to its end in time."""

    code = "body_too_slow"


class NotFound(Refused):
    """No such broadcast, host or page."""

    code = "not_found"


class IdNeeded(Refused):
    """A change was asked for by live code; changes take the broadcast's id."""

    code = "id_needed"


class WrongToken(Refused):
    """No token, an unknown or rotated one, or a disabled host's."""

    code = "wrong_token"


class Forbidden(Refused):
    """The token is good, but not for this."""

    code = "forbidden"


class Banned(Refused):
    """An admin has banned this host."""

    code = "banned"


class CodeTaken(Refused):
    """The live code is reserved for another host."""

    code = "code_taken"


class Unfinished(Refused):
    """The host has an unfinished broadcast on this code; fact ``broadcast_id``."""

    code = "unfinished"


class IdempotencyClash(Refused):
    """The same Idempotency-Key came with another body."""

    code = "idempotency"


class TooManyUnfinished(Refused):
    """The host has as many unfinished broadcasts as the settings allow."""

    code = "too_many_unfinished"


class TooManyRequests(Refused):
    """Too many calls from one address or for one broadcast; fact ``retry_after_s``."""

    code = "too_many_requests"


class OtherConsole(Refused):
    """Another console beats for this broadcast; it may be taken over."""

    code = "other_console"


class BroadcastEnded(Refused):
    """The broadcast is over; fact ``reason``."""

    code = "ended"


class NotListed(Refused):
    """The broadcast is not in the live list: nobody watches or likes it there."""

    code = "not_listed"


class BadImage(Refused):
    """Not a picture that can be a cover."""

    code = "bad_image"


class ImageTooLarge(Refused):
    """The picture has too many bytes or pixels."""

    code = "image_too_large"


class RelayBusy(Refused):
    """The local relay carries one unfinished broadcast at a time; fact ``broadcast_id``."""

    code = "relay_busy"


class HostExists(Refused):
    """A host with this id exists."""

    code = "host_exists"


class PushRefused(Refused):
    """A publisher may not push: wrong signature, expired, ended, unknown code."""

    code = "push_refused"


class WrongSignature(Refused):
    """A callback is not signed with the key that the settings name, or was signed long ago."""

    code = "wrong_signature"


class ObsWrongPassword(Refused):
    """OBS asks for a password that we do not have; fact ``why``: ``password_needed`` for none."""

    code = "obs_wrong_password"


class ObsTooOld(Refused):
    """The OBS there is older than 28, or speaks obs-websocket 4; fact ``version``."""

    code = "obs_too_old"


class ObsStreaming(Refused):
    """OBS is streaming: it lets nobody change where it sends."""

    code = "obs_streaming"


class ObsRefused(Refused):
    """OBS said no; facts ``request`` and ``status``, and ``why`` where we know better."""

    code = "obs_refused"


class Unavailable(LivedeskError):
    """The outside failed; the same call may work in a moment."""

    code = "unavailable"


class StoreUnavailable(Unavailable):
    """The database does not answer or refuses to write."""

    code = "store_unavailable"


class MediaUnavailable(Unavailable):
    """The media server does not answer our question, is too slow, or answers what it never does."""

    code = "media_unavailable"


class ServerUnavailable(Unavailable):
    """The LiveDesk server cannot be reached, is too slow, or answers what is not LiveDesk's API."""

    code = "server_unavailable"


class ObsNotRunning(Unavailable):
    """Nobody listens where OBS would, or it has just gone."""

    code = "obs_not_running"


class ObsServerOff(Unavailable):
    """OBS's own settings on this computer say that its WebSocket server is switched off."""

    code = "obs_server_off"


class ObsSilent(Unavailable):
    """Something listens there and does not answer in time, or not as OBS does (``not_obs``)."""

    code = "obs_no_answer"


class BadSettings(LivedeskError):
    """One or more settings are wrong; the sentence names each with its place."""

    code = "bad_settings"


def by_code() -> dict[str, type[LivedeskError]]:
    """Every error class by its code, so that CodeTaken at the server is CodeTaken at the desk."""
    found: dict[str, type[LivedeskError]] = {}
    waiting: list[type[LivedeskError]] = [LivedeskError]
    while waiting:
        kind = waiting.pop()
        found[kind.code] = kind
        waiting += kind.__subclasses__()
    return found
