"""Calls we promised: whom we owe one, what was tried, and what ops may do about it."""

from typing import Any, get_args

import click
from pydantic import BaseModel

from callbacks.dialler.kind import KINDS
from callbacks.dialler.state import State

JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")
LANG = click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed.")
AUTHOR = click.option("--author", help="Who orders it, for the audit; by default who is at the keyboard.")
REASON = click.option("--reason", required=True, help="Why, as the ledger and the audit have it.")


@click.group("callbacks")
def command() -> None:
    """List, show, move, reassign, hurry and cancel callbacks; calendars of agents."""


@command.command("list")
@click.option("--state", type=click.Choice(["open", *get_args(State)]), default="open", show_default=True)
@click.option("--all", "everything", is_flag=True, help="Also what is over.")
@click.option("--overdue", is_flag=True, help="Only those whose promised time has passed.")
@click.option("--kind", type=click.Choice(KINDS), help="Why it was promised.")
@click.option("--queue", help="This queue alone.")
@click.option("--agent", help="Those this agent promised.")
@click.option("--case", help="About this case.")
@click.option("--phone", help="To this number.")
@click.option("--after", "due_after", help='Due from then on: "2026-11-23 09:00" on the centre\'s clock.')
@click.option("--before", "due_before", help="Due before then.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@JSON
@LANG
def list_them(everything: bool, as_json: bool, lang: str, due_after: str | None, due_before: str | None,
              **query: Any) -> None:  # fmt: skip
    """Whom we owe a call, the next due first."""
    from engine.callback_reading import callback_reading_here
    from engine.callbacks_told import callback_rows, word
    from engine.printing import print_json, print_rows

    with callback_reading_here(lang) as desk:
        span = {"due_after": desk.moment(due_after), "due_before": desk.moment(due_before)}
        found = desk.found(**query | span | ({"state": None} if everything else {}))
        rows = callback_rows(found, desk.zone, desk.clock(), lang)
    if as_json:
        print_json([one.model_dump(mode="json") for one in found])
    elif not rows:
        click.echo(word("none", lang))
    else:
        print_rows(rows, as_json=False)


@command.command()
@click.argument("callback")
@JSON
@LANG
def show(callback: str, as_json: bool, lang: str) -> None:
    """One CALLBACK, named by its id or how that begins: every step, and every telephone that was rung for it."""
    from engine.callback_reading import callback_reading_here
    from engine.callbacks_told import step_rows, summary, try_rows, word
    from engine.printing import print_json, print_rows

    with callback_reading_here(lang) as desk:
        one, zone = desk.whole(callback), desk.zone
    if as_json:
        print_json(one.model_dump(mode="json"))
        return
    click.echo(f"{one.id}\n{summary(one, zone, lang)}\n\n{word('steps', lang)}")
    print_rows(step_rows(one, zone, lang), as_json=False)
    click.echo(f"\n{word('attempts', lang) if one.attempts else word('no_attempts', lang)}")
    if one.attempts:
        print_rows(try_rows(one, zone, lang), as_json=False)


@command.command()
@click.argument("callback")
@REASON
@click.option("--tell/--no-tell", default=True, help="Write to the customer that nobody will call.", show_default=True)
@AUTHOR
@JSON
@LANG
def cancel(callback: str, reason: str, tell: bool, author: str | None, as_json: bool, lang: str) -> None:
    """Nobody makes this CALLBACK: what rings for it stops, and the customer is told."""
    from engine.callback_desk import callback_desk_here
    from engine.hours_desk import who_orders

    with callback_desk_here(lang) as desk:
        done = desk.cancels(callback, who=who_orders(author), reason=reason, tell=tell)
    key = "cancelled_told" if done.message else "cancelled"
    _told(done.callback, key, as_json, lang, phone=done.callback.phone)


@command.command()
@click.argument("callback")
@REASON
@click.option("--begin", help='Not sooner than: "2026-11-23 14:00" on the centre\'s clock, or a time with a zone.')
@click.option("--due", help="By then they are called.")
@click.option("--agreed", is_flag=True, help="The customer agreed to the other time: without it no promise moves.")
@click.option("--phone", help="Call this number instead.")
@click.option("--queue", help="Have this queue call.")
@click.option("--tell", is_flag=True, help="Confirm the new time to the customer in writing.")
@click.option("--anyway", is_flag=True, help="Also where nobody is free in that window.")
@AUTHOR
@JSON
@LANG
def move(callback: str, begin: str | None, due: str | None, agreed: bool, author: str | None, as_json: bool, lang: str,
         **change: Any) -> None:  # fmt: skip
    """Another time, number or queue for this CALLBACK. Its place in line stays."""
    from callbacks.dialler.editing import Edit
    from engine.callback_desk import callback_desk_here
    from engine.callbacks_told import moment, word
    from engine.hours_desk import who_orders

    if (begin or due) and not agreed:
        raise click.UsageError(word("say_agreed", lang))
    with callback_desk_here(lang) as desk:
        edit = Edit(who=who_orders(author), begin=desk.moment(begin), due=desk.moment(due), **change)
        done, zone = desk.moves(callback, edit), desk.zone
    _told(done, "moved", as_json, lang, phone=done.phone, begin=moment(done.not_before, zone),
          due=moment(done.due_at, zone))  # fmt: skip


@command.command()
@click.argument("callback")
@click.option("--to", help="The agent who makes it.")
@click.option("--anybody", is_flag=True, help="Anybody of its queue.")
@REASON
@AUTHOR
@JSON
@LANG
def reassign(
    callback: str, to: str | None, anybody: bool, reason: str, author: str | None, as_json: bool, lang: str
) -> None:
    """Somebody else makes this CALLBACK; both learn of it."""
    from engine.callback_desk import callback_desk_here
    from engine.callbacks_told import word
    from engine.hours_desk import who_orders

    if (to is None) == (not anybody):
        raise click.UsageError(word("say_whom", lang))
    with callback_desk_here(lang) as desk:
        done = desk.reassigns(callback, to=to, who=who_orders(author), reason=reason)
    _told(done, "reassigned", as_json, lang, phone=done.phone, agent=done.agent_id or word("anybody", lang))


@command.command()
@click.argument("callback")
@AUTHOR
@JSON
@LANG
def now(callback: str, author: str | None, as_json: bool, lang: str) -> None:
    """Make this CALLBACK at once, whatever time was promised."""
    from engine.callback_desk import callback_desk_here
    from engine.hours_desk import who_orders

    with callback_desk_here(lang) as desk:
        done = desk.hurries(callback, who=who_orders(author))
    _told(done, "now", as_json, lang, phone=done.phone)


@command.command()
@click.option("--queue", help="Of this queue; by default of the one that calls back.")
@click.option("--agent", help="When this agent is free.")
@click.option("--phone", help="When this number may be called.")
@click.option("--limit", type=click.IntRange(1, 50), default=8, show_default=True)
@JSON
@LANG
def slots(queue: str | None, agent: str | None, phone: str | None, limit: int, as_json: bool, lang: str) -> None:
    """Times at which somebody is there who is not promised away, the next first."""
    from engine.callback_desk import callback_desk_here
    from engine.callbacks_told import slot_rows, word
    from engine.printing import print_json, print_rows

    with callback_desk_here(lang) as desk:
        free, zone = desk.slots(queue, agent=agent, phone=phone, limit=limit), desk.zone
    if as_json:
        print_json([vars(one) for one in free])
    elif free:
        print_rows(slot_rows(free, zone, lang), as_json=False)
    else:
        click.echo(word("no_slots", lang))


@command.command()
@click.argument("agent")
@click.option("--revoke", is_flag=True, help="Nobody reads it any more.")
@AUTHOR
@JSON
@LANG
def feed(agent: str, revoke: bool, author: str | None, as_json: bool, lang: str) -> None:
    """Print the address at which a calendar programme reads the callbacks of AGENT: now and never again."""
    from engine.callback_desk import callback_desk_here
    from engine.callbacks_told import word
    from engine.hours_desk import who_orders
    from engine.printing import print_json

    with callback_desk_here(lang) as desk:
        url = None if revoke else desk.opens_feed(agent, who=who_orders(author))
        closed = revoke and desk.closes_feed(agent, who=who_orders(author))
    if as_json:
        print_json({"agent": agent, "url": url})
    else:
        key = "feed" if url else "feed_closed" if closed else "feed_none"
        click.echo(word(key, lang).format(agent=agent, url=url))


def _told(done: Any, key: str, as_json: bool, lang: str, **args: str) -> None:
    """What it came to, in a sentence."""
    from console.api.callback_shown import CallbackShown
    from engine.callbacks_told import word
    from engine.printing import print_json

    if as_json:
        shown: BaseModel = CallbackShown.model_validate(done)
        print_json(shown.model_dump(mode="json"))
    else:
        click.echo(word(key, lang).format(**args))
