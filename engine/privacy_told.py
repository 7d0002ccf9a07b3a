"""Erasures and exports as the keyboard tells of them."""

from cases.erasure import Erasure

WAITS = {
    "call": "They are on the telephone: it is put off to the end of the call and its wrap-up; the clock sees to it.",
    "hold": "A legal hold forbids it: it waits for its end.",
    "redis": "The database has forgotten them; Redis is still to be swept, and the clock sees to it.",
    "night": "They are forgotten; the database's file is rewritten at night (or now, with --now).",
}


def erasure_sentence(erasure: Erasure) -> str:
    """How far it is, in a sentence or two."""
    if erasure.state != "done":
        return WAITS.get(erasure.waits_for or "redis", WAITS["redis"])
    counted = ", ".join(f"{table} {count}" for table, count in sorted(erasure.rows.items()))
    return f"Forgotten. Rows emptied or deleted: {counted or 'none'}.\nErasure {erasure.id}; statistics stay."


def erasure_data(erasure: Erasure) -> dict[str, object]:
    """For programs and lists."""
    return {
        "id": erasure.id,
        "state": erasure.state,
        "waits_for": erasure.waits_for,
        "asked_by": erasure.asked_by,
        "asked_at": erasure.asked_at,
        "done_at": erasure.done_at,
        "rows": sum(erasure.rows.values()),
    }
