"""The program's networks in PyTorch's own layers, tensors named as in a model file: the peer of tests and benchmarks."""

import torch
import torch.nn.functional as F
from torch import nn


class Cvxtz(nn.Module):
    def __init__(self, length, classes):
        super().__init__()
        shapes = [(1, 16, 5), (16, 16, 5), (16, 32, 3), (32, 32, 3), (32, 32, 3), (32, 32, 3), (32, 256, 3), (256, 256, 3)]
        for i, shape in enumerate(shapes, 1):
            self.add_module(f"conv{i}", nn.Conv1d(*shape))
        self.dense1, self.dense2, self.dense3 = nn.Linear(256, 64), nn.Linear(64, 64), nn.Linear(64, classes)
        self.small, self.large = nn.Dropout(0.1), nn.Dropout(0.2)

    def forward(self, x):
        for i in range(1, 9):
            x = F.relu(self.get_submodule(f"conv{i}")(x))
            if i in (2, 4, 6):
                x = self.small(F.max_pool1d(x, 2))
        x = self.large(x.amax(2))
        return self.dense3(F.relu(self.dense2(F.relu(self.dense1(x)))))


class Kachuee(nn.Module):
    def __init__(self, length, classes):
        super().__init__()
        for i in range(1, 12):
            self.add_module(f"conv{i}", nn.Conv1d(1 if i == 1 else 32, 32, 5, padding=2))
        for _ in range(5):
            length = (length - 5) // 2 + 1
        self.dense1, self.dense2, self.dense3 = nn.Linear(32 * length, 32), nn.Linear(32, 32), nn.Linear(32, classes)

    def forward(self, x):
        x = self.conv1(x)
        for i in range(2, 12, 2):
            inner = F.relu(self.get_submodule(f"conv{i}")(x))
            x = F.max_pool1d(F.relu(self.get_submodule(f"conv{i + 1}")(inner) + x), 5, 2)
        return self.dense3(self.dense2(F.relu(self.dense1(x.flatten(1)))))


class Trunk(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem, self.stemNorm = nn.Conv1d(1, 24, 7, 2, 3, bias=False), nn.BatchNorm1d(24)
        channels = 24
        for i, out in enumerate((32, 48, 64), 1):
            self.add_module(f"block{i}Conv1", nn.Conv1d(channels, out, 5, 2, 2, bias=False))
            self.add_module(f"block{i}Norm1", nn.BatchNorm1d(out))
            self.add_module(f"block{i}Conv2", nn.Conv1d(out, out, 5, 1, 2, bias=False))
            self.add_module(f"block{i}Norm2", nn.BatchNorm1d(out))
            self.add_module(f"block{i}Skip", nn.Conv1d(channels, out, 1, 2, bias=False))
            self.add_module(f"block{i}SkipNorm", nn.BatchNorm1d(out))
            channels = out

    def forward(self, x):
        x = F.relu(self.stemNorm(self.stem(x)))
        for i in (1, 2, 3):
            layer = lambda name: self.get_submodule(f"block{i}{name}")
            inner = F.relu(layer("Norm1")(layer("Conv1")(x)))
            x = F.relu(layer("Norm2")(layer("Conv2")(inner)) + layer("SkipNorm")(layer("Skip")(x)))
        return torch.cat([x.mean(2), x.amax(2)], 1)


class EctopyBeat(nn.Module):
    def __init__(self, length, classes):
        super().__init__()
        self.trunk, self.dense, self.dropout = Trunk(), nn.Linear(128, classes), nn.Dropout(0.2)

    def forward(self, x):
        return self.dense(self.dropout(self.trunk(x)))


NETWORKS = {"cvxtz": Cvxtz, "kachuee": Kachuee, "ectopy-beat": EctopyBeat}
