#!/usr/bin/python3
"""suspects.py ECTOPY_CLI DATA RUNS [--share 0.05] [--seeds 1 2 3] [--epochs N] [--folds K]: finds labels known to be wrong.

DATA is a folder of records (mitdb) or a beat file of the classes N, S, V, F, Q. In a copy of its beats a share of the
labels is flipped to another class, chosen uniformly; `ectopy-cli suspects` ranks all labels by every variant, the
probabilities being computed once a seed. Printed: the share of the flipped labels among as many top-ranked suspects,
and the average precision. What lies in RUNS already is not computed again.
"""

import argparse
import csv
import json
import random
import subprocess
from pathlib import Path

CLASSES = "NSVFQ"
SCORES = ("self-confidence", "normalized-margin", "weighted-entropy")
PRUNES = ("everything", "argmax", "confident-joint", "by-class", "by-noise-rate", "both")
VARIANTS = ([(prune, score, False) for prune in PRUNES for score in SCORES]
            + [(prune, score, True) for prune in ("everything", "both") for score in SCORES[:2]])


def figures(ranked, flipped):
    """Recall among the first len(flipped), and average precision over the whole ranking."""
    found, precisions = 0, 0.0
    for rank, beat in enumerate(ranked, 1):
        if beat in flipped:
            found += 1
            precisions += found / rank
    return len(flipped.intersection(ranked[:len(flipped)])) / len(flipped), precisions / len(flipped)


class Bench:
    def __init__(self, chosen):
        self.chosen = chosen
        self.runs = Path(chosen.runs)
        self.runs.mkdir(parents=True, exist_ok=True)

    def call(self, *words):
        command = [self.chosen.cli, *map(str, words)]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout

    def flipped_beats(self, seed):
        """A beat file with flipped labels, and the beats they are of."""
        name = f"flipped-{self.chosen.share}-s{seed}"
        beats, list_file = self.runs / f"{name}.beats", self.runs / f"{name}.json"
        if not list_file.exists():
            rows, table = self.runs / "rows.csv", self.runs / f"{name}.csv"
            if not rows.exists():
                self.call("export", self.chosen.data, "--csv", rows)
            flipped = self.flip(rows, table, seed)
            self.call("cut", table, "--classes", ",".join(CLASSES), "--out", beats)
            table.unlink()
            list_file.write_text(json.dumps(flipped))
        return beats, set(json.loads(list_file.read_text()))

    def flip(self, rows, table, seed):
        with open(rows, "rb") as source:
            count = sum(1 for _ in source)
        draw = random.Random(seed)
        flipped = sorted(draw.sample(range(count), round(self.chosen.share * count)))
        wanted = set(flipped)
        with open(rows, "rb") as source, open(table, "wb") as copy:
            for beat, line in enumerate(source):
                if beat in wanted:
                    samples, label = line.rsplit(b",", 1)
                    others = [other for other in range(len(CLASSES)) if other != int(float(label))]
                    line = samples + b",%d\n" % draw.choice(others)
                copy.write(line)
        return flipped

    def settings(self, beats):
        chosen = self.chosen
        kept = self.runs / f"{beats.stem}-f{chosen.folds}-e{chosen.epochs or 'default'}.safetensors"
        words = ["--data", beats, "--folds", chosen.folds, "--probabilities", kept]
        return words + (["--epochs", chosen.epochs] if chosen.epochs else [])

    def judge(self, seed):
        """Figures of every variant, with the seconds that the probabilities took."""
        beats, flipped = self.flipped_beats(seed)
        words = self.settings(beats)
        first = json.loads(self.call("suspects", *words, "--top", 0, "--json"))
        print(f"seed {seed}: {len(flipped)} labels flipped, about {first['estimatedErrors']:.0f} estimated wrong; "
              f"{first['settings']['epochs']} epochs, {first['settings']['folds']} folds, {first['seconds']:.0f} s")
        results = {}
        for prune, score, adjusted in VARIANTS:
            table = self.runs / "suspects.csv"
            self.call("suspects", *words, "--prune", prune, "--score", score, *(["--adjusted"] if adjusted else []),
                      "--csv", table, "--top", 10**9)
            with open(table, newline="") as file:
                ranked = [int(row["beat"]) for row in csv.DictReader(file)]
            results[prune, score, adjusted] = (*figures(ranked, flipped), len(ranked))
        return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cli")
    parser.add_argument("data")
    parser.add_argument("runs")
    parser.add_argument("--share", type=float, default=0.05)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--folds", type=int, default=4)
    bench = Bench(parser.parse_args())
    results = [bench.judge(seed) for seed in bench.chosen.seeds]
    print(f"{'suspects':<16} {'score':<28} {'recall':>8} {'AP':>8} {'listed':>8}")
    for prune, score, adjusted in VARIANTS:
        recall, precision, listed = (sum(values) / len(values)
                                     for values in zip(*(result[prune, score, adjusted] for result in results)))
        print(f"{prune:<16} {score + (', adjusted' if adjusted else ''):<28} {recall:8.4f} {precision:8.4f} "
              f"{listed:8.0f}")


main()
