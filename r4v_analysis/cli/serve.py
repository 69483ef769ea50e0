"""`r4v serve`: the output folder in a browser, from this machine only."""

from __future__ import annotations

from pathlib import Path

from r4v_analysis.cli import console
from r4v_analysis.cli.options import OutputDir, Port


def serve(output: OutputDir = Path("outputs"), port: Port = 0) -> None:
    """Show the output folder on 127.0.0.1 until Ctrl-C.

    Prints the address of the index page. Nobody on another machine can open it.
    """
    from r4v_analysis.sharing.serve import served

    with served(output, port) as (server, address):
        console.result(address)
        console.message("Press Ctrl-C to stop.")
        server.serve_forever()
