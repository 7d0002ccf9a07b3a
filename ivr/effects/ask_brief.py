"""What a technician is told of a case; who was told is on the call's record."""

from callbacks.noting import note
from cases.visit_brief import VisitBrief, brief_of
from ivr.language.brief import AskBrief
from ivr.language.move import Outcome
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from records.database import reading
from staff.agent import agent


def ask_brief(voice: VoiceBoard, talk: Talk, effect: AskBrief) -> Outcome:
    with reading(voice.database) as session:
        brief = brief_of(session, effect.case)
        if brief is None:
            return Outcome(way="unknown")
        owner = agent(session, brief.owner_id) if brief.owner_id else None
        name = owner.name.split()[0] if owner and owner.name else ""
    told = {"worker": effect.worker, "case": brief.case}
    note(voice, "visit_briefed", talk.conversation.call, told, once=talk.once)
    return Outcome(way="told", values=_told(brief, name, talk.conversation.language), progress=True)


def _told(brief: VisitBrief, owner: str, language: str) -> dict[str, str]:
    facts = {
        "case": brief.case,
        "subject": brief.subject or "",
        "next_action": brief.next_action or "",
        "promise": brief.promise or "",
        "due": brief.due_at.isoformat() if brief.due_at else "",
        "owner": owner,
        "checklist": ", ".join(words.spoken_in(language) for words in brief.checklist),
    }
    return {name: value for name, value in facts.items() if value}
