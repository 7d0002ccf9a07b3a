"""What routing is told of a caller. Values only: who they are and what they called about stays where it is known."""

from dataclasses import dataclass

from routing.boosts import Boost


@dataclass(frozen=True, kw_only=True)
class OldPlace:
    """The place of an earlier call, cut off while it waited; `boost_seconds` are what it was served sooner by."""

    call: str
    boost_seconds: float


@dataclass(frozen=True, kw_only=True)
class CallerFacts:
    """Agents by id. `stand_ins` are the owner's, the nearest first; who left the company is in none of them.

    `lead` leads the owner, and is named when the caller was passed on `bounces` times: too often to be anybody's.
    `owner_away_until` is the last day of an absence, as words take it; empty: they are on none.
    `crm_seconds_ago`: not our records but the CRM named the owner, so long ago; `crm_owner_unknown` is whom it named
    where that is none of ours.
    `last_agent` had a good conversation with this caller lately; `last_agent_why` is `talked`, or `owned` for the owner
    of a case that was closed lately. `owner_free_in` is when the owner may be expected to take a new caller: None where
    nobody can tell, 0 where they are free. `waited_seconds` is how long the caller's place is old already. `hard` names
    why the call is a hard one: complaint, hardship, repeat_caller or priority; empty, it is not.
    """

    owner: str | None = None
    owner_left: str | None = None
    crm_seconds_ago: float | None = None
    crm_owner_unknown: str = ""
    owner_waiting: int = 0
    owner_open_cases: int = 0
    owner_free_in: float | None = None
    owner_away_until: str = ""
    bounces: int = 0
    lead: str | None = None
    lead_seconds: float = 0
    stand_ins: tuple[str, ...] = ()
    team: str | None = None
    last_agent: str | None = None
    last_agent_why: str = "talked"
    waited_seconds: float = 0
    boosts: tuple[Boost, ...] = ()
    hard: str = ""
    old_place: OldPlace | None = None


NOBODY_KNOWN = CallerFacts()
"""A caller of whom nothing is known, or who asks for nobody in particular."""
