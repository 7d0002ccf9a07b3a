"""The process dies after it did what was asked and before it answered: asked again, what was asked is done once."""

from typing import Any

import pytest

from cases.case import Case
from console.api.operations import OPERATIONS
from console.api.repetition import Repeatable, once
from console.api_key import ApiKey
from records.database import reading, writing
from records.idempotency import Answer
from tests.console.conftest import Centre

both_databases = pytest.mark.both_databases


def asked(centre: Centre) -> Repeatable:
    key = ApiKey(id="k", name="k", role="agent", made_at=centre.clock())
    return Repeatable(sender=key.asks(), key="one", method="POST", target="/cases", body=b"{}", kept_with_act=True)


def cases(centre: Centre) -> int:
    with reading(centre.board.database) as session:
        return session.query(Case).count()


@both_databases
def test_neither_the_act_nor_the_answer_is_kept_by_a_process_that_died_between(centre: Centre) -> None:
    def open_a_case() -> Any:
        now = centre.clock()
        with writing(centre.board.database) as session:
            session.add(Case(number=centre.board.new_id(), status="open", opened_at=now, last_touched_at=now))
        return Answer(status=200, body="opened")

    def open_a_case_and_die() -> Any:
        open_a_case()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        once(centre.board, asked(centre), open_a_case_and_die)
    assert cases(centre) == 2, "those there were before"
    first, again = (once(centre.board, asked(centre), open_a_case) for _ in range(2))
    assert first == again == Answer(status=200, body="opened")
    assert cases(centre) == 3


@both_databases
def test_what_was_refused_halfway_leaves_its_refusal_alone(centre: Centre) -> None:
    headers = {"Idempotency-Key": "one"}
    wanted = {"disposition": "resolved", "kept_promises": [999]}
    answers = [centre.asks("POST", "/cases/1001/closure", json=wanted, headers=headers) for _ in range(2)]
    assert [one.status_code for one in answers] == [422, 422] and answers[0].data == answers[1].data
    assert (centre.asks("GET", "/cases/1001").json or {})["status"] == "open"


def test_what_adds_something_is_kept_with_its_answer() -> None:
    adds = ("post_case", "post_note", "post_task", "post_promise", "post_visit", "post_customer", "post_extra_budget",
            "post_thanks", "post_entitlement", "post_entitlement_use")  # fmt: skip
    of = {operation.name: operation for operation in OPERATIONS}
    assert [name for name in adds if not of[name].kept_with_act] == []
