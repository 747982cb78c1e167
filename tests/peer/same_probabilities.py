#!/usr/bin/python3
"""same_probabilities.py ECTOPY_CLI README: do models give the same probabilities in PyTorch?

Trains each network briefly on demo beats and compares `ectopy-cli predict` with the network in PyTorch's own layers,
and with the lines that the README shows. Exit 77: python3-torch is not installed.
"""

import csv
import importlib.util
import re
import subprocess
import sys
import tempfile
import types
from pathlib import Path

if importlib.util.find_spec("torch") is None:
    print("python3-torch is not installed")
    sys.exit(77)

import numpy as np
import torch

from files import load_beats, load_file
from networks import NETWORKS

TOLERANCE = 1e-5


def run(*arguments):
    subprocess.run([str(argument) for argument in arguments], check=True, stdout=subprocess.DEVNULL)


def read_probabilities(path, classes):
    with open(path, newline="") as file:
        rows = list(csv.reader(file))
    first = len(rows[0]) - classes
    return np.array([row[first:] for row in rows[1:]], dtype=np.float64)


def readme_code(path):
    """The README's block of Python that reads a model."""
    blocks = re.findall(r"((?:^    .*\n|^\n)+)", Path(path).read_text(), re.MULTILINE)
    (block,) = [text for text in blocks if "load_file" in text]
    return "\n".join(line[4:] for line in block.splitlines())


def readme_probabilities(code, model, beats):
    package, module = types.ModuleType("safetensors"), types.ModuleType("safetensors.torch")
    module.load_file = load_file
    sys.modules.update({"safetensors": package, "safetensors.torch": module})
    names = {}
    exec(code.replace('"m.safetensors"', repr(str(model))), names)
    return names["probabilities"](beats).numpy()


def largest_difference(found, expected, what):
    difference = float(np.abs(found - expected).max())
    print(f"{what}: {len(expected)} beats, largest difference {difference:.2e}")
    return difference


def main():
    cli, readme = sys.argv[1:]
    differences = []
    with tempfile.TemporaryDirectory() as name, torch.no_grad():
        folder = Path(name)
        run(cli, "demo", "--out", folder / "demo")
        beats = sorted(folder.glob("demo/*.beats"))[0]
        samples, _ = load_beats(beats)
        for architecture, network in NETWORKS.items():
            model, table = folder / f"{architecture}.safetensors", folder / f"{architecture}.csv"
            run(cli, "train", "--data", beats, "--architecture", architecture, "--epochs", 1, "--out", model)
            run(cli, "predict", "--model", model, "--data", beats, "--csv", table)
            weights = load_file(model)
            classes = len(list(weights.values())[-1]) if architecture != "ectopy-beat" else len(weights["dense.bias"])
            expected = read_probabilities(table, classes)
            peer = network(samples.shape[2], classes).eval()
            missing, unexpected = peer.load_state_dict(weights, strict=False)
            if unexpected or any(not key.endswith("num_batches_tracked") for key in missing):
                sys.exit(f"{architecture}: missing {missing}, unexpected {unexpected}")
            found = torch.softmax(peer(samples), 1).numpy()
            differences.append(largest_difference(found, expected, architecture))
            if architecture == "ectopy-beat":
                found = readme_probabilities(readme_code(readme), model, samples)
                differences.append(largest_difference(found, expected, "the README's lines"))
    sys.exit(0 if max(differences) <= TOLERANCE else 1)


main()
