"""What a beat may say of the encoder (the contract's rule 5)."""

from __future__ import annotations

from dataclasses import dataclass

from livedesk.client.obs_state import ObsState


@dataclass(frozen=True, slots=True)
class EncoderSeen:
    """What this console has seen of the encoder of one broadcast.

    Attributes:
        ran: it has been seen sending to this broadcast.
        on_air: what a beat says: True, or False of an encoder that ran and no longer streams, or
            None while nothing can be said: no OBS, or one that streams elsewhere.
    """

    broadcast: str = ""
    ran: bool = False
    on_air: bool | None = None

    def after(self, broadcast: str, obs: ObsState) -> EncoderSeen:
        """What is known once OBS is so. An OBS that reconnects or is being restarted runs."""
        seen = self if self.broadcast == broadcast else EncoderSeen(broadcast)
        if not broadcast or not obs.connected:
            return EncoderSeen(broadcast, seen.ran, None)
        if obs.sends_ours or (obs.busy == "replace" and seen.on_air):
            return EncoderSeen(broadcast, True, True)
        denies = seen.ran and not obs.streaming
        return EncoderSeen(broadcast, seen.ran, False if denies else None)


def figures(obs: ObsState) -> dict[str, object]:
    """The encoder's figures for a beat; none while it does not stream."""
    if not obs.connected or not obs.streaming:
        return {}
    found: dict[str, object] = {
        "reconnecting": obs.reconnecting,
        "dropped_frames": obs.dropped,
        "total_frames": obs.total,
        "congestion": round(obs.congestion, 3),
    }
    return found if obs.kbps is None else {**found, "kbps": round(obs.kbps)}
