"""Telephones for a test: somebody calls, somebody is called, somebody texts."""

from simulator.sentences.passing_time import Advance, passing_time
from simulator.sentences.sentence import Sentence
from simulator.simulator import Simulator
from simulator.telling.transcript import transcript

LINES_SHOWN = 24


class Phone:
    """Begins sentences. `advance` lets time pass; without it the simulator's own clock does.

    `number` is the one that is called when a call does not say which; without it the account's only number.
    """

    def __init__(self, sim: Simulator, advance: Advance | None = None, *, number: str = "") -> None:
        self.sim = sim
        self.advance = advance or passing_time(sim)
        self._number = number

    def call(self, from_: str, to: str = "", *, name: str = "") -> Sentence:
        """Somebody with this number calls one of the account's numbers."""
        handset = self.sim.take(from_, name)
        sentence = Sentence(self, handset, f"call({from_!r})")
        sentence._by_hand(lambda: handset.dial(to or self._only_number()))
        self.advance(0.0, lambda: False)
        return sentence

    def rings(self, number: str, *, name: str = "") -> Sentence:
        """Somebody has this telephone and is about to be called; `answers()` or `rejects()` follows."""
        return Sentence(self, self.sim.take(number, name), f"rings({number!r})")

    def texts(self, from_: str, body: str, to: str = "") -> "Phone":
        """Somebody sends a text message to one of the account's numbers."""
        self.sim.text(from_, to or self._only_number(), body)
        self.advance(0.0, lambda: False)
        return self

    def was_texted(self, number: str, text: str) -> bool:
        """Has a message with this in it been sent to the number?"""
        return any(one.to == number and text in one.body for one in self.sim.messages())

    def lately(self) -> str:
        """The last lines of the transcript."""
        lines = transcript(self.sim.trace).splitlines()
        head, rows = lines[:2], lines[2:]
        left_out = ["…"] if len(rows) > LINES_SHOWN else []
        return "\n".join([*head, *left_out, *rows[-LINES_SHOWN:]])

    def _only_number(self) -> str:
        numbers = [self._number] if self._number else list(self.sim.exchange.numbers)
        if len(numbers) != 1:
            raise ValueError(f"which number is called? the account has {', '.join(numbers) or 'none'}")
        return numbers[0]
