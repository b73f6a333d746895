"""What the console asks of OBS, as typed calls on one connection. No Qt."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from livedesk.client.obs_place import (
    OUTPUT_NOT_RUNNING,
    OUTPUT_RUNNING,
    TIMEOUT_S,
    Json,
    ObsEvent,
    ObsPlace,
    reach,
)
from livedesk.client.obs_setup import encoder_file
from livedesk.domain.errors import LivedeskError, ObsRefused, ObsStreaming, ObsTooOld

OLDEST = 28
CUSTOM = "rtmp_custom"
LONGEST_VERSION = 40  # characters
LARGEST = 1e15  # of any figure: more bytes, frames or milliseconds than an OBS ever counts

# Of x264 and NVENC alike, where the key frame interval is left to them.
AUTOMATIC_FRAMES = 250

NO_LOGIN: Json = {"use_auth": False, "username": "", "password": "", "bwtest": False}


@dataclass(frozen=True, slots=True)
class ObsService:
    """Where OBS sends.

    Attributes:
        kind: ``rtmp_custom``, ``rtmp_common`` for a service that OBS knows, ``whip_custom`` …
        name: what OBS calls a known service, e.g. ``Twitch``.
        server, key: OBS's two fields; people paste whole push addresses into the first, so both
            are secrets.
        logs_in: it sends a user name and password along.
        settings: all of it as OBS keeps it, with whatever is secret there.
    """

    kind: str
    name: str
    server: str = field(repr=False)
    key: str = field(repr=False)
    logs_in: bool
    settings: Json = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class StreamStatus:
    """OBS's stream output.

    Attributes:
        congestion: 0 to 1.
        bytes: sent since this connection began.
        dropped, total: frames; dropped by the network.
    """

    active: bool
    reconnecting: bool
    congestion: float
    bytes: int
    dropped: int
    total: int
    duration_s: float


@dataclass(frozen=True, slots=True)
class ObsStats:
    """How OBS itself fares.

    Attributes:
        cpu: percent.
        render_missed: share of frames that were drawn too late, 0 to 1.
        encode_missed: share of frames that the encoder was too slow for.
    """

    cpu: float
    fps: float
    render_missed: float
    encode_missed: float


@dataclass(frozen=True, slots=True)
class Encoder:
    """How OBS encodes, as far as it tells.

    Attributes:
        mode: ``Simple`` or ``Advanced``.
        name: OBS's id of the encoder, e.g. ``obs_x264``.
        video_kbps: None where OBS does not tell.
        keyframe_s: seconds; where it is automatic, what that comes to; None if OBS does not tell.
        automatic: the interval is left to the encoder.
        fps, width, height: of the picture.
    """

    mode: str
    name: str
    video_kbps: int | None
    keyframe_s: float | None
    automatic: bool
    fps: float
    width: int
    height: int


class Obs:
    """One OBS; every call raises what `ObsWire.request` does.

    Raises:
        ObsNotRunning, ObsSilent, ObsTooOld, ObsWrongPassword, ObsRefused.
    """

    def __init__(
        self,
        place: ObsPlace,
        password: str,
        hear: Callable[[ObsEvent], None],
        lost: Callable[[], None],
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self.place = place
        line = reach(place, timeout_s)
        from livedesk.client.obs_wire import (
            ObsWire,
        )  # and websockets: 2 MB, where something listens

        self._wire = ObsWire(line, place, password, hear, lost, timeout_s)
        try:
            self.version = _text(self._wire.request("GetVersion"), "obsVersion")
            major = self.version.partition(".")[0]
            if len(self.version) > LONGEST_VERSION or (_whole(major) or 0) < OLDEST:
                raise ObsTooOld(
                    f"OBS {self.version[:LONGEST_VERSION]} is too old: 28 or later is needed.",
                    version=self.version[:LONGEST_VERSION],
                )
        except LivedeskError:
            self._wire.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave OBS alone."""
        self._wire.close()

    def service(self) -> ObsService:
        """Where OBS sends now. The answer holds the key in clear."""
        said = self._wire.request("GetStreamServiceSettings")
        has = said.get("streamServiceSettings")
        settings: Json = has if isinstance(has, dict) else {}
        return ObsService(
            kind=_text(said, "streamServiceType"),
            name=_text(settings, "service"),
            server=_text(settings, "server"),
            key=_text(settings, "key"),
            logs_in=settings.get("use_auth") is True,
            settings=settings,
        )

    def set_service(self, server: str, key: str) -> None:
        """Make OBS send there.

        OBS merges what it is given into what it has, so an old user and password would stay.

        Raises:
            ObsStreaming: OBS allows no change meanwhile.
        """
        self._set_service(CUSTOM, {"server": server, "key": key, **NO_LOGIN})

    def put_back(self, before: ObsService) -> None:
        """Make OBS send where it did, with the user and password it had.

        Raises:
            ObsStreaming: OBS allows no change meanwhile.
        """
        # A service of another type takes the place of ours, whole; one of ours is merged into it.
        blank: Json = {"server": "", "key": "", **NO_LOGIN} if before.kind == CUSTOM else {}
        self._set_service(before.kind, {**blank, **before.settings})

    def _set_service(self, kind: str, settings: Json) -> None:
        try:
            self._wire.request(
                "SetStreamServiceSettings",
                streamServiceType=kind,
                streamServiceSettings=settings,
            )
        except ObsRefused as error:
            if error.facts.get("status") == OUTPUT_RUNNING:
                raise ObsStreaming("OBS is streaming: stop it first, then send.") from error
            raise

    def start(self) -> None:
        """Begin to stream; that it runs already is as good."""
        self._unless(OUTPUT_RUNNING, "StartStream")

    def stop(self) -> None:
        """Stop to stream; that it does not run is as good."""
        self._unless(OUTPUT_NOT_RUNNING, "StopStream")

    def status(self) -> StreamStatus:
        """How the stream goes."""
        said = self._wire.request("GetStreamStatus")
        return StreamStatus(
            active=said.get("outputActive") is True,
            reconnecting=said.get("outputReconnecting") is True,
            congestion=min(1.0, max(0.0, _number(said, "outputCongestion"))),
            bytes=int(_number(said, "outputBytes")),
            dropped=int(_number(said, "outputSkippedFrames")),
            total=int(_number(said, "outputTotalFrames")),
            duration_s=_number(said, "outputDuration") / 1000,
        )

    def stats(self) -> ObsStats:
        """How OBS itself fares."""
        said = self._wire.request("GetStats")
        return ObsStats(
            cpu=_number(said, "cpuUsage"),
            fps=_number(said, "activeFps"),
            render_missed=_share(said, "renderSkippedFrames", "renderTotalFrames"),
            encode_missed=_share(said, "outputSkippedFrames", "outputTotalFrames"),
        )

    def encoder(self) -> Encoder:
        """The stream encoder's settings.

        obs-websocket tells those of the simple mode; those of the advanced mode stand in a file
        of the profile, which is read where OBS runs on this computer.
        """
        video = self._wire.request("GetVideoSettings")
        fps = _number(video, "fpsNumerator") / max(1.0, _number(video, "fpsDenominator"))
        mode = self._parameter("Output", "Mode") or "Simple"
        kbps: int | None = None
        keyframe_s: float | None = None
        if mode == "Advanced":
            name = self._parameter("AdvOut", "Encoder")
            profile = _text(self._wire.request("GetProfileList"), "currentProfileName")
            settings = encoder_file(profile) if self.place.here else None
            if settings is not None:
                kbps, keyframe_s = settings
        else:
            name = self._parameter("SimpleOutput", "StreamEncoder")
            kbps = _whole(self._parameter("SimpleOutput", "VBitrate"))
            keyframe_s = 0.0
        automatic = keyframe_s == 0
        return Encoder(
            mode,
            name,
            kbps,
            AUTOMATIC_FRAMES / fps if automatic and fps >= 1 else keyframe_s,
            automatic,
            fps,
            int(_number(video, "outputWidth")),
            int(_number(video, "outputHeight")),
        )

    def _parameter(self, category: str, name: str) -> str:
        said = self._wire.request(
            "GetProfileParameter", parameterCategory=category, parameterName=name
        )
        return _text(said, "parameterValue") or _text(said, "defaultParameterValue")

    def _unless(self, fine: int, kind: str) -> None:
        try:
            self._wire.request(kind)
        except ObsRefused as error:
            if error.facts.get("status") != fine:
                raise


def _text(said: Json, name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _number(said: Json, name: str) -> float:
    value = said.get(name)
    return float(max(-LARGEST, min(LARGEST, value))) if isinstance(value, int | float) else 0.0


def _share(said: Json, part: str, whole: str) -> float:
    total = _number(said, whole)
    return min(1.0, max(0.0, _number(said, part) / total)) if total >= 1 else 0.0


def _whole(text: str) -> int | None:
    with contextlib.suppress(ValueError):
        number = int(text)
        return number if abs(number) < LARGEST else None
    return None
