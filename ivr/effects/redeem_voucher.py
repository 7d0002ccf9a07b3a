"""A voucher's code was keyed in: it is redeemed, once, and wrong ones are counted."""

from typing import Final

from sqlalchemy.orm import Session

from callbacks.noting import note
from cases.money import lira
from cases.voucher import GUESSES, Redeemer, Redemption, audit_name, redeem
from ivr.language.move import Outcome
from ivr.language.voucher import RedeemVoucher
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from records.audit import append as append_audit
from records.database import writing
from records.guess import count_guess, is_locked

LOCKED: Final = "locked"


def redeem_voucher(voice: VoiceBoard, talk: Talk, effect: RedeemVoucher) -> Outcome:
    conversation = talk.conversation
    with writing(voice.database) as session:
        redemption = _redeemed(session, talk, effect.code, voice.secret)
    if redemption is None:
        return Outcome(way=LOCKED)
    if redemption.way != "redeemed":
        return Outcome(way=redemption.way)
    worth = lira(redemption.kurus)
    step = f"{conversation.call}:{conversation.step}"
    note(voice, "voucher_redeemed", conversation.call, {"worth": worth}, once=step)
    return Outcome(way="redeemed", kept={"voucher": worth}, progress=True)


def _redeemed(session: Session, talk: Talk, code: str, secret: bytes) -> Redemption | None:
    """None: this number has guessed too often, and the code is not even looked at."""
    subject = f"voucher:{talk.caller.caller_id.value or talk.caller.caller_id.kind}"
    if is_locked(session, subject, GUESSES, talk.now):
        return None
    call, customer = talk.conversation.call, talk.conversation.customer
    redeemer = Redeemer(once=talk.once, call=call, customer_id=customer)
    redemption = redeem(session, code, redeemer, talk.now, secret=secret)
    count_guess(session, subject, once=f"voucher:{talk.once}", right=redemption.way != "unknown", now=talk.now)
    if redemption.new:
        told = {"call": call, "kurus": redemption.kurus}
        append_audit(session, f"call:{call}", "voucher_redeemed", audit_name(code), told, talk.now)
    return redemption
