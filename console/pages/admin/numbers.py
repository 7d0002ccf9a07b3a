"""Our numbers, and what answers each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from console.pages.admin.section import whole_and_part
from console.pages.page import Visit


@dataclass(frozen=True, kw_only=True)
class OurNumber:
    """`main`: it also says what answers a number that is not listed."""

    number: str
    flow: str
    draft: bool
    language: str | None
    main: bool


def _numbers(visit: Visit) -> Mapping[str, Any]:
    """As they stand in numbers.yaml."""
    board = visit.board
    numbers = [
        OurNumber(number=number, flow=flow, draft=number in board.draft_numbers, main=place == 0,
                  language=board.language_of_number.get(number))
        for place, (number, flow) in enumerate(board.flow_of_number.items())
    ]  # fmt: skip
    return {"numbers": numbers, "voice": f"{board.urls.public}/voice/inbound"}


PAGES = whole_and_part("numbers", _numbers)
