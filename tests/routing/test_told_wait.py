"""What a caller was told travels with them."""

from datetime import UTC, datetime

import pytest

from routing.expected_wait import ExpectedWait
from routing.told_wait import NOTHING_TOLD, ToldWait

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WAIT = ExpectedWait(low_seconds=120, high_seconds=600.5, ahead=3, agents=1.5, handle_seconds=180)


@pytest.mark.parametrize(
    "told",
    [
        NOTHING_TOLD,
        ToldWait(at=NOW),
        ToldWait(at=NOW, position=3),
        ToldWait(at=NOW, position=3, wait=WAIT, wait_at=NOW),
    ],
)
def test_what_was_told_survives_its_journey_through_a_url(told: ToldWait) -> None:
    assert ToldWait.read(told.written()) == told


def test_nothing_told_takes_no_room_in_a_url() -> None:
    assert NOTHING_TOLD.written() == ""


@pytest.mark.parametrize("hostile", ["", "x", "~~~x", "1~2~3", "9" * 40 + "~~~", "a~b~c~d", "~~~1_2_3_4_5"])
def test_what_cannot_be_read_counts_as_never_told(hostile: str) -> None:
    assert ToldWait.read(hostile) == NOTHING_TOLD
