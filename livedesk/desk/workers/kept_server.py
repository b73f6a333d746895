"""A server of a profile: its address from the settings, its token from the keychain."""

from __future__ import annotations

from dataclasses import dataclass, field

from livedesk.client.console_settings import Profile
from livedesk.client.keychain import Keychain
from livedesk.client.server_address import ServerAddress
from livedesk.desk.workers.server_looks import no_token


@dataclass(frozen=True, slots=True)
class KeptServer:
    """Reads the token when the server is looked for: again, when a keyring was opened late."""

    profile: Profile
    keychain: Keychain = field(repr=False)

    @property
    def url(self) -> str:
        return self.profile.url

    def address(self) -> ServerAddress:
        """The server with its token. Blocks: not for the GUI thread.

        Raises:
            WrongToken: there is none, or the keyring does not give it out.
        """
        token = self.keychain.get(self.profile.secret)
        if not token and self.keychain.why in ("locked", "silent", "failed"):
            self.keychain.look()
            token = self.keychain.get(self.profile.secret)
        if not token:
            raise no_token(self.keychain.why)
        return ServerAddress(self.profile.url, token)
