"""The language a caller chose is theirs on the next call too."""

from callbacks.noting import note
from ivr.language.language import KeepLanguage
from ivr.language.move import Outcome
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard


def keep_language(voice: VoiceBoard, talk: Talk, effect: KeepLanguage) -> Outcome:
    """Noted, not written: the journal's writer keeps it with the customer, and nobody waits for a database."""
    chosen = {"language": effect.language, "customer": effect.customer}
    note(voice, "language_chosen", talk.conversation.call, chosen, once=talk.once)
    return Outcome(way="next")
