"""What follows in a transfer, arrow by arrow: from what is true at one moment alone."""

from datetime import UTC, datetime
from typing import Any, Final

import pytest

from escalations.transfer.life import ENDS, FOLLOWS
from escalations.transfer.places import PLACES
from escalations.transfer.seen import Seen
from escalations.transfer.step import ALL_THERE, STEPS, TWO_TALK, next_step

SEARCHED: Final = ("requested", "brief_ready", "ringing", "nobody_came")


def follows(state: str, **seen: Any) -> str | None:
    """The state that comes next; None where it stays."""
    step = next_step(Seen(state=state, now=datetime(2027, 2, 1, 10, tzinfo=UTC), **seen))
    return step.state if step else None


def test_whoever_is_asked_for_is_briefed_and_then_somebody_is_rung() -> None:
    assert follows("requested") == "brief_ready"
    assert follows("brief_ready") == "ringing"
    assert follows("ringing", colleague="asked", rings=True, due=True) is None, "whoever is rung is not hurried"


def test_a_colleague_who_comes_talks_with_the_agent_first() -> None:
    assert follows("ringing", colleague="there") == "consulting"
    assert follows("consulting", colleague="there") is None


def test_a_colleague_who_comes_when_the_agent_has_gone_has_the_customer() -> None:
    assert follows("ringing", colleague="there", agent=False) == "agent_left"


@pytest.mark.parametrize("seen", [{"colleague": "nobody"}, {"colleague": "gone"}, {"colleague": "asked", "due": True}])
def test_where_nobody_comes_the_customer_is_asked(seen: dict[str, Any]) -> None:
    assert follows("ringing", **seen) == "nobody_came"
    assert follows("ringing", **seen, agent=False) == "promised", "and nobody would be there to go on with"


def test_voices_change_places_and_back() -> None:
    assert follows("consulting", colleague="there", wish="swap", wish_by="agent") == "swapped"
    assert follows("swapped", colleague="there", wish="swap", wish_by="colleague") == "consulting"


@pytest.mark.parametrize("state", TWO_TALK)
def test_all_three_are_brought_together_by_a_wish_or_when_time_is_over(state: str) -> None:
    assert follows(state, colleague="there", wish="join", wish_by="colleague") == "merged"
    assert follows(state, colleague="there", due=True) == "merged"


@pytest.mark.parametrize("state", ALL_THERE)
def test_an_agent_who_goes_leaves_the_customer_with_the_colleague(state: str) -> None:
    assert follows(state, colleague="there", agent=False) == "agent_left"
    assert follows(state, colleague="there", wish="leave", wish_by="agent") == "agent_left"


@pytest.mark.parametrize("state", ALL_THERE)
def test_a_colleague_who_goes_leaves_the_customer_with_the_agent(state: str) -> None:
    assert follows(state, colleague="gone") == "returned"
    assert follows(state, colleague="there", wish="leave", wish_by="colleague") == "returned"
    assert follows(state, colleague="gone", agent=False) == "promised", "nobody else is there"


@pytest.mark.parametrize("state", [*SEARCHED, *ALL_THERE])
def test_the_customer_goes_back_to_the_agent_who_takes_them_back(state: str) -> None:
    there = "there" if state in ALL_THERE else "asked"
    assert follows(state, colleague=there, wish="back", wish_by="agent") == "returned"


def test_silence_at_the_choice_is_the_agent_and_so_is_their_key() -> None:
    assert follows("nobody_came", due=True) == "returned"
    assert follows("nobody_came", wish="stay", wish_by="customer") == "returned"
    assert follows("nobody_came", agent=False) == "promised"


@pytest.mark.parametrize("state", [*SEARCHED, *ALL_THERE, "agent_left"])
def test_whoever_wishes_a_call_is_promised_one(state: str) -> None:
    there = "asked" if state in SEARCHED else "there"
    assert follows(state, colleague=there, wish="callback", wish_by="customer") == "promised"


@pytest.mark.parametrize("state", [*SEARCHED, *ALL_THERE, "agent_left"])
def test_a_customer_who_hangs_up_before_they_met_ends_it(state: str) -> None:
    assert follows(state, customer=False, wish="join", wish_by="agent") == "caller_gone"


def test_after_the_agent_left_it_is_over_when_either_has_gone() -> None:
    for state in ("swapped", "merged", "agent_left"):
        assert follows(state, customer=False, met=True) == "done"
    assert follows("agent_left", colleague="gone") == "done"
    assert follows("agent_left", colleague="gone", just_left=True) == "promised", "who went so soon was cut off"


def test_a_customer_who_is_back_is_done_with_when_their_agent_goes() -> None:
    assert follows("returned", agent=False) == "done"
    assert follows("returned") is None


def test_no_state_follows_that_the_life_does_not_know_and_each_has_its_places() -> None:
    known = {**FOLLOWS, **{end: frozenset[str]() for end in ENDS}}
    strange = [(one, to) for froms, _, to, _ in STEPS for one in froms if to not in known[one] | set(ENDS)]
    assert strange == [] and set(PLACES) == set(known)


@pytest.mark.parametrize("kind", ["consult", "hand_over", "expert"])
def test_where_nobody_is_there_to_be_asked_the_customer_goes_on_with_their_agent(kind: str) -> None:
    assert follows("ringing", kind=kind, colleague="nobody") == "returned"
    assert follows("ringing", kind=kind, colleague="nobody", agent=False) == "promised"


@pytest.mark.parametrize("state", TWO_TALK)
def test_who_is_only_asked_is_thanked_when_time_is_over(state: str) -> None:
    assert follows(state, kind="consult", colleague="there", due=True) == "returned"
    assert follows(state, kind="expert", colleague="there", due=True) == "returned"
    assert follows(state, kind="hand_over", colleague="there", due=True) == "merged"


def test_nobody_is_left_alone_with_somebody_outside() -> None:
    for state, then in (("ringing", "promised"), ("consulting", "promised"), ("swapped", "done"), ("merged", "done")):
        assert follows(state, kind="expert", colleague="there", agent=False) == then
