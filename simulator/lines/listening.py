"""A Gather that is listening: to keys, to speech, or to whichever comes first."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from simulator.clockwork.task import Promise, Signal
from simulator.lines.keypad import Speaking

LONGEST_SPEECH_SECONDS = 60.0


@dataclass(kw_only=True)
class Gathering:
    """Ends by enough keys, the finishing key or the end of speech; or its owner gives up on it.

    The first kind of input wins: after a key no speech is taken, and once somebody speaks no key. `started` is what
    interrupts the prompt. Seconds are those of Gather's attributes.
    """

    takes_keys: bool
    takes_speech: bool
    most_digits: int
    finish_key: str
    timeout: float
    speech_timeout: float
    longest_speech: float = LONGEST_SPEECH_SECONDS
    barge_in: bool = True
    digits: str = ""
    words: list[str] = field(default_factory=list)
    speaking: Speaking | None = None
    spoke_first_at: datetime | None = None
    finished_on: str = ""
    started: Promise[None] = field(default_factory=Promise)
    over: Promise[None] = field(default_factory=Promise)
    activity: Signal = field(default_factory=Signal)

    @property
    def speech(self) -> str:
        return " ".join(self.words)

    def press(self, key: str) -> None:
        """A key interrupts the prompt at once."""
        if not self.takes_keys or self.over.done or self.words or self.speaking is not None:
            return
        self.started.resolve(None)
        if self.finish_key and key == self.finish_key:
            self.finished_on = key
            self.over.resolve(None)
        else:
            self.digits += key
            if len(self.digits) >= self.most_digits:
                self.over.resolve(None)
        self.activity.fire()

    def begin(self, speaking: Speaking) -> None:
        """Somebody opens their mouth."""
        if not self._takes_words():
            return
        self.speaking = speaking
        self.spoke_first_at = self.spoke_first_at or speaking.begun_at
        self._is_spoken_to()

    def fall_silent(self) -> None:
        self.speaking = None
        self.activity.fire()

    def speak(self, text: str) -> bool:
        """Words have been said, whole."""
        if not self._takes_words():
            return False
        self.words.append(text)
        self.speaking = None
        self._is_spoken_to()
        return True

    def cut(self, now: datetime) -> None:
        """Speech has gone on for as long as it may: what was said until now counts."""
        if self.speaking is not None:
            share = (now - self.speaking.begun_at).total_seconds() / (self.speaking.seconds or 1)
            self.words.append(words_until(self.speaking.text, share))
        self.over.resolve(None)

    def patience(self, now: datetime) -> float:
        """How long to wait for something more to happen."""
        left = self.longest_speech
        if self.spoke_first_at is not None:
            left = (self.spoke_first_at + timedelta(seconds=self.longest_speech) - now).total_seconds()
        if self.speaking is not None:
            return max(left, 0.0)
        return min(self.speech_timeout, max(left, 0.0)) if self.words else self.timeout

    def _takes_words(self) -> bool:
        return self.takes_speech and not self.digits and not self.over.done

    def _is_spoken_to(self) -> None:
        if self.barge_in:
            self.started.resolve(None)
        self.activity.fire()


def words_until(text: str, share: float) -> str:
    """The words that have been spoken when this share of the time has passed."""
    words = text.split()
    return " ".join(words[: int(len(words) * min(max(share, 0.0), 1.0))])
