"""What a colleague must know before they say a word: who, which case, what was promised and tried, and by whom well.

It is kept with the transfer as facts; `brief_lines` shows them, `spoken_brief` says the weightiest in a breath.
"""

from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from cases.case import Case
from cases.civil_day import ZONE, civil_day
from cases.customer import Customer
from cases.money import lira
from escalations.board import EscalationBoard
from escalations.brief_facts import calls_about, promises_told, right_told, tried
from escalations.brief_money import limits_of, precedents_told
from escalations.brief_tier import tier_words
from escalations.in_words import said
from hours.bilingual import Bilingual
from staff.agent import names_of

Brief = dict[str, Any]
LONGEST_SPOKEN: Final = 210
"""Fifteen seconds at 14 characters a second."""
LONGEST_PART: Final = 60
"""What people wrote is cut here where it is spoken: the screen has all of it."""


def brief_of(
    board: EscalationBoard,
    session: Session,
    *,
    call: str | None,
    case_number: str | None,
    customer_id: str | None,
    agent_id: str | None,
    reason: str | None,
) -> Brief:
    """Facts alone: texts, whole numbers, moments as ISO 8601 in the centre's zone. Nothing is written down."""
    case = session.get(Case, case_number) if case_number else None
    customer = session.get(Customer, customer_id or (case.customer_id if case else None) or "")
    return {
        "who": _who(customer),
        "case": _case(session, case),
        **_how_long(case, board.clock()),
        "calls": calls_about(session, call, case_number),
        "reason": reason,
        "agent": {"id": agent_id, "name": names_of(session, [agent_id]).get(agent_id)} if agent_id else None,
        "promises": promises_told(session, case_number),
        "tried": tried(board, session, case_number),
        "right": right_told(session, case_number, agent_id) if agent_id else [],
        "precedents": precedents_told(board, session, case, customer) if case else [],
        "limits": limits_of(board, session, agent_id),
    }


def spoken_brief(brief: Brief, language: str) -> str:
    """The weightiest of it, in 210 characters at most: whole sentences, and what has no room any more is left out."""
    told = ""
    for sentence in _sentences(brief, language):
        longer = f"{told} {sentence}".strip()
        told = longer if len(longer) <= LONGEST_SPOKEN else told
    return told


def _sentences(brief: Brief, language: str) -> list[str]:
    """In the order in which they matter to whoever has fifteen seconds."""
    parts = [_opening(brief)]
    if brief.get("reason"):
        parts.append(said("brief", "reason", reason=_short(brief["reason"])))
    broken = [one for one in brief["promises"] if one["status"] == "broken"]
    if broken:
        parts.append(said("brief", "broken", count=len(broken)))
    parts += [said("brief", "open", what=_short(one["what"]), due=_when(one["due_at"]))
              for one in brief["promises"] if one["status"] == "open"][:1]  # fmt: skip
    parts += [right_words(one) for one in brief["right"][:1]]
    parts += [said("brief", "tried_spoken", what=_cut(tried_words(one))) for one in brief["tried"][:1]]
    parts += _since(brief)
    return [f"{part.spoken_in(language).rstrip(' .')}." for part in parts]


def _opening(brief: Brief) -> Bilingual:
    who, case = who_words(brief), case_words(brief)
    return Bilingual(tr=f"{who.tr}, {case.tr}", en=f"{who.en}, {case.en}")


def _since(brief: Brief) -> list[Bilingual]:
    since = since_words(brief)
    return [since] if since else []


def who_words(brief: Brief) -> Bilingual:
    who = brief.get("who") or {}
    if not who.get("name"):
        return said("brief", "nobody")
    name, tier = _short(who["name"], 32), tier_words(who.get("tier"))
    return said("brief", "who_tier", name=name, tier=tier) if tier else said("brief", "who", name=name)


def case_words(brief: Brief) -> Bilingual:
    case = brief.get("case")
    if not case:
        return said("brief", "no_case")
    key = "case_subject" if case.get("subject") else "case"
    return said("brief", key, case=case["number"], subject=_short(case.get("subject") or ""))


def since_words(brief: Brief) -> Bilingual | None:
    days = brief.get("days")
    if days is None:
        return None
    key = "since_today" if days < 1 else "since_day" if days == 1 else "since_days"
    since, calls = said("brief", key, days=days), brief.get("calls") or 0
    if calls <= 1:
        return since
    times = said("brief", "calls", calls=calls)
    return Bilingual(tr=f"{since.tr}, {times.tr}", en=f"{since.en}, {times.en}")


def right_words(one: Brief) -> Bilingual:
    return said("brief", f"right_{one['what']}", agent=one["agent"], count=one.get("count", 1))


def tried_words(one: Brief) -> Bilingual:
    """What people wrote stands as they wrote it, in whatever language."""
    if one["kind"] == "note":
        return Bilingual(tr=one["what"], en=one["what"])
    kind = Bilingual(tr=one.get("tr") or one["what"], en=one.get("en") or one["what"])
    money = lira(one["kurus"]) if one.get("kurus") is not None else ""
    return said("brief", one["kind"], kind=kind, lira=money, department=kind, what=one["what"])


def _who(customer: Customer | None) -> Brief:
    if customer is None:
        return {"customer_id": None, "name": None, "tier": None, "language": None}
    return {"customer_id": customer.id, "name": customer.name or None, "tier": customer.tier,
            "language": customer.language}  # fmt: skip


def _case(session: Session, case: Case | None) -> Brief | None:
    if case is None:
        return None
    owner = names_of(session, [case.owner_id]).get(case.owner_id) if case.owner_id else None
    return {"number": case.number, "subject": case.subject, "reason": case.reason, "status": case.status,
            "priority": case.priority, "bounces": case.bounces, "owner_id": case.owner_id, "owner": owner,
            "public": case.public_link is not None}  # fmt: skip


def _how_long(case: Case | None, now: datetime) -> Brief:
    if case is None:
        return {"since": None, "days": None}
    opened = case.opened_at.astimezone(ZONE)
    return {"since": opened.isoformat("T", "minutes"), "days": (civil_day(now) - opened.date()).days}


def _when(told: str) -> str:
    return f"{datetime.fromisoformat(told):%d.%m. %H:%M}"


def _cut(words: Bilingual) -> Bilingual:
    return Bilingual(tr=_short(words.tr), en=_short(words.en))


def _short(text: str, most: int = LONGEST_PART) -> str:
    """Cut at a word."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= most else one_line[: most - 1].rsplit(" ", 1)[0].rstrip(",.;: ") + "…"
