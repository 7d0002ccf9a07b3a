"""Who may sign in to the pages: accounts, their roles, and where somebody is signed in."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import Fault, Problem, unknown
from console.people.account import Account, accounts
from console.people.browser_session import BrowserSession, end_one, end_sessions, sessions_of
from console.people.errors import AccountRefused
from console.people.keeping import Keeper, Opening, change_account, change_password, open_account
from console.people.sign_in_tries import forget_tries
from console.role import Role
from console.wording import told
from records.audit import append as append_audit
from records.database import reading, writing

Login = Annotated[Words, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\s/\x00-\x1f\x7f-\x9f]+$")]
Name = Annotated[Words, StringConstraints(min_length=1, max_length=120)]
AgentId = Annotated[Words, StringConstraints(max_length=64)]
Password = Annotated[str, StringConstraints(max_length=400)]


class AccountShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str
    login: str
    name: str
    role: str
    agent_id: str | None = Field(description="Which agent this person is; null for who takes no calls.")
    language: str
    has_password: bool
    made_at: Moment
    disabled_at: Moment | None
    sessions: int = Field(description="Browsers signed in now.")
    seen_at: Moment | None = Field(description="When one of them was last used.")


class SessionShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    name: str
    made_at: Moment
    seen_at: Moment
    browser: str | None
    address: str | None


class AccountWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    login: Login
    name: Name
    role: Role
    agent_id: AgentId | None = None
    language: Literal["tr", "en"] = "tr"
    password: Password | None = Field(None, description="Without one nobody signs in with a password yet.")


class AccountChange(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name | None = None
    role: Role | None = None
    agent_id: AgentId | None = Field(None, description="null: this person takes no calls.")
    language: Literal["tr", "en"] | None = None
    disabled: bool | None = None

    @property
    def wanted(self) -> Mapping[str, object]:
        told = self.model_dump(exclude_unset=True)
        return {name: value for name, value in told.items() if value is not None or name == "agent_id"}


class PasswordWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    password: Password


class SessionsEnded(BaseModel):
    model_config = ConfigDict(frozen=True)

    ended: int


def list_accounts(board: Board, asked: Asked) -> Page[AccountShown]:
    """Everybody who may sign in or once could, by login."""
    with reading(board.database) as session:
        return Page(items=tuple(account_shown(board, session, each) for each in accounts(session)))


def post_account(board: Board, asked: Asked) -> AccountShown:
    """Let somebody sign in. Written to the audit trail."""
    wanted: AccountWanted = asked.body
    opening = Opening(**wanted.model_dump())
    try:
        with writing(board.database) as session:
            return account_shown(board, session, open_account(session, board.new_id(), opening, _keeper(board, asked)))
    except AccountRefused as refused:
        raise _problem(refused) from None


def show_account(board: Board, asked: Asked) -> AccountShown:
    with reading(board.database) as session:
        return account_shown(board, session, _known(session, asked))


def patch_account(board: Board, asked: Asked) -> AccountShown:
    """Another role, another agent, or nobody any more: wherever they are signed in, that is over. Audited."""
    wanted: AccountChange = asked.body
    try:
        with writing(board.database) as session:
            account = _known(session, asked)
            change_account(session, account, wanted.wanted, _keeper(board, asked))
            return account_shown(board, session, account)
    except AccountRefused as refused:
        raise _problem(refused) from None


def put_password(board: Board, asked: Asked) -> AccountShown:
    """Give somebody a new password. Whoever is signed in with the old one is out, and who tried too often may try
    again. Written to the audit trail."""
    wanted: PasswordWanted = asked.body
    try:
        with writing(board.database) as session:
            account = _known(session, asked)
            change_password(session, account, wanted.password, _keeper(board, asked))
            forget_tries(session, account.login, secret=board.secret)
            return account_shown(board, session, account)
    except AccountRefused as refused:
        raise _problem(refused) from None


def list_sessions(board: Board, asked: Asked) -> Page[SessionShown]:
    """Where they are signed in, the latest used first."""
    with reading(board.database) as session:
        rows = sessions_of(session, _known(session, asked).id, now=board.clock())
        return Page(items=tuple(SessionShown.model_validate(row) for row in rows))


def delete_sessions(board: Board, asked: Asked) -> SessionsEnded:
    """Sign somebody out everywhere. Written to the audit trail."""
    with writing(board.database) as session:
        account, now = _known(session, asked), board.clock()
        ended = end_sessions(session, account.id, now=now)
        append_audit(session, asked.who.label, "signed_out", f"user:{account.id}", {"sessions": ended}, now)
        return SessionsEnded(ended=ended)


def delete_session(board: Board, asked: Asked) -> SessionsEnded:
    """Sign somebody out of one browser. Written to the audit trail."""
    with writing(board.database) as session:
        account, now = _known(session, asked), board.clock()
        if not end_one(session, account.id, asked.path["session"], now=now):
            raise unknown("session", asked.path["session"])
        append_audit(session, asked.who.label, "signed_out", f"user:{account.id}", {"sessions": 1}, now)
        return SessionsEnded(ended=1)


def account_shown(board: Board, session: Session, account: Account) -> AccountShown:
    names = ("id", "login", "name", "role", "agent_id", "language", "made_at", "disabled_at")
    here: list[BrowserSession] = list(sessions_of(session, account.id, now=board.clock()))
    return AccountShown(
        **{name: getattr(account, name) for name in names},
        has_password=account.password is not None,
        sessions=len(here),
        seen_at=here[0].seen_at if here else None,
    )


def _known(session: Session, asked: Asked) -> Account:
    account = session.get(Account, asked.path["account"])
    if account is None:
        raise unknown("account", asked.path["account"])
    return account


def _keeper(board: Board, asked: Asked) -> Keeper:
    return Keeper(who=asked.who.label, now=board.clock())


def _problem(refused: AccountRefused) -> Problem:
    said = told(refused.key, refused.args_told)
    status = 422 if refused.key in ("password_length", "no_such_agent") else 409
    return Problem(status, said.en, [Fault(field=refused.field, detail=said.en)], told=said)


_ONE = "/accounts/{account}"
OPERATIONS = (
    Operation(method="GET", path="/accounts", scope="accounts:read", summary="List who may sign in",
              does=list_accounts, answers=Page[AccountShown]),
    Operation(method="POST", path="/accounts", scope="accounts:write", summary="Let somebody sign in",
              does=post_account, answers=AccountShown, body=AccountWanted, problems=(409,)),
    Operation(method="GET", path=_ONE, scope="accounts:read", summary="Show an account",
              does=show_account, answers=AccountShown, problems=(404,)),
    Operation(method="PATCH", path=_ONE, scope="accounts:write", summary="Change or close an account",
              does=patch_account, answers=AccountShown, body=AccountChange, problems=(404, 409)),
    Operation(method="PUT", path=f"{_ONE}/password", scope="accounts:write", summary="Give somebody a new password",
              does=put_password, answers=AccountShown, body=PasswordWanted, problems=(404,)),
    Operation(method="GET", path=f"{_ONE}/sessions", scope="accounts:read", summary="List where somebody is signed in",
              does=list_sessions, answers=Page[SessionShown], problems=(404,)),
    Operation(method="DELETE", path=f"{_ONE}/sessions", scope="accounts:write", summary="Sign somebody out everywhere",
              does=delete_sessions, answers=SessionsEnded, problems=(404,)),
    Operation(method="DELETE", path=f"{_ONE}/sessions/{{session}}", scope="accounts:write",
              summary="Sign somebody out of one browser", does=delete_session, answers=SessionsEnded,
              problems=(404,)),
)  # fmt: skip
