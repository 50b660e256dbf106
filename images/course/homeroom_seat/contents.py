"""The files of a home, which may be full: then saving says so, in words."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from tornado.web import HTTPError

FULL = (errno.ENOSPC, errno.EDQUOT)
INSUFFICIENT_STORAGE = 507
SAY = (
    "There is no room left for your files, so this was not saved. "
    "Delete what you no longer need, then save again."
)


class HomeContents(AsyncLargeFileManager):
    """What Lab reads and saves."""

    async def save(self, model: dict[str, Any], path: str = "") -> Any:
        """Save a file; raises HTTPError with a sentence when there is no room for it."""
        try:
            return await super().save(model, path)  # type: ignore[no-untyped-call]
        except HTTPError as error:
            if any(_no_room(one, self.root_dir) for one in _behind(error)):
                raise HTTPError(INSUFFICIENT_STORAGE, SAY) from error
            raise


def _behind(error: BaseException) -> Iterator[BaseException]:
    """What led to an error: clearing up after it may have failed as well."""
    before = error.__cause__ or error.__context__
    while before:
        yield before
        before = before.__cause__ or before.__context__


def _no_room(cause: BaseException, home: str) -> bool:
    """Whether that is why; the store of signatures only knows that something was in its way."""
    if isinstance(cause, sqlite3.Error):
        found = os.statvfs(home)
        return not found.f_bavail or bool(found.f_files and not found.f_favail)
    return isinstance(cause, OSError) and cause.errno in FULL
