#!/usr/bin/python3
"""peer_throughput.py ECTOPY_CLI BEATS [SECONDS]: beats a second here and in PyTorch, in turns, on the same machine.

The same networks, batch sizes, optimizers and number of threads (all cores), on a beat file. Prints the median of
three turns of SECONDS each (20 by default) and the ratio. PyTorch takes its batches from memory and computes nothing
but the step; its inference may choose the best of several chunk sizes.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
sys.path.insert(0, str(Path(__file__).parent.parent / "peer"))

import torch
import torch.nn.functional as F

from files import load_beats
from networks import NETWORKS

BATCH = {"cvxtz": 64, "kachuee": 128, "ectopy-beat": 256}
TURNS = 3


def call(*arguments):
    done = subprocess.run([str(a) for a in arguments], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def optimizer_of(architecture, network):
    if architecture == "ectopy-beat":
        return torch.optim.AdamW(network.parameters(), lr=0.01, weight_decay=0.01)
    return torch.optim.Adam(network.parameters(), lr=1e-3)


def peer_training(architecture, samples, classes, seconds):
    batch = BATCH[architecture]
    network = NETWORKS[architecture](samples.shape[2], int(classes.max()) + 1).train()
    optimizer = optimizer_of(architecture, network)
    order = torch.randperm(len(samples))
    start, done = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        first = done % (len(samples) - batch)
        chosen = order[first : first + batch]
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(network(samples[chosen]), classes[chosen]).backward()
        optimizer.step()
        done += batch
    return done / (time.perf_counter() - start)


def peer_inference(architecture, samples, seconds):
    network = NETWORKS[architecture](samples.shape[2], 5).eval()
    best = 0.0
    with torch.inference_mode():
        for chunk in (64, 256, 1024, 4096):
            start, done = time.perf_counter(), 0
            while time.perf_counter() - start < seconds / 4:
                first = done % (len(samples) - chunk)
                torch.softmax(network(samples[first : first + chunk]), 1)
                done += chunk
            best = max(best, done / (time.perf_counter() - start))
    return best


def main():
    cli, beats = sys.argv[1:3]
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 20.0
    samples, classes = load_beats(beats)
    torch.set_num_threads(os.cpu_count())
    print(f"{os.cpu_count()} cores, {len(samples)} beats, median of {TURNS} turns of {seconds:g} s")
    print(f"{'network':12} {'':9} {'ectopy':>9} {'pytorch':>9} {'ratio':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for architecture in NETWORKS:
            model = f"{folder}/{architecture}.safetensors"
            rows = {"training": ([], []), "inference": ([], [])}
            for _ in range(TURNS):
                trained = call(cli, "train", "--data", beats, "--architecture", architecture, "--batch-size",
                               BATCH[architecture], "--time-limit", seconds, "--out", model, "--json")
                rows["training"][0].append(trained["beatsPerSecond"])
                rows["training"][1].append(peer_training(architecture, samples, classes, seconds))
                predicted = call(cli, "predict", "--model", model, "--data", beats, "--csv", f"{folder}/p.csv", "--json")
                rows["inference"][0].append(predicted["beatsPerSecond"])
                rows["inference"][1].append(peer_inference(architecture, samples, seconds))
            for what, (ours, theirs) in rows.items():
                a, b = statistics.median(ours), statistics.median(theirs)
                print(f"{architecture:12} {what:9} {a:9.0f} {b:9.0f} {a / b:6.2f}", flush=True)


main()
