"""Whether what stands in a manifest's place can be one: its types, and no path that leads out of its folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from r4v_analysis.files import is_relative

Sound = Callable[[Any], bool]


def require_sound(content: Any) -> None:
    """Raise ValueError where a manifest's JSON is not what one is made of.

    A path that leads out of the output folder is in none that this package wrote.
    """
    if not (_is_map(content) and all(name in content and sound(content[name]) for name, sound in _MANIFEST.items())):
        raise ValueError("values of other types, or a path that leads outside")


def _is_text(value: Any) -> bool:
    """Text that a file's name and a page can hold: no half of a character."""
    if not isinstance(value, str):
        return False
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _is_name(value: Any) -> bool:
    """Text that is a part of a file's name."""
    return _is_text(value) and (value == "" or (is_relative(value) and "/" not in value))


def _is_path(value: Any) -> bool:
    return _is_text(value) and is_relative(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_stat(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(part) is int for part in value)


def _is_map(value: Any, name: Sound = _is_text, item: Sound = lambda _value: True) -> bool:
    return isinstance(value, Mapping) and all(name(key) and item(value[key]) for key in value)


def _is_list(value: Any, item: Sound) -> bool:
    return isinstance(value, list) and all(map(item, value))


_RECORD: dict[str, Sound] = {
    "report": _is_name,
    "notebook": _is_name,
    "lang": _is_name,
    "as_of": _is_name,
    "parameters": _is_map,
    "key": _is_text,
    "inputs": lambda value: _is_map(value, item=_is_text) and "data" in value,
    "versions": lambda value: _is_map(value, item=_is_text),
    "status": lambda value: value in ("rendered", "failed"),
    "reason": _is_text,
    "files": lambda value: _is_map(value, _is_path, _is_text),
    "seconds": _is_number,
    "data": lambda value: _is_map(value, item=_is_text),
    "stats": lambda value: _is_list(value, _is_stat),
    "is_own": lambda value: isinstance(value, bool),
    "title": _is_text,
    "peak_mb": _is_number,
}
"""A record's fields, by name; all others are a later version's."""


def _is_record(value: Any) -> bool:
    return _is_map(value) and all(name in _RECORD and _RECORD[name](value[name]) for name in value)


_MANIFEST: dict[str, Sound] = {
    "renders": lambda value: _is_list(value, _is_record),
    "made": lambda value: _is_list(value, _is_record),
    "left": lambda value: _is_map(value, _is_path, _is_text),
    "checked": _is_text,
}
