"""A test of a flow as ops write it: what is given, what the caller does and hears, where it ends."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator

from ivr.language.part import Language, NodeName, Part, VariableName

Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]{4,10}$")]
Callers = Literal["known", "unknown", "withheld", "several"]
A_NUMBER: Final = r"^\+[1-9][0-9]{6,14}$"
KEYS: Final = r"^[0-9*#]{1,40}$"
YEARS: Final = range(2001, 2099)
"""Of which holidays are known."""
ONE_KIND: Final = "says one thing the caller does or hears"


class GivenOutcome(Part):
    """How something asked of the world comes out; `- failed` is short for `- {way: failed}`."""

    way: Text
    values: dict[VariableName, str] = Field(default_factory=dict)
    kept: dict[VariableName, str] = Field(default_factory=dict)
    verified: bool | None = None
    case: Text | None = None
    progress: bool = False

    @model_validator(mode="before")
    @classmethod
    def _short(cls, written: Any) -> Any:
        return {"way": written} if isinstance(written, str) else written


def _in_our_time(at: datetime) -> datetime:
    if at.year not in YEARS:
        raise ValueError(f"must be between {YEARS[0]} and {YEARS[-1]}")
    return at


class Given(Part):
    """`at` is in the centre's time zone. `outcomes` are by node, or `flow.node`; of several, each is had in turn.

    `owners` own the cases in turn; without them all are one agent's.
    `closed` closes every calendar, or those named; `at_work` says whether anybody is signed in, or for which queues.
    `code` and `pin` are those that are right; `protected` says that the register of hardship protects the caller.
    """

    at: Annotated[datetime, AfterValidator(_in_our_time)] | None = None
    caller: Callers | Annotated[str, StringConstraints(pattern=A_NUMBER)] | None = None
    language: Language | None = None
    tier: Text | None = None
    case: Text | None = None
    cases: tuple[Text, ...] = ()
    owners: tuple[Text, ...] = ()
    verified: bool = False
    protected: bool = False
    kept: dict[VariableName, str] = Field(default_factory=dict)
    closed: bool | tuple[NodeName, ...] = False
    at_work: bool | tuple[NodeName, ...] = True
    code: Digits = "123456"
    pin: Digits = "1234"
    outcomes: dict[Text, tuple[GivenOutcome, ...]] = Field(default_factory=dict)

    @field_validator("outcomes", mode="before")
    @classmethod
    def _several(cls, written: Any) -> Any:
        if not isinstance(written, dict):
            return written
        return {node: outcome if isinstance(outcome, list) else [outcome] for node, outcome in written.items()}


class Deed(Part):
    """One line of a test: something the caller hears, or does. `- silence` is as long as the question waits."""

    hears: Text | None = None
    never_hears: Text | None = None
    presses: Annotated[str, StringConstraints(pattern=KEYS)] | None = None
    says: Text | None = None
    waits: Annotated[float, Field(gt=0, le=86_400)] | None = None
    silence: Literal[True] | None = None
    stands_at: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, written: Any) -> Any:
        if written == "silence":
            return {"silence": True}
        if isinstance(written, dict) and isinstance(pressed := written.get("presses"), int):
            return {**written, "presses": str(pressed)}
        return written

    @model_validator(mode="after")
    def _one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError(ONE_KIND)
        return self


class Ends(Part):
    """Where the call is afterwards; `end` for what has no more to say, `queue` for a person, `at` for a question."""

    end: Literal["hang_up", "voicemail", "person"] | None = None
    queue: NodeName | None = None
    owner: bool | None = None
    skills: str | None = None
    reason: str | None = None
    at: Text | None = None
    verified: bool | None = None
    language: Language | None = None
    case: Text | None = None
    kept: dict[VariableName, str] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _short(cls, written: Any) -> Any:
        return {"end": written.strip().replace(" ", "_")} if isinstance(written, str) else written

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if self.end is None and self.queue is None and self.at is None:
            raise ValueError("says where the call is: `queue`, `at`, or one of hang up, voicemail, person")
        return self


class Scenario(Part):
    """One call; `flow` where it is not the file's."""

    test: Text
    flow: NodeName | None = None
    given: Given = Given()
    steps: tuple[Deed, ...] = ()
    ends: Ends


class Scenarios(Part):
    """A file of them: of one flow, which the file is called after unless it says otherwise."""

    flow: NodeName | None = None
    tests: Annotated[tuple[Scenario, ...], Field(min_length=1)]
