"""rows.py -- rows that nobody trained on: ordinary ones, and those where a converter goes wrong.

A row is a row of the training data with one cell made odd (a threshold or the number beside it, infinity, 1e300): so that
each oddity meets every split as a path through ordinary values leads to it, and a refused row is refused for one reason.
"""
import numpy as np

ROWS = 200
FLOAT_MAX = float(np.finfo(np.float32).max)

ODDITIES = [
    np.nan, np.inf, -np.inf, 0.0, -0.0, 5e-324, -1e-310, 1e-40, -1e-45, 1e-36, 1.0000000180025095e-35, -1.1e-35,
    1e30, -1e30, FLOAT_MAX, 3.4028235677973362e38, 3.4028235677973366e38, -3.5e38, 1e300, -1e300,
    1.7976931348623157e308, -1.0, -0.5, 0.5, 255.0, 256.0, 257.0, 1.7, -3.0, 31.0, 32.0, 64.0, 16777216.0, 16777217.0,
    2147483647.0, 2147483648.0, 4294967296.0, 9007199254740993.0, 1e10,
]


def beside(threshold):
    """A threshold and its neighbours, in double and in float."""
    with np.errstate(over="ignore", invalid="ignore"):
        f = np.float32(threshold)
        near = [threshold, np.nextafter(threshold, np.inf), np.nextafter(threshold, -np.inf), f,
                np.nextafter(f, np.float32(np.inf)), np.nextafter(f, np.float32(-np.inf)), threshold * (1 + 1e-9)]
    return [float(v) for v in near]


def rows_like(rng, data, thresholds=(), oddities=ODDITIES, count=ROWS):
    """`thresholds` are pairs of a feature and a number. Rows of doubles, in an array."""
    data = np.asarray(data, dtype=float)
    width = data.shape[1]
    thresholds = [(int(f), float(t)) for f, t in thresholds if 0 <= f < width]
    made = data[rng.integers(len(data), size=count)].copy()
    at = 0

    def place(feature, value):
        nonlocal at
        made[at, feature] = value
        at += 1

    for value in oddities:
        place(rng.integers(width), value)
    if thresholds:
        for i in rng.permutation(len(thresholds))[:15]:
            feature, threshold = thresholds[i]
            for value in beside(threshold):
                if at < count - 30:
                    place(feature, value)
    # The rest: half as they stand, half moved off the data, beyond its edges too.
    rest = made[at:]
    moved = rest[: len(rest) // 2]
    with np.errstate(invalid="ignore"):
        spread = np.nanstd(np.where(np.isfinite(data), data, np.nan), axis=0)
    moved += rng.normal(size=moved.shape) * np.nan_to_num(spread) * rng.choice([0.1, 1.0, 3.0], size=(len(moved), 1))
    return made


def finite(rows, size=np.inf):
    """Without the rows that hold something past `size`, NaN excepted."""
    return rows[~(np.abs(np.nan_to_num(rows, nan=0.0, posinf=np.inf, neginf=-np.inf)) > size).any(axis=1)]
