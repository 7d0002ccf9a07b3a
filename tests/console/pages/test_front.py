"""Where to go, and what there is to try: ticked by what happened."""

from datetime import timedelta
from typing import Final, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient

from callbacks.callback import Callback, promise_kept_in_mind
from cases.case import Case
from cases.promise import end_promise, make_promise
from console.newcomer import DemosOwn
from console.pages.blueprint import pages
from console.pages.page import Where
from console.pages.static_files import static_files
from ivr.voice_board import VoiceBoard
from records.call_record import CallRow
from records.database import writing
from tests.console.conftest import BOARD_AT_HAND, Centre

PLAYED: Final = "+905559990111"
HOUR: Final = timedelta(hours=1)


@pytest.fixture
def newcomer(accounts: Centre) -> FlaskClient:
    app = Flask("sahip", static_folder=None)
    own = DemosOwn(numbers=frozenset({PLAYED}), calls=lambda: frozenset({"CA1"}))
    where = Where(demo=True, telephones="/phone", own=own)
    app.register_blueprint(pages(cast(VoiceBoard, BOARD_AT_HAND), where))
    app.register_blueprint(static_files())
    return app.test_client()


def ticked(newcomer: FlaskClient) -> int:
    return newcomer.get("/?lang=en").text.count("sign good")


def test_the_demo_has_four_doors_and_nothing_is_done_yet(newcomer: FlaskClient) -> None:
    page = newcomer.get("/?lang=en").text
    assert all(f'href="{path}"' in page for path in ("/phone", "/in/elif", "/in/zeynep", "/in/ops"))
    assert (page.count("sign calm"), ticked(newcomer)) == (5, 0)


def test_a_step_ticks_itself_when_it_has_happened(newcomer: FlaskClient, centre: Centre) -> None:
    """Neither the demo's own first call is theirs nor one of a customer it plays; Burak answers at a browser."""
    centre.clock.advance(60)
    now = centre.clock()
    told = (("CA1", "+905321234567", None, 0), ("CA2", PLAYED, None, 0), ("CA3", "+905321234567", None, 1),
            ("CA4", None, "burak", 2))  # fmt: skip
    for sid, number, agent, ticks in told:
        with writing(centre.board.database) as session:
            session.add(CallRow(sid=sid, direction="inbound", stage="ended", arrived_at=now, agent_id=agent,
                                from_number=number, answered_at=now if agent else None))  # fmt: skip
        assert ticked(newcomer) == ticks


def test_whose_number_is_withheld_has_called_too(newcomer: FlaskClient, centre: Centre) -> None:
    centre.clock.advance(60)
    with writing(centre.board.database) as session:
        session.add(CallRow(sid="CA5", direction="inbound", stage="ivr", arrived_at=centre.clock()))
    assert ticked(newcomer) == 1


def test_a_callback_kept_for_a_customer_the_demo_plays_is_not_theirs(newcomer: FlaskClient, centre: Centre) -> None:
    centre.clock.advance(60)
    now = centre.clock()
    for number, ticks in ((PLAYED, 0), ("+905321234567", 1)):
        with writing(centre.board.database) as session:
            case = Case(number=number, opened_at=now, last_touched_at=now)
            session.add(case)
            session.flush()
            promise = make_promise(session, case_number=case.number, kind="callback", what="Arama", due_at=now + HOUR,
                                   by_agent=None, now=now)  # fmt: skip
            promise_kept_in_mind(session, promise, Callback(id=number, phone=number, queue="destek", language="tr",
                                                           call="CA", case_number=case.number, place_at=now,
                                                           not_before=now))  # fmt: skip
            end_promise(session, promise.id, "kept", now)
        assert ticked(newcomer) == ticks
