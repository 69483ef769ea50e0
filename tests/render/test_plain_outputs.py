"""What is taken without a schema is what the schema takes; what it refuses is refused as before."""

import pytest
from nbformat import ValidationError, v4, validate

from r4v_analysis.render.execution import plain_outputs
from r4v_analysis.render.execution.plain_outputs import is_plain

PLAIN = [
    {"output_type": "stream", "name": "stdout", "text": "a"},
    {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "a", "text/html": "<b>"}},
    {"output_type": "display_data", "metadata": {"alt": "a"}, "data": {}},
    {"output_type": "execute_result", "metadata": {}, "data": {"text/plain": "1"}, "execution_count": 3},
]
UNUSUAL = [
    {"output_type": "display_data", "metadata": {}, "data": {"application/json": {"a": 1}}},
    {"output_type": "display_data", "metadata": {}, "data": {"text/plain": ["a", "b"]}},
    {"output_type": "execute_result", "metadata": {}, "data": {}, "execution_count": None},
]
INVALID = [
    {"output_type": "stream", "name": "stdout", "text": 5},
    {"output_type": "stream", "name": "stdout"},
    {"output_type": "display_data", "metadata": {}, "data": {"text/plain": 5}},
    {"output_type": "display_data", "metadata": None, "data": {"text/plain": "a"}},
    {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "a"}, "more": 1},
    {"output_type": "display_data", "metadata": {}, "data": "a"},
    {"output_type": "execute_result", "metadata": {}, "data": {}, "execution_count": "3"},
    {"output_type": "stream", "metadata": {}, "data": {"text/plain": "a"}},
]


@pytest.mark.parametrize("output", PLAIN)
def test_what_is_plain_is_valid(output):
    assert is_plain(output, output["output_type"])
    validate(output, ref=output["output_type"], version=4)


@pytest.mark.parametrize("output", [*UNUSUAL, *INVALID])
def test_anything_else_is_not_plain(output):
    assert not is_plain(output, output["output_type"])


@pytest.mark.parametrize("output", INVALID)
def test_what_the_schema_refuses_is_refused(output, monkeypatch):
    monkeypatch.setattr(v4.nbbase, "validate", v4.nbbase.validate)
    plain_outputs.spare_schema()
    with pytest.raises(ValidationError):
        v4.nbbase.validate(output, output["output_type"])


@pytest.mark.parametrize("output", UNUSUAL)
def test_what_is_unusual_and_valid_is_taken(output, monkeypatch):
    monkeypatch.setattr(v4.nbbase, "validate", v4.nbbase.validate)
    plain_outputs.spare_schema()
    v4.nbbase.validate(output, output["output_type"])
