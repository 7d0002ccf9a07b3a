"""`enqueue-call`, `connect-call-to`, `send-to-flex` and `record-voicemail`: a person answers."""

from ivr.studio.studio_file import Widget
from ivr.studio.translation import Studio, Translated

AFTER = ("callComplete", "callCompleted")


def queues(studio: Studio, widget: Widget) -> Translated:
    name = widget.told("queue_name")
    if not name:
        return _person(studio, widget, studio.note("todo_workflow"))
    known = studio.queue_named(name)
    notes = () if known else (studio.note("todo_queue", queue=name),)
    return _person(studio, widget, *notes, queue=known)


def dials(studio: Studio, widget: Widget) -> Translated:
    return _person(studio, widget, studio.note("todo_dialled", to=widget.told("to") or widget.told("noun")))


def goes_to_flex(studio: Studio, widget: Widget) -> Translated:
    return _person(studio, widget, studio.note("todo_workflow"))


def records(studio: Studio, widget: Widget) -> Translated:
    """Our messages come with a promise to call back, and Studio has no words for one."""
    return studio.person(studio.note("todo_voicemail"))


def _person(studio: Studio, widget: Widget, *notes: str, queue: str | None = None) -> Translated:
    after = next(filter(None, (widget.leads(event) for event in AFTER)), None)
    more = (studio.note("after_call", to=studio.node(after)),) if after else ()
    return Translated(node={"agent": {"queue": queue or studio.queue}}, notes=(*notes, *more))
