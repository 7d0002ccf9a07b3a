"""Somebody we called answers: they hear the flow they were called for; a machine hears nothing."""

from dataclasses import replace
from typing import Final

import structlog

from callbacks.flow_call import FlowCall
from callbacks.noting import note
from ivr.arrival import beginning, note_arrival, scene_of, spoken
from ivr.incoming import Incoming
from ivr.reaching import small_number
from ivr.talking.conversation import ABOUT_CALL, Conversation
from ivr.talking.interpreter import begin
from ivr.talking.turn import Scene
from ivr.voice_board import VoiceBoard
from records.database import reading
from routing.leaving import caller_hangs_up
from telephony.attempt import attempt as attempt_by
from telephony.treatment import Document, Hangup

log = structlog.get_logger(__name__)

MACHINES: Final = ("machine", "fax")


def called_person_answers(voice: VoiceBoard, incoming: Incoming, flow_call: str) -> Document:
    """A leg that is not the live attempt's is hung up on: nobody is asked twice."""
    token = incoming.query.get("attempt", "")
    with reading(voice.database) as session:
        row, attempt = session.get(FlowCall, flow_call), attempt_by(session, token)
    if row is None or attempt is None or attempt.subject != row.id or not attempt.is_leg(incoming.call):
        return (Hangup(),)
    flow_leg_moves(voice, incoming)
    release = voice.flows.newest()
    if incoming.fields.get("AnsweredBy", "").startswith(MACHINES) or row.flow not in release.flows:
        log.info("nobody_to_hear_the_flow", flow=row.flow, by=incoming.fields.get("AnsweredBy", ""))
        return (Hangup(),)
    scene = scene_of(voice, incoming, release)
    conversation = _beginning(incoming.call, row, scene)
    note_arrival(voice, incoming, scene, conversation)
    return spoken(voice, incoming, begin(scene, conversation), scene)


def _beginning(call: str, row: FlowCall, scene: Scene) -> Conversation:
    """Whose number it is, is known; who picked it up is not: nobody is verified by being called."""
    conversation = beginning(call, row.flow, scene)
    kept = {ABOUT_CALL: row.about_call} if row.about_call else {}
    known = replace(conversation, called=True, customer=row.customer_id, case=row.case_number, kept=kept)
    return replace(known, language=row.language or conversation.language)


def flow_leg_moves(voice: VoiceBoard, incoming: Incoming) -> None:
    """Their leg rings, is answered or ends; whoever writes the journal puts it with the attempt."""
    fields, status = incoming.fields, incoming.fields.get("CallStatus", "")
    told = {
        "token": incoming.query.get("attempt", ""),
        "leg": incoming.call,
        "status": status,
        "sequence": small_number(fields.get("SequenceNumber")),
    }
    note(voice, "leg", incoming.call, told, once=f"{incoming.call}:{status}")
    if status == "completed":
        caller_hangs_up(voice, incoming.call, status=status)
