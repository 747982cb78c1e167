"""Reads the program's files as any Python program may."""

import json
import struct

import numpy as np
import torch


def load_file(path):
    """Tensors of a safetensors file by name, as safetensors.torch.load_file gives them (Debian 12 has no package)."""
    with open(path, "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        head = json.loads(file.read(size))
        data = file.read()
    head.pop("__metadata__", None)
    tensors = {}
    for name, entry in head.items():
        first, end = entry["data_offsets"]
        values = np.frombuffer(data[first:end], "<f4").reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values.copy())
    return tensors


def load_beats(path):
    """Samples (beats, 1, length) and classes (beats) of a beat file."""
    raw = np.memmap(path, np.uint8, "r")
    if bytes(raw[:8]) != b"ECTBEATS":
        raise SystemExit(f"{path}: expected a beat file")
    (beats,) = struct.unpack_from("<Q", raw, 24)
    columns = []
    for index, kind in enumerate((np.float32, np.uint8)):
        offset, size = struct.unpack_from("<QQ", raw, 64 + 32 * index + 8)
        columns.append(raw[offset : offset + size].view(kind).copy())
    samples, classes = columns
    return torch.from_numpy(samples.reshape(beats, 1, -1)), torch.from_numpy(classes.astype(np.int64))
