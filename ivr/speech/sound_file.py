"""How long a sound file plays, by its header alone."""

import struct
from pathlib import Path
from typing import Final

from ivr.errors import SoundUnreadable

LONGEST_TAG: Final = 1 << 20
"""Bytes of pictures and titles in front of an MP3's sound that are looked past."""
_KBITS: Final = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
}
"""Kilobits per second by MPEG version 1 (3) and version 2 (2 and 0), layer III, as the standard numbers them."""
_LAYER_III: Final = 1


def seconds_of_file(path: Path) -> float:
    """Of a WAV file (PCM, µ-law, A-law) or an MP3 of constant bit rate. Raises SoundUnreadable."""
    try:
        content = path.read_bytes()
    except OSError as trouble:
        raise SoundUnreadable(f"{path}: {trouble.strerror}") from None
    seconds = _wav(content) if content.startswith(b"RIFF") else _mp3(content)
    if seconds is None:
        raise SoundUnreadable(f"{path}: neither a WAV file nor an MP3")
    return seconds


def _wav(content: bytes) -> float | None:
    """Bytes of sound by bytes a second. The size of a chunk that was still being written is not believed."""
    at, bytes_a_second = 12, 0
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        if name == b"fmt " and at + 20 <= len(content):
            bytes_a_second = struct.unpack_from("<I", content, at + 16)[0]
        if name == b"data":
            return min(size, len(content) - at - 8) / bytes_a_second if bytes_a_second else None
        at += 8 + size + size % 2
    return None


def _mp3(content: bytes) -> float | None:
    start = _behind_tag(content)
    for at in range(start, min(start + LONGEST_TAG, len(content) - 3)):
        if content[at] == 0xFF and (kbits := _kbits(content[at + 1], content[at + 2])):
            return (len(content) - at) * 8 / (kbits * 1000)
    return None


def _behind_tag(content: bytes) -> int:
    """An ID3 tag tells its own length, seven bits a byte."""
    if not content.startswith(b"ID3") or len(content) < 10:
        return 0
    size = 0
    for byte in content[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size


def _kbits(second: int, third: int) -> int:
    """Of the frame whose header goes on with these bytes; 0 when it is none."""
    version, layer = second >> 3 & 3, second >> 1 & 3
    if second >> 5 != 7 or layer != _LAYER_III or version == 1:
        return 0
    return _KBITS[version or 2][third >> 4]
