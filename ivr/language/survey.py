"""What the caller thought of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar, Final, Literal

from pydantic import Field

from ivr.language.move import Do, Effect, Go, HangUp, Heard, Move, Outcome, Question, Record
from ivr.language.node import Node, Prompt, Way
from ivr.language.part import NodeName, Part, Words
from ivr.language.voicemail import GONE

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

WORD: Final = "word"
"""The phase in which the caller is leaving a word."""


@dataclass(frozen=True, kw_only=True)
class KeepRating(Effect):
    """Keep the rating. The outcome is `kept`."""

    survey: str
    rating: int
    scale: int


@dataclass(frozen=True, kw_only=True)
class KeepWord(Effect):
    """Put the recording with the rating given before it. `gone`: the caller hung up after it."""

    survey: str
    recording: str
    seconds: int
    gone: bool
    heard: str = ""
    """What they were told before the beep."""


class Survey(Part):
    """`say` asks for a rating from 1 to `scale`, to be keyed in. With `word`, the caller may then say one, up to
    `word_seconds`. Answers are kept under `name`, and counted under it.
    """

    name: NodeName
    say: Words
    scale: Literal[5, 10] = 5
    word: Words | None = None
    word_seconds: Annotated[int, Field(ge=5, le=120)] = 30
    seconds: Annotated[int, Field(ge=2, le=20)] = 6


class SurveyNode(Node):
    """The caller rates, and may leave a word. Who says nothing is left in peace."""

    kind: ClassVar[str] = "survey"
    survey: Survey
    next: NodeName

    def ways(self) -> tuple[Way, ...]:
        return (Way(label="next", to=self.next, where=("next",)),)

    def prompts(self) -> tuple[Prompt, ...]:
        said = {"say": self.survey.say, "word": self.survey.word}
        return tuple(Prompt(words=words, where=("survey", key)) for key, words in said.items() if words)

    def listens(self) -> bool:
        return True

    def silence_seconds(self) -> float:
        return self.survey.seconds

    def enter(self, talk: "Talk") -> Question | Record:
        if talk.conversation.phase == WORD and self.survey.word is not None:
            return self._record(talk, self.survey.word)
        prompt = talk.say(self.survey.say)
        return Question(
            prompt=(prompt,),
            most_digits=len(str(self.survey.scale)),
            seconds=self.survey.seconds,
            language=prompt.language,
        )

    def hear(self, talk: "Talk", heard: Heard) -> Move | None:
        if talk.conversation.phase == WORD:
            return self._word(talk, heard)
        if not heard.digits:
            return Go(to=self.next)
        rating = int(heard.digits) if heard.digits.isascii() and heard.digits.isdigit() else 0
        if not 1 <= rating <= self.survey.scale:
            return None
        survey = self.survey
        return Do(KeepRating(survey=survey.name, rating=rating, scale=survey.scale))

    def done(self, talk: "Talk", effect: Effect, outcome: Outcome) -> Move:
        if isinstance(effect, KeepWord) and effect.gone:
            return HangUp()
        if isinstance(effect, KeepRating) and outcome.way == "kept" and self.survey.word is not None:
            return self._record(talk, self.survey.word)
        return Go(to=self.next)

    def _word(self, talk: "Talk", heard: Heard) -> Move:
        gone = heard.digits == GONE
        if heard.recording and heard.recorded_seconds:
            seconds = heard.recorded_seconds
            told = talk.say(self.survey.word).text if self.survey.word else ""
            word = KeepWord(survey=self.survey.name, recording=heard.recording, seconds=seconds, gone=gone, heard=told)
            return Do(word)
        return HangUp() if gone else Go(to=self.next)

    def _record(self, talk: "Talk", word: Words) -> Record:
        """While they speak, time does not count against the caller's patience."""
        seconds = self.survey.word_seconds
        until = round((talk.now + timedelta(seconds=seconds)).timestamp() * 1000)
        speaking = talk.at(phase=WORD, since=until).again()
        return Record(seconds=seconds, sounds=(talk.say(word),), conversation=speaking)
