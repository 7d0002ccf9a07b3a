"""Reading `connections.yaml`: which systems of our own network may be told of events, and which CRM knows owners.

Credentials never stand in it: it names the variables of the environment that hold them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from callbacks.crm.crm import Crm
from callbacks.dips.host import NAME, Host
from engine.crm_part import CrmPart, crm_of, crm_problems, secrets_of
from ivr.errors import FlowInvalid
from ivr.file_keys import keys_of
from ivr.yaml_file import Where, faults, place, plain, read_mapping

HostAndPort = Annotated[str, StringConstraints(min_length=3, max_length=260)]


class EventsPart(BaseModel):
    """`private_hosts` stand in our own network and may speak plain HTTP; all others are public and speak HTTPS."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    private_hosts: tuple[HostAndPort, ...] = ()


class ConnectionsFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    events: EventsPart = Field(default_factory=EventsPart)
    crm: CrmPart | None = None


WORDS: Final = keys_of(ConnectionsFile)


@dataclass(frozen=True, kw_only=True)
class Connections:
    """What the file says, without credentials: a centre is read where those are not known."""

    private_hosts: frozenset[str] = frozenset()
    crm: CrmPart | None = None

    @property
    def subscribers(self) -> Mapping[str, Host]:
        return {name: Host(private=True) for name in self.private_hosts}

    def missing(self, environment: Mapping[str, str]) -> list[str]:
        """Names that are not set in the environment, though the CRM needs them."""
        names = secrets_of(self.crm) if self.crm else []
        return [name for name in names if not environment.get(name, "").strip()]

    def crm_with_secrets(self, environment: Mapping[str, str]) -> Crm | None:
        return crm_of(self.crm, environment) if self.crm else None


def read_connections(path: Path) -> Connections:
    """What this file says, or FlowInvalid with every problem. Without the file nothing is private and no CRM asked."""
    if not path.exists():
        return Connections()
    tree = read_mapping(path, places=True)
    try:
        file = ConnectionsFile.model_validate(plain(path, tree))
    except ValidationError as invalid:
        raise FlowInvalid(faults(path, tree, invalid, WORDS)) from None
    if problems := [place(path, tree, where) + what for where, what in _problems(file)]:
        raise FlowInvalid(problems)
    return Connections(private_hosts=frozenset(file.events.private_hosts), crm=file.crm)


def _problems(file: ConnectionsFile) -> Iterator[tuple[Where, str]]:
    for number, name in enumerate(file.events.private_hosts):
        if not is_host_and_port(name):
            where: Where = ("events", "private_hosts", number)
            yield where, f"{name}: a private host is named with its port, as erp.local:8443"
    for field, what in crm_problems(file.crm) if file.crm else ():
        yield ("crm", field), what


def is_host_and_port(text: str) -> bool:
    host, _, port = text.partition(":")
    return bool(NAME.fullmatch(host)) and port.isascii() and port.isdigit() and 0 < int(port) < 65_536
