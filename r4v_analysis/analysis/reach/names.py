"""Words of reach that sentences, figures and tables share."""

from __future__ import annotations

from r4v_analysis.analysis.reach.targets import FAR_ABOVE
from r4v_analysis.language.formats import format_number, translator


def far_above(count: int, lang: str) -> str:
    """How many shares are far above their target, and what that may mean; empty for none."""
    _ = translator(lang).gettext
    message = _("Above {share}: {count}. Such a target may be of other people than the reach, or far too small.")
    return message.format(share=format_number(FAR_ABOVE, "share", lang, 0.01), count=count) if count else ""
