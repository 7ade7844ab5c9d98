"""5. Shards: one run in four parts, merged to the same bits.

A draw is a pure function of seed, name and trial number, so any machine can play any range of trials. Each shard is
saved as text, as if it came from elsewhere, and merged in an odd order. The hash over every number of the result is
that of the run played whole, with another number of threads.

Expected output:

    shard 2: 25000 trials, agreement 0.3105
    shard 0: 25000 trials, agreement 0.3132
    shard 3: 25000 trials, agreement 0.3177
    shard 1: 25000 trials, agreement 0.3133
    merged:  100000 trials, agreement 0.3137
    whole:   100000 trials, agreement 0.3137
    the same result: yes
"""
import sys
from pathlib import Path

import parley

TRIALS, SHARDS = 100_000, 4


def play_shard(scenario, shard):
    """What a machine of a cluster would send home."""
    result = scenario.run(trials=TRIALS, shard=(shard + 1, SHARDS))
    print(f"shard {shard}: {result.trials} trials, agreement {result.agreement.mean:.4f}")
    return result.save()


def main(folder):
    scenario = parley.load(folder / "guarantee-terms.json")
    merged = parley.merge(parley.Result.load(play_shard(scenario, shard)) for shard in (2, 0, 3, 1))
    whole = scenario.run(trials=TRIALS, threads=2)
    print(f"merged:  {merged.trials} trials, agreement {merged.agreement.mean:.4f}")
    print(f"whole:   {whole.trials} trials, agreement {whole.agreement.mean:.4f}")
    print("the same result:", "yes" if merged.hash == whole.hash else "no")
    assert merged.hash == whole.hash, "merged shards equal the whole, bit for bit"


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "examples/scenarios"))
