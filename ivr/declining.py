"""An agent declined by key: the caller goes on at once, and the agent is asked why. Whether they say is up to them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from ivr.incoming import Incoming
from ivr.voice_board import VoiceBoard
from routing.answering import agent_rejects, agent_says_why
from telephony.treatment import Document, Gather, Hangup

WHY_SECONDS: Final = 5
"""Silence after the question before the leg ends."""
ON_THE_LINE: Final = timedelta(seconds=20)
"""A question of 8 s, 5 s to press, a word of thanks: a leg that is up for longer is taken down."""
REASONS: Final[Mapping[str, str]] = {"1": "paperwork", "2": "not_my_subject", "3": "not_this_caller", "4": "other"}
"""Key → what stands in the journal."""


def agent_declines(voice: VoiceBoard, incoming: Incoming, reservation_id: str, language: str) -> Document:
    if not agent_rejects(voice, reservation_id, stays=ON_THE_LINE):
        return (voice.phrases.say("declined", language), Hangup())
    action = voice.urls.refusal(reservation_id, incoming.query.get("attempt", ""), language=language)
    why = voice.phrases.say("declined_why", language)
    return (Gather(action=action, children=(why,), digits=1, timeout=WHY_SECONDS, finish_on_key=""), Hangup())


def agent_tells_why(voice: VoiceBoard, incoming: Incoming, reservation_id: str) -> Document:
    """Another key is no reason."""
    if reason := REASONS.get(incoming.fields.get("Digits", "")):
        agent_says_why(voice, reservation_id, reason)
    language = incoming.query.get("language", "tr")
    return (voice.phrases.say("reason_noted" if reason else "goodbye", language), Hangup())
