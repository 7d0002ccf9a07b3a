"""Reading `numbers.yaml`: which flow answers which of our numbers, and on which of them drafts are tried."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, RootModel, StrictBool, StringConstraints, ValidationError, model_validator

from engine.policy_parts import A_NUMBER, is_dialled
from hours.bilingual import Bilingual
from ivr.errors import FlowInvalid
from ivr.file_fault import fault, nearest_said, said
from ivr.language.part import Language
from ivr.yaml_file import Where, faults, place, plain, read_mapping


class Answer(BaseModel):
    """What answers a number, and in which language whoever knows it; `"+90…": main` is short for `{flow: main}`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    flow: Annotated[str, StringConstraints(min_length=1)]
    draft: StrictBool = False
    language: Language | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, written: Any) -> Any:
        return {"flow": written} if isinstance(written, str) else written


class Numbers(RootModel[dict[str, Answer]]):
    """Number → what answers it."""


def read_numbers(path: Path, flows: Sequence[str] | None) -> Mapping[str, Answer]:
    """Number → what answers it; the first one answers any number that is not listed. Raises FlowInvalid.

    `flows` are those there are; None: whoever asks does not know them.
    """
    tree = read_mapping(path, places=True)
    try:
        numbers = Numbers.model_validate(plain(path, tree)).root
    except ValidationError as invalid:
        raise FlowInvalid(faults(path, tree, invalid, list(Answer.model_fields))) from None
    problems = [fault(place(path, tree, where), what) for where, what in _problems(tree, numbers, flows)]
    if problems or not tree:
        raise FlowInvalid(problems or [fault(f"{path}:1:1: ", said("numbers_none"))])
    return numbers


def _problems(
    tree: Any, numbers: Mapping[str, Answer], flows: Sequence[str] | None
) -> Iterator[tuple[Where, Bilingual]]:
    for number in tree:
        if not isinstance(number, str) or not is_dialled(number):
            yield (number,), said("number_a_number", number=number, how=A_NUMBER)
    for number, answer in numbers.items():
        if flows is not None and answer.flow not in flows:
            near = nearest_said(answer.flow, flows)
            yield (number,), said("number_no_flow", number=number, name=answer.flow, near=near)
    if numbers and all(answer.draft for answer in numbers.values()):
        yield (), said("numbers_only_drafts")
