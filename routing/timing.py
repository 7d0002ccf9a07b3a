from dataclasses import dataclass

from routing.instants import seconds_ms


@dataclass(frozen=True, kw_only=True)
class Timing:
    """How long the floor lets things be before somebody must look again, and the pauses it gives. Seconds; 0: none."""

    offer_seconds: float = 20.0  # an agent has this long to accept
    wrap_up_seconds: float = 60.0  # after a conversation, before the next call
    ring_hint_seconds: float = 1.0  # an offer nobody has started to ring by then lost its hint
    bring_seconds: float = 2.0  # an accepted caller who is not in the room by then must be brought again
    no_answer_pause_seconds: float = 30.0
    busy_pause_seconds: float = 60.0
    unreachable_pause_seconds: float = 60.0
    reject_pause_seconds: float = 0.0
    most_no_answers: int = 2  # in a row: then the agent is not ready until they say otherwise
    relief_after_seconds: float = 0.0  # so long with callers, never free for a minute: a pause is due
    relief_seconds: float = 0.0
    least_handled: bool = False  # of several ready agents whoever handled least comes first, not the longest idle

    @property
    def constants(self) -> dict[str, int | bool]:
        """As the scripts know them: durations in milliseconds."""
        return {
            "offer_ms": seconds_ms(self.offer_seconds),
            "wrap_ms": seconds_ms(self.wrap_up_seconds),
            "ring_ms": seconds_ms(self.ring_hint_seconds),
            "bring_ms": seconds_ms(self.bring_seconds),
            "no_answer_pause_ms": seconds_ms(self.no_answer_pause_seconds),
            "busy_pause_ms": seconds_ms(self.busy_pause_seconds),
            "unreachable_pause_ms": seconds_ms(self.unreachable_pause_seconds),
            "reject_pause_ms": seconds_ms(self.reject_pause_seconds),
            "most_no_answers": self.most_no_answers,
            "relief_after_ms": seconds_ms(self.relief_after_seconds),
            "relief_ms": seconds_ms(self.relief_seconds),
            "least_handled": self.least_handled,
        }
