"""What tests of drafts share."""

import pytest

from r4v_analysis.intake.draft.draft import drafting_tables


@pytest.fixture(scope="session")
def tables(data_dir):
    """The project's own codes and reports, as drafts need them."""
    return drafting_tables(data_dir)
