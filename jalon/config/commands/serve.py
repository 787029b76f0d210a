"""Open the doors: run the web server of this node. Ctrl-C stops it; what was recorded is on the disk.

Exit status 2: this machine is not prepared, or the address and port are another program's."""

from __future__ import annotations

import argparse
import errno
import socket
import sys

SUMMARY = "open the doors: run the web server"


class CannotListen(Exception):
    """The address and port cannot be had; a sentence that says what to do."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--address", default="127.0.0.1", help="where to listen (default: this machine alone)")
    port_argument(parser)


def port_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=port_number, default=8000, metavar="N", help="from 1 to 65535 (default: 8000)")


def port_number(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"“{text}” is no port; give a number from 1 to 65535")
    return int(text)


def run(options: argparse.Namespace) -> int:
    from jalon.config.starting import start_django, start_node
    from jalon.journal.keys import NodeNotPrepared

    try:
        look_at_port(options.address, options.port)
        start_django()
        alarm = start_node()
        if alarm:
            print(f"ALARM: {alarm}. A new epoch was opened; tell headquarters.", file=sys.stderr)
        serve(options.address, options.port)
    except (CannotListen, NodeNotPrepared) as wrong:
        print(f"jalon serve: {wrong}", file=sys.stderr)
        return 2
    return 0


def look_at_port(address: str, port: int) -> None:
    """Raise CannotListen where the server could not listen. The server itself would share a port with another one."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # A server that has just stopped leaves its port waiting: that is no hindrance.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
            probe.listen(1)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotListen(
                f"another program listens at {address}, port {port}: stop it, or name another port with --port."
            ) from error
        raise CannotListen(f"cannot listen at {address}, port {port}: {error.strerror}.") from error


def serve(address: str, port: int) -> None:
    """Gather the pages' files, then run until interrupted: one process, four threads, as fits a laptop.

    Raises CannotListen.
    """
    look_at_port(address, port)
    from granian import Granian

    from jalon.config.pages_files import gather

    gather()
    from granian.constants import Interfaces

    Granian(
        "jalon.config.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_level="warning",  # type: ignore[arg-type]
    ).serve()
