"""A number of its own for callers who would rather speak English, known to us or not."""

from simulator.sentences import Phone
from tests.journeys.test_trouble import MEHMET, STRANGER, signs_in
from tests.world import World

ENGLISH = "+908502220004"


def test_whoever_calls_the_english_line_hears_english(world: World) -> None:
    signs_in(world, "ayse")
    phone = Phone(world.sim, world.advance, number=ENGLISH)
    phone.call(STRANGER, name="Stranger").hears("welcome to Sahip Energy").hears("a person zero").hangs_up()
    phone.call(MEHMET, name="Mehmet").hears("welcome to Sahip Energy").hears("We are calling Ayşe").hangs_up()


def test_the_other_lines_speak_as_ever(world: World) -> None:
    signs_in(world, "ayse")
    Phone(world.sim, world.advance, number=world.number).call(STRANGER, name="Yabancı").hears("hoş geldiniz").hangs_up()
