"""Bytes as text, and letters as documents mean them: encodings, ligatures, raised marks."""

from __future__ import annotations

import unicodedata

from r4v_analysis.intake.documents.document import DocumentError

_LIGATURES = str.maketrans(
    {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": None, "\ufeff": None, "\u200b": None}
)
_SUPERSCRIPTS = str.maketrans("0123456789ao", "⁰¹²³⁴⁵⁶⁷⁸⁹ªº")


def decoded(raw: bytes, name: str) -> str:
    """The text of a file's bytes.

    Raises
    ------
    DocumentError
        The bytes are no text in UTF-8, or in UTF-16 with a mark.
    """
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        raise DocumentError(
            f"{name}, line {row}: expected text in UTF-8, found another encoding. "
            f"Save it as UTF-8, or: iconv -f WINDOWS-1252 -t UTF-8 {name} > utf8-{name}"
        ) from error
    if "\0" in text:
        row = text[: text.index("\0")].count("\n") + 1
        raise DocumentError(f"{name}, line {row}: expected text, found a NUL byte. Download or save it again.")
    return text


def tidy(text: str) -> str:
    """Text in composed letters, without soft hyphens, ligatures and control characters."""
    composed = unicodedata.normalize("NFC", text).translate(_LIGATURES)
    return "".join(
        letter if letter == "\t" or letter.isprintable() or unicodedata.category(letter) == "Zs" else " "
        for letter in composed
    )


def superscript(digits: str) -> str:
    """A footnote's mark as raised digits."""
    return digits.translate(_SUPERSCRIPTS)
