"""Catalogues of messages: what the code says, what is translated of it, and the compiled files beside them.

python -m r4v_analysis.catalogues
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from r4v_analysis.i18n import CATALOGUES, DOMAIN, LANGUAGES
from r4v_analysis.paths import write_atomic

PACKAGE = Path(__file__).parent
SOURCE = LANGUAGES[0]
"""The language that messages are written in."""

_NO_DATE = datetime(2023, 1, 1, tzinfo=UTC)
"""The same messages make the same file on any day."""

_METHODS = [("templates/**.j2", "jinja2"), ("**.py", "python")]
_KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


def path_of(lang: str, suffix: str = "po") -> Path:
    """Where a language's catalogue is."""
    return CATALOGUES / lang / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"


def extracted(package: Path = PACKAGE) -> Catalog:
    """Every message of the package's modules and templates, with the files that it stands in."""
    found = Catalog(domain=DOMAIN)
    everything = extract_from_dir(package, _METHODS, keywords=_KEYWORDS)
    for name, _line, message, _comments, _context in sorted(everything, key=lambda item: item[:2]):
        found.add(message, locations=[(name, 0)])
    return found


def read(lang: str) -> Catalog:
    """A language's catalogue as it is on disk; empty where there is none."""
    path = path_of(lang)
    text = path.read_bytes() if path.is_file() else b""
    return read_po(io.BytesIO(text), locale=lang, domain=DOMAIN, ignore_obsolete=True)


def updated(known: Catalog, template: Catalog) -> Catalog:
    """The template's messages with the translations that are known of them; a changed message has none."""
    result = Catalog(locale=known.locale, domain=DOMAIN)
    for message in messages(template):
        before = known.get(message.id)
        result.add(message.id, before.string if before else "", locations=message.locations)
    return result


def messages(catalogue: Catalog) -> Iterator[Message]:
    """The messages of a catalogue without its header."""
    return (message for message in catalogue if message.id)


def untranslated(catalogue: Catalog) -> list[str]:
    """The messages that lack a translation or a plural form of one."""
    return [_forms(message.id)[0] for message in messages(catalogue) if not _is_translated(message)]


def po_text(catalogue: Catalog) -> str:
    """A catalogue as a .po file: in the order of the files, without times, versions and line numbers."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, omit_header=True, sort_by_file=True, include_lineno=False)
    header = {
        "Project-Id-Version": "r4v-analysis",
        "Language": str(catalogue.locale),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": catalogue.plural_forms,
    }
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in header.items())
    return f'msgid ""\nmsgstr ""\n{lines}\n{buffer.getvalue().decode("utf-8").strip()}\n'


def mo_bytes(catalogue: Catalog) -> bytes:
    """A catalogue as gettext reads it; what is not translated is left out, and so stays English."""
    buffer = io.BytesIO()
    translated = Catalog(catalogue.locale, DOMAIN, project=DOMAIN, creation_date=_NO_DATE, revision_date=_NO_DATE)
    for message in filter(_is_translated, messages(catalogue)):
        translated.add(message.id, message.string)
    write_mo(buffer, translated)
    return buffer.getvalue()


def _is_translated(message: Message) -> bool:
    return not message.fuzzy and all(_forms(message.string))


def _forms(string: str | Sequence[str] | None) -> tuple[str, ...]:
    return (string or "",) if isinstance(string, str | None) else tuple(string)


def main() -> int:
    """Bring every language's catalogue up to date and compile it; 1 where a translation is missing."""
    template = extracted()
    missing = 0
    for lang in LANGUAGES[1:]:
        catalogue = updated(read(lang), template)
        write_atomic(path_of(lang), po_text(catalogue))
        catalogue = read(lang)
        write_atomic(path_of(lang, "mo"), mo_bytes(catalogue))
        lacking = untranslated(catalogue)
        missing += len(lacking)
        for message in lacking:
            print(f"{path_of(lang).relative_to(PACKAGE.parent)}: no translation of {message!r}.", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
