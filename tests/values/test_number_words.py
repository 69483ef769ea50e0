"""What is passed over at a glance spells no number."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from r4v_analysis.values import spelled
from r4v_analysis.values.spelled import spelled_numbers

LANGUAGES = ("en", "es")
PATTERNS = (
    spelled._ORDINALS, spelled._RATIO, spelled._whole("|".join(spelled._SHARES)),
    *map(spelled._count_pattern, LANGUAGES),
)  # fmt: skip


def closely(text: str) -> list[spelled.Spelled]:
    """The spelled numbers, no text passed over."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spelled, "_may_spell", lambda _text: True)
        return spelled_numbers(text, LANGUAGES)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(words=st.lists(st.one_of(*map(st.from_regex, PATTERNS)), min_size=1, max_size=2).map(" ".join))
def test_no_text_is_passed_over_in_which_a_number_is_spelled(words: str) -> None:
    assert spelled_numbers(words, LANGUAGES) == closely(words)


@pytest.mark.parametrize("text", ["SECOND group", "Two-thirds", "7 de cada 10", "DOS MIL", "a Third", "la mitad"])
def test_capitals_are_read_too(text: str) -> None:
    assert spelled_numbers(text, LANGUAGES) == closely(text) != []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Thirty-six percent of stores", 0.36, "share"),
        ("treinta y cinco por ciento de las personas", 0.35, "share"),
        ("it rose by five percentage points", 0.05, "percentage_points"),
    ],
)
def test_a_percent_in_words_is_a_share_and_no_count(text, value, unit):
    (found,) = spelled_numbers(text, LANGUAGES)
    assert (found.value, found.unit, found.half_unit) == (value, unit, 0.005)
