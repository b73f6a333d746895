"""From a stored broadcast to the record on the wire. Addresses are put together at each reading."""

from __future__ import annotations

from collections.abc import Callable

from livedesk.domain.live_code import LiveCode
from livedesk.domain.records import (
    HostName,
    Media,
    Proof,
    Push,
    Record,
    Recording,
    Rhythm,
    Segment,
    to_text,
)
from livedesk.domain.verdict import Policy
from livedesk.media.media_server import MediaServer, PushTicket
from livedesk.server.access import Caller
from livedesk.store.rows import Account, StoredBroadcast


def ticket_of(stored: StoredBroadcast) -> PushTicket:
    """What push addresses are made of and checked against."""
    return PushTicket(LiveCode.parse(stored.code), stored.expires_at, stored.push_nonce)


class Recorder:
    """Knows the media server, and where viewers reach this server."""

    def __init__(
        self,
        media: MediaServer,
        policy: Policy,
        base_url: Callable[[], str],
        clock: Callable[[], float],
    ) -> None:
        self._media = media
        self._policy = policy
        self._base_url = base_url
        self._clock = clock

    def record(
        self, stored: StoredBroadcast, caller: Caller, *, whole: bool = False, push: bool = True
    ) -> Record:
        """The record as this caller may see it.

        Args:
            whole: with what only a single GET shows; `stored` must have been read whole.
            push: False for lists, which never show it.
        """
        own = caller.admin or caller.is_host(stored.host_id)
        shown = own or not stored.rehearsal
        base = self._base_url()
        code = LiveCode.parse(stored.code)
        return Record(
            id=stored.id,
            code=stored.code,
            state=stored.state,
            reason=stored.reason,
            title=stored.title,
            cover_url=_absolute(stored.cover_url or stored.snapshot_url, base),
            host=HostName(stored.host_id, stored.host_name),
            rehearsal=stored.rehearsal,
            created_at=to_text(stored.created_at),
            started_at=_text(stored.started_at),
            ended_at=_text(stored.ended_at),
            likes=stored.likes,
            viewers=stored.viewers,
            play=self._media.play(code, base, self._clock()) if shown else {},
            watch_url=f"{base}/watch/{stored.code}" if shown else None,
            heartbeat=Rhythm(self._policy.heartbeat_interval_s, self._policy.heartbeat_misses),
            push=self._push(stored) if own and push and not stored.over else None,
            media=self._media_word(stored) if own and whole else None,
            segments=_segments(stored) if whole else None,
            peak_viewers=stored.peak_viewers if whole else None,
            recordings=(_recordings(stored) if shown else ()) if whole else None,
            proof=_proof(stored) if own and (whole or push) else None,
        )

    def for_host(self, stored: StoredBroadcast) -> Record:
        """The list's item as the broadcast's own host sees it."""
        name = stored.host_name
        own = Account(stored.host_id, name, stored.host_disabled, stored.host_banned, 0.0)
        return self.record(stored, Caller(host=own), push=False)

    def _push(self, stored: StoredBroadcast) -> Push:
        address = self._media.push(ticket_of(stored))
        return Push(
            url=address.url,
            server=address.server,
            stream_key=address.stream_key,
            expires_at=to_text(stored.expires_at),
            fingerprint=address.fingerprint,
        )

    def _media_word(self, stored: StoredBroadcast) -> Media | None:
        if not self._policy.media:
            return None
        picture = stored.evidence(0.0).picture(one_publisher=self._policy.one_publisher)
        since = picture.since
        if since is not None and stored.segments and stored.segments[-1][1] is None:
            since = stored.segments[-1][0]  # a poll knows only of now
        return Media(since is not None, _text(since or picture.stopped_at))


def _text(at: float | None) -> str | None:
    return None if at is None else to_text(at)


def _absolute(url: str | None, base: str) -> str | None:
    """A cover that this server keeps is stored without the address, which may change."""
    return f"{base}{url}" if url and url.startswith("/") else url


def _proof(stored: StoredBroadcast) -> Proof | None:
    if (said := stored.proof) is None:
        return None
    return Proof(said.device, said.played_s, said.delay_s, to_text(said.at))


def _segments(stored: StoredBroadcast) -> tuple[Segment, ...]:
    return tuple(Segment(to_text(start), _text(end)) for start, end in stored.segments)


def _recordings(stored: StoredBroadcast) -> tuple[Recording, ...]:
    return tuple(
        Recording(url, to_text(start), to_text(end)) for url, start, end in stored.recordings
    )
