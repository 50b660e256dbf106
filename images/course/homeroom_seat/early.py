"""One kernel that is there before anybody asks for it, in a seat that was started for a lesson."""

import asyncio
import os
import random
import uuid
from typing import Any, cast

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

AFTER_S = (10.0, 30.0)
"""So long after its own start: the rest of the class boots first, and not all make one at once."""
MOVE_S = 5.0


class EarlyKernels(AsyncMappingKernelManager):
    """Gives the spare kernel to the first notebook that asks for one of its kind.

    Nobody sees it before, and that it is there is no sign of life of its owner's.
    """

    _spare = ""
    """The spare's number, also while it is still being made."""
    _made = False

    async def prepare(self) -> None:
        """Make the spare in a while, unless somebody is quicker."""
        await asyncio.sleep(random.uniform(*AFTER_S))
        if self.list_kernel_ids():
            return
        self._spare, parent = str(uuid.uuid4()), cast(Any, super())
        try:
            await parent.start_kernel(kernel_id=self._spare, path="", env=dict(os.environ))
        except Exception:
            # Whoever opens a notebook is told what is wrong with kernels here.
            self.log.warning("no kernel was made beforehand", exc_info=True)
            self._spare = ""
            return
        self._made = True
        self.log.info("A kernel is there for the first notebook.")

    async def start_kernel(  # type: ignore[override]
        self, *, kernel_id: str | None = None, path: str | None = None, **wanted: Any
    ) -> str:
        """A kernel for a notebook: the spare, if that is what is wanted, else a new one."""
        parent = cast(Any, super())
        kind = wanted.get("kernel_name") or self.default_kernel_name
        if kernel_id is None and self._made and kind == NATIVE_KERNEL_NAME:
            spare, self._spare, self._made = self._spare, "", False
            cwd = parent.cwd_for_path(path or "", env=wanted.get("env", {}))
            if await self._moved(spare, cwd, wanted.get("env") or {}):
                return spare
        return str(await parent.start_kernel(kernel_id=kernel_id, path=path, **wanted))

    def list_kernels(self) -> list[dict[str, Any]]:
        """What people see."""
        parent = cast(Any, super())
        return [model for model in parent.list_kernels() if model["id"] != self._spare]

    def start_watching_activity(self, kernel_id: str) -> None:
        """Nobody's use is noted by what the spare says."""
        parent = cast(Any, super())
        if kernel_id != self._spare:
            parent.start_watching_activity(kernel_id)

    async def _moved(self, spare: str, cwd: str, env: dict[str, str]) -> bool:
        """Bring the spare to its notebook, as if it had been started there; False: it cannot be."""
        try:
            manager = cast(Any, self.get_kernel(spare))
            manager._launch_args |= {"cwd": cwd, "env": env}  # a restart is to begin there too
            self.start_watching_activity(spare)
            await _run(manager.client(), _move(cwd, env))
        except Exception:
            self.log.warning("a kernel made beforehand could not be used", exc_info=True)
        else:
            return True
        if spare in self:
            await cast(Any, self).shutdown_kernel(spare, now=True)
        return False


async def _run(client: Any, code: str) -> None:
    """Run this without a trace. Raises when it does not succeed in time."""
    client.start_channels(iopub=False, stdin=False, hb=False, control=False)
    try:
        quiet = {"silent": True, "store_history": False}
        answer = await client.execute(code, **quiet, reply=True, timeout=MOVE_S)
        if answer["content"]["status"] != "ok":
            raise RuntimeError(answer["content"])
    finally:
        client.stop_channels()


def _move(cwd: str, env: dict[str, str]) -> str:
    """What the kernel runs to be where its notebook is; no name of it stays."""
    notebook = env.get("JPY_SESSION_NAME", "")
    return (
        f"__import__('os').chdir({cwd!r})\n"
        f"__import__('os').environ['JPY_SESSION_NAME'] = {notebook!r}\n"
        f"_dh[:] = [__import__('pathlib').Path({cwd!r})]\n"
        f"__session__ = {notebook!r}\n"
    )
