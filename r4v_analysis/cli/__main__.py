"""`python -m r4v_analysis.cli` is `r4v`."""

import sys

from r4v_analysis.cli.app import main

sys.exit(main())
