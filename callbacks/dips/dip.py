"""One question to another system, and what became of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Final, Literal

from routing.instants import from_ms, to_ms

Way = Literal["ok", "not_found", "failed"]

MOST_SECONDS: Final = 3
"""Nobody on a telephone waits longer for a machine."""
FAILED_SECONDS: Final = 5
"""A system that failed is left alone for so long: who calls meanwhile does not wait for it."""


@dataclass(frozen=True, kw_only=True)
class Dip:
    """`keep` says which value of the answer is kept under which name. The same question has the same id everywhere."""

    url: str
    keep: Mapping[str, str]
    within_seconds: float = MOST_SECONDS
    cache_seconds: float = 0

    @cached_property
    def id(self) -> str:
        asked = json.dumps([self.url, sorted(self.keep.items())])
        return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back: `way` as a flow tells them apart, the values to keep, and for the log why it failed."""

    way: Way
    values: Mapping[str, str] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A dip as it lies on the shelf: asked at a moment, and answered at another or not yet."""

    dip: Dip
    asked_at: datetime
    answer: Answer | None = None
    answered_at: datetime | None = None

    def written(self) -> str:
        answer = self.answer
        return json.dumps(
            {
                "url": self.dip.url,
                "keep": dict(self.dip.keep),
                "within": self.dip.within_seconds,
                "cache": self.dip.cache_seconds,
                "asked_at": to_ms(self.asked_at),
                "answer": answer and {"way": answer.way, "values": dict(answer.values), "why": answer.why},
                "answered_at": to_ms(self.answered_at) if self.answered_at else None,
            }
        )

    @classmethod
    def read(cls, text: str) -> "Asked":
        told = json.loads(text)
        dip = Dip(url=told["url"], keep=told["keep"], within_seconds=told["within"], cache_seconds=told["cache"])
        return cls(
            dip=dip,
            asked_at=from_ms(told["asked_at"]),
            answer=Answer(**told["answer"]) if told["answer"] else None,
            answered_at=from_ms(told["answered_at"]) if told["answered_at"] else None,
        )

    def seconds_left(self, now: datetime) -> float:
        return self.dip.within_seconds - (now - self.asked_at).total_seconds()

    def answer_for(self, dip: Dip, *, asked_at: datetime, now: datetime) -> Answer | None:
        """The answer, when it came after this caller asked, or is fresh enough for them."""
        if self.answer is None or self.answered_at is None:
            return None
        keeps = FAILED_SECONDS if self.answer.way == "failed" else dip.cache_seconds
        fresh = (now - self.answered_at).total_seconds() < keeps
        return self.answer if fresh or self.answered_at >= asked_at else None
