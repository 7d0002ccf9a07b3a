"""What a column holds is decided on the day the column comes."""

from typing import get_args

import pytest
from sqlalchemy import PrimaryKeyConstraint, UniqueConstraint

import engine.tables  # noqa: F401
from records.data_class import DataOfTable, Names
from records.data_register import REGISTER
from records.database import Base

SCHEMA = {table.name: {column.name for column in table.columns} for table in Base.metadata.sorted_tables}


def test_every_table_of_the_schema_is_in_the_register_and_no_other():
    assert set(REGISTER) == set(SCHEMA), "add the table to records/data_register.py: what is personal in it?"


@pytest.mark.parametrize("name", sorted(SCHEMA))
def test_every_column_has_a_class_and_just_one(name):
    assert set(REGISTER[name].classes) == SCHEMA[name], f"say in records/data_register.py what {name} holds"
    assert REGISTER[name].told_twice == set()


@pytest.mark.parametrize("name", sorted(SCHEMA))
def test_a_table_that_holds_something_personal_says_whose_it_is_and_what_becomes_of_it(name):
    held = REGISTER[name]
    assert set(held.found_by.values()) <= set(get_args(Names))
    if "pii" in held.classes.values():
        assert held.fate != "stays" and held.found_by


@pytest.mark.parametrize("name", sorted(SCHEMA))
def test_a_persons_rows_and_what_hangs_on_a_row_are_found_without_reading_the_table(name):
    """Who is forgotten is forgotten in one transaction, and nobody else writes meanwhile."""
    table, held = Base.metadata.tables[name], REGISTER[name]
    told = {column for column, named in held.found_by.items() if named not in ("mention", "crm")}
    assert told | {reference.parent.name for reference in table.foreign_keys} <= found_at_once(table)


def found_at_once(table):
    """Columns that a whole index begins with."""
    uniques = [each for each in table.constraints if isinstance(each, (PrimaryKeyConstraint, UniqueConstraint))]
    whole = [index for index in table.indexes if index.dialect_kwargs.get("sqlite_where") is None]
    return {next(iter(each.columns)).name for each in [*uniques, *whole]}


@pytest.mark.parametrize("name", sorted(name for name, held in REGISTER.items() if held.fate == "blanked"))
def test_what_is_to_be_emptied_can_be(name):
    table = Base.metadata.tables[name]
    for column in (table.c[each] for each in REGISTER[name].emptied):
        assert column.nullable or not (column.primary_key or column.foreign_keys or column.unique), (
            f"{name}.{column.name} has to hold something: its rows can only go"
        )


def test_what_is_emptied_is_what_is_theirs_and_the_link_to_who_they_were():
    held = DataOfTable(
        fate="blanked", found_by={"customer_id": "customer", "call": "call", "phone": "address"}, op="id", pii="words"
    )
    assert sorted(held.emptied) == ["customer_id", "phone", "words"]
