"""A menu: keys, and the words that mean the same."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from ivr.language.move import Go, Heard, Question
from ivr.language.node import Node, Prompt, Way
from ivr.language.part import NodeName, Part, Phrases, Words
from ivr.speech.understanding import meant

if TYPE_CHECKING:
    from ivr.talking.talk import Talk


def _not_the_engines(key: Any) -> Any:
    if str(key)[:1] in ("0", "*", "#"):
        raise ValueError("0 is a person and * says it again, everywhere, and # ends an answer: take another key")
    return key


MenuKey = Annotated[str, BeforeValidator(_not_the_engines), StringConstraints(pattern=r"^[1-9][0-9]{0,2}$")]


class Option(Part):
    """Where a key leads, and what callers say instead of pressing it. `"1": node` is short for `"1": {to: node}`."""

    to: NodeName
    said: Phrases = Phrases()

    @model_validator(mode="before")
    @classmethod
    def _short(cls, written: Any) -> Any:
        return {"to": written} if isinstance(written, str) else written


class Menu(Part):
    say: Words
    options: Annotated[dict[MenuKey, Option], Field(min_length=1, max_length=12)]
    seconds: Annotated[int, Field(ge=2, le=20)] = 6
    silence: NodeName | None = None
    """Where silence leads, when it is an answer like any other; otherwise the flow's patience decides."""


class MenuNode(Node):
    """The caller chooses by key or, where an option says what callers call it, by voice."""

    kind: ClassVar[str] = "menu"
    menu: Menu

    def ways(self) -> tuple[Way, ...]:
        silence = self.menu.silence
        return (
            *(
                Way(label=key, to=option.to, kind="choice", where=("menu", "options", key))
                for key, option in self.menu.options.items()
            ),
            *((Way(label="silence", to=silence, kind="timeout", where=("menu", "silence")),) if silence else ()),
        )

    def prompts(self) -> tuple[Prompt, ...]:
        return (Prompt(words=self.menu.say, where=("menu", "say")),)

    def phrases(self) -> tuple[Phrases, ...]:
        return tuple(option.said for option in self.menu.options.values())

    def listens(self) -> bool:
        return True

    def silence_seconds(self) -> float:
        return self.menu.seconds

    def enter(self, talk: "Talk") -> Question:
        prompt = talk.say(self.menu.say)
        hints = tuple(phrase for one in self.phrases() for phrase in one.spoken_in(prompt.language))
        return Question(
            prompt=(prompt,),
            most_digits=max(map(len, self.menu.options)),
            seconds=self.menu.seconds,
            speech=bool(hints),
            hints=hints,
            language=prompt.language,
        )

    def hear(self, talk: "Talk", heard: Heard) -> Go | None:
        if heard == Heard() and self.menu.silence is not None:
            return Go(to=self.menu.silence)
        option = self.menu.options.get(heard.digits)
        if option is None and heard.speech:
            language = talk.conversation.language
            said = {key: option.said.spoken_in(language) for key, option in self.menu.options.items()}
            option = self.menu.options.get(meant(heard.speech, language, said) or "")
        return Go(to=option.to) if option else None
