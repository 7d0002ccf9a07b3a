"""What the register of hardship says of a customer."""

from cases.civil_day import civil_day
from cases.hardship import Whose, may_be_done
from ivr.language.hardship import CheckHardship
from ivr.language.move import Outcome
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from records.database import reading


def check_hardship(voice: VoiceBoard, talk: Talk, effect: CheckHardship) -> Outcome:
    today = civil_day(talk.now)
    with reading(voice.database) as session:
        stop = may_be_done(session, effect.action, Whose(customer_id=effect.customer), on=today).stop
    if stop is None:
        return Outcome(way="not_protected")
    return Outcome(way="protected", kept={"protected_until": stop.ends_on.isoformat()} if stop.ends_on else {})
