"""How long a sound is, read from its file."""

import io
import wave

LONGEST_SECONDS = 4 * 3600.0


def seconds_of_wav(data: bytes) -> float | None:
    """The length of a WAV file, in seconds; None for anything else."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            seconds: float = file.getnframes() / file.getframerate()
    except (wave.Error, EOFError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return min(seconds, LONGEST_SECONDS)
