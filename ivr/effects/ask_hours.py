"""Whether a calendar is open, as a flow asks it in a call."""

from zoneinfo import ZoneInfo

import structlog

from hours.errors import CalendarUnknown
from hours.opening import Opening
from ivr.language.hours import AskHours
from ivr.language.move import TROUBLE, Outcome
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard

log = structlog.get_logger(__name__)


def ask_hours(voice: VoiceBoard, talk: Talk, effect: AskHours) -> Outcome:
    crisis = voice.hours.crisis_for(caller=talk.caller.caller_id.value, called=talk.number)
    try:
        opening = voice.hours.opening_at(effect.calendar, talk.now, crisis)
    except CalendarUnknown:
        log.error("calendar_unknown", calendar=effect.calendar, call=talk.conversation.call)
        return Outcome(way=TROUBLE)
    zone = voice.hours.calendars.named[effect.calendar].zone
    return hours_told(opening, zone, talk.conversation.language)


def hours_told(opening: Opening, zone: ZoneInfo, language: str) -> Outcome:
    """Keeps `reason` and `opens` for words about a closed calendar, `closes` for an open one. Times are local."""
    told = {"reason": opening.why.spoken_in(language)} if opening.state == "closed" else {}
    moments = {"opens": opening.opens, "closes": opening.closes}
    kept = {name: moment.astimezone(zone).isoformat("T", "minutes") for name, moment in moments.items() if moment}
    return Outcome(way=opening.state, kept=told | kept)
