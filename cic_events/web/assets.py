"""The built styles, scripts, fonts and icons: a name in the source -> the address of the built file."""

import json
from functools import cache
from pathlib import Path

from flask import current_app, request

DIST = Path(__file__).parent.parent / "static" / "dist"


class AssetsNotBuilt(RuntimeError):
    """The front end was not built."""


class UnknownAsset(LookupError):
    """The build made no such file."""


@cache
def manifest() -> dict[str, str]:
    """Name in the source -> name with a hash, as the build wrote it."""
    file = DIST / "manifest.json"
    if not file.exists():
        raise AssetsNotBuilt(f"{file} is missing: run `npm ci --ignore-scripts && npm run build`.")
    names: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return names


def asset(name: str) -> str:
    """The address of a built file, such as "app.css" or "icons.svg"; it may be kept for ever."""
    built = manifest().get(name)
    if built is None:
        raise UnknownAsset(f"{name} is not in the manifest; it holds {', '.join(sorted(manifest()))}.")
    return f"{request.script_root}{current_app.static_url_path}/dist/{built}"
