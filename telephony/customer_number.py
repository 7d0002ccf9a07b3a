"""Which number a customer is called at, as far as it tells who earns by the call: its country, and its neighbours."""

from functools import lru_cache
from typing import Final

import phonenumbers

from records.owed_call import CALLBACK

EXPERT: Final = "expert"
"""The kind of the attempt to reach somebody outside who is asked into a conversation."""
TO_CUSTOMERS: Final = (CALLBACK, "flow_call", EXPERT)
"""Kinds of attempts that ring a customer, or another number outside; all others ring somebody of ours."""
BLOCK_DIGITS: Final = 3
"""Numbers are handed out by the thousand: who has one of a block may well have all of it."""


def block_of(phone: str) -> str:
    """What a number in E.164 has in common with its thousand neighbours."""
    return phone[:-BLOCK_DIGITS]


@lru_cache(maxsize=4096)
def country_of(phone: str) -> str | None:
    """The ISO code of the region whose number this is, 001 for one of no country; None where nobody knows."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(phone, None))
    except phonenumbers.NumberParseException:
        return None
