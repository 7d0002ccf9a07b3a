"""A key pressed on hold, or at the question of what is to happen when nobody came. Any other changes nothing."""

from typing import Final

import structlog

from escalations.transfer.transfer import Transfer
from escalations.transfer.wishing import Wish, wish
from ivr.incoming import Incoming
from ivr.reaching import small_number
from ivr.transfer_customer import customer_hears
from ivr.transfer_hold import MAY_BE_CALLED, STATE, with_music
from ivr.transfer_record import transfer_of
from ivr.voice_board import VoiceBoard
from ivr.waiting import MUSIC
from records.errors import RecordsUnavailable
from telephony.treatment import Document, Hangup, Play, Redirect

log = structlog.get_logger(__name__)

CALL_ME: Final = "1"
STAYS: Final = "2"
CHOICE: Final = "nobody_came"


def customer_presses_a_key(voice: VoiceBoard, incoming: Incoming, transfer_id: str) -> Document:
    """Written down, and seen to at once by whoever leads the transfer; until then there is a word and music."""
    turn = small_number(incoming.query.get("n"))
    try:
        transfer = transfer_of(voice, transfer_id)
        if transfer is None or transfer.customer_leg != incoming.call:
            return (Hangup(),)
        wanted = _wanted(incoming, transfer)
        if wanted is None or not wish(voice, transfer_id, wanted, by="customer"):
            return customer_hears(voice, transfer, turn)
        return with_music(voice, transfer, turn, (voice.phrases.say("transfer_key_noted", transfer.language),))
    except RecordsUnavailable as trouble:
        log.warning("wish_not_kept", transfer=transfer_id, why=str(trouble))
        return (Play(voice.urls.audio(MUSIC)), Redirect(voice.urls.transfer_customer(transfer_id, n=str(turn))))


def _wanted(incoming: Incoming, transfer: Transfer) -> Wish | None:
    """By what they heard when they pressed it, not by what is so a moment later."""
    key, asked = incoming.fields.get("Digits", ""), incoming.query.get(STATE) == CHOICE
    if key == STAYS and asked:
        return "stay"
    return "callback" if key == CALL_ME and (asked or transfer.kind in MAY_BE_CALLED) else None
