"""The clock sees that every customer who is to hear from us has an update promised: one after the other."""

from typing import Final

from callbacks.board import Board
from cases.update_cadence import Keeping, cadences_to_see_to, cases_not_followed, follow, see_to
from records.database import reading, writing

AT_ONCE: Final = 50
ROUNDS: Final = 20
"""In one go: what else has to be done does not wait for a list that was brought in."""
FOUND_AT_ONCE: Final = 200


def see_to_updates(board: Board) -> int:
    """Promise what is to be promised; tells for how many cases it was looked at."""
    seen = 0
    for _ in range(ROUNDS):
        with writing(board.database) as session:
            keeping = Keeping(rules=board.care.ownership, hours=board.hours, now=board.clock())
            due = cadences_to_see_to(session, board.clock(), limit=AT_ONCE)
            for cadence in due:
                see_to(session, cadence, keeping)
        seen += len(due)
        if len(due) < AT_ONCE:
            break
    return seen


def find_cases_to_follow(board: Board) -> int:
    """Cases that came from elsewhere, and those of a rule that is new; tells how many. Each is passed by once."""
    found, last = 0, ""
    for _ in range(ROUNDS):
        with reading(board.database) as session:
            numbers = cases_not_followed(session, board.care.ownership, after=last, limit=FOUND_AT_ONCE)
        with writing(board.database) as session:
            for number in numbers:
                follow(session, number, board.clock())
        found += len(numbers)
        if len(numbers) < FOUND_AT_ONCE:
            break
        last = numbers[-1]
    return found
