"""A value as a person reads it aloud, and as one writes it."""

from dataclasses import dataclass

from ivr.speech.harmony import Case, inflected


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The same value for the ear and for the eye (a text message): `on beş otuz` and `15.30`."""

    spoken: str
    written: str

    def in_case(self, case: Case) -> "Reading":
        """With a Turkish ending: `on beş otuza`, `15.30'a`."""
        last = self.spoken.split()[-1]
        return Reading(spoken=inflected(self.spoken, last, case), written=inflected(self.written, last, case))
