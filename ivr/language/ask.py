"""A question with an open answer: a number that is keyed in or said."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from ivr.language.move import Go, Heard, Question
from ivr.language.node import Node, Prompt, Way
from ivr.language.part import NodeName, Part, Phrases, VariableName, Words
from ivr.speech.spoken_number import spoken_number

if TYPE_CHECKING:
    from ivr.talking.talk import Talk


class CaseNumberWays(Part):
    found: NodeName
    not_found: NodeName


class Ask(Part):
    """`case_number` looks the answer up among the open cases of the calling number; `keep` keeps it under a name.

    What is said is taken for a number, `dört bin sekiz yüz on iki` for 4812; with `words` it is kept as it was said.
    """

    say: Words
    by: Literal["digits", "speech", "both"] = "digits"
    hints: Phrases = Phrases()
    least_digits: Annotated[int, Field(ge=1, le=20)] = 1
    most_digits: Annotated[int, Field(ge=1, le=20)] = 10
    seconds: Annotated[int, Field(ge=2, le=20)] = 6
    case_number: CaseNumberWays | None = None
    keep: VariableName | None = None
    words: bool = False

    @model_validator(mode="after")
    def _has_a_use(self) -> Self:
        if (self.case_number is None) == (self.keep is None):
            raise ValueError("needs either `case_number` or `keep`")
        if self.least_digits > self.most_digits:
            raise ValueError("least_digits is more than most_digits")
        if self.words and (self.by == "digits" or self.keep is None):
            raise ValueError("`words` are spoken and kept: they need `by: speech` or `by: both`, and `keep`")
        return self


class AskNode(Node):
    """The caller is asked for a number or for words."""

    kind: ClassVar[str] = "ask"
    ask: Ask
    next: NodeName | None = None

    @model_validator(mode="after")
    def _leads_on(self) -> Self:
        if (self.next is None) == (self.ask.keep is not None):
            raise ValueError("`keep` needs a `next`, and `case_number` has ways of its own")
        return self

    def ways(self) -> tuple[Way, ...]:
        if self.ask.case_number is None:
            return (Way(label="next", to=self.next or "", where=("next",)),)
        found, not_found = self.ask.case_number.found, self.ask.case_number.not_found
        return (
            Way(label="found", to=found, kind="outcome", where=("ask", "case_number", "found")),
            Way(label="not_found", to=not_found, kind="error", where=("ask", "case_number", "not_found")),
        )

    def prompts(self) -> tuple[Prompt, ...]:
        return (Prompt(words=self.ask.say, where=("ask", "say")),)

    def phrases(self) -> tuple[Phrases, ...]:
        return (self.ask.hints,)

    def listens(self) -> bool:
        return True

    def keeps(self) -> frozenset[str]:
        return frozenset({self.ask.keep} if self.ask.keep else ())

    def silence_seconds(self) -> float:
        return self.ask.seconds

    def enter(self, talk: "Talk") -> Question:
        prompt = talk.say(self.ask.say)
        return Question(
            prompt=(prompt,),
            most_digits=self.ask.most_digits,
            seconds=self.ask.seconds,
            digits=self.ask.by != "speech",
            speech=self.ask.by != "digits",
            hints=self.ask.hints.spoken_in(prompt.language),
            language=prompt.language,
        )

    def hear(self, talk: "Talk", heard: Heard) -> Go | None:
        answer = self._answer(talk, heard)
        if not answer:
            return None
        if self.ask.case_number is not None:
            return self._case(talk, answer)
        return Go(to=self.next or "", conversation=talk.conversation.keeping({self.ask.keep or "": answer}))

    def _answer(self, talk: "Talk", heard: Heard) -> str | None:
        """The keys pressed, the number said or, where words are asked for, the words."""
        if self.ask.by == "digits" or heard.digits:
            return self._of_right_length(heard.digits)
        if self.ask.words:
            return heard.speech
        return self._of_right_length(spoken_number(heard.speech, talk.conversation.language) or "")

    def _of_right_length(self, digits: str) -> str | None:
        return digits if self.ask.least_digits <= len(digits) <= self.ask.most_digits else None

    def _case(self, talk: "Talk", answer: str) -> Go:
        assert self.ask.case_number is not None
        number = "".join(c for c in answer if c.isalnum())
        case = next((case for case in talk.caller.open_cases if case.number == number), None)
        if case is None:
            return Go(to=self.ask.case_number.not_found)
        found = talk.conversation.about(case.number, case.customer_id)
        return Go(to=self.ask.case_number.found, conversation=found)
