"""What a check says, in the language of a page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Any

from babel.numbers import get_decimal_symbol, get_group_symbol

from r4v_analysis.errors import Message
from r4v_analysis.language.formats import LANGUAGES, translator

Called = Mapping[str, Mapping[str, str]]
"""What a page calls the codes of a column, and by `column` the columns."""


def worded(message: str, lang: str, called: Called) -> tuple[str, str]:
    """A message in a language, and the language that it is in: English where it has no translation.

    >>> worded(Message("expected a share from 0 to 1, found {value:,.15g}. {step}", value=7.5, step=""), "es", {})
    ('se espera una proporción de 0 a 1; dice 7,5. ', 'es')
    """
    english = LANGUAGES[0]
    if not isinstance(message, Message) or translator(lang).gettext(message.template) == message.template:
        return str(message), english
    return _Words(lang, called).said(message), lang


class _Words(Formatter):
    """Puts values into a template as a language writes them."""

    def __init__(self, lang: str, called: Called) -> None:
        self._lang, self._called = lang, called

    def said(self, message: Message) -> str:
        return self.vformat(translator(self._lang).gettext(message.template), (), message.values)

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """A value, codes by their names, and of a name in several languages that of the page."""
        value, first = super().get_field(field_name.replace("[en]", f"[{self._lang}]"), args, kwargs)
        names = self._called.get(re.split(r"\W|__", field_name.rstrip("]"))[-1], {})
        is_code = names and type(value) is str
        return ", ".join(names.get(code.strip("'"), code) for code in value.split(", ")) if is_code else value, first

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        """A quotation."""
        is_text = conversion == "r" and isinstance(value, str)
        return f"“{repr(value)[1:-1]}”" if is_text else super().convert_field(value, conversion)

    def format_field(self, value: Any, format_spec: str) -> str:
        """A message, or a number."""
        if isinstance(value, Message):
            return self.said(value)
        if not format_spec:
            return str(value)
        spec = format_spec if format_spec.startswith(",") else f",{format_spec}"
        symbols = str.maketrans(",.", get_group_symbol(self._lang) + get_decimal_symbol(self._lang))
        return format(value, spec).translate(symbols).replace("%", "\N{NO-BREAK SPACE}%")
