"""The words of a PDF's pages with their places, read in a process with a bound on memory.

Run as `python -m r4v_analysis.intake.documents.pdf_words` with the file on stdin: a file that is made to exhaust its
reader ends that process and nothing else. What it finds is one JSON object on stdout.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from r4v_analysis.intake.documents.pdf_letters import Letter

MOST_PAGES = 150
"""An end-year report has some sixty."""
MOST_WORDS = 400_000
"""Of a whole file."""
MOST_LETTERS_OF_PAGE = 50_000
"""A dense page has ten thousand."""
MEMORY_BYTES = 900_000_000
CPU_SECONDS = 45
_OCR_UNSEEN, _OCR_PICTURE = 0.8, 0.5
"""Of a page's letters, and of its area: a picture whose text a program wrote behind it."""
NOTHING = "\u2060"
"""Stands where a letter is struck out: what is beside it stays together."""
_LOCKED = (4, 5)
"""What the reader calls a password that is wanted, and a protection that it does not know."""


def main() -> int:
    """Read stdin, print JSON; 0 also where the file is at fault, as `error` says."""
    _limit()
    try:
        found = words_of(sys.stdin.buffer.read())
    except MemoryError:
        found = {"error": "memory"}
    except RecursionError:
        found = {"error": "damaged"}
    sys.stdout.write(json.dumps(found))
    return 0


def words_of(raw: bytes) -> dict[str, Any]:
    """Pages with their words by direction of writing, their ruled cells, and what was left out; or `error`.

    `error` is encrypted, damaged, pages, words or memory.
    """
    import pypdfium2

    try:
        opened = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        return {"error": "encrypted" if getattr(error, "err_code", 0) in _LOCKED else "damaged"}
    opened.init_forms()
    if len(opened) > MOST_PAGES:
        return {"error": "pages", "found": len(opened)}
    pages: list[dict[str, Any]] = []
    words = 0
    for number in range(len(opened)):
        try:
            page = _page(_flattened(opened, number))
        except pypdfium2.PdfiumError:
            return {"error": "damaged", "found": number + 1}
        words += sum(len(frame["words"]) for frame in page["frames"])
        if page["letters"] > MOST_LETTERS_OF_PAGE or words > MOST_WORDS:
            return {"error": "words"}
        pages.append(page)
    return {"pages": pages} if pages else {"error": "damaged"}


def _flattened(opened: Any, number: int) -> Any:
    """A page on which the values of form fields and the notes that were typed over it are text."""
    import pypdfium2.raw as pdfium

    page = opened[number]
    if pdfium.FPDFPage_GetAnnotCount(page) > 0:
        page.render(scale=0.05, may_draw_forms=False)  # which makes what is drawn for a note that lacks it
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        page.close()
        page = opened[number]
    return page


def _page(page: Any) -> dict[str, Any]:
    from r4v_analysis.intake.documents import pdf_letters, pdf_rules, pdf_seen

    size = page.get_size()
    affine = pdf_seen.shown(page, size)
    letters = pdf_letters.letters_of(page.get_textpage(), affine, MOST_LETTERS_OF_PAGE)
    found = {"width": size[0], "height": size[1], "letters": len(letters), "frames": [], "grids": []}
    rules = pdf_rules.rules_of(page, affine)
    pictured = pdf_seen.pictured(page, affine, size)
    seen = pdf_seen.are_seen(page, letters, size) if letters else []
    is_ocr = pictured > _OCR_PICTURE and seen.count(False) > _OCR_UNSEEN * len(seen)
    struck = pdf_rules.are_struck(letters, rules)
    kept = [
        letter._replace(text=NOTHING) if is_struck else letter
        for letter, is_seen, is_struck in zip(letters, seen, struck, strict=True)
        if is_seen or is_ocr
    ]
    return found | {
        "has_pictures": pictured > 0,
        "is_ocr": is_ocr,
        "unseen": 0 if is_ocr else _count(letters, [not each for each in seen]),
        "struck": _count(letters, struck),
        "frames": list(_frames(kept, size)),
        "grids": pdf_rules.grids_of(rules),
    }


def _count(letters: Sequence[Letter], chosen: Sequence[bool]) -> int:
    """Words of which letters were chosen."""
    return len({letter.run for letter, is_chosen in zip(letters, chosen, strict=True) if is_chosen})


def _frames(letters: Sequence[Letter], size: tuple[float, float]) -> Iterator[dict[str, Any]]:
    """Words by direction of writing, the upright ones first, in a frame that begins at its upper left corner."""
    from r4v_analysis.intake.documents.pdf_letters import turned, words_of

    for angle in sorted({letter.angle for letter in letters}):
        corners = [turned((x, y), angle) for x in (0.0, size[0]) for y in (0.0, size[1])]
        left, top = (min(corner[side] for corner in corners) for side in (0, 1))
        words = words_of([letter for letter in letters if letter.angle == angle], (left, top))
        yield {
            "angle": angle,
            "left": left,
            "top": top,
            "height": max(corner[1] for corner in corners) - top,
            "words": words,
        }


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
