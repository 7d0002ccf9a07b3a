"""Which role whoever is in a group of the organisation's has here: `callcentre-leads=lead, callcentre=agent`.

Names of groups may have commas in them, as a directory's do: then pairs stand with `;` between them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast, get_args

from console.role import Role

ROLES: Final = get_args(Role)


@dataclass(frozen=True, kw_only=True)
class RolesOfGroups:
    """`claim` is where the provider tells somebody's groups: a name, or names with dots between them, as
    `realm_access.roles`."""

    claim: str = "groups"
    roles: Mapping[str, Role] = field(default_factory=dict)

    def role_of(self, told: Mapping[str, Any]) -> Role | None:
        """Of several groups the one that is written first counts; None for who is in none of them."""
        groups = _groups(told, self.claim) if self.roles else ()
        return next((role for group, role in self.roles.items() if group in groups), None)


def roles_of_groups(written: str) -> dict[str, Role]:
    """In the order written. Raises ValueError for what is no pair of a group and a role."""
    between = ";" if ";" in written else ","
    return dict(_pair(pair) for pair in written.split(between) if pair.strip())


def _pair(written: str) -> tuple[str, Role]:
    group, _, role = (part.strip() for part in written.rpartition("="))
    if not group or role not in ROLES:
        raise ValueError(written)
    return group, cast(Role, role)


def _groups(told: Mapping[str, Any], claim: str) -> Sequence[str]:
    """A provider that tells one group may tell it as a word."""
    found = told.get(claim, _below(told, claim.split(".")))
    if isinstance(found, str):
        return (found,)
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def _below(told: Any, names: Sequence[str]) -> Any:
    for name in names:
        told = told.get(name) if isinstance(told, Mapping) else None
    return told
