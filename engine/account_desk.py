"""`sahip users`: chance and time for accounts come from here."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from console.people.account import account_named, accounts, spelt
from console.people.errors import AccountRefused
from console.people.keeping import Keeper, Opening, change_password, open_account
from console.people.sign_in_tries import forget_tries
from console.role import Role
from console.wording import told
from engine.demo_settings import source_here
from engine.errors import OrderRefused
from engine.hours_desk import who_orders
from engine.settings import Settings
from engine.stores import database_of, see_to_schema
from records.database import reading, writing
from staff.agent import agent


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the keyboard said of somebody."""

    login: str
    name: str | None
    role: str
    agent_id: str | None
    language: str
    password: str


def add_account(wanted: Wanted) -> None:
    """Raises OrderRefused."""
    settings = _here()
    try:
        with writing(database_of(settings)) as session:
            known = agent(session, wanted.agent_id) if wanted.agent_id else None
            name = wanted.name or (known.name if known else wanted.login)
            opening = Opening(login=wanted.login, name=name, role=cast(Role, wanted.role), agent_id=wanted.agent_id,
                              language=wanted.language, password=wanted.password)  # fmt: skip
            open_account(session, uuid.uuid4().hex, opening, _keyboard())
    except AccountRefused as refused:
        raise OrderRefused(told(refused.key, refused.args_told).en) from None


def new_password(login: str, password: str) -> None:
    """Raises OrderRefused."""
    settings = _here()
    try:
        with writing(database_of(settings)) as session:
            account = account_named(session, login)
            if account is None:
                raise OrderRefused(f"Nobody signs in as {spelt(login)}: `sahip users list` tells who does.")
            change_password(session, account, password, _keyboard())
            forget_tries(session, account.login, secret=settings.secret_key.get_secret_value().encode())
    except AccountRefused as refused:
        raise OrderRefused(told(refused.key, refused.args_told).en) from None


def accounts_here() -> list[dict[str, object]]:
    """For the terminal."""
    with reading(database_of(_here())) as session:
        return [
            {"login": each.login, "name": each.name, "role": each.role, "agent": each.agent_id or "-",
             "password": each.password is not None, "made": each.made_at, "closed": each.disabled_at or "-"}
            for each in accounts(session)
        ]  # fmt: skip


def _here() -> Settings:
    """Raises SchemaOutdated."""
    settings = source_here().settings()
    see_to_schema(settings)
    return settings


def _keyboard() -> Keeper:
    return Keeper(who=who_orders(None), now=datetime.now(UTC))
