"""Several open cases, and which of them the call is about decides who answers: the caller is asked, and told nothing.

Nobody has proved who they are, so a case is named by the end of its number, or by the day it was opened.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from cases.civil_day import civil_day
from cases.identification import OpenCase
from ivr.catalogue import catalogue
from ivr.language.move import Go, Heard, Question, Spoken
from ivr.language.part import LANGUAGES, Words

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

PHASE: Final = "which"
MOST: Final = 4
"""Cases that are named: nobody remembers more keys. The older ones are found by a person."""
SECONDS: Final = 5
"""Of silence, after which it is about the case last touched."""
TOLD_DIGITS: Final = 2
LEAST_DIGITS: Final = 4
"""Of a shorter number the end would tell too much."""


def is_to_be_asked(talk: "Talk") -> bool:
    """Once, where it matters: the cases have different owners, or belong to different customers of the number. Who
    pressed zero wants a person and no more questions."""
    conversation = talk.conversation
    if conversation.phase == PHASE:
        return True
    unsaid = conversation.case_by == "number" or (conversation.case_by == "" and conversation.case is None)
    cases = _cases(talk)
    matters = len({case.owner_id for case in cases}) > 1 or len({case.customer_id for case in cases}) > 1
    return unsaid and matters and not conversation.called


def which_case(talk: "Talk") -> Question:
    cases = _cases(talk)
    parts = [talk.say(_words("several"))]
    for key, case in enumerate(cases, start=1):
        parts.append(_named(talk, case, cases, key))
    parts.append(talk.say(_words("newest")))
    return Question(
        prompt=tuple(parts),
        seconds=SECONDS,
        language=parts[0].language,
        conversation=talk.at(phase=PHASE, case_by="caller"),
    )


def case_chosen(talk: "Talk", heard: Heard) -> Go:
    """The case of the key; with any other, or none, the call goes on about what it was about."""
    conversation, cases = talk.conversation, _cases(talk)
    keys = {str(key): case for key, case in enumerate(cases, start=1)}
    if case := keys.get(heard.digits):
        conversation = conversation.about(case.number, case.customer_id or conversation.customer)
    return Go(to=conversation.node, conversation=conversation)


def _cases(talk: "Talk") -> tuple[OpenCase, ...]:
    """Those of the customer who calls, or of all who share the number; the one last touched first."""
    customer = talk.conversation.customer
    theirs = [case for case in talk.caller.open_cases if customer is None or case.customer_id in (None, customer)]
    return tuple(theirs[:MOST])


def _named(talk: "Talk", case: OpenCase, cases: Sequence[OpenCase], key: int) -> Spoken:
    if _ends_tell(cases):
        return talk.say(_words("by_digits"), {"ends": case.number[-TOLD_DIGITS:], "key": str(key)})
    return talk.say(_words("by_day"), {"opened": civil_day(case.opened_at).isoformat(), "key": str(key)})


def _ends_tell(cases: Sequence[OpenCase]) -> bool:
    """Whether the ends of the numbers tell them apart without telling them."""
    ends = {case.number[-TOLD_DIGITS:] for case in cases}
    long_enough = all(case.number.isdigit() and len(case.number) >= LEAST_DIGITS for case in cases)
    return long_enough and len(ends) == len(cases)


def _words(key: str) -> Words:
    return Words(**{language: catalogue("questions", language)[key] for language in LANGUAGES})
