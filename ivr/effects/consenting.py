"""A caller spoke after they were told that they would be recorded: what they had heard is kept with the recording."""

from sqlalchemy.orm import Session

from cases.recording_consent import Agreed, keep_consent
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard


def keep_what_was_heard(voice: VoiceBoard, session: Session, talk: Talk, *, recording: str, heard: str) -> None:
    conversation = talk.conversation
    versions = voice.flows.pinned(conversation.release).versions
    agreed = Agreed(
        recording=recording,
        call=conversation.call,
        customer_id=conversation.customer,
        flow=conversation.flow,
        version=versions.get(conversation.flow, ""),
        node=conversation.node,
        language=conversation.language,
        text=heard,
    )
    keep_consent(session, agreed, talk.now)
