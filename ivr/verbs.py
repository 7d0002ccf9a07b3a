"""What a turn of a conversation comes to on the caller's leg: verbs, before anybody thinks of XML."""

from typing import Final

from ivr.incoming import UNKEPT
from ivr.language.move import HangUp, Played, Question, Reach, Record, Sound, Wait
from ivr.talking.conversation import Conversation
from ivr.talking.turn import Turn
from telephony.treatment import Document, Gather, Hangup, Pause, Play, Redirect, Say
from telephony.treatment import Record as RecordVerb
from telephony.urls import Urls

RECORDING_KEYS: Final = "0*#"
"""What ends a recording: a person, once more, done."""
LAST_WORD_SECONDS: Final = 1
"""How long a caller may still press 0 after the last words of a flow."""


def verbs_of(urls: Urls, turn: Turn) -> Document:
    """All that is heard and asked; for who is led to a person, what is heard on the way there."""
    conversation, sounds = turn.conversation, _audible(urls, turn.sounds)
    match turn.then:
        case Question() as question:
            return (_listening(urls, conversation, question, sounds),)
        case Wait(seconds=seconds, sounds=more):
            return (*sounds, *_audible(urls, more), Pause(seconds), Redirect(_action(urls, conversation)))
        case Reach():
            return sounds
        case Record() as record:
            return (*sounds, *_audible(urls, record.sounds), *_recording(urls, conversation, record))
        case HangUp():
            return _last_words(urls, conversation, sounds)


def _audible(urls: Urls, sounds: tuple[Sound, ...]) -> tuple[Say | Play, ...]:
    return tuple(
        [Play(urls.audio(one.file)) if isinstance(one, Played) else Say(one.text, one.language) for one in sounds]
    )


def _action(urls: Urls, conversation: Conversation, *, secret: bool = False) -> str:
    return urls.flow(conversation.call, **conversation.query(), **({UNKEPT: "1"} if secret else {}))


def _listening(urls: Urls, conversation: Conversation, question: Question, sounds: tuple[Say | Play, ...]) -> Gather:
    return Gather(
        action=_action(urls, conversation, secret=question.secret),
        children=(*sounds, *_audible(urls, question.prompt)),
        digits=question.most_digits,
        timeout=question.seconds,
        speech=question.speech,
        language=question.language,
        hints=question.hints,
    )


def _recording(urls: Urls, conversation: Conversation, record: Record) -> Document:
    """What was not recorded at all is told as well: whether an empty recording asks the action is nobody's promise."""
    action = _action(urls, conversation)
    told = urls.recording_events(conversation.call)
    return (
        RecordVerb(action=action, status_callback=told, seconds=record.seconds, finish_on_keys=RECORDING_KEYS),
        Redirect(action),
    )


def _last_words(urls: Urls, conversation: Conversation, sounds: tuple[Say | Play, ...]) -> Document:
    """Nobody is let go without a chance to press 0: the words stand in a question whose silence ends the call."""
    if not sounds:
        return (Hangup(),)
    action = _action(urls, conversation)
    return (Gather(action=action, children=sounds, digits=1, timeout=LAST_WORD_SECONDS), Hangup())
