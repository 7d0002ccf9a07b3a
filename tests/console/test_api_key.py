"""A key opens what its role may ask, until it is revoked; nobody can read it back."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from console.api_key import ApiKey, ApiKeyRow, holder_of, keys, make_key, revoke_key
from console.role import SCOPES_OF
from records.database import reading, writing
from tests.conftest import SettableClock

ID = "0" * 31 + "1"


def made(database: Engine, clock: SettableClock) -> str:
    with writing(database) as session:
        return make_key(session, id=ID, secret="a-secret-nobody-knows", name="Desk", role="agent", now=clock())


@pytest.mark.both_databases
def test_a_key_tells_whose_it_is_until_it_is_revoked(database: Engine, clock: SettableClock) -> None:
    key = made(database, clock)
    with reading(database) as session:
        assert holder_of(session, key) == ApiKey(id=ID, name="Desk", role="agent", made_at=clock())
    with writing(database) as session:
        assert revoke_key(session, ID, now=clock()) is True
        assert revoke_key(session, ID, now=clock()) is False
        assert revoke_key(session, "f" * 32, now=clock()) is False
    with reading(database) as session:
        assert holder_of(session, key) is None
        assert [one.revoked_at for one in keys(session)] == [clock()]


@pytest.mark.parametrize(
    "wrong", ["", "sahip_", f"sahip_{ID}_another-secret-of-theirs", f"sahip_{'f' * 32}_a-secret-nobody-knows"]
)
def test_a_wrong_key_opens_nothing(database: Engine, clock: SettableClock, wrong: str) -> None:
    made(database, clock)
    with reading(database) as session:
        assert holder_of(session, wrong) is None


def test_the_secret_is_not_in_the_database(database: Engine, clock: SettableClock) -> None:
    made(database, clock)
    with reading(database) as session:
        row = session.scalars(select(ApiKeyRow)).one()
    assert "a-secret-nobody-knows" not in [getattr(row, column.name) for column in ApiKeyRow.__table__.columns]


@pytest.mark.parametrize(("id", "secret"), [(ID, "short"), (ID, "with spaces in the middle"), ("x" * 32, "s" * 32)])
def test_a_key_that_could_be_guessed_or_not_be_sent_is_not_made(
    database: Engine, clock: SettableClock, id: str, secret: str
) -> None:
    with writing(database) as session, pytest.raises(ValueError, match="key"):
        make_key(session, id=id, secret=secret, name="Desk", role="agent", now=clock())


def test_reading_changes_nothing() -> None:
    assert all(scope.endswith(":read") for scope in SCOPES_OF["read_only"])


@given(role=st.text(max_size=10))
def test_an_unknown_role_may_nothing(role: str) -> None:
    key = ApiKey(id=ID, name="x", role=role, made_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert key.asks().may("agents:read") is (role in SCOPES_OF)
