"""However many there are, one page of a list costs what a page costs."""

from sqlalchemy import text

from cases.customer import Customer
from console.api.customers import CustomersQuery, found_customers
from console.api.promises import PromisesQuery, chosen_promises
from records.database import reading, writing
from tests.console.conftest import Centre

NAMES = (*("Su Er",) * 7, "Ay Kaya", "Su Er")


def test_letters_of_a_name_are_looked_for_a_stretch_at_a_time(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.add_all(
            Customer(id=f"zz{number:03}", name="Ay Kaya" if number == 7 else "Su Er") for number in range(9)
        )
    seen: list[str] = []
    pages, cursor = 0, None
    with reading(centre.board.database) as session:
        while pages == 0 or cursor is not None:
            query = CustomersQuery.model_validate({"name": "KAYA", "cursor": cursor})
            page = found_customers(centre.board, session, query, at_once=3)
            seen, pages, cursor = seen + [one.id for one in page.items], pages + 1, page.next_cursor
    assert "zz007" in seen and len(set(seen)) == len(seen)
    assert pages > 3, "three customers were looked at for each"


def test_promises_of_every_case_are_read_in_the_order_of_an_index(centre: Centre) -> None:
    for asked in ({}, {"kind": "callback"}, {"due_before": "2026-11-24T00:00:00Z"}):
        chosen = chosen_promises(PromisesQuery.model_validate(asked)).limit(50)
        statement = chosen.compile(centre.board.database, compile_kwargs={"literal_binds": True})
        with reading(centre.board.database) as session:
            plan = " ".join(str(row) for row in session.execute(text(f"EXPLAIN QUERY PLAN {statement}")))
        assert "promises_by_due" in plan and "TEMP B-TREE" not in plan, plan
