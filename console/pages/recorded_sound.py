"""A recorded conversation is heard at our own address: by who may, and each time stands in the audit."""

from typing import Final

from werkzeug.wrappers import Response

from cases.conversation_recording import ConversationRecording
from console.pages.page import NotThere, Page, Shown, Visit
from console.role import roles_that_may
from records.audit import append as append_audit
from records.database import reading, writing
from telephony.errors import NotThere as NoSuchSound
from telephony.errors import TelephonyError

CAN_BE_HEARD: Final = ("ended", "ready")


def _sound(visit: Visit) -> Shown:
    """The network's own sound, handed on. It is written down before the first of it leaves."""
    name, board = visit.path["recording"], visit.board
    with reading(board.database) as session:
        row = session.get(ConversationRecording, name)
    if row is None or row.state not in CAN_BE_HEARD:
        raise NotThere
    try:
        sound = board.twilio.sounds.of(name)
    except NoSuchSound as none:
        raise NotThere from none
    except TelephonyError:
        return Response(status=503)
    heard = Response(sound.pieces, content_type=sound.kind)
    heard.call_on_close(sound.close)
    with writing(board.database) as session:
        append_audit(session, visit.who.label, "recording_heard", f"call:{row.call}", {"recording": name},
                     board.clock())  # fmt: skip
    return heard


PAGES = (Page(path="/recordings/<recording>", roles=roles_that_may("calls:read"), shows=_sound),)
