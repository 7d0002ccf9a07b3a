"""One address of the pages: who may open it, what it shows, and how."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

from werkzeug.wrappers import Response

from console.asker import Asker
from console.newcomer import DemosOwn
from console.people.identity_provider import IdentityProvider
from console.role import Role
from ivr.voice_board import VoiceBoard

EVERYBODY: frozenset[Role] = frozenset({"agent", "lead", "ops", "admin", "read_only"})
LEADING: frozenset[Role] = frozenset({"lead", "ops", "admin"})
WATCHING: frozenset[Role] = LEADING | {"read_only"}


THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "0.0.0.0", "::1", "::"})  # noqa: S104  names, no binding
_HOST = re.compile(r"([\w.-]+|\[[0-9a-fA-F:.]+\])(:\d+)?")


@dataclass(frozen=True, kw_only=True)
class Where:
    """What pages must know of the installation. `live`: where events are had; `telephones`: the demo's page, and
    `simulator` where the demo's carrier is, which browsers have their phone from; `provider`: where people sign in with
    their organisation's account; `own`: what the demo does by itself."""

    live: str = ""
    demo: bool = False
    telephones: str | None = None
    simulator: str = ""
    provider: IdentityProvider | None = None
    own: DemosOwn = field(default_factory=DemosOwn)

    def seen_from(self, host: str) -> "Where":
        """As whoever asked us by this name sees us: another process of this machine is there by the same name.

        A cookie given at `localhost` is not sent to `127.0.0.1`.
        """
        live, here = urlsplit(self.live), _HOST.fullmatch(host)
        if here is None or live.hostname not in THIS_MACHINE:
            return self
        return replace(self, live=urlunsplit(live._replace(netloc=f"{here[1]}:{live.port}")))


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who looks: the person, in which language, and what their pages send along with every change."""

    who: Asker
    language: str
    csrf: str


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One request for a page. `query` and `form` hold what was sent, the first of each name.

    `stream` is where the page has its events, from before the moment at which it is made.
    """

    board: VoiceBoard
    where: Where
    viewer: Viewer
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    stream: str | None = None

    @property
    def who(self) -> Asker:
        return self.viewer.who


Shown = Mapping[str, Any] | Response
"""What the template is given; or an answer of its own: a redirection, a CSV file, a picture."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """`path` as Flask spells it. There is no page without roles; `shows` raises NotThere, and a store's trouble."""

    path: str
    roles: frozenset[Role]
    shows: Callable[[Visit], Shown]
    template: str | None = None
    stream: Literal["desk", "floor"] | None = None
    """The events it listens to, at `/live/…`."""
    method: Literal["GET", "POST"] = "GET"

    @property
    def name(self) -> str:
        return f"{self.method.lower()}_{self.path.strip('/').translate(_PLAIN) or 'front'}"


_PLAIN = str.maketrans(dict.fromkeys("/<>:.-", "_"))


class NotThere(Exception):
    """There is no such thing, or not for whoever asks."""
