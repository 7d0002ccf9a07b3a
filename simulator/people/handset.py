"""A telephone held by a human: it rings until somebody answers it by hand, and does only what it is told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from simulator.clockwork.task import Promise
from simulator.exchange import Exchange
from simulator.lines.calls import leg_answers, leg_ends, leg_rings
from simulator.lines.leg import Leg
from simulator.people.line import begin_to_speak, press_key
from simulator.people.person import Ring
from simulator.people.voicemail import play_voicemail
from simulator.rooms.company import words_arrive

State = Literal["idle", "calling", "ringing", "talking"]
Choice = Literal["answer", "reject", "busy", "voicemail"]
KEYS = frozenset("0123456789*#")
SIP_RESPONSES = {"reject": "603", "busy": "486"}
MOST_LETTERS = 1000


class HandsetError(ValueError):
    """A telephone that cannot do what it was told in the state it is in; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Own:
    """Something the human did on the line: keys pressed, or words said."""

    at: datetime
    kind: Literal["keys", "speech"]
    text: str


@dataclass(kw_only=True, eq=False)
class Handset:
    """A telephone in somebody's hand. `leg` is its present or last call; `own` is what the human did on it.

    Every method may be called from any thread, and takes effect at once. Those that make no sense now raise
    HandsetError. `ignored` is a telephone left to ring.
    """

    x: Exchange = field(repr=False)
    number: str
    name: str
    place: Callable[[str], Leg] = field(repr=False)
    leg: Leg | None = None
    own: list[Own] = field(default_factory=list)
    ignored: bool = False
    dropped: bool = False
    greeting: str = ""
    choice: Promise[Choice] = field(default_factory=Promise, repr=False)

    @property
    def state(self) -> State:
        leg = self.leg
        if leg is None or leg.is_over or self.dropped:
            return "idle"
        if leg.is_inbound:
            return "talking" if leg.answered_at else "calling"
        return "talking" if self.choice.done else "ringing"

    @property
    def line_of_sound(self) -> Leg | None:
        """The call that its holder hears and speaks on."""
        return self.leg if self.state in ("calling", "talking") else None

    def dial(self, to: str) -> str:
        """Call one of the account's numbers. Returns the CallSid."""
        with self.x.kernel.lock:
            if self.state != "idle":
                raise HandsetError(f"{self.name} is on a call already; hang up first")
            if to not in self.x.numbers:
                raise HandsetError(f"{to} is not a number of this account")
            self._takes(self.place(to))
            return self.line.sid

    def answer(self) -> None:
        self._chooses("answer")

    def reject(self) -> None:
        self._chooses("reject")

    def busy(self) -> None:
        self._chooses("busy")

    def voicemail(self, greeting: str) -> None:
        """Let the mailbox answer this call with these words."""
        with self.x.kernel.lock:
            self.greeting = greeting[:MOST_LETTERS]
            self._chooses("voicemail")

    def ignore(self) -> None:
        """Let it ring for as long as the caller has patience."""
        with self.x.kernel.lock:
            self._must_be("ringing")
            self.ignored = True

    def hang_up(self) -> None:
        with self.x.kernel.lock:
            self._must_be("talking", "calling", "ringing")
            if self.state == "ringing":
                self._chooses("reject")
            else:
                leg_ends(self.x, self.line, status="no-answer", by="person")

    def drop(self) -> None:
        """The telephone is gone from the network without a goodbye; the network notices some seconds later."""
        with self.x.kernel.lock:
            self._must_be("talking", "calling", "ringing")
            leg, self.dropped = self.line, True
            self.x.tell("person", "drops off the network", leg)
            seconds = self.x.switches.seconds_to_notice_a_dropped_phone
            self.x.kernel.after(seconds, lambda: leg_ends(self.x, leg, status="no-answer", by="network dropped"))

    def press(self, keys: str) -> None:
        with self.x.kernel.lock:
            self._must_be("talking", "calling")
            if not keys or set(keys) - KEYS:
                raise HandsetError(f"{keys!r} are not keys; a telephone has 0 to 9, * and #")
            self.own.append(Own(at=self.x.kernel.now(), kind="keys", text=keys))
            for key in keys:
                press_key(self.x, self.line, key)

    def say(self, text: str) -> None:
        with self.x.kernel.lock:
            self._must_be("talking", "calling")
            said = " ".join(text.split())[:MOST_LETTERS]
            if not said:
                raise HandsetError("say something: the text is empty")
            self.own.append(Own(at=self.x.kernel.now(), kind="speech", text=said))
            begin_to_speak(self.x, self.line, said)
            words_arrive(self.line, said)

    def put_back(self) -> None:
        """Nobody holds it any more: a call on it ends, and whoever had this number before has it again."""
        with self.x.kernel.lock:
            if self.state != "idle":
                self.hang_up()
            self.x.handsets.pop(self.number, None)
            self.x.tell("note", f"{self.name}'s telephone {self.number} is put back")

    async def is_rung(self, leg: Leg) -> bool:
        """Somebody calls this number: ring until a choice is made. True once answered by the human."""
        if self.state != "idle":
            leg.sip_response = SIP_RESPONSES["busy"]
            leg_ends(self.x, leg, status="busy", by="busy")
            return False
        self._takes(leg)
        leg.sip_response = "487"
        if leg.status != "ringing":
            leg_rings(self.x, leg)
        choice = await self.choice
        if choice in ("reject", "busy"):
            self._refuse(leg, choice)
            return False
        leg.sip_response = ""
        leg.answerer = Ring(outcome="voicemail", greeting=self.greeting) if choice == "voicemail" else None
        leg_answers(self.x, leg)
        if choice == "voicemail":
            self.leg, self.own = None, []
            leg.sidelines.append(self.x.kernel.spawn(play_voicemail, self.x, leg, self.greeting))
        return True

    @property
    def line(self) -> Leg:
        """The leg of the call it is on. Raises HandsetError when it never was on one."""
        if self.leg is None:
            raise HandsetError(f"{self.name} is not on a call")
        return self.leg

    def _takes(self, leg: Leg) -> None:
        self.leg, self.own, self.choice = leg, [], Promise()
        self.ignored = self.dropped = False
        leg.name = self.name

    def _chooses(self, choice: Choice) -> None:
        with self.x.kernel.lock:
            self._must_be("ringing")
            if not self.choice.resolve(choice):
                raise HandsetError(f"{self.name} has already chosen")

    def _refuse(self, leg: Leg, choice: Choice) -> None:
        leg.sip_response = SIP_RESPONSES[choice]
        status = "busy" if choice == "busy" else self.x.switches.declined_call_status
        leg_ends(self.x, leg, status=status, by="busy" if choice == "busy" else "declined")

    def _must_be(self, *states: State) -> None:
        if self.state not in states:
            raise HandsetError(f"{self.name}'s telephone is {self.state}, not {' or '.join(states)}")
