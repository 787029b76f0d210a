"""A TCP proxy that counts the bytes that pass, each way: what a line carries, headers and all, before TLS."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

PIECE = 1 << 16
WINDOW = 0.05  # seconds in which what was sent has been counted


class CountingProxy:
    """Listens at `port` of this machine and passes on to `to`. `up` and `down` are bytes since `reset`."""

    def __init__(self, port: int, to: int) -> None:
        self.port, self.to = port, to
        self.up = self.down = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._run, daemon=True).start()
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def reset(self) -> None:
        self.up = self.down = 0

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.start_server(self._take, "127.0.0.1", self.port))
        self._ready.set()
        self._loop.run_forever()

    async def _end(self) -> None:
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _take(self, near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        far_in, far_out = await asyncio.open_connection("127.0.0.1", self.to)
        with suppress(asyncio.CancelledError):
            await asyncio.gather(self._pass(near_in, far_out, up=True), self._pass(far_in, near_out, up=False))

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, up: bool) -> None:
        try:
            while piece := await source.read(PIECE):
                if up:
                    self.up += len(piece)
                else:
                    self.down += len(piece)
                target.write(piece)
                await target.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass
        target.close()
