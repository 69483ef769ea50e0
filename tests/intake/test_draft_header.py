"""What the numbers of a box count, where labels and values stand in several columns."""

from __future__ import annotations

from r4v_analysis.intake.draft.box import Value, header_matches
from r4v_analysis.intake.draft.home import home_of


def test_a_percent_sign_on_the_line_before_is_the_share_s_and_not_the_label_s():
    text = "7.1 %\nFUNDED: $22.7M\nREQUIREMENT: $318M"
    boxes = {0: (380.0, 70.0, 440.0, 95.0), 1: (460.0, 72.0, 520.0, 79.0), 2: (460.0, 84.0, 540.0, 91.0)}
    values = [Value(0, 0, 5, 0, "share"), Value(1, 14, 20, 1, "usd"), Value(2, 34, 39, 2, "usd")]
    found = header_matches(text, values, home_of("PER", []), boxes)
    assert [found[number].indicator for number in range(3)] == ["coverage", "funding", "requirements"]
