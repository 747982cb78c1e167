#!/usr/bin/python3
"""results.py ECTOPY_CLI DATA RUNS [--seeds 1 2 3] [--only WORD]: trains what RESULTS.md tells of, and writes it.

DATA is a folder with mitdb/ and ptb-xl/. Every run leaves a model and a JSON in RUNS; one that is there already is
not run again, so a long evening can be cut short and gone on with. The table holds mean and range over the seeds.
"""

import argparse
import csv
import json
import statistics
import subprocess
import struct
from dataclasses import dataclass, field
from pathlib import Path

HEADLINE = (0.985, 0.915)  # accuracy and macro F1 of the published Keras script
TABLE = Path(__file__).parent / "RESULTS.md"


@dataclass
class Run:
    title: str
    data: str  # name of a beat file in RUNS
    options: list
    mode: str = ""  # of a transfer; empty: train
    parent: str = ""  # title of the run it starts from, with the same seed

    def name(self, seed):
        return f"{self.title.replace(' ', '-').replace(',', '')}-s{seed}"


@dataclass
class Chapter:
    title: str
    runs: list = field(default_factory=list)


CUTS = {
    "mitdb-kaggle": ["mitdb", "--rule", "kaggle"],
    "mitdb-context": ["mitdb", "--rule", "context"],
    "mitdb-paper": ["mitdb", "--rule", "paper"],
    "ptb-xl-mi": ["ptb-xl", "--task", "mi"],
    "ptb-xl-mi-context": ["ptb-xl", "--task", "mi", "--rule", "context"],
}

CHAPTERS = [
    Chapter(
        "MIT-BIH, intra-patient (`--split beat`, rule `kaggle`)",
        [Run(f"{name} beat", "mitdb-kaggle", ["--architecture", name, "--split", "beat"])
         for name in ("cvxtz", "kachuee", "ectopy-beat")],
    ),
    Chapter(
        "MIT-BIH, new patients (`--split ds1-ds2`)",
        [Run("ectopy-context ds1-ds2", "mitdb-context", ["--architecture", "ectopy-context", "--split", "ds1-ds2"]),
         Run("ectopy-beat ds1-ds2", "mitdb-kaggle", ["--architecture", "ectopy-beat", "--split", "ds1-ds2"])],
    ),
    Chapter(
        "PTB-XL, infarction against normal (`--split folds`), from MIT-BIH",
        [Run("ectopy-beat paper beat", "mitdb-paper", ["--architecture", "ectopy-beat", "--split", "beat"])]
        + [Run(f"ptb-xl {mode}", "ptb-xl-mi", ["--split", "folds"], mode, "ectopy-beat paper beat")
           for mode in ("scratch", "freeze", "finetune", "gradual")],
    ),
    Chapter(
        "The same with beats of rule `context`, which holds P wave and Q wave",
        [Run("ectopy-beat context beat", "mitdb-context", ["--architecture", "ectopy-beat", "--split", "beat"])]
        + [Run(f"ptb-xl context {mode}", "ptb-xl-mi-context",
               ["--split", "folds"] + ([] if mode in ("scratch", "freeze") else ["--learning-rate", "0.002"]),
               mode, "ectopy-beat context beat")
           for mode in ("scratch", "freeze", "finetune", "gradual")],
    ),
]


def history_of(model):
    """Epochs as the model file tells them."""
    with open(model, "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        return json.loads(json.loads(file.read(size))["__metadata__"]["ectopy.model"])["history"]


def auc(positive, negative):
    """Area under the ROC curve: how often a positive's score is above a negative's; ties count half."""
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def seconds_to_headline(history):
    for epoch in history:
        if epoch["validationAccuracy"] >= HEADLINE[0] and epoch["validationMacroF1"] >= HEADLINE[1]:
            return epoch["seconds"]
    return None


class Evening:
    def __init__(self, cli, data, runs):
        self.cli, self.data, self.runs = cli, Path(data), Path(runs)
        self.runs.mkdir(parents=True, exist_ok=True)

    def call(self, *arguments):
        words = [str(word) for word in arguments]
        print("ectopy-cli", *words, flush=True)
        return subprocess.run([self.cli, *words, "--json"], check=True, stdout=subprocess.PIPE, text=True).stdout

    def beats(self, name):
        path = self.runs / f"{name}.beats"
        if not path.exists():
            folder, *options = CUTS[name]
            self.call("cut", self.data / folder, *options, "--out", path)
        return path

    def result(self, run, seed):
        out = self.runs / f"{run.name(seed)}.json"
        model = out.with_suffix(".safetensors")
        if not out.exists():
            command = ["train"]
            if run.mode:
                parent = next(other for chapter in CHAPTERS for other in chapter.runs if other.title == run.parent)
                command = ["transfer", "--from", self.runs / f"{parent.name(seed)}.safetensors", "--mode", run.mode]
            text = self.call(*command, "--data", self.beats(run.data), *run.options, "--seed", seed, "--out", model)
            out.write_text(text)
        result = json.loads(out.read_text())
        result["secondsToHeadline"] = seconds_to_headline(history_of(model))
        if len(result["test"]["perClass"]) == 2:
            result["auc"], result["recordAuc"] = self.aucs(model, self.beats(run.data))
        return result

    def aucs(self, model, beats):
        """AUC of the test part by beat, and by record: the mean of its beats' probabilities of the second class."""
        table = model.with_suffix(".csv")
        judged = json.loads(self.call("evaluate", "--model", model, "--data", beats))
        self.call("predict", "--model", model, "--data", beats, "--csv", table)
        members = {entry["record"] for entry in judged["perRecord"]}
        scores, labels = {}, {}
        with open(table, newline="") as file:
            for beat in csv.DictReader(file):
                if beat["record"] in members:
                    name = list(beat)[-1]
                    scores.setdefault(beat["record"], []).append(float(beat[name]))
                    labels[beat["record"]] = beat["label"] == name.removeprefix("p_")
        means = {record: statistics.mean(values) for record, values in scores.items()}
        by_record = auc([means[r] for r in means if labels[r]], [means[r] for r in means if not labels[r]])
        return judged["auc"], by_record


def mean_and_range(values, scale=100, digits=2):
    if any(value is None for value in values):
        return "-"
    mean = statistics.mean(values) * scale
    low, high = min(values) * scale, max(values) * scale
    return f"{mean:.{digits}f}" if len(values) == 1 else f"{mean:.{digits}f} ({low:.{digits}f} - {high:.{digits}f})"


def four_class_f1(result):
    """Macro F1 over N, S, V and F; None where there are other classes."""
    scores = result["test"]["perClass"]
    return statistics.mean(scores[name]["f1"] or 0 for name in "NSVF") if all(name in scores for name in "NSVF") else None


def row(run, results):
    classes = {name: [result["test"]["perClass"][name]["f1"] or 0 for result in results]
               for name in sorted(results[0]["test"]["perClass"])}
    per_class = ", ".join(f"{name} {mean_and_range(values, digits=1)}" for name, values in classes.items())
    cells = [run.title, len(results),
             mean_and_range([result["test"]["accuracy"] for result in results]),
             mean_and_range([result["test"]["macroF1"] for result in results]),
             mean_and_range([four_class_f1(result) for result in results]),
             mean_and_range([result.get("auc") for result in results]),
             mean_and_range([result.get("recordAuc") for result in results]),
             per_class,
             results[0]["parameters"],
             mean_and_range([result["epochs"] for result in results], 1, 0),
             mean_and_range([result["seconds"] for result in results], 1, 0),
             mean_and_range([result["secondsToHeadline"] for result in results], 1, 0)]
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cli")
    parser.add_argument("data")
    parser.add_argument("runs")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--only", default="", help="runs whose title holds this word (and those there already)")
    chosen = parser.parse_args()
    evening = Evening(chosen.cli, chosen.data, chosen.runs)
    lines = ["# Results", "", "Made by `tests/bench/results.py`: test part, mean (lowest - highest) over the seeds, in %; F1 of each class;",
             f"seconds of training; seconds until the validation part passes {HEADLINE[0]:.1%} accuracy and {HEADLINE[1]:.1%} macro F1."]
    for chapter in CHAPTERS:
        rows = []
        for run in chapter.runs:
            there = [seed for seed in chosen.seeds
                     if chosen.only in run.title or (evening.runs / f"{run.name(seed)}.json").exists()]
            if there:
                rows.append(row(run, [evening.result(run, seed) for seed in there]))
        if rows:
            lines += ["", f"## {chapter.title}", "",
                      "| run | seeds | accuracy | macro F1 | of N S V F | AUC | AUC by record | F1 per class | parameters | epochs | seconds | to headline |",
                      "|---|---|---|---|---|---|---|---|---|---|---|---|", *rows]
    TABLE.write_text("\n".join(lines) + "\n")
    print(f"{TABLE} written")


main()
