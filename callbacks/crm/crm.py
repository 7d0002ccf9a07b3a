"""The CRM of this centre, as configured, and what it can tell us."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from callbacks.outside.exchange import Exchange, Reply, Request

Kind = Literal["webhook", "zendesk", "salesforce", "hubspot"]


@dataclass(frozen=True, kw_only=True)
class CrmOwner:
    """Who owns the caller's matter, as the CRM calls them: by `id`, and by `email` where it has one."""

    id: str = ""
    email: str = ""
    case: str = ""


Talk = Generator[Request, Reply, CrmOwner | None]
"""A talk with a CRM, one request after the other: pure, so that recorded answers tell how it goes. Returns None where
nobody owns anything of this caller; raises DipFailed where the answers are none."""


@dataclass(frozen=True, kw_only=True)
class Login:
    """Credentials that are exchanged for a token, by the client credentials flow of OAuth 2."""

    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Crm:
    """`url` is where it answers; `keep` says where in a webhook's answer the owner stands.

    `owners` maps their name for somebody (id or e-mail) to our agent. An answer is good for `fresh_seconds`.
    `tokens` is what a login was exchanged for; a process keeps it until it is refused.
    """

    kind: Kind
    url: str
    exchange: Exchange
    keep: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    fresh_seconds: float = 900
    version: str = "v60.0"
    login: Login | None = None
    tokens: dict[str, str] = field(default_factory=dict, repr=False)
