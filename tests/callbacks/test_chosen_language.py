"""The language somebody chose is kept with the customer, by whichever way the choice is written down."""

from dataclasses import replace

from sqlalchemy import select

from callbacks.noting import note
from callbacks.writing import write_journal
from cases.customer import Customer
from records.call_record import call_record
from records.database import reading
from routing.floor import Floor
from routing.floor_client import floor_client
from tests.journeys.test_trouble import MEHMET
from tests.world import World


def mehmet(world: World) -> Customer:
    with reading(world.voice.database) as session:
        return session.scalars(select(Customer).where(Customer.phones.any(phone=MEHMET))).one()


def chooses(world: World, language: str, customer: str | None) -> None:
    note(world.voice, "language_chosen", "CA1", {"language": language, "customer": customer}, once=f"CA1:{language}")


def test_the_journals_writer_keeps_it(world: World) -> None:
    chooses(world, "en", mehmet(world).id)
    assert mehmet(world).language != "en"
    write_journal(world.voice)
    assert mehmet(world).language == "en"


def test_a_choice_written_twice_is_one_choice_and_the_last_one_counts(world: World) -> None:
    for language in ("en", "en", "tr"):
        chooses(world, language, mehmet(world).id)
    write_journal(world.voice)
    assert mehmet(world).language == "tr"


def test_a_customer_who_is_no_longer_there_stops_nobodys_journal(world: World) -> None:
    chooses(world, "en", "nobody")
    chooses(world, "tr", None)
    assert write_journal(world.voice)
    with reading(world.voice.database) as session:
        assert call_record(session, "CA1").language == "tr"


def test_it_is_kept_at_once_while_the_floor_cannot_be_reached(world: World) -> None:
    nowhere = Floor(floor_client("redis://127.0.0.1:1"), site="centre", new_id=world.voice.new_id)
    chosen = {"language": "en", "customer": mehmet(world).id}
    note(replace(world.voice, floor=nowhere), "language_chosen", "CA1", chosen, once="CA1")
    assert mehmet(world).language == "en"
