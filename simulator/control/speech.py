"""Real sound for what is said on the telephones, where the `[voice]` extra is installed."""

from typing import Any

from flask import Blueprint, Response, request

from simulator.phone.voice import MOST_LETTERS, Voice
from simulator.simulator import Simulator


def register_speech(api: Blueprint, sim: Simulator) -> None:
    voice = Voice()

    @api.get("/speech")
    def speech() -> Response | dict[str, Any] | tuple[dict[str, Any], int]:
        """Without `text`, whether there is a voice; with it and `lang`, a WAV file of it being said."""
        text = request.args.get("text")
        if text is None:
            return {"available": voice.available, "most_letters": MOST_LETTERS}
        if not voice.available:
            return {"error": "no voice is installed: pip install 'sahip[voice]'"}, 404
        sound = voice.says(text, request.args.get("lang", ""))
        if sound is None:
            return {"error": "the voice fell silent"}, 503
        return Response(sound, content_type="audio/wav", headers={"Cache-Control": "private, max-age=86400"})
