"""An event as it travels: CloudEvents 1.0, structured JSON. The same event is the same bytes at every try."""

import json
from typing import Final

from records.outgoing_event import OutgoingEvent, event_name

CONTENT_TYPE: Final = "application/cloudevents+json; charset=utf-8"
SEQUENCE_DIGITS: Final = 18
"""So many that sequences sort as text, as the specification's extension `sequence` wants them."""


def cloud_event(event: OutgoingEvent, *, source: str) -> bytes:
    """`source` is the address of this centre: with it, an event's id is unique in the world."""
    told = {
        "specversion": "1.0",
        "id": event_name(event),
        "source": source,
        "type": event.kind,
        "subject": event.subject,
        "time": event.at.isoformat().replace("+00:00", "Z"),
        "sequence": f"{event.seq:0{SEQUENCE_DIGITS}}",
        "datacontenttype": "application/json",
        "data": event.data,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
