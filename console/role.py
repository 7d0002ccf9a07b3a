"""What people and programs may do: each has a role, and the role says what may be asked."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

Role = Literal["agent", "lead", "ops", "admin", "read_only"]
Scope = Literal[
    "agents:read",
    "agents:write",
    "presence:write",
    "customers:read",
    "customers:write",
    "cases:read",
    "cases:write",
    "cases:work",
    "customers:work",
    "ownership:write",
    "calls:read",
    "calls:write",
    "hours:read",
    "hours:write",
    "flows:read",
    "flows:write",
    "goodwill:read",
    "goodwill:write",
    "goodwill:decide",
    "vouchers:read",
    "vouchers:redeem",
    "vouchers:write",
    "hardship:read",
    "hardship:write",
    "events:read",
    "events:write",
    "privacy:read",
    "privacy:write",
    "messages:write",
    "listening:write",
    "listening:silent",
    "accounts:read",
    "accounts:write",
]

_READING: frozenset[Scope] = frozenset(
    {
        "agents:read",
        "customers:read",
        "cases:read",
        "calls:read",
        "hours:read",
        "flows:read",
        "hardship:read",
        "goodwill:read",
    }
)
_DESK: frozenset[Scope] = _READING | {
    "presence:write",
    "ownership:write",
    "calls:write",
    "vouchers:read",
    "vouchers:redeem",
    "goodwill:write",
    "cases:work",
    "customers:work",
    "messages:write",
}
"""What an agent does: work on cases and note what customers say. Whose a case is, who is of which tier, and what proves
who somebody is, others decide (`cases:write`, `customers:write`)."""
_EVERYTHING: frozenset[Scope] = _DESK | {
    "agents:write",
    "customers:write",
    "cases:write",
    "hours:write",
    "vouchers:write",
    "hardship:write",
    "goodwill:decide",
    "listening:write",
}
_OPS: frozenset[Scope] = _EVERYTHING | {
    "events:read",
    "events:write",
    "flows:write",
    "privacy:read",
    "privacy:write",
    "listening:silent",
}

_ADMIN: frozenset[Scope] = _OPS | {"accounts:read", "accounts:write"}

SCOPES_OF: Mapping[str, frozenset[Scope]] = MappingProxyType(
    {"read_only": _READING, "agent": _DESK, "lead": _EVERYTHING, "ops": _OPS, "admin": _ADMIN}
)
"""What each role may ask. Roles that differ in nothing yet keep their names: their holders will not change."""


def roles_that_may(scope: Scope) -> frozenset[Role]:
    """Who may open a page that shows this."""
    return frozenset(role for role in get_args(Role) if may(role, scope))


def may(role: str, scope: Scope) -> bool:
    return scope in SCOPES_OF.get(role, frozenset())
