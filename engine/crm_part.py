"""The part of `connections.yaml` about the CRM, and the CRM it makes together with the secrets of the environment."""

import base64
from collections.abc import Iterator, Mapping
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from callbacks.crm.crm import Crm, Kind, Login
from callbacks.crm.webhook import PATHS
from callbacks.dips.errors import HostRefused
from callbacks.dips.host import PORTS, Host, target_of
from callbacks.outside.exchange import Exchange
from engine.dips_file import OURS, EnvironmentName, HeaderName, Scheme

Url = Annotated[str, StringConstraints(min_length=8, max_length=1000)]
Minutes = Annotated[float, Field(ge=0, le=1440, allow_inf_nan=False)]
Path = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Version = Annotated[str, StringConstraints(pattern=r"^v\d{1,3}\.\d$")]
AgentId = Annotated[str, StringConstraints(min_length=1, max_length=64)]
ONLY_FOR: Final = {"user": "zendesk", "client_id": "salesforce", "version": "salesforce", "keep": "webhook"}


class CrmPart(BaseModel):
    """`secret` and `client_id` name environment variables. `owners` maps the CRM's name for somebody to our agent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    url: Url
    secret: EnvironmentName | None = None
    header: HeaderName = "Authorization"
    scheme: Scheme | None = None
    private: bool = False
    user: Annotated[str, StringConstraints(max_length=200, pattern=r"^[!-~]+@[!-~]+$")] | None = None
    client_id: EnvironmentName | None = None
    version: Version | None = None
    keep: dict[str, Path] = Field(default_factory=dict)
    owners: dict[str, AgentId] = Field(default_factory=dict)
    fresh_minutes: Minutes = 15


def secrets_of(part: CrmPart) -> list[str]:
    return [name for name in (part.secret, part.client_id) if name]


def crm_problems(part: CrmPart) -> Iterator[tuple[str, str]]:
    """Field → what is wrong with it."""
    try:
        target_of(part.url, {_host_of(part.url): Host(private=part.private)})
    except HostRefused as refused:
        yield "url", f"{part.url}: {refused}; it is https, or `private: true` and named with its port"
    for field, kind in ONLY_FOR.items():
        if getattr(part, field) and part.kind != kind:
            yield field, f"`{field}` is for {kind} alone"
    if part.header.lower() in OURS:
        yield "header", f"the header {part.header} is ours to set"
    if (part.scheme or part.user or part.client_id) and not part.secret:
        yield "secret", "without a secret these credentials are none: name the environment variable"
    if strange := [name for name in part.keep if name not in PATHS]:
        yield "keep", f"{', '.join(strange)}: what is kept is {', '.join(PATHS)}"


def crm_of(part: CrmPart, environment: Mapping[str, str]) -> Crm:
    secret = environment.get(part.secret, "").strip() if part.secret else ""
    client = environment.get(part.client_id, "").strip() if part.client_id else ""
    host = Host(header=part.header, secret="" if client else _header(part, secret), private=part.private)
    return Crm(
        kind=part.kind,
        url=part.url.rstrip("/"),
        exchange=Exchange(hosts={_host_of(part.url): host}),
        keep=part.keep,
        owners={name.casefold(): agent for name, agent in part.owners.items()},
        fresh_seconds=part.fresh_minutes * 60,
        version=part.version or Crm.version,
        login=Login(client_id=client, client_secret=secret) if client else None,
    )


def _header(part: CrmPart, secret: str) -> str:
    """Zendesk's API tokens go as Basic `e-mail/token:token`; the three named CRMs take Bearer tokens otherwise."""
    if not secret:
        return ""
    if part.user:
        return "Basic " + base64.b64encode(f"{part.user}/token:{secret}".encode()).decode()
    scheme = part.scheme or ("" if part.kind == "webhook" else "Bearer")
    return f"{scheme} {secret}".strip()


def _host_of(url: str) -> str:
    """As a list of hosts names it: with its port where that is not 443."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        return ""
    return f"{parts.hostname or ''}:{port}"
