"""What the check says is English in a terminal, and of a page's language on a page."""

import ast
from pathlib import Path
from string import Formatter

import pytest

from r4v_analysis.data.check import rows
from r4v_analysis.errors import Message, suggestion
from r4v_analysis.language.formats import translator
from r4v_analysis.language.messages import worded
from tools import catalogues

PACKAGE = Path(rows.__file__).parents[2]
CALLED = {
    "role": {"assisted": "asistidas"},
    "column": {"as_of": "Fecha de corte"},
    "sector": {"health": "Salud", "wash": "Agua"},
}


def templates():
    """The first argument of every call of Message in the package, where it is a text."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_message = isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Message" and call.args
            if is_message and isinstance(call.args[0], ast.Constant):
                yield call.args[0].value


def test_every_template_is_translated_with_the_same_places():
    found = list(templates())
    assert len(found) > 90
    known = {
        message.id: message.string for message in catalogues.messages(catalogues.read(catalogues.path_of("es"), "es"))
    }
    assert [template for template in found if not known.get(template)] == []
    for template in found:
        assert places(template) == places(known[template]), template
        assert translator("es").gettext(template) == known[template]


def places(text):
    """Name, conversion and format of each place in a template."""
    return sorted((name, spec, conversion or "") for _, name, spec, conversion in Formatter().parse(text) if name)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (
            Message(
                "expected 0 or more, found {value:.15g}. Correct it; leave it empty where it is missing.", value=-1e6
            ),
            "se espera 0 o más; dice -1.000.000. Corríjalo; si el dato falta, deje la celda vacía.",
        ),
        (
            Message("expected a plain number such as 42600, {found}").of(
                found=Message("found {cell!r}. Write {meant}.", cell="42,600", meant="42600")
            ),
            "se espera un número como 42600; dice “42,600”. Escriba 42600.",
        ),
        (
            Message("expected {column} for a regularization count, found an empty cell. Fill it.", column="as_of"),
            "en una cifra de regularización, la celda “Fecha de corte” no puede estar vacía. Complétela.",
        ),
        (suggestion("wsh", ["wash", "health"]), "Lo más parecido: “Agua”."),
        (suggestion("zzz", ["wash", "health"]), "Permitidos: Salud, Agua."),
    ],
)
def test_numbers_quotations_codes_and_columns_are_as_a_spanish_page_writes_them(message, text):
    assert worded(message, "es", {**CALLED, "code": CALLED["sector"]}) == (text, "es")


def test_a_percentage_has_a_comma_and_a_space():
    message = Message(
        "the report prints a coverage of {printed:.1%}, and its funding is "
        "{computed:.1%} of its requirements: more than rounding explains. The analyses show both.",
        printed=0.071,
        computed=12.5,
    )
    assert (
        "del 7,1\N{NO-BREAK SPACE}% y su financiamiento es el 1.250,0\N{NO-BREAK SPACE}%"
        in worded(message, "es", {})[0]
    )


def test_what_has_no_translation_is_english_and_says_so():
    assert worded("expected one final snapshot.", "es", {}) == ("expected one final snapshot.", "en")
    assert worded(Message("found {count} of a kind.", count=2), "es", {}) == ("found 2 of a kind.", "en")
    assert worded(suggestion("wsh", ["wash"]), "en", CALLED) == ("Nearest: 'wash'.", "en")
