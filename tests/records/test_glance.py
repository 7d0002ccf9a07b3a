"""One question for several things: each found where it is there, at the moment it is asked for, on either database."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from records.database import writing
from records.glance import Question, at
from records.lease import Lease, take_lease

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ODD = "100% :at_0 '"
QUESTION = Question(
    {
        "over": select(Lease.name).where(Lease.until <= at()).exists(),
        "over for a minute": select(Lease.name).where(Lease.until <= at(-MINUTE)).exists(),
        "over in a minute": select(Lease).where(Lease.until <= at(MINUTE)).order_by(Lease.name).limit(5).exists(),
        "odd": select(Lease.name).where(Lease.name.in_((ODD, "worker"))).exists(),
        "another": ~select(Lease.name).where(Lease.holder == "we").exists(),
    }
)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("name", "until", "found"),
    [
        ("clock", NOW + 2 * MINUTE, set()),
        ("clock", NOW + MINUTE, {"over in a minute"}),
        ("clock", NOW, {"over", "over in a minute"}),
        ("clock", NOW - 2 * MINUTE, {"over", "over for a minute", "over in a minute"}),
        (ODD, NOW + 2 * MINUTE, {"odd"}),
    ],
)
def test_what_is_there_is_found_by_its_moment_and_nothing_else(
    database: Engine, name: str, until: datetime, found: set[str]
) -> None:
    assert QUESTION.asked(database, NOW) == {"another"}
    with writing(database) as session:
        take_lease(session, name, "we", until, 0)
    assert QUESTION.asked(database, NOW) == found
    assert QUESTION.asked(database, NOW - timedelta(days=1)) <= {"odd"}
