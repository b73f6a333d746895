"""The push address as other senders than OBS take it. All of these hold the key."""

from __future__ import annotations

from urllib.parse import quote


def ffmpeg_command(url: str) -> str:
    """A file, sent as OBS would: H.264 and AAC, a key frame every two seconds.

    In double quotes the address is safe in a Unix shell, in cmd.exe and in PowerShell: it has no
    quote, dollar sign or backslash in it.
    """
    return (
        "ffmpeg -re -i video.mp4 -c:v libx264 -preset veryfast -pix_fmt yuv420p -b:v 2500k "
        '-force_key_frames "expr:gte(t,n_forced*2)" -c:a aac -b:a 128k -ar 44100 '
        f'-f flv "{url}"'
    )


def larix_link(url: str, name: str) -> str:
    """What Larix Broadcaster scans: a connection in Softvelum's *Larix Grove* format.

    Source: softvelum.com/larix/grove: ``larix://set/v1?conn[][url]=…``, the values escaped; only
    the address is required. The brackets stand as they are in Softvelum's own samples.
    """
    return (
        f"larix://set/v1?conn[][url]={quote(url, safe='')}"
        f"&conn[][name]={quote(name, safe='')}&conn[][overwrite]=on"
    )
