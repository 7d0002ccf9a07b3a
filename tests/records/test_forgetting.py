"""What nobody will ask for again leaves the database, a little at a time."""

from datetime import timedelta

import pytest

from records.answer import FORGOTTEN_AT_ONCE, KEPT_FOR, WebhookAnswer, forget_old_answers, store
from records.database import reading, writing
from records.kept_of_call import kept_of_call

pytestmark = pytest.mark.both_databases


def test_an_answer_is_kept_for_a_week(database, clock):
    with writing(database) as session:
        store(session, [WebhookAnswer(key="CA1:inbound", call="CA1", body="<Response/>", at=clock())])
        assert not forget_old_answers(session, now=clock() + KEPT_FOR)
        assert kept_of_call(session, "CA1").answers == {"CA1:inbound": "<Response/>"}
        assert not forget_old_answers(session, now=clock() + KEPT_FOR + timedelta(seconds=1))
    with reading(database) as session:
        assert kept_of_call(session, "CA1").answers == {}


def test_many_answers_are_forgotten_some_at_a_time(database, clock):
    with writing(database) as session:
        for number in range(FORGOTTEN_AT_ONCE):
            store(
                session, [WebhookAnswer(key=f"CA{number}:inbound", call=f"CA{number}", body="<Response/>", at=clock())]
            )
    later = clock() + timedelta(days=30)
    with writing(database) as session:
        assert forget_old_answers(session, now=later)
        assert not forget_old_answers(session, now=later)
