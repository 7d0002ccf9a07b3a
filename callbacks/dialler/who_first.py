"""Who is rung first: the agent, so that nobody picks up and waits; or the customer, where few pick up."""

from datetime import datetime

from sqlalchemy.orm import Session

from callbacks.dialler.answer_rate import answer_rate
from callbacks.dialler.rules import DiallerRules, First


def who_is_first(rules: DiallerRules, session: Session, queue: str, *, now: datetime) -> First:
    """As the centre says for the queue or for all; by the answer rate of the last week where that is set and known."""
    usual = rules.first_for(queue)
    if usual == "customer" or not rules.leg.customer_first_below:
        return usual
    if queue in rules.leg.first_by_queue:
        return usual
    rate = answer_rate(session, queue, now=now)
    return "customer" if rate is not None and rate < rules.leg.customer_first_below else usual
