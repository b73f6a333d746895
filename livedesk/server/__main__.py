"""`python -m livedesk.server` is `livedesk-server`."""

from __future__ import annotations

from livedesk.server.cli import main

main()
