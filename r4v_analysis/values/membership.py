"""Words that make a printed number a part of another one: `519 of whom were women`, `including 120 children`."""

from __future__ import annotations

import re

OF_WHOM = r"(?:of|among) (?:whom|them|which)\b|de (?:ellas|ellos|las cuales|los cuales)\b"
"""What stands after the number of a part."""
INCLUDING = r"\b(?:including|among them|incluyendo|incluid[oa]s|entre ell[oa]s)"
"""What stands before the number of a part."""
_MEMBERS = re.compile(rf"\b(?:{OF_WHOM})|{INCLUDING}\b", re.IGNORECASE)


def says_part(printed: str) -> bool:
    """Whether printed words say themselves that their number is some of another one.

    >>> says_part("519 of whom were women"), says_part("115 were referred")
    (True, False)
    """
    return _MEMBERS.search(printed) is not None
