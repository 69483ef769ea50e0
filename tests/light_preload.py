"""What a template gets ready where no test looks at a page: not the seconds of imports that pages need.

A template that is told to preload this one needs `FINDABLE` in its environment.
"""

import importlib
import os
from pathlib import Path

FINDABLE = {"PYTHONPATH": os.pathsep.join(filter(None, [str(Path(__file__).parent), os.environ.get("PYTHONPATH")]))}


def begin() -> None:
    """NumPy, whose random numbers are seeded when it is imported."""
    importlib.import_module("numpy")


def load(_data_dir: str) -> None:
    """No data."""
