"""Who will be there to call: who may serve a queue and is not away, as far as they usually work at that time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import NOT_OVER, Callback
from callbacks.dialler.workload import Workload
from callbacks.membership import lines_on
from cases.civil_day import civil_day
from routing.lines import queues_of
from staff.absence import Absence, absences
from staff.agent import agents

MOST_AWAY: Final = 10_000


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A call that was promised for the time from `begin` to `end`, by `agent` or by anybody of `queue`."""

    queue: str
    agent: str | None
    begin: datetime
    end: datetime

    def part_in(self, begin: datetime, end: datetime) -> float:
        """How much of it falls into this time: it is as likely to be made at any moment of its window."""
        both = (min(self.end, end) - max(self.begin, begin)).total_seconds()
        return max(both, 0.0) / max((self.end - self.begin).total_seconds(), 1.0)


@dataclass(frozen=True, kw_only=True)
class House:
    """What is asked once for all times: who may serve which queue, who is away when, what is promised for when."""

    queues: Mapping[str, frozenset[str]]
    away: Sequence[Absence]
    owed: Sequence[Owed]

    def is_away(self, agent: str, begin: datetime, end: datetime) -> bool:
        return any(one.agent_id == agent and one.starts_at < end and one.ends_at > begin for one in self.away)

    def promised_in(self, begin: datetime, end: datetime) -> Mapping[str, float]:
        """By queue, how many calls were promised for that time; a part of each whose window is longer."""
        told: defaultdict[str, float] = defaultdict(float)
        for one in self.owed:
            told[one.queue] += one.part_in(begin, end)
        return told

    def promised_by(self, agent: str, begin: datetime, end: datetime) -> float:
        return sum(one.part_in(begin, end) for one in self.owed if one.agent == agent)


@dataclass(frozen=True, kw_only=True)
class Then:
    """A time to come, with what the last weeks tell of it."""

    house: House
    told: Workload
    begin: datetime
    end: datetime

    def people(self, queue: str) -> Mapping[str, float]:
        """Who may serve the queue and is not away, each with how likely they are there."""
        return {
            agent: self.told.attendance(agent)
            for agent in self.house.queues.get(queue, frozenset())
            if not self.house.is_away(agent, self.begin, self.end)
        }

    def falling_on(self, queue: str, work: Mapping[str, float]) -> float:
        """How much of the work of all queues falls on the people of this one: of each queue's, their part of its own
        people."""
        return sum(amount * self._part(queue, other) for other, amount in work.items())

    def _part(self, queue: str, other: str) -> float:
        ours, theirs = self.people(queue), self.people(other)
        all_of_them = sum(theirs.values())
        return sum(likely for agent, likely in theirs.items() if agent in ours) / all_of_them if all_of_them else 0.0


def house_at(session: Session, board: Board, now: datetime) -> House:
    everybody = agents(session)
    lines = lines_on(session, everybody, day=civil_day(now), policy=board.policy, narrowings=frozenset())
    queues: defaultdict[str, set[str]] = defaultdict(set)
    for agent, theirs in lines.items():
        for queue in queues_of(theirs):
            queues[queue].add(agent)
    return House(
        queues={queue: frozenset(people) for queue, people in queues.items()},
        away=absences(session, since=now, limit=MOST_AWAY),
        owed=tuple(_owed(session)),
    )


def _owed(session: Session) -> Iterator[Owed]:
    chosen = select(Callback.queue, Callback.agent_id, Callback.not_before, Callback.due_at).where(NOT_OVER)
    for queue, agent, begin, end in session.execute(chosen):
        yield Owed(queue=queue, agent=agent, begin=begin, end=end)
