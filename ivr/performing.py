"""Doing what nodes ask of the world. What cannot be reached is the outcome `trouble`, never an error of the call."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import structlog

from ivr.effects.accept_plan import put_plan_on_record
from ivr.effects.ask_brief import ask_brief
from ivr.effects.ask_dip import ask_dip
from ivr.effects.ask_for_manager import put_manager_request_on_record
from ivr.effects.ask_hours import ask_hours
from ivr.effects.ask_status import ask_status
from ivr.effects.ask_stop_line import ask_register, check_field_worker
from ivr.effects.change_channel import go_on_elsewhere, offer_channels
from ivr.effects.check_hardship import check_hardship
from ivr.effects.end_without_part import end_without_part
from ivr.effects.keep_language import keep_language
from ivr.effects.keep_rating import keep_rating, keep_word
from ivr.effects.keep_voicemail import keep_voicemail
from ivr.effects.mark_call import mark_call
from ivr.effects.promise_callback import offer_callback, offer_times, promise_callback, prove_number
from ivr.effects.redeem_voucher import redeem_voucher
from ivr.effects.take_complaint import put_complaint_on_record
from ivr.effects.verifying import begin_verification, check_answer
from ivr.effects.who_is_at_work import who_is_at_work
from ivr.effects.write_message import put_in_outbox
from ivr.language.brief import AskBrief
from ivr.language.callback import OfferCallback, PromiseCallback, ProveNumber
from ivr.language.callback_times import OfferTimes
from ivr.language.channel import GoOnElsewhere, OfferChannels
from ivr.language.complaint import TakeComplaint
from ivr.language.dip import AskDip
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
from ivr.talking.turn import Perform
from ivr.voice_board import VoiceBoard
from records.errors import RecordsUnavailable
from routing.errors import FloorUnavailable

log = structlog.get_logger(__name__)

DOING: Final[Mapping[type[Effect], Callable[[VoiceBoard, Talk, Any], Outcome]]] = {
    KeepVoicemail: keep_voicemail,
    OfferCallback: offer_callback,
    PromiseCallback: promise_callback,
    OfferTimes: offer_times,
    ProveNumber: prove_number,
    OfferChannels: offer_channels,
    GoOnElsewhere: go_on_elsewhere,
    KeepLanguage: keep_language,
    MarkCall: mark_call,
    AskStatus: ask_status,
    TakeComplaint: put_complaint_on_record,
    AskForManager: put_manager_request_on_record,
    RedeemVoucher: redeem_voucher,
    AcceptPlan: put_plan_on_record,
    CheckHardship: check_hardship,
    CheckFieldWorker: check_field_worker,
    AskRegister: ask_register,
    AskBrief: ask_brief,
    EndWithoutPart: end_without_part,
    KeepRating: keep_rating,
    KeepWord: keep_word,
    AskWhoIsAtWork: who_is_at_work,
    AskHours: ask_hours,
    BeginVerification: begin_verification,
    CheckAnswer: check_answer,
    WriteMessage: put_in_outbox,
    AskDip: ask_dip,
}
"""Who does what: a new effect is a file in `ivr/effects` and a line here."""


def performing(voice: VoiceBoard) -> Perform:
    """The world of a real call."""

    def perform(talk: Talk, effect: Effect) -> Outcome:
        return unless_in_trouble(lambda: DOING[type(effect)](voice, talk, effect), effect, talk.conversation.call)

    return perform


def unless_in_trouble(do: Callable[[], Outcome], effect: Effect, call: str) -> Outcome:
    try:
        return do()
    except (RecordsUnavailable, FloorUnavailable) as trouble:
        log.warning("effect_not_done", effect=type(effect).__name__, call=call, why=str(trouble))
        return Outcome(way=TROUBLE)
