"""The duty that holds the floor's figures against the rules: an alert begins, is told once, and is over.

What is told is written before it is sent: two clocks tell it once, and one that died over it tells nobody twice. Who
could not be reached is tried again a few times.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.orm import Session

from callbacks.beyond import Duty
from callbacks.board import Board
from console.alerts.alert import Alert, last_told, open_alerts
from console.alerts.errors import NotTold
from console.alerts.measured import Figures, measured, subjects_of
from console.alerts.rule import AlertRule, AlertRules
from console.alerts.words import alert_told
from records.database import serialise, writing

log = structlog.get_logger(__name__)

EVERY: Final = timedelta(seconds=10)
MOST_TRIES: Final = 5
"""So often it is tried to tell somebody of one alert: an address that is wrong stays wrong."""

Tell = Callable[[str, str], None]
"""Tell those of a name these words. Raises NotTold."""


def watching_over(rules: AlertRules, tell: Tell) -> Duty:
    """For the clock."""
    return Duty(name="watch_alerts", every=EVERY, act=lambda board: watch(board, rules, tell), thread="slow")


def watch(board: Board, rules: AlertRules, tell: Tell) -> None:
    """Everything that is so now, and everybody who is to know of it."""
    if not rules.rules:
        return
    figures = measured(board, rules.rules)
    with writing(board.database) as session:
        serialise(session, "alerts")
        due = _followed(session, board, rules, figures)
    for rule, alert in due:
        _told(board, rules, rule, alert, tell)


def _followed(session: Session, board: Board, rules: AlertRules, figures: Figures) -> list[tuple[AlertRule, Alert]]:
    """Those somebody is to be told of now: `told_at` is written."""
    now, known = board.clock(), {(one.rule, one.subject): one for one in open_alerts(session)}
    due = []
    for rule in rules.rules:
        for subject in subjects_of(rule, figures):
            value, alert = figures[rule.metric, subject], known.pop((rule.name, subject), None)
            if value is None or not rule.is_broken_by(value):
                _is_over(alert, now)
                continue
            alert = alert or _begun(session, board, rule, subject)
            alert.value = value
            if _is_to_be_told(session, rules, rule, alert, now):
                alert.told_at = now
                due.append((rule, alert))
    for gone in known.values():
        _is_over(gone, now)  # of a rule or a queue there is not any more
    return due


def _begun(session: Session, board: Board, rule: AlertRule, subject: str) -> Alert:
    alert = Alert(id=board.new_id(), rule=rule.name, subject=subject, metric=rule.metric, op=rule.op, bound=rule.value,
                  value=0.0, began_at=board.clock(), tries=0)  # fmt: skip
    session.add(alert)
    return alert


def _is_over(alert: Alert | None, now: datetime) -> None:
    if alert is not None:
        alert.ended_at = now


def _is_to_be_told(session: Session, rules: AlertRules, rule: AlertRule, alert: Alert, now: datetime) -> bool:
    """It has lasted, nobody was told of it, and nobody was told of the same thing a short while ago."""
    if now - alert.began_at < rule.lasts:
        return False
    alert.fired_at = alert.fired_at or now
    if alert.told_at is not None or alert.tries >= MOST_TRIES or rules.is_quiet(rule, now):
        return False
    before = last_told(session, rule.name, alert.subject)
    return before is None or now - before >= rule.cool_down


def _told(board: Board, rules: AlertRules, rule: AlertRule, alert: Alert, tell: Tell) -> None:
    words = alert_told(alert)
    failed = _not_reached(rule.to, words.tr if rules.language == "tr" else words.en, tell)
    if failed and len(failed) == len(rule.to):
        with writing(board.database) as session:
            row = session.get_one(Alert, alert.id)
            row.told_at, row.tries = None, row.tries + 1


def _not_reached(whom: Sequence[str], words: str, tell: Tell) -> list[str]:
    failed = []
    for who in whom:
        try:
            tell(who, words)
        except NotTold as trouble:
            log.warning("alert_not_told", who=who, why=str(trouble))
            failed.append(who)
    return failed
