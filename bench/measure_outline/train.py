"""Trains the border model: `python -m bench.measure_outline.train far OUT.npz`, then the same with `near`.

A small network judges each place on a ray; all places of a ray compete (softmax), the true border should
win. It sees drawn patches only, never a photo of the sample. `--keep DIR` keeps the patches for another run.
The kept weights: 4500 steps on patches 0 to 2399, then 3000 with `--start` on 1000 of these and 5000 to 5999.
"""

from __future__ import annotations

import argparse
import itertools
import pickle
from pathlib import Path

import cv2
import numpy as np

from bench.measure_outline.patches import patch
from lesions.measurement import outline_looks
from lesions.measurement.outline_features import features

HIDDEN = (40, 20)
RAYS_KEPT = 12


def border_radius(outline, centre, angles):
    """The farthest crossing of each ray with a polygon; nan where there is none."""
    a, b = outline - centre, np.roll(outline, -1, axis=0) - centre
    d = np.stack([np.cos(angles), np.sin(angles)], 1)
    cross = lambda u, v: u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]  # noqa: E731
    e = b - a
    den = cross(d[:, None], e[None])
    with np.errstate(divide="ignore", invalid="ignore"):
        t = cross(a[None], e[None]) / den
        s = cross(a[None], d[:, None]) / den
    t = np.where((s >= 0) & (s < 1) & (t > 0), t, -1)
    return np.where(t.max(1) > 0, t.max(1), np.nan)


def box_of(rng, outline):
    low, high = outline.min(0), outline.max(0)
    m = rng.uniform(0.02, 0.3, 4) * np.tile(high - low, 2)
    return (low[0] - m[0], low[1] - m[1], high[0] + m[2], high[1] + m[3])


def samples(p, rng, stage):
    """Features and true rows of a few rays of one patch."""
    photo = cv2.cvtColor(cv2.imdecode(np.frombuffer(p.jpeg, np.uint8), 1), cv2.COLOR_BGR2RGB)
    hidden = None if p.avoid is None else p.avoid
    density = p.density if rng.random() < 0.85 else None
    if stage == "far":
        tap = p.taps[rng.integers(len(p.taps))]
        smallest, _ = outline_looks.far_reach(photo.shape[:2], p.density)
        if density is None:
            smallest *= float(np.exp(rng.normal(0, 0.4)))
        fan, box, usual = outline_looks.far_fan(photo, tuple(tap), smallest, hidden), None, None
    else:
        m = cv2.moments(p.outline.astype(np.float32))
        mean = np.sqrt(m["m00"] / np.pi)
        centre = np.array([m["m10"], m["m01"]]) / m["m00"] + rng.normal(0, 0.07, 2) * mean
        usual = float(mean * np.exp(rng.normal(0, 0.09)))
        box = None
        if rng.random() < 0.4:
            box = box_of(rng, p.outline)
            centre, usual = outline_looks.from_box(box)
        fan = outline_looks.near_fan(photo, tuple(centre), usual, hidden)
        box = None if box is None else outline_looks.box_radius(fan, box)
    if cv2.pointPolygonTest(p.outline.astype(np.float32), tuple(float(v) for v in fan.centre), False) <= 0:
        return None
    true = border_radius(p.outline, np.array(fan.centre), fan.angles)
    row = np.interp(np.log(true), np.log(fan.radii), np.arange(len(fan.radii)), left=np.nan, right=np.nan)
    x = features(fan, usual, density, box)
    good = np.flatnonzero(np.isfinite(row))
    if len(good) < RAYS_KEPT:
        return None
    rays = rng.choice(good, RAYS_KEPT, replace=False)
    return x[:, rays].transpose(1, 0, 2).astype(np.float16), row[rays].astype(np.float32)


def drawn(number, keep, start=0):
    """Patches from ``start`` on, in hundreds; from the folder ``keep`` when drawn before."""
    for first in range(start, start + number, 100):
        path = keep / f"{first:05d}.pkl" if keep else None
        if path and path.exists():
            yield from pickle.loads(path.read_bytes())  # noqa: S301 - our own files
            continue
        patches = [patch(seed) for seed in range(first, first + 100)]
        if path:
            path.write_bytes(pickle.dumps(patches))
        yield from patches


def dataset(stage, patches, repeats=2, seed=1):
    rng = np.random.default_rng(seed)
    xs, ys = [], []
    for p in patches:
        for _ in range(repeats):
            s = samples(p, rng, stage)
            if s is not None:
                xs.append(s[0])
                ys.append(s[1])
    return np.concatenate(xs), np.concatenate(ys)


class Net:
    def __init__(self, inputs, rng):
        sizes = (inputs, *HIDDEN, 1)
        self.w = [
            rng.normal(0, np.sqrt(2 / a), (a, b)).astype(np.float32) for a, b in itertools.pairwise(sizes)
        ]
        self.b = [np.zeros(b, np.float32) for b in sizes[1:]]
        self.m = [np.zeros_like(p) for p in self.w + self.b]
        self.v = [np.zeros_like(p) for p in self.w + self.b]
        self.t = 0

    def forward(self, x):
        h = [x]
        for w, b in zip(self.w[:-1], self.b[:-1], strict=True):
            x = np.maximum(x @ w + b, 0)
            h.append(x)
        return h, (x @ self.w[-1] + self.b[-1])[..., 0]

    def step(self, x, target, rate):
        n, rows, f = x.shape
        h, z = self.forward(x.reshape(-1, f))
        z = z.reshape(n, rows)
        z -= z.max(1, keepdims=True)
        p = np.exp(z)
        p /= p.sum(1, keepdims=True)
        loss = -(target * np.log(p + 1e-9)).sum(1).mean()
        g = ((p - target) / n).reshape(-1, 1).astype(np.float32)
        gw, gb = [], []
        for i in range(len(self.w) - 1, -1, -1):
            gw.append(h[i].T @ g)
            gb.append(g.sum(0))
            if i:
                g = (g @ self.w[i].T) * (h[i] > 0)
        grads = gw[::-1] + gb[::-1]
        self.t += 1
        for i, (q, d) in enumerate(zip(self.w + self.b, grads, strict=True)):
            self.m[i] += 0.1 * (d - self.m[i])
            self.v[i] += 0.001 * (d * d - self.v[i])
            q -= rate * (self.m[i] / (1 - 0.9**self.t)) / (np.sqrt(self.v[i] / (1 - 0.999**self.t)) + 1e-8)
        return loss


def soft_targets(row, rows, width=0.9):
    t = np.exp(-0.5 * ((np.arange(rows)[None] - row[:, None]) / width) ** 2)
    return (t / t.sum(1, keepdims=True)).astype(np.float32)


def begin(net, mean, spread, path):
    """Goes on from kept weights."""
    kept = np.load(path)
    net.w = [kept[f"w{i}"].astype(np.float32) for i in range(len(net.w))]
    net.b = [kept[f"b{i}"].astype(np.float32) for i in range(len(net.b))]
    net.b[0] = net.b[0] + mean @ net.w[0]
    net.w[0] = net.w[0] * spread[:, None]


def train(x, y, steps, out, start=None, seed=0, batch=160):
    """Adam with a rate that falls as half a cosine; the last patches are kept for a look at the error."""
    rng = np.random.default_rng(seed)
    rows, f = x.shape[1:]
    cut = len(x) - min(len(x) // 12, 3000)  # the last patches are not trained on
    some = x[rng.choice(cut, min(cut, 2000), replace=False)].reshape(-1, f).astype(np.float32)
    mean, spread = some.mean(0), some.std(0) + 1e-3
    net = Net(f, rng)
    if start:
        begin(net, mean, spread, start)
    target = soft_targets(y, rows)
    test = (x[cut:].astype(np.float32) - mean) / spread
    for n in range(1, steps + 1):
        rate = 2e-3 * min(1, n / 200) * 0.5 * (1 + np.cos(np.pi * n / steps)) + 1e-5
        i = rng.integers(0, cut, batch)
        loss = net.step((x[i].astype(np.float32) - mean) / spread, target[i], rate)
        if n % 500 == 0:
            z = net.forward(test.reshape(-1, f))[1].reshape(len(test), rows)
            off = np.abs(z.argmax(1) - y[cut:])
            print(
                f"{n} loss {loss:.3f} rows off: median {np.median(off):.2f}, within 2 {np.mean(off < 2):.3f}",
                flush=True,
            )
            save(net, mean, spread, out)
    save(net, mean, spread, out)


def save(net, mean, spread, out):
    """The scaling of the inputs goes into the first layer."""
    w0 = net.w[0] / spread[:, None]
    arrays = {"w0": w0, "b0": net.b[0] - mean @ w0}
    for i in range(1, len(net.w)):
        arrays |= {f"w{i}": net.w[i], f"b{i}": net.b[i]}
    np.savez_compressed(out, **{k: v.astype(np.float32) for k, v in arrays.items()})


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("look", choices=("far", "near"))
    options.add_argument("out", type=Path)
    options.add_argument(
        "--patches", type=int, nargs="+", default=[0, 2400], help="first and number, repeated"
    )
    options.add_argument("--start", type=Path, help="weights to go on from")
    options.add_argument("--steps", type=int, default=6000)
    options.add_argument("--keep", type=Path)
    given = options.parse_args()
    cv2.setNumThreads(1)
    ranges = zip(given.patches[::2], given.patches[1::2], strict=True)
    patches = itertools.chain.from_iterable(drawn(number, given.keep, first) for first, number in ranges)
    places, true_rows = dataset(given.look, patches)
    print(given.look, places.shape, flush=True)
    train(places, true_rows, given.steps, given.out, given.start)


if __name__ == "__main__":
    main()
