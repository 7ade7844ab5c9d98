#!/usr/bin/env bash
# Ctrl-C stops cleanly: exit 130, soon, and nothing half-written.
. "$(dirname "$0")/common.sh"

python3 - "$PARLEY" "$flagship" <<'PY' || fail "interrupts"
import os, re, signal, subprocess, sys, time

parley, scenario = sys.argv[1:]

def interrupted(arguments, number=signal.SIGINT):
    """Exit status of a run that is interrupted once it has begun, and how long it took to stop."""
    process = subprocess.Popen([parley, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(1)
    assert process.poll() is None, f"{arguments} ended before it could be interrupted: {process.communicate()}"
    begun = time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert time.monotonic() - begun < 5, f"took {time.monotonic() - begun} s to stop"
    assert re.fullmatch(rb"interrupted after [0-9 ]+ trials\n", err), err
    return process.returncode, out

open("kept.json", "w").write("precious\n")
endless = ["--trials", "1e12"]
for call in (["run", scenario], ["compare", scenario], ["run", scenario, "--all-variants", "--threads", "1"]):
    status, out = interrupted(call + endless + ["--json", "kept.json", "--csv", "new.csv"])
    assert status == 130, status
    assert out == b"", out
    assert open("kept.json").read() == "precious\n"
    assert not os.path.exists("new.csv")
status, _ = interrupted(["run", scenario, *endless, "--columns", "agreement", "--csv", "raw.csv"])
assert status == 130 and not os.path.exists("raw.csv"), status
status, _ = interrupted(["run", scenario, *endless], signal.SIGTERM)
assert status == 143, status
PY

# On a terminal there is a bar, and it is gone at the end; in a pipe there is none.
python3 - "$PARLEY" "$flagship" <<'PY' || fail "progress bar"
import os, pty, subprocess, sys

parley, scenario = sys.argv[1:]

def on_terminal(*more):
    try:
        main, side = pty.openpty()
    except OSError:
        sys.exit(0)  # no terminals on this machine
    process = subprocess.Popen([parley, "run", scenario, "--trials", "2e5", "--json", os.devnull, *more], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=side)
    os.close(side)
    shown = b""
    while True:
        try:
            piece = os.read(main, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    assert process.wait() == 0
    return shown

shown = on_terminal()
assert b"%" in shown and shown.endswith(b"\r\x1b[K"), shown[-200:]
assert on_terminal("--quiet") == b""
PY
done_testing
