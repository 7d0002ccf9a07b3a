"""How what nodes ask of the world usually comes out: what a test is spared to say."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from hours.due import due_within
from hours.errors import CalendarUnknown
from ivr.effects.ask_hours import hours_told
from ivr.effects.calling_back import A_DAY, number_of
from ivr.language.brief import AskBrief
from ivr.language.callback import NUMBER, OfferCallback, PromiseCallback, ProveNumber
from ivr.language.callback_times import BETWEEN, TIMES, OfferTimes
from ivr.language.channel import BETWEEN_PLACES, OPEN, GoOnElsewhere, OfferChannels
from ivr.language.complaint import TakeComplaint
from ivr.language.escalate import AskForManager
from ivr.language.field_worker import CheckFieldWorker
from ivr.language.hardship import CheckHardship
from ivr.language.hours import AskHours
from ivr.language.language import KeepLanguage
from ivr.language.mark import MarkCall
from ivr.language.message import WriteMessage
from ivr.language.move import TROUBLE, Effect, Outcome
from ivr.language.payment_plan import AcceptPlan
from ivr.language.staffed import AskWhoIsAtWork
from ivr.language.status import AskStatus
from ivr.language.stop_line import AskRegister
from ivr.language.survey import KeepRating, KeepWord
from ivr.language.verify import BeginVerification, CheckAnswer
from ivr.language.voicemail import KeepVoicemail
from ivr.language.voucher import RedeemVoucher
from ivr.language.without_part import EndWithoutPart
from ivr.talking.talk import Talk
from ivr.trying.given_hours import GivenHours
from ivr.trying.premises import Premises
from ivr.trying.scenario import Given

A_CASE: Final = "4812"
AN_OWNER: Final = "Ayşe"
A_LEAD: Final = "Zeynep Öztürk"
A_SUM: Final = "100"

Usual = Callable[[Premises, Given, Talk, Any], Outcome]


def usual_outcome(premises: Premises, given: Given, talk: Talk, effect: Effect) -> Outcome | None:
    """What comes out by what is given and by the centre's own rules; None where only a test can say it."""
    known = USUAL.get(type(effect))
    return known(premises, given, talk, effect) if known else None


def _always(way: str) -> Usual:
    return lambda premises, given, talk, effect: Outcome(way=way)


def _at_work(premises: Premises, given: Given, talk: Talk, effect: AskWhoIsAtWork) -> Outcome:
    somebody = given.at_work if isinstance(given.at_work, bool) else effect.queue in given.at_work
    return Outcome(way="somebody" if somebody else "nobody")


def _hours(premises: Premises, given: Given, talk: Talk, effect: AskHours) -> Outcome:
    """The centre's own calendars at the moment of the call, and what is given as closed beside them."""
    calendar = premises.calendars.named.get(effect.calendar)
    if calendar is None:
        return Outcome(way=TROUBLE)
    hours = GivenHours(premises=premises, given=given, now=talk.now)
    return hours_told(hours.opening_at(effect.calendar, talk.now), calendar.zone, talk.conversation.language)


def _due(premises: Premises, given: Given, talk: Talk, effect: Any) -> str:
    """By when a call is promised: hours in which the calendar is closed do not count."""
    hours = GivenHours(premises=premises, given=given, now=talk.now)
    try:
        due = due_within(hours, effect.hours, talk.now, timedelta(hours=effect.within_hours))
    except CalendarUnknown:
        due = talk.now + A_DAY
    return due.isoformat("T", "minutes")


def _verification(premises: Premises, given: Given, talk: Talk, effect: BeginVerification) -> Outcome:
    return Outcome(way="code" if effect.code_message is not None else "pin", progress=True)


def _answer(premises: Premises, given: Given, talk: Talk, effect: CheckAnswer) -> Outcome:
    """The code, or the PIN, is the one that is given."""
    right = effect.answer == (given.pin if effect.by == "pin" else given.code)
    return Outcome(way="right" if right else "wrong", progress=right)


def _status(premises: Premises, given: Given, talk: Talk, effect: AskStatus) -> Outcome:
    """Somebody owns the case and was talked to; nothing is promised."""
    case = effect.case or next((case.number for case in talk.caller.open_cases), None)
    values = {"case": case or A_CASE, "last": "talked", "at": talk.now.isoformat(), "owner": AN_OWNER}
    return Outcome(way="told" if case else "none", values=values, progress=True)


def _complaint(premises: Premises, given: Given, talk: Talk, effect: TakeComplaint) -> Outcome:
    """A case of its own, whatever the call was about before."""
    due = (talk.now + timedelta(hours=effect.within_hours)).isoformat()
    values = {"complaint": A_CASE} | ({"due": due} if effect.promise else {})
    return Outcome(way="taken", values=values, progress=True, changed=talk.at(case=A_CASE, case_by="caller"))


def _channels(premises: Premises, given: Given, talk: Talk, effect: OfferChannels) -> Outcome:
    """Whoever's number we see gets a message and may go to a branch; a customer has an address for letters too."""
    letters = ("email",) if talk.conversation.customer or len(talk.caller.customers) == 1 else ()
    there = ("sms", *letters, "branch") if number_of(talk) else ()
    return Outcome(way="offer", values={OPEN: BETWEEN_PLACES.join(there)}) if there else Outcome(way="none")


def _elsewhere(premises: Premises, given: Given, talk: Talk, effect: GoOnElsewhere) -> Outcome:
    """On the call's own case, or on a new one."""
    case = talk.conversation.case or A_CASE
    due = (talk.now + timedelta(hours=effect.within_hours)).isoformat()
    values = {"due": due, **({"case": case} if talk.conversation.verified else {})}
    return Outcome(way="taken", values=values, progress=True, changed=talk.at(case=case, case_by="caller"))


def _voicemail(premises: Premises, given: Given, talk: Talk, effect: KeepVoicemail) -> Outcome:
    due = _due(premises, given, talk, effect)
    return Outcome(way="left", values={"due": due} if number_of(talk) else {}, progress=True)


def _offer(premises: Premises, given: Given, talk: Talk, effect: OfferCallback) -> Outcome:
    """Any number but none at all is one we call."""
    phone = effect.keyed or number_of(talk)
    due = _due(premises, given, talk, effect)
    kept = {NUMBER: effect.keyed} if effect.keyed else {}
    values = {"due": due, "phone": phone or "", "who": A_LEAD}
    return Outcome(way="offer", values=values, kept=kept) if phone else Outcome(way="other")


def _times(premises: Premises, given: Given, talk: Talk, effect: OfferTimes) -> Outcome:
    """Three of them, an hour apart."""
    first = datetime.fromisoformat(effect.after) if effect.after else talk.now
    begins = [first + timedelta(hours=hours) for hours in (1, 2, 3)]
    values = {f"begin_{key}": at.isoformat() for key, at in enumerate(begins, start=1)}
    ends = {f"end_{key}": (at + timedelta(minutes=30)).isoformat() for key, at in enumerate(begins, start=1)}
    return Outcome(way="times", values=values | ends, kept={TIMES: BETWEEN.join(f"{at:%Y%m%dT%H%MZ}" for at in begins)})


def _promise(premises: Premises, given: Given, talk: Talk, effect: PromiseCallback) -> Outcome:
    due = _due(premises, given, talk, effect)
    values = {"due": due, "phone": effect.phone or number_of(talk) or "", "begin": effect.begin or due,
              "who": A_LEAD}  # fmt: skip
    return Outcome(way="promised", values=values, progress=True)


def _hardship(premises: Premises, given: Given, talk: Talk, effect: CheckHardship) -> Outcome:
    return Outcome(way="protected" if given.protected else "not_protected")


def _field_worker(premises: Premises, given: Given, talk: Talk, effect: CheckFieldWorker) -> Outcome:
    right = effect.pin == given.pin
    return Outcome(way="right" if right else "wrong", progress=right)


def _register(premises: Premises, given: Given, talk: Talk, effect: AskRegister) -> Outcome:
    return Outcome(way="do_not_cut" if given.protected else "cut", progress=True)


def _brief(premises: Premises, given: Given, talk: Talk, effect: AskBrief) -> Outcome:
    """A case of that number has something to be said of it."""
    return Outcome(way="told", values={"case": effect.case, "subject": "…", "due": talk.now.isoformat()}, progress=True)


def _voucher(premises: Premises, given: Given, talk: Talk, effect: RedeemVoucher) -> Outcome:
    return Outcome(way="redeemed", kept={"voucher": A_SUM}, progress=True)


def _plan(premises: Premises, given: Given, talk: Talk, effect: AcceptPlan) -> Outcome:
    first, count = effect.instalments[0].due_on, len(effect.instalments)
    return Outcome(way="accepted", kept={"plan_first": first.isoformat(), "plan_count": str(count)}, progress=True)


USUAL: Final[Mapping[type[Effect], Usual]] = {
    KeepLanguage: _always("next"),
    MarkCall: _always("next"),
    WriteMessage: _always("next"),
    AskForManager: _always("asked"),
    AskWhoIsAtWork: _at_work,
    AskHours: _hours,
    BeginVerification: _verification,
    CheckAnswer: _answer,
    AskStatus: _status,
    TakeComplaint: _complaint,
    OfferChannels: _channels,
    GoOnElsewhere: _elsewhere,
    KeepVoicemail: _voicemail,
    OfferCallback: _offer,
    PromiseCallback: _promise,
    OfferTimes: _times,
    ProveNumber: _always("proved"),
    CheckHardship: _hardship,
    CheckFieldWorker: _field_worker,
    AskRegister: _register,
    AskBrief: _brief,
    EndWithoutPart: _always("noted"),
    RedeemVoucher: _voucher,
    AcceptPlan: _plan,
    KeepRating: _always("kept"),
    KeepWord: _always("kept"),
}
"""A new effect is a line here, or has to be given in each test."""
