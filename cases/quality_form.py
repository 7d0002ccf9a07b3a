"""What a reviewer looks for in a call, as the centre wrote it down, and what the answers come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hours.bilingual import Bilingual

MOST_POINTS: Final = 2
"""0: not at all, 1: partly, 2: as it should be. Two people who hear one call agree on that, and on no more."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """`weight` is how much it counts beside the others. One that `must` be right fails the call by itself."""

    words: Bilingual
    weight: float = 1
    must: bool = False


@dataclass(frozen=True, kw_only=True)
class QualityForm:
    """`questions` by name. From `pass_percent` on a call was good; below it the agent is coached."""

    name: str
    words: Bilingual
    questions: Mapping[str, Question]
    pass_percent: float = 75


@dataclass(frozen=True, kw_only=True)
class Score:
    """`failed` names what must be right and was not."""

    percent: int
    passed: bool
    failed: tuple[str, ...] = ()


class AnswersRefused(Exception):
    """These are no answers to this form."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {fault}" for field, fault in faults.items()))
        self.faults = dict(faults)
        """Question by question what is wrong with its answer."""


def score(form: QualityForm, answers: Mapping[str, int | None]) -> Score:
    """Points by question; None where it did not come up. Raises AnswersRefused."""
    _refuse_faults(form, answers)
    came_up = {name: points for name, points in answers.items() if points is not None}
    most = sum(form.questions[name].weight * MOST_POINTS for name in came_up)
    won = sum(form.questions[name].weight * points for name, points in came_up.items())
    failed = tuple(name for name, points in came_up.items() if form.questions[name].must and points == 0)
    percent = round(100 * won / most)
    return Score(percent=percent, passed=not failed and percent >= form.pass_percent, failed=failed)


def _refuse_faults(form: QualityForm, answers: Mapping[str, int | None]) -> None:
    faults = {name: "There is no such question." for name in answers if name not in form.questions}
    faults |= {name: "Answer it: 0, 1 or 2; null where it did not come up." for name in form.questions
               if name not in answers}  # fmt: skip
    for name, points in answers.items():
        if points is not None and not 0 <= points <= MOST_POINTS:
            faults[name] = "0: not at all, 1: partly, 2: as it should be."
    if not faults and all(points is None for points in answers.values()):
        faults["answers"] = "Nothing of it came up: there is nothing to judge."
    if faults:
        raise AnswersRefused(faults)
