"""The words of a PDF's pages with their places, read in a process with a bound on memory.

Run as `python -m r4v_analysis.intake.documents.pdf_words` with the file on stdin: a file that is made to exhaust its
reader ends that process and nothing else. What it finds is one JSON object on stdout.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from typing import Any

MOST_PAGES = 150
"""An end-year report has some sixty."""
MOST_WORDS = 400_000
"""Of a whole file."""
MOST_WORDS_OF_PAGE = 8_000
"""A dense page has fifteen hundred."""
MEMORY_BYTES = 900_000_000
CPU_SECONDS = 110


def main() -> int:
    """Read stdin, print JSON; 0 also where the file is at fault, as `error` says."""
    _limit()
    logging.disable(logging.ERROR)
    try:
        found = words_of(sys.stdin.buffer.read())
    except MemoryError:
        found = {"error": "memory"}
    except RecursionError:
        found = {"error": "damaged"}
    sys.stdout.write(json.dumps(found))
    return 0


def words_of(raw: bytes) -> dict[str, Any]:
    """Pages with their words (text, x0, top, x1, bottom, size, is bold), or `error` and what is wrong.

    `error` is encrypted, damaged, pages, words or memory.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(raw)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                return {"error": "pages", "found": len(pdf.pages)}
            pages = []
            count = 0
            for page in pdf.pages:
                pages.append(_page(page))
                page.close()
                count += len(pages[-1]["words"])
                if count > MOST_WORDS or len(pages[-1]["words"]) > MOST_WORDS_OF_PAGE:
                    return {"error": "words"}
            return {"pages": pages} if pages else {"error": "damaged"}
    except MemoryError:
        raise
    except PdfminerException as error:
        cause = error.args[0] if error.args else None
        if isinstance(cause, MemoryError):
            raise cause from error
        is_locked = isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError))
        return {"error": "encrypted" if is_locked else "damaged"}
    except (PDFPasswordIncorrect, PDFEncryptionError):
        return {"error": "encrypted"}
    except Exception as error:  # a damaged file breaks its parser in any way
        return {"error": "damaged", "found": type(error).__name__}


def _page(page: Any) -> dict[str, Any]:
    upright = page.filter(lambda item: item.get("object_type") != "char" or item.get("upright", True))
    words = (upright.dedupe_chars(tolerance=1) if _is_overprinted(upright.chars) else upright).extract_words(
        x_tolerance_ratio=0.15, y_tolerance=2, keep_blank_chars=False, extra_attrs=["size", "fontname"]
    )
    return {
        "width": float(page.width),
        "height": float(page.height),
        "has_pictures": bool(page.images),
        "words": [
            [
                word["text"],
                *(round(float(word[key]), 2) for key in ("x0", "top", "x1", "bottom", "size")),
                any(name in word["fontname"].casefold() for name in ("bold", "black", "heavy")),
            ]
            for word in words
        ],
    }


def _is_overprinted(letters: list[dict[str, Any]]) -> bool:
    """Whether letters stand on themselves, as some programs make them bold; looking closer takes time."""
    places = {(letter["text"], round(letter["x0"]), round(letter["top"])) for letter in letters}
    return len(places) < len(letters)


def _limit() -> None:
    try:
        import resource
    except ImportError:  # no such bound on this system; the caller's clock holds
        return
    for kind, most in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_SECONDS)):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    raise SystemExit(main())
