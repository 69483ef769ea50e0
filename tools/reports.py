"""Reports without a document: those of the months and plan years that data/ has rows of.

python tools/reports.py [DATA]
"""

from __future__ import annotations

import sys

from r4v_analysis.errors import R4VError
from r4v_analysis.imports.run import add_reports

if __name__ == "__main__":
    try:
        print(add_reports(*sys.argv[1:2]))
    except R4VError as error:
        sys.exit(f"error: {error}")
