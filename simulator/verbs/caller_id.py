"""Which number a callee may be shown."""

import re

from simulator.twiml.document import Verb
from simulator.twiml.errors import TwimlError
from simulator.twiml.program import Run

SIP_NAME = re.compile(r"[A-Za-z0-9+\-_.]+")
TELEPHONES = ("Number", "Sim")
ADDRESSES = ("client:", "sip:", "sips:")


def check_caller_id(run: Run, verb: Verb, noun: Verb) -> str:
    """The From of a dialled leg. Raises TwimlError 13214 where Twilio refuses the caller id, or misses one."""
    wanted = verb.get("callerId")
    shown = wanted or run.leg.from_
    if noun.name in TELEPHONES and not _may_be_shown(run, wanted, shown):
        raise TwimlError(13214, f"callerId {wanted!r} is neither the caller's, nor owned, nor verified")
    if noun.name == "WhatsApp" and not wanted.startswith("whatsapp:"):
        raise TwimlError(13214, f"callerId {wanted!r} is not a WhatsApp sender")
    if noun.name == "Sip" and wanted and not SIP_NAME.fullmatch(wanted):
        raise TwimlError(13214, f"callerId {wanted!r} has other characters than letters, digits and + - _ .")
    return shown


def _may_be_shown(run: Run, wanted: str, shown: str) -> bool:
    """A telephone caller may be shown as they came; a browser or a SIP telephone needs a number of ours."""
    verified = {one.number for one in run.x.caller_ids.values()}
    if shown in run.x.numbers or shown in verified:
        return True
    if run.leg.from_.startswith(ADDRESSES):
        return run.leg.from_.startswith("client:") and bool(wanted) and wanted == run.leg.to
    return not wanted or wanted in (run.leg.from_, run.leg.to)
