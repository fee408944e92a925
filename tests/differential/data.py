"""data.py -- random tables to train on."""
import numpy as np

from case import chance, one_of


def table(rng, features=None, rows=None, kinds=("normal", "whole", "float", "mixed", "wide")):
    """Numbers of a kind: as they come, whole, floats in double clothes, one column whole, of any size."""
    rows = rows or int(rng.integers(30, 250))
    features = features or int(rng.integers(1, 9))
    made = rng.normal(size=(rows, features))
    kind = one_of(rng, *kinds)
    if kind == "whole":
        made = np.round(made * 3)
    elif kind == "float":
        made = made.astype(np.float32).astype(float)
    elif kind == "mixed":
        made[:, 0] = np.round(made[:, 0])
    elif kind == "wide":
        made = made * 10.0 ** rng.integers(-30, 30)
    elif kind == "scaled":
        made = made * rng.uniform(0.01, 100, features) + rng.normal(size=features) * 10
    return made


def positive(rng, **of):
    return np.abs(table(rng, **of)) + 0.1


def score(rng, data):
    """A noisy linear score of the rows, about standard normal."""
    clean = np.nan_to_num(data)
    spread = clean.std(axis=0)
    made = (clean / np.where(spread > 0, spread, 1)) @ rng.normal(size=data.shape[1])
    made = made / (made.std() or 1.0)
    return made + rng.normal(size=len(made)) * 0.4


def classes(rng, data, count):
    """Class numbers, each taken by about as many rows."""
    made = score(rng, data)
    return np.searchsorted(np.quantile(made, np.linspace(0, 1, count + 1)[1:-1]), made)


def named(rng, numbers):
    """Class numbers under one of the guises that labels have."""
    guise = one_of(rng, "int", "text", "truth", "float", "negative", "object")
    if guise == "text":
        return np.array([f"c{n}" for n in numbers])
    if guise == "object":
        return np.array([["b", "a", "c", "d e", "\u00e9", "f"][n % 6] + "x" * (n // 6) for n in numbers], dtype=object)
    if guise == "truth" and numbers.max() == 1:
        return numbers == 1
    if guise == "float":
        return numbers * 1.5 + 0.5
    if guise == "negative":
        return numbers * 10 - 1
    return numbers


def labels(rng, data, count=None):
    return named(rng, classes(rng, data, count or int(one_of(rng, 2, 2, 3, 4, 6))))


def targets(rng, data, count=1):
    made = np.column_stack([score(rng, data) * 10.0 ** rng.uniform(-2, 3) for _ in range(count)])
    return made[:, 0] if count == 1 else made


def with_missing(rng, data, probability=0.5):
    made = data.copy()
    if chance(rng, probability):
        made[rng.random(made.shape) < 0.15] = np.nan
    return made
