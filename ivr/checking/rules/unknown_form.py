"""A value to be spoken in a form nobody speaks: callers would hear it as it is written."""

from collections.abc import Iterator

from ivr.checking.finding import Fault
from ivr.checking.nearest import near
from ivr.checking.subject import Subject
from ivr.checking.texts import texts
from ivr.language.part import LANGUAGES
from ivr.speech.filling import places_of
from ivr.speech.forms import FORMS


def unknown_form(subject: Subject) -> Iterator[Fault]:
    for text in texts(subject):
        for language in LANGUAGES:
            forms = {form for _, form in places_of(getattr(text.words, language) or "") if form is not None}
            for form in sorted(forms - FORMS):
                where = (*text.where, language)
                yield Fault(flow=text.flow.flow, where=where, values={"form": form}, near=near(form, FORMS))
