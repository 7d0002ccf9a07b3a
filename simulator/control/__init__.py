"""Control over the network from outside, under `/_sim/`: people, telephones, calls, faults, numbers, what happened."""

from flask import Blueprint

from simulator.control.calls import register_calls
from simulator.control.clock import register_clock
from simulator.control.events import register_events
from simulator.control.faults import register_faults, register_holds
from simulator.control.handsets import register_handsets
from simulator.control.messages import register_messages
from simulator.control.people import register_people
from simulator.control.replay import register_replay
from simulator.control.speech import register_speech
from simulator.control.suggestions import register_suggestions
from simulator.control.views import register_views
from simulator.simulator import Simulator

PARTS = (
    register_people,
    register_calls,
    register_faults,
    register_holds,
    register_handsets,
    register_messages,
    register_events,
    register_clock,
    register_suggestions,
    register_replay,
    register_speech,
    register_views,
)


def control_api(sim: Simulator) -> Blueprint:
    api = Blueprint("control", __name__)
    for refused in (TypeError, ValueError):
        api.register_error_handler(refused, lambda error: ({"error": str(error)}, 400))
    for register in PARTS:
        register(api, sim)
    return api
