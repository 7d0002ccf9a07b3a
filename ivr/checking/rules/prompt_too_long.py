"""A prompt nobody listens to up to its end."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.hearing import Hearing
from ivr.checking.subject import Subject, limits_of
from ivr.language.part import LANGUAGES


def prompt_too_long(subject: Subject) -> Iterator[Fault]:
    hearings = [Hearing(language, subject.surroundings.audio) for language in LANGUAGES]
    for place in subject.places():
        most = limits_of(place.flow).prompt_seconds
        for prompt in place.node.prompts():
            seconds = max(hearing.seconds(prompt) for hearing in hearings)
            if seconds > most:
                values = {"seconds": round(seconds), "most": most}
                yield Fault(flow=place.flow.flow, where=place.within(*prompt.where), values=values)
