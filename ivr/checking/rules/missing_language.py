"""Words that callers of one language would hear in another, or not at all."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.subject import Subject
from ivr.checking.texts import texts
from ivr.language.part import LANGUAGES


def missing_language(subject: Subject) -> Iterator[Fault]:
    """Missing in the language of the flow itself is an error, in the other a warning."""
    for text in texts(subject):
        missing = [language for language in LANGUAGES if not getattr(text.words, language)]
        if len(missing) == len(LANGUAGES):
            yield Fault(flow=text.flow.flow, where=text.where, kind="silent", level="error")
            continue
        for language in missing:
            level = "error" if language == text.flow.language else "warning"
            yield Fault(flow=text.flow.flow, where=text.where, values={"language": language}, level=level)  # type: ignore[arg-type]
