"""Reading `alerts.yaml`: which figures alarm whom. It names the variables that hold addresses, and no address."""

from collections.abc import Collection, Iterator
from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from console.alerts.rule import OF_QUEUES, AlertRule, AlertRules, Metric, Op, QuietHours
from ivr.errors import FlowInvalid
from ivr.file_keys import keys_of
from ivr.yaml_file import Where, faults, nearest, place, plain, read_mapping

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,40}$")]
Variable = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{2,80}$")]
OfDay = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class RulePart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    metric: Metric
    op: Op
    value: float
    for_seconds: float = Field(60, ge=0, le=86_400)
    cool_down_minutes: float = Field(30, ge=0, le=10_080)
    queues: tuple[str, ...] = ()
    to: tuple[Name, ...] = ()
    always: bool = False

    @property
    def rule(self) -> AlertRule:
        return AlertRule(**self.model_dump())


class QuietPart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    begins: OfDay
    ends: OfDay

    @property
    def hours(self) -> QuietHours:
        return QuietHours(begins=time.fromisoformat(self.begins), ends=time.fromisoformat(self.ends))


class AlertsFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Literal["tr", "en"] = "tr"
    quiet: QuietPart | None = None
    to: dict[Name, Variable] = Field(default_factory=dict)
    rules: tuple[RulePart, ...] = ()


def read_alerts(path: Path, queues: Collection[str]) -> AlertRules:
    """What this file says; without one nobody is alarmed. Raises FlowInvalid with every problem."""
    if not path.exists():
        return AlertRules()
    tree = read_mapping(path, places=True)
    try:
        file = AlertsFile.model_validate(plain(path, tree))
    except ValidationError as invalid:
        raise FlowInvalid(faults(path, tree, invalid, keys_of(AlertsFile))) from None
    if problems := [place(path, tree, where) + what for where, what in _problems(file, queues)]:
        raise FlowInvalid(problems)
    rules = tuple(part.rule for part in file.rules)
    quiet = file.quiet.hours if file.quiet else None
    return AlertRules(rules=rules, quiet=quiet, addresses=file.to, language=file.language)


def _problems(file: AlertsFile, queues: Collection[str]) -> Iterator[tuple[Where, str]]:
    names = [part.name for part in file.rules]
    for number, part in enumerate(file.rules):
        where: Where = ("rules", number)
        if part.name in names[:number]:
            yield (*where, "name"), f"{part.name}: another rule has this name already"
        if part.queues and part.metric not in OF_QUEUES:
            yield (*where, "queues"), f"{part.metric} is of the whole centre, and of no queue"
        for queue in part.queues:
            if queue not in queues:
                yield (*where, "queues"), f"there is no queue {queue}{nearest(queue, list(queues))}"
        for who in part.to:
            if who not in file.to:
                yield (*where, "to"), f"{who}: say under `to` which variable holds where they are reached"
