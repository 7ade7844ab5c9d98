"""4. Raw columns: every trial to a file, without holding them all.

A trial is a row and everything that happens in it a named column. Columns come in blocks, in order of trials; memory
stays flat however many trials there are. Here they go to guarantee-columns-python.csv, ready for R, pandas or a
spreadsheet. Undefined numbers (no deal, no term) stay empty, "never" is inf.

Expected output:

    trial,reliability,us_ceiling,agreement,deal.guarantee_term,aftermath.first.fighting
    0,0.631804,15,1,15,40.2048
    1,0.566847,15,1,15,inf
    2,0.507142,50,0,,0
    3,0.346692,15,1,15,37.5356
    4,0.253119,30,0,,0
    20000 rows, agreement 0.3125 from the file, 0.3125 from the result
"""
import sys
from pathlib import Path

import numpy as np
import parley

COLUMNS = ["reliability", "us_ceiling", "agreement", "deal.guarantee_term", "aftermath.first.fighting"]


def main(folder):
    scenario = parley.load(folder / "guarantee-terms.json")
    blocks = scenario.blocks(COLUMNS, rows=4096, variant="term left to the talks", trials=20_000)
    path = Path("guarantee-columns-python.csv")
    with path.open("w") as file:
        print("trial", *COLUMNS, sep=",", file=file)
        for block in blocks:
            for trial, values in zip(block.trials, zip(*block.values())):
                print(trial, *("" if np.isnan(v) else f"{v:.6g}" for v in values), sep=",", file=file)

    lines = path.read_text().splitlines()
    print("\n".join(lines[:6]))
    agreed = np.mean([line.split(",")[3] == "1" for line in lines[1:]])
    print(
        f"{len(lines) - 1} rows, agreement {agreed:.4f} from the file, "
        f"{blocks.result.agreement.mean:.4f} from the result"
    )
    assert agreed == blocks.result.agreement.mean


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "examples/scenarios"))
