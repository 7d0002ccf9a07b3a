"""Accounts as an administrator keeps them: opened, changed, closed. Where a right is taken away, it ends at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from console.people.account import Account, spelt
from console.people.browser_session import end_sessions
from console.people.errors import AccountRefused
from console.people.password import LONGEST, SHORTEST, password_hash
from console.role import Role
from records.audit import append as append_audit
from staff.agent import agent


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A new account. Without a password somebody signs in another way, or not yet."""

    login: str
    name: str
    role: Role
    agent_id: str | None = None
    language: str = "tr"
    password: str | None = None


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """Who keeps accounts, and when."""

    who: str
    now: datetime


def open_account(session: Session, id: str, opening: Opening, by: Keeper) -> Account:
    """Raises AccountRefused."""
    login = spelt(opening.login)
    if session.scalar(select(Account.id).where(Account.login == login)):
        raise AccountRefused("login", "login_taken", login=login)
    account = Account(id=id, login=login, name=opening.name, role=opening.role, language=opening.language,
                      made_at=by.now, agent_id=None, password=hashed(opening.password))  # fmt: skip
    _is_agent(session, account, opening.agent_id)
    account.agent_id = opening.agent_id
    session.add(account)
    session.flush()
    append_audit(session, by.who, "account_opened", f"user:{id}", {"login": login, "role": opening.role}, by.now)
    return account


def change_account(session: Session, account: Account, wanted: Mapping[str, object], by: Keeper) -> None:
    """What is in `wanted` of name, role, agent_id, language and `disabled`. Whoever may do other things than before
    signs in anew. Raises AccountRefused."""
    before = _told(account)
    if "agent_id" in wanted:
        _is_agent(session, account, wanted["agent_id"])
    if "disabled" in wanted:
        account.disabled_at = (account.disabled_at or by.now) if wanted["disabled"] else None
    for name in {"name", "role", "agent_id", "language"} & wanted.keys():
        setattr(account, name, wanted[name])
    session.flush()
    _somebody_keeps_accounts(session, before)
    changed = {name: told for name, told in _told(account).items() if told != before[name]}
    if {"role", "agent_id", "disabled"} & changed.keys():
        end_sessions(session, account.id, now=by.now)
    if changed:
        append_audit(session, by.who, "account_changed", f"user:{account.id}", changed, by.now)


def change_password(session: Session, account: Account, password: str, by: Keeper, *, but: str | None = None) -> None:
    """Whoever is signed in with the old one is out; `but` is the token of the browser it was changed at.

    Raises AccountRefused.
    """
    account.password = hashed(password)
    end_sessions(session, account.id, now=by.now, but=but)
    append_audit(session, by.who, "password_changed", f"user:{account.id}", {}, by.now)


def hashed(password: str | None) -> str | None:
    """Raises AccountRefused."""
    try:
        return password_hash(password) if password is not None else None
    except ValueError:
        raise AccountRefused("password", "password_length", shortest=str(SHORTEST), longest=str(LONGEST)) from None


def _is_agent(session: Session, account: Account, agent_id: object) -> None:
    """One account for each agent, and no account of an agent there is not."""
    if agent_id is None:
        return
    known = agent(session, str(agent_id))
    if known is None or not known.active:
        raise AccountRefused("agent_id", "no_such_agent", agent=str(agent_id))
    other = select(Account.login).where(Account.agent_id == agent_id, Account.disabled_at.is_(None))
    if login := session.scalar(other.where(Account.id != account.id)):
        raise AccountRefused("agent_id", "agent_has_account", agent=known.name, login=login)


def _somebody_keeps_accounts(session: Session, before: Mapping[str, object]) -> None:
    if before["role"] != "admin" or before["disabled"]:
        return
    admins = select(func.count()).select_from(Account).where(Account.role == "admin", Account.disabled_at.is_(None))
    if not session.scalar(admins):
        raise AccountRefused("role", "last_admin")


def _told(account: Account) -> dict[str, object]:
    names = ("name", "role", "agent_id", "language")
    return {**{name: getattr(account, name) for name in names}, "disabled": account.disabled_at is not None}
