"""What each of several processes does at once. It imports no more than it needs: each of them reads it anew."""

from datetime import UTC, datetime

from callbacks.dialler.budget import used_up
from callbacks.dialler.rules import BudgetRules
from records.database import open_database, writing
from telephony.attempt import AttemptRow, begin


def call_many(url: str, process: int) -> int:
    """One process of several, each calling as many of one block as it may."""
    database, made = open_database(url, busy_ms=30_000), 0
    rules, now = BudgetRules(per_number_a_day=2, per_block_an_hour=7), datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    for number in range(12):
        with writing(database) as session:
            phone = f"+90532123400{number % 8}"
            if used_up(session, rules, phone, now) is None:
                token = f"{process}-{number}"
                begin(session, token=token, kind="callback", subject=token, destination=phone, now=now)
                session.get_one(AttemptRow, token).state = "done"
                made += 1
    database.dispose()
    return made
