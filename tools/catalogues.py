"""Catalogues: what code, templates and notebooks say, what is translated of it, and the compiled files.

python tools/catalogues.py [NOTEBOOK.ipynb …]
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

from r4v_analysis.errors import R4VError
from r4v_analysis.files import PACKAGE, write_atomic
from r4v_analysis.language.formats import CATALOGUES, DOMAIN, LANGUAGES
from r4v_analysis.notebook import prose
from r4v_analysis.notebook.parameters import read_cells, source_of

TRANSLATED = LANGUAGES[1:]
"""The languages other than that which messages are written in."""

_NO_DATE = datetime(2023, 1, 1, tzinfo=UTC)
"""The same messages make the same file on any day."""

_METHODS = [("**.j2", "jinja2"), ("**.py", "python")]
_KEYWORDS: dict[str, tuple[int, ...] | None] = dict.fromkeys(("_", "N_", "gettext", "Message"))
_KEYWORDS["ngettext"] = (1, 2)


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


def prose_of(notebook: Path) -> Catalog:
    """Every Markdown cell of a notebook, its id as context.

    Raises
    ------
    UsageError
        It can't be read, or is no notebook.
    """
    found = Catalog(domain=notebook.stem)
    for cell in read_cells(notebook):
        if cell.get("cell_type") == "markdown" and source_of(cell).strip():
            found.add(source_of(cell), context=str(cell.get("id", "")), locations=[(notebook.name, 0)])
    return found


def read(path: Path, lang: str) -> Catalog:
    """A catalogue as it is on disk; empty where there is none."""
    text = path.read_bytes() if path.is_file() else b""
    return read_po(io.BytesIO(text), locale=lang, domain=DOMAIN, ignore_obsolete=True)


def updated(known: Catalog, template: Catalog) -> Catalog:
    """The template's messages with the translations that are known of them; a changed message has none."""
    result = Catalog(locale=known.locale, domain=template.domain)
    for message in messages(template):
        before = known.get(message.id, message.context)
        string = before.string if before else ""
        result.add(message.id, string, locations=message.locations, context=message.context)
    return result


def messages(catalogue: Catalog) -> Iterator[Message]:
    """The messages of a catalogue without its header."""
    return (message for message in catalogue if message.id)


def untranslated(catalogue: Catalog) -> list[str]:
    """The messages that lack a translation or a plural form of one; a cell's by its id."""
    lacking = (message for message in messages(catalogue) if not is_translated(message))
    return [f"cell {message.context}" if message.context else repr(forms(message.id)[0]) for message in lacking]


def is_translated(message: Message) -> bool:
    """Every form of it is, and none is a guess."""
    return not message.fuzzy and all(forms(message.string))


def forms(string: str | Sequence[str] | None) -> tuple[str, ...]:
    """A message's text, or its texts where it has plural forms."""
    return (string or "",) if isinstance(string, str | None) else tuple(string)


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
    for message in filter(is_translated, messages(catalogue)):
        translated.add(message.id, message.string)
    write_mo(buffer, translated)
    return buffer.getvalue()


def update(notebooks: Sequence[Path]) -> list[str]:
    """Bring every catalogue up to date and compile those of messages; a line for each missing translation."""
    missing = []
    for lang in TRANSLATED:
        sources = [(path_of(lang), extracted()), *((prose.path_of(path, lang), prose_of(path)) for path in notebooks)]
        for path, template in sources:
            write_atomic(path, po_text(updated(read(path, lang), template)))
            missing += [f"{_shown(path)}: no translation of {lacking}." for lacking in untranslated(read(path, lang))]
        write_atomic(path_of(lang, "mo"), mo_bytes(read(path_of(lang), lang)))
    return missing


def project_notebooks() -> list[Path]:
    """The notebooks of notebooks/, and those in folders below it that have a catalogue."""
    folder = PACKAGE.parent / "notebooks"
    below = [
        path for path in folder.glob("*/*.ipynb") if any(prose.path_of(path, lang).is_file() for lang in LANGUAGES)
    ]
    return sorted([*folder.glob("*.ipynb"), *below])


def _shown(path: Path) -> Path:
    root = PACKAGE.parent
    return path.relative_to(root) if path.is_relative_to(root) else path


def main(arguments: Sequence[str]) -> int:
    """Update the catalogues of the package and of notebooks, by default `project_notebooks`.

    0 when everything is translated, 1 where a translation is missing, 2 where a notebook can't be read.
    """
    try:
        missing = update([Path(name) for name in arguments] or project_notebooks())
    except R4VError as error:
        print(error, file=sys.stderr)
        return 2
    for line in missing:
        print(line, file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
