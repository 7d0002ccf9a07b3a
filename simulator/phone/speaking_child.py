"""Says one text, from standard input, in the language of its argument: a WAV file on standard output.

Run by itself, never imported: it loads espeak-ng. See `voice.py`.
"""

import ctypes
import io
import sys
import wave
from importlib import import_module

SYNCHRONOUS = 2
DO_NOT_EXIT = 0x8000
UTF8 = 1
FROM_CHARACTER = 1
MOST_BYTES = 8_000_000
"""Three minutes of sound; more is cut off."""


def main() -> None:
    espeakng_loader = import_module("espeakng_loader")
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    rate = library.espeak_Initialize(SYNCHRONOUS, 0, str(espeakng_loader.get_data_path()).encode(), DO_NOT_EXIT)
    if rate <= 0:
        sys.exit("espeak-ng does not start")
    sound = _said(library, sys.stdin.buffer.read().replace(b"\0", b" "), sys.argv[1])
    sys.stdout.buffer.write(_wav(sound, rate))


def _said(library: ctypes.CDLL, text: bytes, language: str) -> bytes:
    sound = bytearray()

    def take(samples: int | None, count: int, _: object) -> int:
        if samples and count > 0:
            sound.extend(ctypes.string_at(samples, count * 2))
        return int(len(sound) > MOST_BYTES)

    taking = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(take)
    library.espeak_SetSynthCallback(taking)
    if library.espeak_SetVoiceByName(language.encode()):
        sys.exit(f"espeak-ng has no voice for {language}")
    library.espeak_Synth(text, len(text) + 1, 0, FROM_CHARACTER, 0, UTF8, None, None)
    library.espeak_Synchronize()
    return bytes(sound)


def _wav(sound: bytes, rate: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(rate)
        written.writeframes(sound)
    return file.getvalue()


if __name__ == "__main__":
    main()
