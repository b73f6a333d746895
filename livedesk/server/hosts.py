"""The calls about accounts: an admin's; a console's own host may give itself a name."""

from __future__ import annotations

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from pydantic import Field

from livedesk.domain.records import HostRecord, to_text
from livedesk.server.access import Caller
from livedesk.server.calls import Whole, caller_of, is_at_home, studio_of
from livedesk.server.connect import connect_string
from livedesk.server.studio import Studio
from livedesk.server.writes import write
from livedesk.settings import ServerSettings
from livedesk.store.rows import Account

router = APIRouter(prefix="/v1/hosts", tags=["hosts"])

Calling = Annotated[Caller, Depends(caller_of)]
In = Annotated[Studio, Depends(studio_of)]


class NewHost(Whole):
    """`POST /v1/hosts`."""

    name: str = Field(min_length=1, max_length=80)
    id: str | None = Field(default=None, max_length=40)


class HostChange(Whole):
    """`PATCH /v1/hosts/{id}`: what is left out stays."""

    name: str | None = Field(default=None, min_length=1, max_length=80)
    disabled: bool | None = None
    banned: bool | None = None


@router.post("", status_code=201)
async def add(asked: NewHost, studio: In, caller: Calling) -> HostRecord:
    """A new account; its token is shown this once."""
    caller.must_be_admin()
    account, token = await write(studio.accounts.add_host, asked.name, asked.id)
    await write(studio.audit.note, caller.name, "add", account.id, account.name)
    return _record(account, studio.settings.server, token)


@router.get("")
async def all_hosts(studio: In, caller: Calling) -> list[HostRecord]:
    """Every account, oldest first."""
    caller.must_be_admin()
    found = await run_sync(studio.accounts.hosts)
    return [_record(account, studio.settings.server) for account in found]


@router.get("/{id}")
async def one(id: str, request: Request, studio: In, caller: Calling) -> HostRecord:
    """One account. On a console's own server also the host's own, from this computer."""
    if not _is_own(id, request, studio, caller):
        caller.must_be_admin()
    return _record(await run_sync(studio.accounts.host, id), studio.settings.server)


@router.patch("/{id}")
async def change(
    id: str, asked: HostChange, request: Request, studio: In, caller: Calling
) -> HostRecord:
    """Name, disabled, banned. Disabling refuses the token and ends what is unfinished.

    On a console's own server the host may change its own name, from this computer. Listeners of
    `/v1/events` are told a new name with every broadcast of the host that is not over.
    """
    only_name = asked.disabled is None and asked.banned is None
    if not (only_name and _is_own(id, request, studio, caller)):
        caller.must_be_admin()
    before = await run_sync(studio.accounts.host, id)
    account = await write(studio.accounts.change, id, asked.name, asked.disabled, asked.banned)
    studio.access.refresh()
    if account.name != before.name:
        studio.events.nudge()
    if account.disabled or account.banned:
        await studio.kick_shut_out()
    if asked.banned is False:
        await studio.let_in(id)
    for action, detail in deeds(before, account):  # last: where this fails, the deed is done
        if caller.admin:  # the audit is of what admins did
            await write(studio.audit.note, caller.name, action, id, detail)
    return _record(account, studio.settings.server)


def _is_own(id: str, request: Request, studio: Studio, caller: Caller) -> bool:
    """A console's own host asks for its own account, at this computer."""
    return studio.bundled and is_at_home(request) and caller.is_host(id)


@router.post("/{id}/token")
async def rotate(id: str, studio: In, caller: Calling) -> HostRecord:
    """A new token, shown this once; the old one is refused from now on."""
    caller.must_be_admin()
    account, token = await write(studio.accounts.rotate, id)
    studio.access.refresh()
    await write(studio.audit.note, caller.name, "rotate", id)
    return _record(account, studio.settings.server, token)


def deeds(before: Account, after: Account) -> list[tuple[str, str]]:
    """What an admin has really changed, as the audit has it: each an action and its detail."""
    found = []
    if after.name != before.name:
        found.append(("rename", f"{before.name} → {after.name}"))
    if after.disabled != before.disabled:
        found.append(("disable" if after.disabled else "enable", ""))
    if after.banned != before.banned:
        found.append(("ban" if after.banned else "lift", ""))
    return found


def _record(account: Account, server: ServerSettings, token: str | None = None) -> HostRecord:
    return HostRecord(
        id=account.id,
        name=account.name,
        disabled=account.disabled,
        banned=account.banned,
        created_at=to_text(account.created_at),
        token=token,
        connect=connect_string(server, token) if token else None,
    )
