"""A build backend (PEP 517) of one file, so that ``pip install bindings/python`` works without any package index.

It lets CMake build the library that the package carries, and packs both into a wheel
``parley-VERSION-py3-none-PLATFORM.whl``.
"""
import base64
import hashlib
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
FIELDS = """Metadata-Version: 2.1
Name: parley
Version: {version}
Summary: Simulates diplomacy: talks, deals and the life after signature, under uncertainty
License: GPL-3.0-or-later
Requires-Python: >=3.9
Requires-Dist: numpy>=1.20
Provides-Extra: all
Requires-Dist: pandas; extra == "all"
Requires-Dist: matplotlib; extra == "all"
Requires-Dist: tqdm; extra == "all"
Description-Content-Type: text/markdown

{readme}"""


def version():
    found = re.search(r"project\(parley VERSION ([0-9.]+)", (SOURCE / "CMakeLists.txt").read_text())
    return found.group(1)


def platform_tag():
    return sysconfig.get_platform().replace("-", "_").replace(".", "_")


def build_library(folder):
    """The shared library, built apart from any build folder of the checkout."""
    if not (SOURCE / "lib").is_dir():
        raise RuntimeError(f"parley is built from a checkout, and {SOURCE} is none: there is no lib/")
    off = [f"-DPARLEY_{part}=OFF" for part in ("TESTS", "EXAMPLES", "COMMAND", "STATIC", "INSTALL")]
    jobs = str(os.cpu_count() or 1)
    subprocess.run(
        ["cmake", "-S", str(SOURCE), "-B", folder, "-DCMAKE_BUILD_TYPE=Release", "-DPARLEY_PACKAGE=ON", *off],
        check=True,
        stdout=sys.stderr,
    )
    subprocess.run(
        ["cmake", "--build", folder, "--target", "parley_python", "--parallel", jobs], check=True, stdout=sys.stderr
    )
    found = [path for path in Path(folder).rglob("libparley.*") if path.suffix in (".so", ".dylib")]
    return found[0]


def contents(library, info):
    """What goes into the wheel: name there, bytes."""
    for path in sorted((HERE / "parley").rglob("*")):
        if path.suffix == ".py" or path.name == "py.typed":
            yield path.relative_to(HERE).as_posix(), path.read_bytes()
    yield "parley/" + ("libparley.dylib" if library.suffix == ".dylib" else "libparley.so"), library.read_bytes()
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    yield f"{info}/METADATA", FIELDS.format(version=version(), readme=readme).encode()
    yield f"{info}/LICENSE", (SOURCE / "LICENSE").read_bytes()
    wheel = f"Wheel-Version: 1.0\nGenerator: parley\nRoot-Is-Purelib: false\nTag: py3-none-{platform_tag()}\n"
    yield f"{info}/WHEEL", wheel.encode()


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    info = f"parley-{version()}.dist-info"
    name = f"parley-{version()}-py3-none-{platform_tag()}.whl"
    record = []
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(
        Path(wheel_directory) / name, "w", zipfile.ZIP_DEFLATED
    ) as wheel:
        for place, data in contents(build_library(folder), info):
            wheel.writestr(place, data)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            record.append(f"{place},sha256={digest},{len(data)}")
        record.append(f"{info}/RECORD,,")
        wheel.writestr(f"{info}/RECORD", "\n".join(record) + "\n")
    return name


def build_sdist(sdist_directory, config_settings=None):
    raise RuntimeError("parley has no source package of its own: install from a checkout, pip install bindings/python")
