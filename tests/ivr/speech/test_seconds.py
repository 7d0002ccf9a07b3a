"""How long callers listen: to words, with what is filled in, and to files."""

import struct
import wave
from pathlib import Path

import pytest

from ivr.errors import SoundUnreadable
from ivr.speech.forms import FORMS
from ivr.speech.seconds import seconds_of
from ivr.speech.sound_file import seconds_of_file


def test_more_words_take_longer() -> None:
    assert seconds_of("Merhaba.", "tr") < seconds_of("Merhaba, hoş geldiniz.", "tr")


def test_a_usual_menu_takes_as_long_as_a_voice_takes_for_it() -> None:
    menu = "Fatura için 1'e, arıza için 2'ye, şikâyetiniz için 3'e, bir kişi için sıfıra basın."
    assert 6 < seconds_of(menu, "tr") < 9


def test_numerals_count_as_they_are_spoken() -> None:
    assert seconds_of("4812", "tr") == seconds_of("dört bin sekiz yüz on iki", "tr")
    assert seconds_of("0" * 40, "tr") == seconds_of("sıfır " * 40, "tr")


@pytest.mark.parametrize("language", ["tr", "en"])
def test_every_form_takes_the_time_of_a_long_value(language: str) -> None:
    name_alone = seconds_of("{x}", language)
    for form in FORMS:
        assert seconds_of(f"{{x:{form}}}", language) >= name_alone / 2
    assert seconds_of("{x:moment}", language) > seconds_of("{x:time}", language)


def test_nothing_takes_no_time() -> None:
    assert seconds_of("", "en") == 0


def test_a_wav_file_plays_as_long_as_its_header_says(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\x00\x00" * 12_000)
    assert seconds_of_file(tmp_path / "a.wav") == 1.5


def test_a_telephones_mu_law_is_a_wav_file_too(tmp_path: Path) -> None:
    form = struct.pack("<4sIHHIIHHH", b"fmt ", 18, 7, 1, 8000, 8000, 1, 8, 0)
    sound = struct.pack("<4sI", b"data", 4000) + b"\xff" * 4000
    (tmp_path / "a.wav").write_bytes(b"RIFF" + struct.pack("<I", 4 + len(form + sound)) + b"WAVE" + form + sound)
    assert seconds_of_file(tmp_path / "a.wav") == 0.5


def test_an_mp3_plays_as_long_as_its_bit_rate_says(tmp_path: Path) -> None:
    tag = b"ID3\x04\x00\x00" + bytes([0, 0, 1, 0]) + b"\x00" * 128
    (tmp_path / "a.mp3").write_bytes(tag + b"\xff\xfb\x50\x00" + b"\x00" * 15_996)
    assert seconds_of_file(tmp_path / "a.mp3") == pytest.approx(2.0)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\x00\x00\x00\x00WAVEfmt ", b"OggS" + b"\x00" * 100])
def test_what_cannot_be_measured_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(SoundUnreadable, match=r"a\.wav"):
        seconds_of_file(tmp_path / "a.wav")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SoundUnreadable, match=r"none\.wav"):
        seconds_of_file(tmp_path / "none.wav")
