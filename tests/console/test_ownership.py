"""Every way a case begins to be somebody's, passes on and ends to be theirs, and who is away meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from callbacks.off_boarding import Leaving, OffBoardingRefused, leave
from callbacks.owner_standing import standing_of
from callbacks.ownership_keeping import see_to_ownership
from callbacks.promise_notices import tell_of_promise
from cases.case import Case
from cases.conversation import conversation_began
from cases.ownership import owners_of
from cases.promise import make_promise, promises_of
from records.audit import AuditRow, first_break
from records.database import reading, writing
from staff.agent import Agent
from staff.stand_in import who_answers_for
from tests.console.conftest import CALL, Centre

NOTE = "She was promised the part for Friday; call her before nine."


@pytest.fixture(autouse=True)
def _promised(centre: Centre) -> None:
    """A lead, and a promise of Ayşe's about her case."""
    with writing(centre.board.database) as session:
        session.add(Agent(id="leyla", name="Leyla Lider", role="lead", languages=["tr"], skills={}))
        session.get_one(Agent, "ayse").lead_id = "leyla"
        make_promise(session, case_number="1001", kind="callback", what="Part", by_agent="ayse", now=centre.clock(),
                     due_at=centre.clock() + timedelta(days=3))  # fmt: skip


def offer(centre: Centre, role: str = "agent", **changes: Any) -> Any:
    wanted = {"by_agent": "ayse", "to_agent": "burak", "note": NOTE, **changes}
    return centre.asks("POST", "/cases/1001/owner/offers", role, json=wanted)


def answer(centre: Centre, number: int, what: str, **body: Any) -> Any:
    path = f"/cases/1001/owner/offers/{number}/{what}"
    return centre.asks("POST", path, "agent", json={"agent_id": "burak", **body})


def owner(centre: Centre, number: str = "1001") -> str | None:
    found: str | None = (centre.asks("GET", f"/cases/{number}/owner").json or {})["agent_id"]
    return found


def told(centre: Centre, agent: str) -> list[str]:
    items = (centre.asks("GET", f"/agents/{agent}/notices").json or {})["items"]
    return [notice["text"]["en"] for notice in items]


def whose_promises(centre: Centre, case: str = "1001") -> list[str | None]:
    with reading(centre.board.database) as session:
        return [promise.by_agent for promise in promises_of(session, case)]


def audited(centre: Centre) -> list[str]:
    with reading(centre.board.database) as session:
        assert first_break(session) is None
        return [row.what for row in session.query(AuditRow).order_by(AuditRow.seq)]


@pytest.mark.both_databases
def test_a_case_stays_whose_it_is_until_the_other_accepts(centre: Centre) -> None:
    made = offer(centre).json
    assert (made["state"], made["from_agent"], owner(centre)) == ("open", "ayse", "ayse")
    assert told(centre, "burak") == [f"Ayşe Yılmaz offers you case 1001: {NOTE}"]
    [asked] = (centre.asks("GET", "/agents/burak/ownership-offers").json or {})["items"]
    assert asked == made
    assert answer(centre, made["id"], "acceptance").json["state"] == "accepted"
    assert answer(centre, made["id"], "acceptance").json["state"] == "accepted", "asked twice"
    assert (owner(centre), whose_promises(centre)) == ("burak", ["burak"])
    history = (centre.asks("GET", "/cases/1001/owner").json or {})["history"][0]
    assert (history["agent_id"], history["how"], history["reason"]) == ("burak", "accepted", NOTE)
    assert told(centre, "ayse") == ["Burak Işık has accepted case 1001."]
    assert audited(centre) == ["ownership_offered", "ownership_offer_accepted"]


def test_who_declines_says_why_and_the_case_stays(centre: Centre) -> None:
    made = offer(centre).json
    assert answer(centre, made["id"], "refusal").status_code == 422, "without a reason"
    assert answer(centre, made["id"], "refusal", why="I know nothing of pumps").json["state"] == "declined"
    assert answer(centre, made["id"], "acceptance").status_code == 409
    assert (owner(centre), told(centre, "ayse")) == ("ayse", ["Burak Işık did not accept case 1001: "
                                                             "I know nothing of pumps"])  # fmt: skip
    assert offer(centre).json["id"] != made["id"], "it may be offered again"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"to_agent": "ayse"}, 409),
        ({"to_agent": "nobody"}, 422),
        ({"to_agent": "zeki"}, 422),
        ({"by_agent": "burak"}, 422),
        ({"note": "here"}, 422),
        ({"by_agent": "leyla"}, 200),
    ],
)
def test_a_case_is_offered_by_its_owner_or_a_lead_to_a_colleague_with_a_note(
    centre: Centre, changes: dict[str, str], status: int
) -> None:
    assert offer(centre, **changes).status_code == status


def test_nobody_answers_for_somebody_else_and_nobody_is_asked_twice(centre: Centre) -> None:
    made = offer(centre).json
    assert answer(centre, made["id"], "acceptance", agent_id="leyla").status_code == 409
    assert offer(centre).json == made, "the same once more"
    assert offer(centre, to_agent="leyla").status_code == 409
    assert answer(centre, made["id"], "withdrawal", agent_id="ayse").json["state"] == "withdrawn"
    assert offer(centre, to_agent="leyla").status_code == 200


def test_an_offer_nobody_answers_lapses_and_one_that_was_overtaken_is_over(centre: Centre) -> None:
    made = offer(centre).json
    centre.clock.advance(24 * 3600)
    see_to_ownership(centre.board)
    [lapsed] = (centre.asks("GET", "/cases/1001/owner/offers").json or {})["items"]
    assert (lapsed["state"], owner(centre)) == ("lapsed", "ayse")
    assert told(centre, "ayse") == ["Burak Işık did not answer for case 1001: it stays yours."]
    again = offer(centre).json
    centre.asks("PUT", "/cases/1001/owner", "lead", json={"agent_id": "leyla", "reason": "A threat was made"})
    assert answer(centre, again["id"], "acceptance").status_code == 409
    assert (owner(centre), told(centre, "leyla")) == ("leyla", ["Case 1001 is yours from now on: A threat was made"])
    assert made["id"] != again["id"]


def test_a_case_that_was_given_up_is_whoevers_talks_next(centre: Centre) -> None:
    given_up = {"reason": "A conflict of interest"}
    assert centre.asks("POST", "/cases/1001/owner/giving-up", "lead", json=given_up).status_code == 200
    assert owner(centre) is None
    with writing(centre.board.database) as session:
        conversation_began(session, call=CALL, agent_id="burak", customer_id="C1", phone=None, case_number="1001",
                           now=centre.clock(), new_id=centre.board.new_id)  # fmt: skip
    assert owner(centre) == "burak"
    assert centre.asks("POST", "/cases/1001/owner/giving-up", "agent", json={"reason": "x"}).status_code == 403


def absent(centre: Centre, who: str = "ayse", role: str = "lead", **changes: Any) -> Any:
    wanted = {"kind": "leave", "ends_at": (centre.clock() + timedelta(days=5)).isoformat(), **changes}
    return centre.asks("POST", f"/agents/{who}/absences", role, json=wanted)


@pytest.mark.both_databases
def test_the_stand_in_of_an_absence_answers_until_it_ends_by_itself(centre: Centre) -> None:
    board = centre.board
    assert absent(centre, stand_in_id="burak").status_code == 200
    with reading(board.database) as session:
        assert standing_of(session, board, "ayse").stand_ins == ("burak",)
        assert standing_of(session, board, "ayse").away_until == centre.clock() + timedelta(days=5)
        assert who_answers_for(session, "ayse", depth=3, at=centre.clock()) == "burak"
        assert who_answers_for(session, "ayse", depth=3, at=centre.clock() + timedelta(days=5)) == "ayse"
    see_to_ownership(board)
    see_to_ownership(board)
    assert told(centre, "burak") == [
        "Ayşe Yılmaz is away until 28.11.2026: you answer for 1 open cases and for 1 promises due by then."
    ]
    centre.clock.advance(5 * 86_400)
    see_to_ownership(board)
    assert told(centre, "ayse") == [
        "Welcome back. While you were away there were 0 conversations about your cases; 1 promises are yours to keep."
    ]
    with reading(board.database) as session:
        assert standing_of(session, board, "ayse").stand_ins == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"stand_in_id": "ayse"}, "stand_in_id"),
        ({"stand_in_id": "zeki"}, "stand_in_id"),
        ({"starts_at": "2026-12-09T08:00:00Z"}, "ends_at"),
        ({"starts_at": "2026-11-01T08:00:00Z", "ends_at": "2026-11-02T08:00:00Z"}, "ends_at"),
        ({"ends_at": "2029-11-02T08:00:00Z"}, "ends_at"),
        ({"kind": "holiday"}, "kind"),
    ],
)
def test_an_absence_that_cannot_be_is_refused_with_its_field(
    centre: Centre, changes: dict[str, str], field: str
) -> None:
    refused = absent(centre, **changes)
    assert (refused.status_code, [fault["field"] for fault in refused.json["errors"]]) == (422, [field])


def test_nobody_is_away_twice_and_the_same_again_is_the_same(centre: Centre) -> None:
    first = absent(centre, starts_at="2026-12-01T08:00:00Z", ends_at="2026-12-05T08:00:00Z").json
    assert absent(centre, starts_at="2026-12-01T08:00:00Z", ends_at="2026-12-05T08:00:00Z").json == first
    assert absent(centre, starts_at="2026-12-04T08:00:00Z", ends_at="2026-12-06T08:00:00Z").status_code == 422
    centre.asks("DELETE", f"/agents/ayse/absences/{first['id']}", "lead")
    assert absent(centre, starts_at="2026-12-04T08:00:00Z", ends_at="2026-12-06T08:00:00Z").status_code == 200
    centre.clock.advance(14 * 86_400)
    see_to_ownership(centre.board)
    assert len(told(centre, "ayse")) == 1, "what was called off is nobody's news"
    assert absent(centre, "burak", stand_in_id="ayse", role="agent").status_code == 403


def test_nobody_is_offered_a_case_while_they_are_away(centre: Centre) -> None:
    absent(centre, "burak")
    assert offer(centre).status_code == 422


@pytest.mark.both_databases
def test_all_cases_of_who_leaves_pass_in_one_act(centre: Centre) -> None:
    board, opened = centre.board, centre.clock()
    with writing(board.database) as session:
        session.add_all(Case(number=f"30{n:02}", status="open", owner_id="ayse", opened_at=opened,
                             last_touched_at=opened) for n in range(5))  # fmt: skip
        session.get_one(Agent, "burak").stand_in_id = "ayse"
    centre.asks("PUT", "/agents/ayse/presence", json={"state": "ready"})
    offer(centre)
    preview = centre.asks("GET", "/agents/ayse/off-boarding", "read_only").json or {}
    assert (preview["open_cases"], preview["open_promises"], preview["stands_in_for"]) == (6, 1, ["burak"])
    wanted = {"to_agents": ["burak", "leyla"], "reason": "Moves to another city"}
    assert centre.asks("POST", "/agents/ayse/off-boarding", "agent", json=wanted).status_code == 403
    done = centre.asks("POST", "/agents/ayse/off-boarding", "lead", json=wanted).json or {}
    assert (done["cases"], done["promises"]) == (6, 1)
    assert [owner(centre, number) for number in ("1001", "3000", "3001", "3004")] == [
        "burak",
        "leyla",
        "burak",
        "leyla",
    ]
    assert (whose_promises(centre), centre.state("ayse")) == (["burak"], "logged_out")
    assert told(centre, "burak")[0] == "Ayşe Yılmaz has left: 3 open cases are yours from now on. Moves to another city"
    assert centre.asks("GET", "/agents/ayse").status_code == 404
    assert (centre.asks("GET", "/agents/burak").json or {})["stand_in_id"] is None
    assert centre.asks("POST", "/agents/ayse/off-boarding", "lead", json=wanted).json == done, "asked twice"
    with reading(board.database) as session:
        assert [one.how for one in owners_of(session, "3000")] == ["off_boarding"]
    assert audited(centre)[-1] == "off_boarded"


@pytest.mark.parametrize("to", [["ayse"], ["nobody"], ["zeki"], ["burak", "burak"], []])
def test_nobody_leaves_without_somebody_to_go_on(centre: Centre, to: list[str]) -> None:
    refused = centre.asks("POST", "/agents/ayse/off-boarding", json={"to_agents": to, "reason": "Moves"})
    assert (refused.status_code, owner(centre)) == (422, "ayse")
    assert (
        centre.asks("POST", "/agents/zeki/off-boarding", json={"to_agents": ["burak"], "reason": "x"}).status_code
        == 404
    )


def test_a_case_that_came_while_somebody_left_goes_on_as_well(centre: Centre) -> None:
    centre.asks("POST", "/agents/ayse/off-boarding", json={"to_agents": ["burak"], "reason": "Moves"})
    with writing(centre.board.database) as session:
        number = conversation_began(session, call=CALL, agent_id="ayse", customer_id=None, phone=None,
                                    case_number=None, now=centre.clock(), new_id=centre.board.new_id)  # fmt: skip
    assert owner(centre, number) == "ayse"
    see_to_ownership(centre.board)
    assert owner(centre, number) == "burak"


def test_a_promise_of_who_is_away_is_the_stand_ins_to_know(centre: Centre) -> None:
    absent(centre, stand_in_id="burak")
    with writing(centre.board.database) as session:
        [promise] = promises_of(session, "1001")
        tell_of_promise(session, promise, "warned", now=centre.clock())
    assert len(told(centre, "burak")) == len(told(centre, "ayse")) == 1
    centre.clock.advance(5 * 86_400)
    with writing(centre.board.database) as session:
        [promise] = promises_of(session, "1001")
        tell_of_promise(session, promise, "broken", now=centre.clock())
    assert (len(told(centre, "burak")), len(told(centre, "ayse"))) == (1, 2)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_two_who_leave_at_once_do_not_leave_their_cases_to_each_other(centre: Centre) -> None:
    together = Barrier(2)

    def leaves(who: str, heir: str) -> bool:
        together.wait(timeout=10)
        try:
            leave(centre.board.database, Leaving(agent_id=who, to_agents=[heir], reason="They leave", by="key:1"),
                  now=centre.clock())  # fmt: skip
        except OffBoardingRefused:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(leaves, ("ayse", "burak"), ("burak", "ayse"))) == [False, True]
