"""What the caller thought of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Final, Literal

from pydantic import Field

from ivr.language.move import Do, Effect, Go, Heard, Outcome, Question, Record
from ivr.language.node import Node, Prompt, Way
from ivr.language.part import NodeName, Part, Words

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

WORD: Final = "word"
"""The phase in which the caller is leaving a word."""


@dataclass(frozen=True, kw_only=True)
class KeepRating(Effect):
    """Keep the rating. The outcome is `kept`; with `word` the caller is about to leave one."""

    survey: str
    rating: int
    scale: int
    word: bool


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

    def enter(self, talk: "Talk") -> Question:
        prompt = talk.say(self.survey.say)
        return Question(
            prompt=(prompt,),
            most_digits=len(str(self.survey.scale)),
            seconds=self.survey.seconds,
            language=prompt.language,
        )

    def hear(self, talk: "Talk", heard: Heard) -> Do | Go | None:
        if talk.conversation.phase == WORD or not heard.digits:
            return Go(to=self.next)
        rating = int(heard.digits) if heard.digits.isascii() and heard.digits.isdigit() else 0
        if not 1 <= rating <= self.survey.scale:
            return None
        survey = self.survey
        return Do(KeepRating(survey=survey.name, rating=rating, scale=survey.scale, word=survey.word is not None))

    def done(self, talk: "Talk", effect: Effect, outcome: Outcome) -> Go | Record:
        if self.survey.word is None or talk.conversation.phase != WORD:
            return Go(to=self.next)
        return Record(seconds=self.survey.word_seconds, sounds=(talk.say(self.survey.word),))
