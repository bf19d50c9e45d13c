"""What is compiled once on a machine: templates and catalogues. A changed source is another file, so none is stale."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, FileSystemBytecodeCache

_folder: Path | None = None


def keep_in(folder: Path) -> None:
    """Name the folder, which nobody else may write; the assembly calls it once."""
    global _folder
    folder.mkdir(mode=0o700, exist_ok=True)
    _folder = folder


def kept(name: str, source: bytes, make: Callable[[bytes], bytes]) -> bytes:
    """What `make` makes of the source: kept, or made now. A full disk only costs time."""
    if _folder is None:
        return make(source)
    with suppress(OSError):
        file = _folder / f"{name}-{hashlib.sha256(source).hexdigest()[:32]}"
        if not file.exists():
            _write(file, make(source))
        return file.read_bytes()
    return make(source)


def _write(file: Path, content: bytes) -> None:
    """Wholly or not at all, whoever else writes it."""
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as part:
        try:
            part.write(content)
            part.flush()
            os.replace(part.name, file)
        except OSError:
            Path(part.name).unlink()
            raise


class Templates(FileSystemBytecodeCache):
    """Jinja's own cache. `made_by`: the code that sets Jinja up, as other settings compile otherwise."""

    def __init__(self, folder: Path, *, made_by: bytes) -> None:
        maker = hashlib.sha256(jinja2.__version__.encode() + made_by).hexdigest()[:16]
        super().__init__(str(folder), f"template-{maker}-%s")

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # a full disk only costs time
            super().dump_bytecode(bucket)
