"""Which rows of a table are a person's, as the register of data says."""

from collections.abc import Collection, Iterator

from sqlalchemy import ColumnElement, Table, and_, false, or_, select, true
from sqlalchemy.orm import Session

from records.data_class import DataOfTable, Names
from records.data_register import REGISTER
from records.database import Base
from records.person import Person


def is_theirs(table: Table, held: DataOfTable, person: Person) -> ColumnElement[bool]:
    """Where a customer is named, the row is theirs alone; else whoever has the case, call or number it names."""
    if person.is_part:
        return or_(false(), *(_among(table, column, named, person) for column, named in _others(held)))
    mine = [_among(table, column, named, person) for column, named in _customers(held)]
    of_nobody = and_(true(), *(table.c[column].is_(None) for column, _ in _customers(held)))
    otherwise = or_(false(), *(_among(table, column, named, person) for column, named in _others(held)))
    return or_(false(), *mine, and_(of_nobody, otherwise))


def addresses_before(session: Session, customers: Collection[str]) -> set[str]:
    """Where they were called and written to, which may be theirs no more; not from where somebody called or wrote."""
    told: set[str] = set()
    for name, held in REGISTER.items():
        table = Base.metadata.tables[name]
        for column in [column for column, named in held.found_by.items() if named == "address"]:
            if not column.startswith("from_") and "customer_id" in held.found_by:
                theirs = select(table.c[column]).where(table.c.customer_id.in_(sorted(customers)))
                told |= {address for address in session.scalars(theirs) if address}
    return told


def _among(table: Table, column: str, named: Names, person: Person) -> ColumnElement[bool]:
    values = person.named(named)
    return table.c[column].in_(sorted(values)) if values else false()


def _customers(held: DataOfTable) -> Iterator[tuple[str, Names]]:
    yield from ((column, named) for column, named in held.found_by.items() if named == "customer")


def _others(held: DataOfTable) -> Iterator[tuple[str, Names]]:
    yield from ((column, named) for column, named in held.found_by.items() if named not in ("customer", "mention"))
