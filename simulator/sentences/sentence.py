"""One person's part in a call, said word by word."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from simulator.lines.ear import fold
from simulator.lines.leg import Leg
from simulator.people.acting import ActFailed, Actor
from simulator.people.handset import Handset, HandsetError
from simulator.people.more_steps import LeavesUnanswered, PressesAtOnce, TalksOver, TriesKeys
from simulator.people.steps import HangsUp, Hears, HearsEnd, Joins, Presses, Says, Step, Talks, Waits
from simulator.rooms.company import company

if TYPE_CHECKING:
    from simulator.sentences.phone import Phone

LONGER_SECONDS = 1.0
"""A step is given this much longer than its own limit before the sentence gives up on it."""


class Sentence:
    """Somebody with a telephone at their ear. Every method returns the sentence, so that the next word can follow."""

    def __init__(self, phone: "Phone", handset: Handset, beginning: str) -> None:
        self.phone = phone
        self.handset = handset
        self._words = [beginning]
        self._actor: Actor | None = None
        self._forbidden: list[str] = []

    def __repr__(self) -> str:
        return ".".join(self._words)

    @property
    def leg(self) -> Leg:
        """Their present or last call."""
        return self.handset.line

    def hears(self, text: str, within: float = 30.0) -> "Sentence":
        """This is said to them, after whatever they have heard and done before."""
        return self._does(Hears(text=text, within=within), f"hears({text!r})", within)

    def was_told(self, text: str) -> "Sentence":
        """This has been said to them at some time in this call."""
        self._words.append(f"was_told({text!r})")
        if not self._has_heard(text):
            self.fails(f"was never told {text!r}")
        return self

    def never_hears(self, text: str) -> "Sentence":
        """This has not been said to them, and will not be in the rest of the sentence."""
        self._words.append(f"never_hears({text!r})")
        self._forbidden.append(text)
        self._keeps_silent_about_it()
        return self

    def presses(self, keys: str, within: float = 10.0) -> "Sentence":
        """Press keys as soon as something listens for them."""
        return self._does(Presses(keys=keys, within=within), f"presses({keys!r})", within + len(keys))

    def presses_at_once(self, keys: str) -> "Sentence":
        return self._does(PressesAtOnce(keys=keys), f"presses_at_once({keys!r})", float(len(keys)))

    def tries_keys(self, *keys: str) -> "Sentence":
        """Press wrong keys, and when asked again others."""
        return self._does(TriesKeys(keys=keys), f"tries_keys{keys!r}", 40.0 * len(keys))

    def leaves_unanswered(self, questions: int = 1) -> "Sentence":
        """Do nothing while so many questions are asked."""
        return self._does(LeavesUnanswered(questions=questions), f"leaves_unanswered({questions})", 120.0)

    def says(self, text: str, within: float = 10.0) -> "Sentence":
        return self._does(Says(text=text, within=within), f"says({text!r})", within + self._seconds(text))

    def talks_over(self, text: str) -> "Sentence":
        """Speak at once, whatever is being said."""
        return self._does(TalksOver(text=text), f"talks_over({text!r})", self._seconds(text))

    def waits(self, seconds: float) -> "Sentence":
        return self._does(Waits(seconds=seconds), f"waits({seconds:g})", seconds)

    def joins(self, who: str = "", within: float = 120.0) -> "Sentence":
        """They can talk with somebody, or with this very person."""
        self._does(Joins(within=within), f"joins({who!r})" if who else "joins()", within)
        if who and not any(fold(who) in fold(other.name or other.from_) for other in company(self.leg)):
            self.fails(f"is with {', '.join(other.name for other in company(self.leg))}, not with {who}")
        return self

    def talks(self, seconds: float, within: float = 120.0) -> "Sentence":
        return self._does(Talks(seconds=seconds, within=within), f"talks({seconds:g})", seconds + within)

    def hangs_up(self) -> "Sentence":
        return self._does(HangsUp(), "hangs_up()", 0.0)

    def is_hung_up(self, within: float = 120.0) -> "Sentence":
        """The other side ends the call."""
        return self._does(HearsEnd(within=within), "is_hung_up()", within)

    def answers(self, after: float = 3.0, within: float = 60.0) -> "Sentence":
        """It rings, and after so many seconds they pick up."""
        self._is_rung(f"answers(after={after:g})", within, after)
        self._by_hand(self.handset.answer)
        self._until(lambda: self.leg.answered.done or self.leg.is_over, 1.0, "could not answer")
        return self

    def rejects(self, after: float = 3.0, within: float = 60.0) -> "Sentence":
        self._is_rung(f"rejects(after={after:g})", within, after)
        self._by_hand(self.handset.reject)
        self._until(lambda: self.leg.is_over, 1.0, "could not reject")
        return self

    def lets_it_ring(self, within: float = 120.0) -> "Sentence":
        """It rings until the other side gives up."""
        self._is_rung("lets_it_ring()", within, 0.0)
        self._until(lambda: self.leg.is_over, within, "is still rung")
        return self

    def is_ringing(self, within: float = 60.0) -> "Sentence":
        """Their telephone begins to ring; nobody touches it."""
        self._is_rung("is_ringing()", within, 0.0)
        return self

    def stops_ringing(self, within: float = 120.0) -> "Sentence":
        """The other side gives up."""
        self._words.append("stops_ringing()")
        self._until(lambda: self.handset.state != "ringing", within, "is still rung")
        return self

    def calls_again(self, after: float = 5.0) -> "Sentence":
        """Hang up if need be, and call the same number once more."""
        self._words.append(f"calls_again(after={after:g})")
        to = self.leg.to
        if not self.leg.is_over:
            self._by_hand(self.handset.hang_up)
        self.phone.advance(after, lambda: False)
        self._by_hand(lambda: self.handset.dial(to))
        self._actor = None
        return self

    def is_texted(self, text: str, within: float = 60.0) -> "Sentence":
        """A text message with this in it reaches their number."""
        self._words.append(f"is_texted({text!r})")
        number = self.handset.number
        self._until(lambda: self.phone.was_texted(number, text), within, f"got no message with {text!r}")
        return self

    def fails(self, why: str) -> NoReturn:
        """Raises AssertionError with the sentence so far and the last that happened."""
        __tracebackhide__ = True
        *done, last = self._words
        so_far = ".".join([*done, f"▶{last}◀"])
        raise AssertionError(f"{self.handset.name} {why}\n  in: {so_far}\n\n{self.phone.lately()}")

    def _does(self, step: Step, word: str, longest: float) -> "Sentence":
        __tracebackhide__ = True
        self._words.append(word)
        outcome: list[str] = []
        with self.phone.sim.exchange.kernel.lock:
            self.phone.sim.exchange.kernel.spawn(self._tries, step, outcome)
        self.phone.advance(longest + LONGER_SECONDS, lambda: bool(outcome))
        if not outcome:
            self.fails(f"is still not done after {longest:g} s")
        if outcome[0]:
            self.fails(outcome[0])
        self._keeps_silent_about_it()
        return self

    async def _tries(self, step: Step, outcome: list[str]) -> None:
        if self._actor is None or self._actor.leg is not self.leg:
            self._actor = Actor(self.phone.sim.exchange, self.leg)
        try:
            await self._actor.does(step)
        except ActFailed as failure:
            outcome.append(str(failure))
        else:
            outcome.append("")

    def _is_rung(self, word: str, within: float, after: float) -> None:
        __tracebackhide__ = True
        self._words.append(word)
        self._until(lambda: self.handset.state == "ringing", within, f"was not rung within {within:g} s")
        if after:
            self.phone.advance(after, lambda: self.handset.state != "ringing")
        if self.handset.state != "ringing" and not word.startswith("lets"):
            self.fails(f"is not rung any more (the call is {self.leg.status})")

    def _until(self, reached: Callable[[], bool], within: float, otherwise: str) -> None:
        __tracebackhide__ = True
        self.phone.advance(within, reached)
        if not reached():
            self.fails(otherwise)

    def _by_hand(self, deed: Callable[[], object]) -> None:
        __tracebackhide__ = True
        try:
            deed()
        except HandsetError as error:
            self.fails(f"cannot: {error}")

    def _keeps_silent_about_it(self) -> None:
        __tracebackhide__ = True
        for text in self._forbidden:
            if self._has_heard(text):
                self.fails(f"was told {text!r}, and must never hear it")

    def _has_heard(self, text: str) -> bool:
        """Wholly, or at least as far as the text itself."""
        now, wanted = self.phone.sim.clock(), fold(text)
        for one in self.leg.ear.utterances:
            found = fold(one.text).find(wanted)
            end = found + len(wanted)
            if found >= 0 and one.reached(end) and one.heard_at(end) <= now:
                return True
        return False

    def _seconds(self, text: str) -> float:
        return len(text) / self.phone.sim.switches.letters_per_second
