"""Tests that read like sentences: who calls, what they hear, press and say, and how it ends.

    phone = Phone(sim)
    mehmet = phone.call("+905551112233", name="Mehmet").hears("hoş geldiniz").presses("2")
    ayse = phone.rings("+905321110001", name="Ayşe").answers(after=3).hears("Kabul").presses("1")
    mehmet.joins("Ayşe").talks(30).hangs_up()
    ayse.is_hung_up()

Each word lets time pass until it is true, or fails with an AssertionError that shows where in the sentence it stopped
and what happened last.
"""

from simulator.sentences.phone import Phone
from simulator.sentences.sentence import Sentence

__all__ = ["Phone", "Sentence"]
