"""Reading `dips.yaml`: the systems flows may ask, and by which name in the environment their credentials go."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from callbacks.dips.host import NAME, Host, Hosts
from ivr.errors import FlowInvalid
from ivr.file_keys import keys_of
from ivr.yaml_file import Where, faults, place, plain, read_mapping

EnvironmentName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,60}$")]
HeaderName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,60}$")]
Scheme = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{1,20}$")]
OURS: Final = frozenset({"host", "connection", "accept", "accept-encoding", "content-length", "transfer-encoding"})


class HostPart(BaseModel):
    """`secret` names the environment variable with the credentials; `scheme` stands before them, as `Bearer`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    header: HeaderName = "Authorization"
    scheme: Scheme | None = None
    secret: EnvironmentName | None = None
    private: bool = False


class DipsFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    hosts: dict[str, HostPart] = Field(default_factory=dict)


WORDS: Final = keys_of(DipsFile)


@dataclass(frozen=True)
class AllowedHosts:
    """The systems flows may ask, without their credentials: a centre is read where those are not known."""

    parts: Mapping[str, HostPart]

    @property
    def names(self) -> frozenset[str]:
        """As flows name them: without the port that is meant anyway."""
        return frozenset(name.removesuffix(":443") for name in self.parts)

    def missing(self, environment: Mapping[str, str]) -> list[tuple[str, str]]:
        """Names that are not set in the environment, each with the system it is for."""
        named = ((part.secret, host) for host, part in self.parts.items() if part.secret)
        return [(name, host) for name, host in named if not environment.get(name, "").strip()]

    def with_secrets(self, environment: Mapping[str, str]) -> Hosts:
        return {name: _host(part, environment) for name, part in self.parts.items()}


def _host(part: HostPart, environment: Mapping[str, str]) -> Host:
    secret = environment.get(part.secret, "").strip() if part.secret else ""
    header = f"{part.scheme} {secret}" if secret and part.scheme else secret
    return Host(header=part.header, secret=header, private=part.private)


def read_dips(path: Path) -> AllowedHosts:
    """The list in this file, or FlowInvalid with every problem found. Without the file nobody may be asked."""
    if not path.exists():
        return AllowedHosts({})
    tree = read_mapping(path, places=True)
    try:
        file = DipsFile.model_validate(plain(path, tree))
    except ValidationError as invalid:
        raise FlowInvalid(faults(path, tree, invalid, WORDS)) from None
    if problems := [place(path, tree, where) + what for where, what in _problems(file)]:
        raise FlowInvalid(problems)
    return AllowedHosts(file.hosts)


def _problems(file: DipsFile) -> Iterator[tuple[Where, str]]:
    for name, part in file.hosts.items():
        where: Where = ("hosts", name)
        host, _, port = name.partition(":")
        if not NAME.fullmatch(host) or (port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536)):
            yield where, f"{name}: must be the name of a host in small letters, with a port where it is not 443"
        if part.private and not port:
            yield where, f"{name}: a private host is named with its port"
        if part.header.lower() in OURS:
            yield (*where, "header"), f"{name}: the header {part.header} is ours to set"
        if part.scheme and not part.secret:
            yield (*where, "scheme"), f"{name}: `scheme` stands before a `secret`, and there is none"
