"""Conversations of a queue are recorded: the caller hears so first, the agent pauses, and nothing is forgotten."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import Engine, delete, select, update

from callbacks.recording_deleting import delete_recordings
from callbacks.retention import forget_by_age
from cases.conversation_recording import ConversationRecording, RecordingNotice, RecordingPause
from cases.legal_hold import HoldWanted, hold
from console.people.account import Account
from records.audit import AuditRow
from records.database import reading, writing
from routing.policy import Policy
from simulator import Caller, transcript
from simulator.recordings.recording import Recording
from simulator.recordings.reporting import report_recording
from tests.centre import open_the_centre
from tests.console.pages.conftest import Visitor, kept
from tests.journeys.test_callbacks_in_line import MORNING, callback, promised
from tests.journeys.test_english_line import ENGLISH
from tests.journeys.test_trouble import AYSE, BURAK, EMMA, MEHMET, answers, signs_in
from tests.journeys.transfers import asks, hangs_up, nobody_is_left, now_of, they_talk, wishes
from tests.shipped_centre import shipped_centre
from tests.world import World


def recording_all(policy: Policy, **more: Any) -> Policy:
    queues = {name: replace(queue, record=True) for name, queue in policy.queues.items()}
    return replace(policy, queues=queues, **more)


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    """A centre that records the conversations of every queue."""
    centre = shipped_centre()
    world = World(database_url, valkey_url, centre=replace(centre, policy=recording_all(centre.policy)))
    open_the_centre(world)
    yield world
    world.voice.database.dispose()


def on_tape(world: World) -> list[Recording]:
    """What the network has recorded of rooms."""
    return [one for one in world.sim.exchange.recordings.values() if one.room is not None]


def rows(world: World) -> list[ConversationRecording]:
    with reading(world.voice.database) as session:
        return list(session.scalars(select(ConversationRecording).order_by(ConversationRecording.begun_at)))


def pauses(world: World) -> list[RecordingPause]:
    with reading(world.voice.database) as session:
        return list(session.scalars(select(RecordingPause).order_by(RecordingPause.since)))


def shown(world: World, caller: Caller) -> Any:
    return world.ask("GET", f"/api/v1/calls/{caller.sid}/recording", key=world.key)[1]


def wants(world: World, caller: Caller, state: str, agent: str | None = "ayse") -> Any:
    path, body = f"/api/v1/calls/{caller.sid}/recording", {"state": state, **({"agent_id": agent} if agent else {})}
    status, told = world.ask("PUT", path, body, key=world.key)
    world.settle()
    return told if status == 200 else status


def announced(world: World, who: str = "Mehmet") -> list[str]:
    """The notices they heard."""
    heard = [entry.text for entry in world.sim.trace.of("say") if entry.name == who]
    return [text for text in heard if "kaydedilmekte" in text or "is recorded" in text]


def asked_of_recordings(world: World) -> list[str]:
    """The statuses the network was asked for."""
    asked = [entry.text for entry in world.sim.trace.of("rest") if "/Recordings/" in entry.text]
    return ["paused" if "paused" in text else "in-progress" for text in asked if "Status=" in text]


def test_the_caller_hears_so_once_then_the_whole_conversation_is_recorded(world: World) -> None:
    caller = they_talk(world)
    [tape] = on_tape(world)
    [row] = rows(world)
    assert (row.recording, row.call, row.state) == (tape.sid, caller.sid, "recording")
    assert announced(world) == ["Bağlanıyorsunuz. Görüşmeniz kaydedilmektedir."], transcript(world.sim.trace)
    with reading(world.voice.database) as session:
        notice = session.scalars(select(RecordingNotice)).one()
    assert (notice.call, notice.language) == (caller.sid, "tr") and notice.at < row.begun_at
    world.advance(30)
    hangs_up(world, MEHMET)
    world.advance(60)
    [row] = rows(world)
    assert row.state == "ready" and row.seconds >= 30 and row.url
    assert shown(world, caller)["state"] == "off"
    nobody_is_left(world)


@pytest.fixture
def as_shipped(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    world = World(database_url, valkey_url)
    open_the_centre(world)
    yield world
    world.voice.database.dispose()


def test_nothing_is_recorded_and_nobody_told_so_as_shipped(as_shipped: World) -> None:
    world = as_shipped
    caller = they_talk(world)
    assert not on_tape(world) and not rows(world) and not announced(world)
    assert wants(world, caller, "paused") == 409


def test_who_speaks_english_hears_it_in_english(world: World) -> None:
    answers(world, AYSE, "Ayşe", after_hearing="1")
    signs_in(world, "ayse")
    steps: list[Any] = [{"hears": "a person zero"}, {"presses": "0"}, "joins", {"talks": 20}, "hangs_up"]
    world.sim.place_call(EMMA, ENGLISH, name="Emma", steps=steps)
    world.advance(90)
    assert announced(world, "Emma") == ["You are being connected. This conversation is recorded."], transcript(
        world.sim.trace
    )


@pytest.mark.both_databases
def test_while_it_is_paused_nothing_is_on_the_tape_and_the_desk_says_so_only_then(world: World) -> None:
    caller = they_talk(world)
    seen: list[str] = []
    world.sim.at_point("before rest POST /Conferences/*", lambda: seen.append(shown(world, caller)["state"]))
    assert wants(world, caller, "paused")["state"] == "pausing" and seen == ["pausing"]
    now = shown(world, caller)
    assert (now["state"], now["trouble"]) == ("paused", None) and now["since"]
    [tape] = on_tape(world)
    assert tape.status == "paused" and not tape.pauses[-1].skip
    world.advance(20)
    world.sim.at_point("before rest POST /Conferences/*", lambda: seen.append(shown(world, caller)["state"]))
    wants(world, caller, "recording")
    assert seen == ["pausing", "resuming"] and shown(world, caller)["state"] == "recording"
    world.advance(10)
    hangs_up(world, MEHMET)
    world.advance(60)
    [pause] = pauses(world)
    assert (pause.agent_id, pause.why) == ("ayse", "resumed") and pause.until
    assert timedelta(seconds=19) < pause.until - pause.since < timedelta(seconds=23)
    assert asked_of_recordings(world) == ["paused", "in-progress"]
    with reading(world.voice.database) as session:
        what = session.scalars(select(AuditRow.what).where(AuditRow.subject == f"call:{caller.sid}")).all()
    assert [one for one in what if one.startswith("recording")] == [
        "recording_paused_asked", "recording_paused", "recording_recording_asked", "recording_resumed",
    ]  # fmt: skip
    assert explained(world, caller)[-2:] == [
        "Ayşe Demir paused the recording.",
        "The recording goes on.",
    ]


def explained(world: World, caller: Caller) -> list[str]:
    path = f"/api/v1/calls/{caller.sid}/explanation?language=en"
    told = [one["text"] for one in world.ask("GET", path, key=world.key)[1]["sentences"]]
    return [text for text in told if "recording" in text]


def test_a_forgotten_pause_ends_by_itself(world: World) -> None:
    caller = they_talk(world, steps=["joins", {"talks": 600}, "hangs_up"])
    wants(world, caller, "paused")
    world.advance(290)
    assert shown(world, caller)["state"] == "paused"
    world.advance(15)
    assert shown(world, caller)["state"] == "recording" and on_tape(world)[0].status == "in-progress"
    assert pauses(world)[0].why == "too_long"


@pytest.mark.parametrize("fault", ["unavailable", "rest_refused", "rest_reset"])
def test_a_pause_the_network_did_not_confirm_is_none_until_it_does(world: World, fault: str) -> None:
    caller = they_talk(world)
    world.sim.fault(fault, times=1, only="/Recordings/")
    wants(world, caller, "paused")
    told = shown(world, caller)
    assert (told["state"], told["trouble"]) == ("pausing", "unreachable")
    world.advance(4)
    assert shown(world, caller)["state"] == "paused" and on_tape(world)[0].status == "paused"


def test_who_gives_up_a_pause_nobody_answered_for_has_it_recorded_for_sure(world: World) -> None:
    caller = they_talk(world)
    world.sim.fault("rest_reset", times=1, only="/Recordings/")
    wants(world, caller, "paused")
    assert on_tape(world)[0].status == "paused"
    wants(world, caller, "recording")
    assert shown(world, caller)["state"] == "resuming"
    world.advance(4)
    assert shown(world, caller)["state"] == "recording" and on_tape(world)[0].status == "in-progress"


def test_a_refused_pause_is_told_and_it_goes_on_being_recorded(world: World) -> None:
    caller = they_talk(world)
    with writing(world.voice.database) as session:
        session.execute(update(ConversationRecording).values(conference="CF" + "0" * 32))
    wants(world, caller, "paused")
    told = shown(world, caller)
    assert (told["state"], told["trouble"]) == ("recording", "refused") and on_tape(world)[0].status == "in-progress"


def test_who_hangs_up_while_it_is_paused_leaves_no_open_pause(world: World) -> None:
    caller = they_talk(world)
    wants(world, caller, "paused")
    world.advance(10)
    hangs_up(world, AYSE)
    world.advance(60)
    assert [(pause.why, pause.until is not None) for pause in pauses(world)] in ([("over", True)], [("left", True)])
    assert [row.state for row in rows(world)] == ["ready"] and shown(world, caller)["state"] == "off"


def test_only_who_talks_there_pauses_it_or_a_lead(world: World) -> None:
    caller = they_talk(world)
    assert wants(world, caller, "paused", "burak") == 403
    assert wants(world, caller, "paused", None)["state"] == "pausing"
    assert shown(world, caller)["state"] == "paused"
    [pause] = pauses(world)
    assert pause.agent_id is None and pause.asked_by.startswith("key:")


def test_through_a_warm_transfer_it_is_one_recording_and_a_pause_ends_with_who_paused(world: World) -> None:
    caller = they_talk(world)
    answers(world, BURAK, "Burak", after_hearing="1")
    signs_in(world, "burak")
    transfer = asks(world, caller)
    world.advance(25)
    assert now_of(world, transfer).state == "consulting", transcript(world.sim.trace)
    wishes(world, transfer, "join", "colleague")
    world.advance(10)
    wants(world, caller, "paused")
    assert shown(world, caller)["state"] == "paused"
    wishes(world, transfer, "leave", "agent")
    world.advance(8)
    assert shown(world, caller)["state"] == "recording", transcript(world.sim.trace)
    assert pauses(world)[0].why == "left"
    assert wants(world, caller, "paused", "burak")["state"] == "pausing"
    assert shown(world, caller)["state"] == "paused" and len(announced(world)) == 1
    world.advance(300)
    assert len(on_tape(world)) == 1 and [row.state for row in rows(world)] == ["ready"]
    nobody_is_left(world)


def test_doubled_and_swapped_words_of_the_network_do_no_harm(world: World) -> None:
    caller = they_talk(world)
    [tape] = on_tape(world)
    hangs_up(world, MEHMET)
    world.advance(60)
    before = vars_of(rows(world)[0])
    for status in ("in-progress", "completed", "absent"):
        report_recording(world.sim.exchange, tape, status)
        world.settle()
    world.advance(1)
    assert vars_of(rows(world)[0]) == before and shown(world, caller)["state"] == "off"


def test_who_is_called_back_hears_it_first_and_their_conversation_is_recorded(world: World) -> None:
    world.clock.advance_to(MORNING)
    world.settle()
    answers(world, AYSE, "Ayşe", after_hearing="abul 1")
    signs_in(world, "ayse")
    world.sim.person(MEHMET, "Mehmet", answers_after=4, steps=["joins", {"talks": 40}, "hangs_up"])
    name = promised(world)
    world.advance(40)
    [row] = rows(world)
    heard = "Merhaba, Sahip Enerji. Söz verdiğimiz gibi sizi arıyoruz. Görüşmemiz kaydedilmektedir."
    assert announced(world) == [heard] and row.state == "recording", transcript(world.sim.trace)
    status, told = world.ask("PUT", f"/api/v1/calls/{row.call}/recording", {"state": "paused", "agent_id": "ayse"},
                             key=world.key)  # fmt: skip
    world.settle()
    assert status == 200 and rows(world)[0].is_silent, told
    world.advance(120)
    assert [one.state for one in rows(world)] == ["ready"] and callback(world, name).why == "reached"


def vars_of(row: ConversationRecording) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


def test_a_recording_whose_caller_heard_no_notice_is_not_kept(world: World) -> None:
    they_talk(world)
    with writing(world.voice.database) as session:
        session.execute(delete(RecordingNotice))
    world.advance(65)
    [row] = rows(world)
    assert row.state == "deleted" and on_tape(world)[0].status in ("stopped", "completed", "deleted")
    world.advance(60)
    assert on_tape(world)[0].status == "deleted"


@pytest.mark.both_databases
def test_the_end_nobody_told_of_is_found_and_its_sound_is_deleted_after_its_period(world: World) -> None:
    caller = they_talk(world)
    world.sim.fault("callback_lost", times=99, only="completed")
    world.sim.fault("callback_lost", times=99, only="recording-completed")
    hangs_up(world, MEHMET)
    world.advance(120)
    [row] = rows(world)
    assert row.ended_at is not None and shown(world, caller)["state"] == "off"
    after = world.clock() + timedelta(days=181)
    board = replace(world.voice, clock=lambda: after)
    assert forget_by_age(board)["recordings"] == 1 and forget_by_age(board)["recordings"] == 0
    world.advance(40)
    delete_recordings(board)
    assert rows(world)[0].state == "deleted" and on_tape(world)[0].status == "deleted"


def test_a_recording_is_heard_at_our_own_address_and_each_time_stands_in_the_audit(world: World) -> None:
    caller = they_talk(world)
    visitor = signed_in(world)
    address = f"/recordings/{rows(world)[0].recording}"
    assert visitor.opens(address).status_code == 404
    hangs_up(world, MEHMET)
    world.advance(150)
    for _ in range(2):
        heard = visitor.opens(address)
        assert (heard.status_code, heard.content_type, heard.data[:4]) == (200, "audio/x-wav", b"RIFF")
    [one] = shown(world, caller)["recordings"]
    assert (one["state"], one["sound"]) == ("ready", address)
    with reading(world.voice.database) as session:
        found = session.scalars(select(AuditRow).where(AuditRow.what == "recording_heard")).all()
    assert [(row.who, row.subject) for row in found] == [("user:zeynep", f"call:{caller.sid}")] * 2
    timeline = world.ask("GET", "/api/v1/cases/4812/timeline", key=world.key)[1]["items"]
    [entry] = [entry for entry in timeline if entry["kind"] == "recorded"]
    assert entry["args"]["sound"] == rows(world)[0].recording
    world.sim.fault("unavailable", times=1, only="/Recordings/")
    assert visitor.opens(address).status_code == 503
    assert visitor.opens("/recordings/RE" + "0" * 32).status_code == 404
    assert Visitor(client=world.app.test_client(), secret=world.voice.secret).opens(address).status_code == 302


def signed_in(world: World) -> Visitor:
    """Zeynep, who only reads."""
    with writing(world.voice.database) as session:
        session.add(Account(id="zeynep", login="zeynep", name="Zeynep", role="read_only", password=kept(),
                            made_at=world.clock()))  # fmt: skip
    visitor = Visitor(client=world.app.test_client(), secret=world.voice.secret)
    assert visitor.signs_in("zeynep").status_code == 303
    return visitor


def test_the_law_holds_a_recording(world: World) -> None:
    they_talk(world)
    hangs_up(world, MEHMET)
    world.advance(90)
    with writing(world.voice.database) as session:
        hold(session, HoldWanted(case_number="4812", reason="2026/12 E."), who="key:1", now=world.clock())
    after = world.clock() + timedelta(days=181)
    assert forget_by_age(replace(world.voice, clock=lambda: after)).get("recordings") == 0


def test_with_the_person_goes_their_recording(world: World) -> None:
    they_talk(world)
    hangs_up(world, MEHMET)
    world.advance(150)
    status, told = world.ask("POST", "/api/v1/erasures", {"phone": MEHMET}, key=world.key)
    assert status == 200, told
    world.advance(60)
    assert not rows(world) and on_tape(world)[0].status == "deleted"
