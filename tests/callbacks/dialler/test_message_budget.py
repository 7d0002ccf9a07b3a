"""So many text messages at most: whoever shows a number that is not theirs cannot have us write to it without end."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from callbacks.dialler.message_budget import not_sent_lately
from callbacks.dialler.rules import BudgetRules
from callbacks.outbox import send
from cases.message import Draft, MessageRow, write_message
from records.database import reading, writing
from staff.notice import NoticeRow
from tests.world import World

READER, NEIGHBOUR = "+905321234567", "+905321234999"


def sent(world: World, name: str, to: str = READER, **more: Any) -> str:
    """What becomes of one more message, with three a day to a number and four an hour to its neighbours."""
    budgets = BudgetRules(messages_per_number_a_day=3, messages_per_block_an_hour=4)
    board = replace(world.voice, dialler=replace(world.voice.dialler, budgets=budgets))
    with writing(board.database) as session:
        whom: dict[str, Any] = {"to_email" if more.get("channel") == "email" else "to_number": to}
        write_message(session, Draft(id=name, body="Sizi arayacağız.", **whom, **more), now=world.clock())
    send(board, name)
    with reading(board.database) as session:
        return session.scalars(select(MessageRow.state).where(MessageRow.id == name)).one()


def test_so_many_are_sent_to_a_number_in_a_day_and_more_are_not_and_are_counted(world: World) -> None:
    assert [sent(world, f"m{n}") for n in range(5)] == ["sent"] * 3 + ["over_limit"] * 2
    assert len([one for one in world.sim.messages() if one.to == READER]) == 3
    with reading(world.voice.database) as session:
        lately = not_sent_lately(session, world.clock())
        assert (lately.messages, lately.numbers) == (2, 1)
    world.clock.advance_to(world.clock() + timedelta(hours=24, seconds=1))
    assert sent(world, "tomorrow") == "sent"


def test_neighbours_share_what_may_be_written_to_them_in_an_hour(world: World) -> None:
    assert [sent(world, f"m{n}", to=f"+90532123456{n}") for n in range(5)] == ["sent"] * 4 + ["over_limit"]
    assert sent(world, "other", to="+905330000001") == "sent"
    world.clock.advance_to(world.clock() + timedelta(hours=1, seconds=1))
    assert sent(world, "later", to=NEIGHBOUR) == "sent"


def test_what_we_owe_and_what_one_of_us_wrote_leaves_all_the_same_and_others_yield_to_it(world: World) -> None:
    assert [sent(world, f"o{n}", template="promise_broken") for n in range(3)] == ["sent"] * 3
    assert sent(world, "asked", template="callback") == "over_limit"
    assert sent(world, "decided", template="decision") == sent(world, "by hand", written_by="ayse") == "sent"


def test_the_owner_learns_once_a_day_of_what_was_not_sent(world: World) -> None:
    for n in range(6):
        sent(world, f"m{n}", case_number="4812", template="callback")
    with reading(world.voice.database) as session:
        told = session.scalars(select(NoticeRow).where(NoticeRow.kind == "message_undelivered")).all()
    assert [row.args for row in told] == [{"state": "over_limit"}]


def test_letters_are_counted_nowhere(world: World) -> None:
    states = [sent(world, f"l{n}", to="emma@example.com", channel="email") for n in range(5)]
    assert "over_limit" not in states
