"""A local stand-in for Twilio Voice: executes TwiML, serves the REST API, signs webhooks, plays the people."""

from simulator.account import Account, OwnNumber
from simulator.clockwork.clock import RealClock, VirtualClock
from simulator.people.caller import Caller
from simulator.people.handset import Handset
from simulator.people.person import Person, Ring
from simulator.rest.app import rest_app
from simulator.simulator import Simulator
from simulator.switches import Switches
from simulator.telling.trace import Entry, Trace
from simulator.telling.transcript import transcript
from simulator.telling.transcript_page import transcript_page
from simulator.trouble.faults import Fault
from simulator.trouble.points import Killed
from simulator.wire.transport import Answer, ConnectFailed, ReadTimedOut, Timeouts, Transport

__all__ = [
    "Account",
    "Answer",
    "Caller",
    "ConnectFailed",
    "Entry",
    "Fault",
    "Handset",
    "Killed",
    "OwnNumber",
    "Person",
    "ReadTimedOut",
    "RealClock",
    "Ring",
    "Simulator",
    "Switches",
    "Timeouts",
    "Trace",
    "Transport",
    "VirtualClock",
    "rest_app",
    "transcript",
    "transcript_page",
]
