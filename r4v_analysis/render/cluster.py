"""Renders on other machines: jobs travel through a Dask scheduler to workers that have this package.

A worker shares no disk with the caller. The data folder travels as one archive, once, and is
unpacked once a worker; the notebook's text travels with each job; the files that a render made come
back. What a dying worker had in hand is given to another one.
"""

from __future__ import annotations

import atexit
import io
import logging
import re
import shutil
import socket
import ssl
import struct
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from r4v_analysis.errors import R4VError, UsageError
from r4v_analysis.files import digest
from r4v_analysis.render import manifest
from r4v_analysis.render.work import Result, Task

PATIENCE = 15
"""Seconds in which a scheduler has to answer, and a first worker to be there."""

LOOK_EVERY = 5.0
"""Seconds between two looks whether workers are left."""

_LENGTH = struct.Struct("<Q")
_LONGEST_GREETING = 1 << 20
_log = logging.getLogger("r4v_analysis.render.cluster")


@dataclass(frozen=True)
class Shipment:
    """What every job of a run needs: the data folder's files by digest, and the package that it is meant for."""

    digest: str
    archive: bytes
    package: Mapping[str, str]


class Cluster(Executor):
    """An Executor whose jobs find their data where they are run."""

    def __init__(self, executor: Executor, shipment: Any) -> None:
        """`shipment` is whatever the executor takes for a Shipment: with Dask, a future of one."""
        self.executor, self.shipment = executor, shipment

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        """Have a function of a task called there."""
        return self.executor.submit(unpacked, self.shipment, function, *arguments, **options)


@contextmanager
def connected(address: str, data_dir: Path) -> Iterator[Cluster]:
    """The workers of a scheduler, for jobs on a data folder.

    Raises
    ------
    UsageError
        The address is none, or the extra `cluster` is not installed.
    R4VError
        The scheduler does not answer, it has no worker, or one has another version of this package or
        of a library that draws; all such workers are listed.
    """
    try:
        from distributed import Client
    except ImportError:
        raise UsageError(
            "--scheduler: expected Dask distributed, found that it is not installed. "
            "Install it: pip install 'r4v-analysis[cluster]'."
        ) from None
    if not re.fullmatch(r"(tcp|tls)://\S+:\d+", address):
        raise UsageError(f"--scheduler: expected an address such as tcp://10.0.0.1:8786, found {address!r}. Mend it.")
    _hush()
    _require_scheduler(address)
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except Exception as error:  # whatever the connection trips over
        raise _no_answer(address, type(error).__name__) from None
    ended = threading.Event()
    try:
        _require_workers(client, address)
        threading.Thread(target=_watch, args=(client, address, ended), daemon=True).start()
        archive = packed(data_dir)
        shipment = Shipment(digest(archive), archive, this_package())
        sent = client.submit(_kept, shipment, key=f"r4v-{shipment.digest}-{shipment.package['r4v-analysis']}")
        yield Cluster(client.get_executor(pure=False), sent)
    finally:
        ended.set()
        with suppress(Exception):  # a scheduler that is gone can't be told
            client.close(timeout=2)


def _require_scheduler(address: str) -> None:
    """Raise an error unless a scheduler speaks at an address: Dask's own connection would wait without an end.

    A scheduler's first word is the length of its greeting, eight bytes, as soon as somebody connects.
    """
    parts = urlsplit(address)
    try:
        plain = socket.create_connection((parts.hostname or "", parts.port or 0), timeout=PATIENCE)
        with plain, _secured(plain, address) as speaking:
            greeting = speaking.recv(_LENGTH.size)
    except ssl.SSLError as error:
        raise R4VError(
            f"scheduler {address}: expected TLS, found none ({error.reason or 'no greeting'}). "
            "Write tcp:// for a scheduler without it, or mend its certificates."
        ) from None
    except (OSError, ValueError) as error:
        raise _no_answer(address, "" if isinstance(error, TimeoutError) else getattr(error, "strerror", "")) from None
    if len(greeting) < _LENGTH.size or _LENGTH.unpack(greeting)[0] > _LONGEST_GREETING:
        raise R4VError(f"scheduler {address}: expected a Dask scheduler, found another program. Check the port.")


def _no_answer(address: str, found: str) -> R4VError:
    told = f"expected an answer within {PATIENCE} s, found none{f' ({found})' if found else ''}"
    return R4VError(f"scheduler {address}: {told}. Start it: dask scheduler.")


def _secured(plain: socket.socket, address: str) -> socket.socket:
    """A connection as the address asks for it; TLS with the certificates that Dask is configured with."""
    if not address.startswith("tls:"):
        return plain
    from distributed.security import Security

    context = Security().get_connection_args("client").get("ssl_context")
    if context is None:
        raise UsageError(
            f"--scheduler {address}: expected certificates for TLS, found none. Set distributed.comm.tls in Dask's "
            "configuration, or write tcp://."
        )
    secured: socket.socket = context.wrap_socket(plain)
    return secured


def _watch(client: Any, address: str, ended: threading.Event) -> None:
    """Say so when all workers are gone, and again when there are some: jobs wait for them without a word."""
    is_alone = False
    while not ended.wait(LOOK_EVERY):
        with suppress(Exception):  # the scheduler is gone: the renders say it
            count = len(client.scheduler_info()["workers"])
            if (count == 0) == is_alone:
                continue
            is_alone = count == 0
            if is_alone:
                _log.warning(
                    "scheduler %s: expected workers, found that all are gone. The run waits for others: "
                    "dask worker %s. Ctrl-C ends it.",
                    address,
                    address,
                )
            else:
                _log.warning("scheduler %s: workers are there again (%d). The run goes on.", address, count)


def packed(folder: Path) -> bytes:
    """The files of a folder as an archive: the same bytes for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.writestr(zipfile.ZipInfo(path.relative_to(folder).as_posix()), path.read_bytes())
    return buffer.getvalue()


def unpacked(shipment: Shipment, function: Callable[[Task], Result], task: Task) -> Result:
    """Run a task on this machine's copy of the data."""
    different = differences(shipment.package)
    if different:
        raise R4VError(f"worker: {different}")
    return function(replace(task, data_dir=_folder_of(shipment)))


@lru_cache
def this_package() -> dict[str, str]:
    """What has to be the same everywhere: this package's files, and versions of all that draws."""
    return {**manifest.versions(), "r4v-analysis": manifest.code_digest()}


def differences(expected: Mapping[str, str]) -> str:
    """How this machine's package differs from the caller's, as one line; empty where it does not."""
    here = this_package()
    names = [name for name in expected if here.get(name) != expected[name]]
    if not names:
        return ""
    versions = ", ".join(
        name if name == "r4v-analysis" else f"{name} {expected[name]} (found {here.get(name) or 'none'})"
        for name in names
    )
    return f"expected the caller's version of {versions}. Install the same requirements.lock and package there."


_lock = threading.Lock()
_folders: dict[str, Path] = {}


def _folder_of(shipment: Shipment) -> Path:
    """The unpacked files, written once a process and digest."""
    with _lock:
        if shipment.digest not in _folders:
            folder = Path(tempfile.mkdtemp(prefix="r4v-data-", dir=_scratch()))
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            with zipfile.ZipFile(io.BytesIO(shipment.archive)) as archive:
                archive.extractall(folder)
            _folders[shipment.digest] = folder
        return _folders[shipment.digest]


def _scratch() -> str | None:
    """The folder that Dask clears when it finds a worker's gone."""
    from distributed import get_worker

    try:
        return str(get_worker().local_directory)
    except ValueError:  # no worker of Dask
        return None


def _kept(shipment: Shipment) -> Shipment:
    """A task that a scheduler can repeat, so that the data survives any worker."""
    return shipment


def _hush() -> None:
    """What goes wrong with a connection is said once, by the renders that it cost."""
    for name in list(logging.root.manager.loggerDict):
        if name.startswith("distributed"):
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _require_workers(client: Any, address: str) -> None:
    from distributed import TimeoutError as NoneInTime

    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except NoneInTime:
        raise R4VError(
            f"scheduler {address}: expected a worker within {PATIENCE} s, found none. "
            f"Start some: dask worker {address}."
        ) from None
    found = client.run(differences, this_package(), on_error="return")
    lines = [
        f"worker {worker}: {answer if isinstance(answer, str) else _lacking(answer)}"
        for worker, answer in sorted(found.items())
        if answer
    ]
    if lines:
        raise R4VError("\n".join(lines))


def _lacking(error: Exception) -> str:
    return f"expected r4v-analysis, found: {type(error).__name__}: {error}. Install it there."
