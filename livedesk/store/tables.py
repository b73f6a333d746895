"""The tables. Times are epoch seconds UTC; ids are text; a change of shape is a migration."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)

metadata = MetaData()

BIG = BigInteger().with_variant(Integer(), "sqlite")  # whose integers are big, and count rows

IS_LISTED = "state IN ('live', 'interrupted')"  # of a broadcast; see `verdict.LISTED`

hosts = Table(
    "hosts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),  # SHA-256; the token is shown once
    Column("disabled", Boolean, nullable=False, default=False),
    Column("banned", Boolean, nullable=False, default=False),
    Column("created_at", Float, nullable=False),
    # the counter `accounts` as the last change of this one left it
    Column("version", Integer, nullable=False, server_default=text("0")),
    Index("hosts_by_version", "version"),
    Index(
        "shut_out_hosts",
        "id",
        sqlite_where=text("disabled OR banned"),
        postgresql_where=text("disabled OR banned"),
    ),
)

admins = Table(
    "admins",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("created_at", Float, nullable=False),
)

codes = Table(  # a live code is reserved for its host for good
    "codes",
    metadata,
    Column("folded", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("host_id", Text, ForeignKey("hosts.id"), nullable=False),
    Column("created_at", Float, nullable=False),
    Column("freed_at", Float),  # by an admin: whoever comes first may have it
)

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("folded", Text, ForeignKey("codes.folded"), nullable=False),
    Column("host_id", Text, ForeignKey("hosts.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("cover_url", Text),
    Column("rehearsal", Boolean, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("expires_at", Float, nullable=False),
    Column("push_nonce", Text, nullable=False),  # a new one makes every older push address useless
    # the stored verdict; `over` makes `ended` final, `lost_at` is the last fall to offline
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("look_again_at", Float),
    Column("over", Text),
    Column("lost_at", Float),
    Column("hold_until", Float),
    Column("started_at", Float),
    Column("ended_at", Float),
    # polls: who asks, until when; when they were asked that said "publishing" (the newest), "not
    # publishing" (a JSON list), and the first of those that found the picture gone
    Column("polled_until", Float),
    Column("poll_on_at", Float),
    Column("polls_off_at", Text, nullable=False, server_default="[]"),
    Column("poll_lost_at", Float),
    Column("snapshot_url", Text),  # the cover while the host has given none
    Column("likes", BIG, nullable=False, default=0),
    Column("viewers", Integer, nullable=False, default=0),
    Column("peak_viewers", Integer, nullable=False, default=0),
    # the newest word of a viewer whose player plays
    Column("proof_device", Text),
    Column("proof_played_s", Float),
    Column("proof_delay_s", Float),
    Column("proof_at", Float),
    Column("change", BIG, nullable=False),  # the change number of the last write that shows
    Index(
        "one_unfinished_per_code",
        "folded",
        unique=True,
        sqlite_where=text("over IS NULL"),
        postgresql_where=text("over IS NULL"),
    ),
    Index(
        "due",
        "look_again_at",
        sqlite_where=text("over IS NULL"),
        postgresql_where=text("over IS NULL"),
    ),
    Index("by_state", "state", "started_at", "id"),
    *(
        Index(
            f"listed_by_{column}",
            column,
            "id",
            sqlite_where=text(IS_LISTED),
            postgresql_where=text(IS_LISTED),
        )
        for column in ("started_at", "viewers", "likes")
    ),
    Index("by_host", "host_id", "created_at"),
    Index("by_code", "folded", "created_at"),
    Index("by_change", "change"),
)

searchable = Table(  # what `search` has indexed: SQLite wants it again to take it out
    "searchable",
    metadata,
    Column("n", BIG, primary_key=True, autoincrement=False),
    Column("broadcast_id", Text, ForeignKey("broadcasts.id"), nullable=False, unique=True),
    Column("text", Text, nullable=False),
)

beats = Table(  # soft state: written in batches, apart from what must not be lost
    "beats",
    metadata,
    Column("broadcast_id", Text, ForeignKey("broadcasts.id"), primary_key=True),
    Column("last", Float, nullable=False),
    Column("last_willing", Float),
    Column("console", Text),
)

audiences = Table(  # soft state: how many watch, counted by each server process; none is no row
    "audiences",
    metadata,
    Column("broadcast_id", Text, ForeignKey("broadcasts.id"), primary_key=True),
    Column("node", Text, primary_key=True),
    Column("viewers", Integer, nullable=False),
    Column("at", Float, nullable=False),
)

sessions = Table(  # per code: a late callback must find the broadcast it belonged to
    "sessions",
    metadata,
    Column("folded", Text, primary_key=True),
    Column("session", Text, primary_key=True),
    Column("client", Text, nullable=False),  # the media server's own id, unique while it is open
    Column("broadcast_id", Text, ForeignKey("broadcasts.id"), nullable=False),
    Column("started_at", Float),
    Column("ended_at", Float),
    Index("sessions_by_broadcast", "broadcast_id"),
    Index(
        "closed_sessions",
        "ended_at",
        sqlite_where=text("ended_at IS NOT NULL"),
        postgresql_where=text("ended_at IS NOT NULL"),
    ),
    Index(  # few, beside whom many may have come and gone
        "open_sessions",
        "broadcast_id",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

push_keys = Table(  # issued push addresses by their txTime, until that has passed
    "push_keys",
    metadata,
    Column("folded", Text, primary_key=True),
    Column("tx_time", Text, primary_key=True),
    Column("broadcast_id", Text, ForeignKey("broadcasts.id"), nullable=False),
    Column("expires_at", Float, nullable=False),
    Column("revoked_at", Float),
    Index("push_keys_by_age", "expires_at"),
)

recordings = Table(
    "recordings",
    metadata,
    Column("broadcast_id", Text, ForeignKey("broadcasts.id"), primary_key=True),
    Column("file", Text, primary_key=True),  # the media server's own id
    Column("url", Text, nullable=False),
    Column("start", Float, nullable=False),
    Column("end", Float, nullable=False),
)

audit = Table(  # what admins did
    "audit",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False),
    Column("admin", Text, nullable=False),  # 8 hex of the token's SHA-256, or "command"
    Column("action", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("detail", Text, nullable=False, default=""),
    Index("audit_by_age", "at"),
)

segments = Table(
    "segments",
    metadata,
    Column("broadcast_id", Text, ForeignKey("broadcasts.id"), primary_key=True),
    Column("start", Float, primary_key=True),
    Column("end", Float),
)

signals = Table(  # the trail: every signal but heartbeats, refused pushes too
    "signals",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("broadcast_id", Text, ForeignKey("broadcasts.id"), nullable=False),
    Column("at", Float, nullable=False),
    Column("kind", Text, nullable=False),
    Column("detail", Text, nullable=False, default=""),
    Index("signals_by_broadcast", "broadcast_id", "id"),
    Index(
        "refused_pushes",
        "id",
        sqlite_where=text("kind = 'push_refused'"),
        postgresql_where=text("kind = 'push_refused'"),
    ),
)

decisions = Table(  # every change of state, with its reason and the signals behind it
    "decisions",
    metadata,
    Column("id", BIG, primary_key=True, autoincrement=True),
    Column("broadcast_id", Text, ForeignKey("broadcasts.id"), nullable=False),
    Column("at", Float, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("evidence", Text, nullable=False),  # JSON
    Column("change", BIG, nullable=False),
    Index("decisions_by_broadcast", "broadcast_id", "id"),
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("host_id", Text, ForeignKey("hosts.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("body_hash", Text, nullable=False),
    Column("broadcast_id", Text, ForeignKey("broadcasts.id"), nullable=False),
    Column("created_at", Float, nullable=False),
    Index("idempotency_by_age", "created_at"),
)

counters = Table(  # rows: `change` (the database's change number), `accounts` (of hosts and tokens)
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BIG, nullable=False),
)

nodes = Table(  # one row for each server process on this database
    "nodes",
    metadata,
    Column("node", Text, primary_key=True),
    Column("flushed_until", Float, nullable=False),
    Column("lease_until", Float, nullable=False),
    Column("heard_since", Float, nullable=False),
)
