"""Reading a script: YAML to values, with every mistake in its place."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from simulator.people.steps import LONGEST_SECONDS, StepError, read_seconds
from simulator.script.callers import read_caller
from simulator.script.mistakes import Mistakes, ScriptError
from simulator.script.parts import Script, ScriptedMessage
from simulator.script.persons import KINDS_OF_PEOPLE, read_person
from simulator.switches import Switches
from simulator.trouble.faults import read_fault

HANDED_ON = (
    "title", "setup", "rules", "agents", "lasts", "meanwhile", "then", "expect", "by_day", "promises", "broken",
    "flow_calls",
)  # fmt: skip
"""What whoever is called by the network does with a script; nothing of it is the network's."""
OURS = (*KINDS_OF_PEOPLE, "callers", "messages", "faults", "numbers", "switches", "seed")
MESSAGE_KEYS = ("from", "to", "text", "after")
NUMBER_KEYS = ("voice_url", "voice_method", "status_callback", "fallback_url", "sms_url", "friendly_name")


def load_script(path: Path) -> Script:
    """Read a script file. Raises ScriptError, which names file, line and column of every mistake."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ScriptError(str(path), [(1, 1, f"not UTF-8 text: {error.reason}")]) from None
    return read_script(text, str(path))


def read_script(text: str, source: str = "script") -> Script:
    """Raises ScriptError."""
    mistakes = Mistakes(source)
    script = _script(_yaml(text, source), mistakes)
    if mistakes.found:
        raise mistakes.error()
    return script


def _yaml(text: str, source: str) -> Any:
    try:
        return YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise ScriptError(source, [(line, column, error.problem or "not YAML")]) from error
    except YAMLError as error:
        raise ScriptError(source, [(1, 1, str(error).splitlines()[0])]) from error


def _script(data: Any, mistakes: Mistakes) -> Script:
    if not isinstance(data, Mapping):
        mistakes.add(data, None, "a script must be a mapping of keys to values")
        return Script()
    for key in data:
        if key not in (*OURS, *HANDED_ON):
            mistakes.unknown(data, key, "a script", (*OURS, *HANDED_ON))
    people = [
        read_person(group, str(name), each, mistakes)
        for group in KINDS_OF_PEOPLE
        for name, each in _named(data, group, mistakes).items()
    ]
    callers = _named(data, "callers", mistakes)
    return Script(
        people=tuple(person for person in people if person),
        callers=tuple(caller for name in callers if (caller := read_caller(str(name), callers, mistakes))),
        faults=tuple(_each(data, "faults", mistakes, read_fault)),
        messages=tuple(_each(data, "messages", mistakes, _message)),
        numbers=_numbers(data, mistakes),
        switches=_switches(data, mistakes),
        seed=_seed(data, mistakes),
        more={key: plain(data[key]) for key in HANDED_ON if key in data},
        source=mistakes.source,
    )


def _named(data: Any, key: str, mistakes: Mistakes) -> Any:
    value = data.get(key)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        mistakes.add(data, key, f"`{key}` must be a mapping of names")
        return {}
    return value


def _each(data: Any, key: str, mistakes: Mistakes, read: Callable[[Any], Any]) -> list[Any]:
    """Every item of a list, read; those that cannot be are mistakes."""
    given, done = data.get(key) or [], []
    if not isinstance(given, list):
        mistakes.add(data, key, f"`{key}` must be a list")
        return []
    for index, item in enumerate(given):
        try:
            done.append(read(item))
        except (StepError, ValueError, AttributeError, TypeError, LookupError) as error:
            mistakes.add(given, index, str(error.args[0] if error.args else error))
    return done


def _message(data: Any) -> ScriptedMessage:
    if not isinstance(data, Mapping):
        raise ValueError("a message is a mapping, such as {from: …, text: …}")
    for key in data:
        if key not in MESSAGE_KEYS:
            raise ValueError(f"{key!r} is not known of a message; it has {', '.join(MESSAGE_KEYS)}")
    if not data.get("from") or not data.get("text"):
        raise ValueError("a message needs `from` and `text`")
    return ScriptedMessage(
        from_=str(data["from"]),
        text=str(data["text"]),
        to=str(data.get("to") or ""),
        after=read_seconds(data.get("after", 0)),
    )


def _numbers(data: Any, mistakes: Mistakes) -> dict[str, dict[str, str]]:
    numbers = _named(data, "numbers", mistakes)
    for number, urls in numbers.items():
        if not isinstance(urls, Mapping):
            mistakes.add(numbers, number, f"{number}: give its URLs, such as {{voice_url: …}}")
            continue
        for key in urls:
            if key not in NUMBER_KEYS:
                mistakes.unknown(urls, key, "a number", NUMBER_KEYS)
    return {str(number): plain(urls) for number, urls in numbers.items() if isinstance(urls, Mapping)}


def _switches(data: Any, mistakes: Mistakes) -> dict[str, Any]:
    given, known = _named(data, "switches", mistakes), {field.name: field.default for field in fields(Switches)}
    for name, value in given.items():
        if name not in known:
            mistakes.unknown(given, name, "the network", tuple(known))
        elif not _is_like(value, known[name]) or (name.endswith("_per_second") and not value):
            mistakes.add(given, name, f"{name} must be like {known[name]!r}, not {value!r}")
    return dict(plain(given))


def _is_like(value: Any, usual: Any) -> bool:
    if isinstance(usual, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(usual, bool)
    if isinstance(usual, int | float):
        return value is None or (isinstance(value, int | float) and 0 <= value <= LONGEST_SECONDS)
    return usual is None or isinstance(value, type(usual))


def _seed(data: Any, mistakes: Mistakes) -> int | None:
    seed = data.get("seed")
    if seed is None:
        return None
    if isinstance(seed, bool) or not isinstance(seed, int):
        mistakes.add(data, "seed", f"seed must be a whole number, not {seed!r}")
        return None
    return int(seed)


def plain(data: Any) -> Any:
    """The same data without any trace of YAML."""
    if isinstance(data, Mapping):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(value) for value in data]
    return data
