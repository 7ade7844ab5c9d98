#!/usr/bin/env bash
# The package as people install it: a wheel built from the checkout without any index, in a fresh virtual environment.
#
#   wheel.sh PYTHON FOLDER-TO-WORK-IN
set -euo pipefail

python=$1 work=$2/wheel
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
rm -rf "$work"
if ! "$python" -m venv --system-site-packages "$work" >/dev/null 2>&1; then
    echo "skipped: $python cannot make virtual environments (apt install python3-venv)"
    exit 77
fi
PIP_NO_INDEX=1 "$work/bin/pip" install --quiet "$source/bindings/python"
cd "$work" # nothing of the checkout on the path
env -u PYTHONPATH -u PARLEY_LIBRARY bin/python - "$source/examples/scenarios/first-talks.json" <<'END'
import sys
from importlib.metadata import files, version

import parley

assert parley.__version__ == version("parley")
assert parley.__file__.startswith(sys.prefix), parley.__file__
assert parley._native.lib._name.startswith(sys.prefix), parley._native.lib._name
tag = next(path for path in files("parley") if path.name == "WHEEL").read_text()
assert "Tag: py3-none-" in tag, tag
print(parley.load(sys.argv[1]).run(trials=1000, progress=True))
END
