"""Scripted calls: YAML files that say who is there, who calls, what they do, and what goes wrong.

    seed: 7                              # the same seed is the same ids and the same accidents
    switches: {calls_per_second: 5}      # see `switches.py`
    numbers:                             # of the account, with the URLs asked when they are called
      "+908502550000": {voice_url: "http://127.0.0.1:5000/voice"}
    people:                              # whoever may be rung, by name; everybody else lets it ring out
      Ayşe:
        phone: "+905321110001"
        answers_after: 3                 # seconds of ringing
        presses: "1"                     # to accept; also after_hearing, hangs_up_after, busy, declines, voicemail, …
      Ali:
        phone: "+905321110002"
        rings:                           # the first ring, the second, …; the last one is repeated
          - never_answers: true
          - {answers_after: 2, when_hears: {kabul: {presses: "1"}}}
    supervisors: {Selin: {phone: "+905321110009", listens: 20, says: "İade edin"}}
    voicemails: {Can: {phone: "+905321110003", greeting: "Mesaj bırakın"}}
    devices: {Burak: {identity: burak, answers_after: 2, hangs_up_after: 30}}    # agents at browsers
    callers:
      Mehmet:
        from: "+905551112233"
        to: "+908502550000"              # may be left out when there is only one number
        start_after: 0
        patience: {waiting: 60, repetitions: 3}
        calls_again: {when: [gave_up, cut_off], after: 30, times: 2}
        steps:                           # or `calls:`, a list of such lists for one call after the other
          - hears: Hoş geldiniz
          - presses: "2"
          - {hears: sıradasınız, within: 20}
          - joins
          - talks: 30
          - hangs_up
    messages:
      - {from: "+905551112233", text: "Neredesiniz?", after: 10}
    faults:
      - {kind: callback_lost, only: answered}
    lasts: 120                           # seconds after which whoever is still on the line is a failure
    title: …                             # these, and setup, agents, then, are for whoever runs the script;
    expect: …                            # they are handed on as plain data

Steps are described in `people/steps.py` and `people/more_steps.py`, behaviours in `people/behaviour.py`, what callers
are like in `people/habits.py`, faults in `faults.py`.
"""

from simulator.script.mistakes import ScriptError
from simulator.script.parts import Script, ScriptedCaller, ScriptedPerson
from simulator.script.playing import play_script
from simulator.script.reading import load_script, plain, read_script

__all__ = [
    "Script",
    "ScriptError",
    "ScriptedCaller",
    "ScriptedPerson",
    "load_script",
    "plain",
    "play_script",
    "read_script",
]
