"""Where to go, and what there is to try: ticked by what happened."""

from typing import cast

import pytest
from flask import Flask
from flask.testing import FlaskClient

from console.pages.blueprint import pages
from console.pages.page import Where
from console.pages.static_files import static_files
from ivr.voice_board import VoiceBoard
from records.call_record import CallRow
from records.database import writing
from tests.console.conftest import BOARD_AT_HAND, Centre


@pytest.fixture
def newcomer(accounts: Centre) -> FlaskClient:
    app = Flask("sahip", static_folder=None)
    app.register_blueprint(pages(cast(VoiceBoard, BOARD_AT_HAND), Where(demo=True, telephones="/phone")))
    app.register_blueprint(static_files())
    return app.test_client()


def ticked(newcomer: FlaskClient) -> int:
    return newcomer.get("/?lang=en").text.count("sign good")


def test_the_demo_has_four_doors_and_nothing_is_done_yet(newcomer: FlaskClient) -> None:
    page = newcomer.get("/?lang=en").text
    assert all(f'href="{path}"' in page for path in ("/phone", "/in/elif", "/in/zeynep", "/in/ops"))
    assert (page.count("sign calm"), ticked(newcomer)) == (5, 0)


def test_a_step_ticks_itself_when_it_has_happened(newcomer: FlaskClient, centre: Centre) -> None:
    """The demo's own first call is none of theirs; Burak answers at a browser."""
    centre.clock.advance(60)
    now = centre.clock()
    for number, agent in enumerate((None, None, "burak"), start=1):
        with writing(centre.board.database) as session:
            session.add(CallRow(sid=f"CA{number}", direction="inbound", stage="ended", arrived_at=now, agent_id=agent,
                                answered_at=now if agent else None))  # fmt: skip
        assert ticked(newcomer) == (0, 1, 2)[number - 1]
