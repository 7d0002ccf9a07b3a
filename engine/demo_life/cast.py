"""Who is played at present: agents at their telephones, but for those whom a person has taken.

A person takes an agent by signing in as them (`/in/burak`) or by taking their telephone in hand on the telephone page.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.demo_day import AT_WORK, answers_by_themselves, people_come_back
from engine.errors import DemoDoesNotStart
from engine.http_stage import HttpStage

DENIZ: Final = "deniz"
AT_A_DESK: Final = "elif"
"""Whose browser somebody who tries the demo sits at. What Deniz and she are both good at is hers while she is there."""
PLAYED: Final = AT_WORK | {
    DENIZ: ("Deniz Kaya", "+905550000004", "Fatura servisi, ben Deniz. Buyurun, dinliyorum."),
}
STEPS_ASIDE: Final = "break"
LEFT_TO_RING: Final = {"never_answers": True}
"""The telephone of an agent somebody has signed in as, until they take it in hand as well."""

SignedIn = Callable[[], Mapping[str, datetime]]
"""Agents as whom somebody is signed in, and since when."""


@dataclass(frozen=True, kw_only=True)
class Floor:
    """The floor at one moment: `agents` as the API shows them, `taken` by persons, the others played."""

    agents: Mapping[str, Mapping[str, Any]]
    taken: Collection[str]

    @property
    def played(self) -> list[str]:
        return [agent for agent in PLAYED if agent not in self.taken and agent in self.agents]

    def are(self, state: str) -> list[str]:
        """Who is played and in this state."""
        return [agent for agent in self.played if self.agents[agent]["state"] == state]


class Cast:
    def __init__(self, stage: HttpStage, signed_in: SignedIn) -> None:
        self._stage, self._signed_in = stage, signed_in
        self._seated: set[str] = set()

    def looked_at(self) -> Floor:
        """Whoever was taken is left alone, whoever was given back plays again.

        Raises DemoDoesNotStart while no demo answers.
        """
        status, listed = self._stage.ask("GET", "/api/v1/agents?limit=200")
        if status != 200:
            raise DemoDoesNotStart(f"The API does not list agents: {status}.")
        signed_in, in_hand = self._signed_in(), self._stage.telephones_in_hand()
        agents = {agent["id"]: agent for agent in listed["items"]}
        taken = {agent for agent, (_, phone, _) in PLAYED.items() if agent in signed_in or phone in in_hand}
        floor = Floor(agents=agents, taken=taken | ({AT_A_DESK} if _is_there(agents.get(AT_A_DESK)) else set()))
        for agent in self._seated & taken & signed_in.keys():
            self._leaves(agents[agent], signed_in[agent])
        self._seated &= set(floor.played)
        for agent in set(floor.played) - self._seated:
            self._sits_down(agent)
        self._deniz_gives_way(floor)
        people_come_back(self._stage, floor.played)
        return floor

    def stands_up(self) -> None:
        """Somebody else moves the telephones: at the next look everybody sits down anew."""
        self._seated.clear()

    def _leaves(self, agent: Mapping[str, Any], since: datetime) -> None:
        """Unless the person has said by now what they are."""
        name, phone, _ = PLAYED[agent["id"]]
        self._stage.put_at_telephone(phone, name, LEFT_TO_RING)
        if agent["since"] is None or datetime.fromisoformat(agent["since"]) < since:
            self._is(agent["id"], "logged_out")

    def _sits_down(self, agent: str) -> None:
        name, phone, greeting = PLAYED[agent]
        self._stage.put_at_telephone(phone, name, answers_by_themselves(greeting))
        self._is(agent, "ready")
        self._seated.add(agent)

    def _deniz_gives_way(self, floor: Floor) -> None:
        if DENIZ not in floor.played:
            return
        state, reason = (floor.agents[DENIZ][what] for what in ("state", "reason"))
        if AT_A_DESK in floor.taken and state == "ready":
            self._is(DENIZ, "not_ready", STEPS_ASIDE)
        elif AT_A_DESK not in floor.taken and (state, reason) == ("not_ready", STEPS_ASIDE):
            self._is(DENIZ, "ready")

    def _is(self, agent: str, state: str, reason: str | None = None) -> None:
        told = {"state": state} | ({"reason": reason} if reason else {})
        self._stage.ask("PUT", f"/api/v1/agents/{agent}/presence", told)


def _is_there(agent: Mapping[str, Any] | None) -> bool:
    return agent is not None and agent["state"] != "logged_out"
