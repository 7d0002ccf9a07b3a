"""`/`: where to go. In the demo, what there is to try, each thing ticked by what happened."""

from datetime import datetime
from typing import Final

import structlog
from flask import Blueprint, request
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from cases.promise import Promise
from console.pages.page import Where
from console.pages.rendering import render_for_nobody
from console.pages.wording import LANGUAGES
from console.people.account import Account
from escalations.transfer.transfer import Transfer
from ivr.publishing.publication import Publication
from ivr.voice_board import VoiceBoard
from records.call_record import CallRow
from records.database import reading
from records.errors import RecordsUnavailable
from staff.agent import Agent

log = structlog.get_logger(__name__)

DOORS: Final = (("phone", "/phone"), ("desk", "/in/elif"), ("floor", "/in/zeynep"), ("studio", "/in/ops"))
STEPS: Final = ("called", "answered", "lead_came", "published", "kept")


def front(blueprint: Blueprint, board: VoiceBoard, where: Where) -> None:
    blueprint.add_url_rule("/", "front", lambda: _front(board, where))


def _front(board: VoiceBoard, where: Where) -> Response:
    asked = request.args.get("lang", "")
    language = asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or "tr"
    shown = {"demo": where.demo, "doors": DOORS, "steps": _steps(board) if where.demo else ()}
    body = render_for_nobody("front.html", language, shown)
    return Response(body, content_type="text/html; charset=utf-8")


def _steps(board: VoiceBoard) -> tuple[tuple[str, bool], ...]:
    """Each thing to try, and whether it was done since the demo began."""
    try:
        with reading(board.database) as session:
            done = _done(session)
    except RecordsUnavailable as down:
        log.warning("nothing_ticked", why=str(down))
        done = {}
    return tuple((step, done.get(step, False)) for step in STEPS)


def _done(session: Session) -> dict[str, bool]:
    began = session.scalar(select(func.min(Account.made_at)))
    if began is None:
        return {}
    at_a_browser = select(Agent.id).where(Agent.endpoint == "browser")
    return {
        "called": _is_any(session, CallRow, CallRow.direction == "inbound", CallRow.arrived_at > began, beyond=1),
        "answered": _is_any(session, CallRow, CallRow.agent_id.in_(at_a_browser), CallRow.answered_at > began),
        "lead_came": _is_any(session, Transfer, Transfer.asked_at > began),
        "published": _is_any(session, Publication, Publication.number > 1),
        "kept": _is_any(session, Promise, Promise.kind == "callback", Promise.status == "kept", _since(began)),
    }  # fmt: skip


def _since(began: datetime) -> ColumnElement[bool]:
    return Promise.ended_at > began


def _is_any(session: Session, table: type, *those: ColumnElement[bool], beyond: int = 0) -> bool:
    """`beyond` is how many the demo makes by itself."""
    return (session.scalar(select(func.count()).select_from(table).where(*those)) or 0) > beyond
