"""Outputs that are plainly valid need no schema: a check of a few types in place of a walk through all of it.

nbclient makes each output by `nbformat.v4.nbbase.new_output`, which asks jsonschema; that takes as long
as all else of a message. Anything out of the ordinary is still asked, and still refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbformat.v4 import nbbase

_asks_schema = nbbase.validate
_KEYS = {
    "display_data": {"output_type", "metadata", "data"},
    "execute_result": {"output_type", "metadata", "data", "execution_count"},
    "stream": {"output_type", "name", "text"},
}


def spare_schema() -> None:
    """Have nbformat take plainly valid outputs as they are, in this process and its forks."""
    nbbase.validate = _validate


def _validate(node: Any, ref: str | None = None) -> None:
    if ref not in _KEYS or not is_plain(node, ref):
        _asks_schema(node, ref)


def is_plain(output: Mapping[str, Any], kind: str) -> bool:
    """Whether an output of a kind has that kind's fields and no others, each of the simplest type allowed.

    Texts by MIME type, metadata by name, text of a stream; False says nothing.
    """
    if output.keys() != _KEYS[kind] or output["output_type"] != kind:
        return False
    if kind == "stream":
        return type(output["text"]) is str and type(output["name"]) is str
    if kind == "execute_result" and type(output["execution_count"]) is not int:
        return False
    data, metadata = output["data"], output["metadata"]
    return isinstance(metadata, dict) and isinstance(data, dict) and all(type(text) is str for text in data.values())
