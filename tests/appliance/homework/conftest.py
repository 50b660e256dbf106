"""Archives as students and attackers make them."""

import io
import tarfile
import zipfile
from collections.abc import Callable


def entry(name: str, content: bytes = b"", **fields: object) -> tuple[tarfile.TarInfo, bytes]:
    """One member of a tar; `fields` are TarInfo's own."""
    info = tarfile.TarInfo(name)
    info.size = len(content)
    for key, value in fields.items():
        setattr(info, key, value)
    return info, content


def tar(*entries: tuple[tarfile.TarInfo, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    open_tar: Callable[..., tarfile.TarFile] = tarfile.open
    with open_tar(fileobj=out, mode=mode, format=tarfile.PAX_FORMAT) as archive:
        for info, content in entries:
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def tar_of(**files: bytes) -> bytes:
    return tar(*(entry(name, content) for name, content in files.items()))


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
