"""Words in a language of their own, and what is in none."""

import pytest

from r4v_analysis.exhibits import quoting


def test_words_of_another_language_say_which():
    assert str(quoting.marked("over 42,600", "en", "es")) == '<span lang="en">over 42,600</span>'
    assert quoting.marked("over 42,600", "en", "en") == "over 42,600"


@pytest.mark.parametrize("figures", ["2022", "1,884", "16.7%", ""])
def test_figures_alone_are_in_no_language(figures):
    assert quoting.marked(figures, "en", "es") == figures
