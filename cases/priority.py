"""Which cases are looked at before others: complaints first, and those the public reads before these."""

from typing import Final

from cases.case import Case
from cases.complaint import COMPLAINT, FIRST

PUBLIC: Final = 2
"""The priority of a case whose complaint stands where everybody can read it: an unhappy customer tells thousands."""
HIGHEST: Final = 9


def least_priority(case: Case) -> int:
    """What the case has by what it is; somebody may give it more, nobody less."""
    if case.public_link:
        return PUBLIC
    return FIRST if case.reason == COMPLAINT else 0
