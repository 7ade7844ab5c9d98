"""Packages that are welcome but not needed."""
from __future__ import annotations

import importlib
from typing import Any

from .errors import DependencyError

_DEBIAN = {"pandas": "python3-pandas", "matplotlib": "python3-matplotlib"}


def need(name: str, what: str) -> Any:
    """Import a package, or say what it is needed for and how to get it."""
    try:
        return importlib.import_module(name)
    except ImportError:
        package = name.split(".")[0]
        raise DependencyError(
            f"{what} needs {package}: pip install {package}, or apt install {_DEBIAN.get(package, package)}"
        ) from None
