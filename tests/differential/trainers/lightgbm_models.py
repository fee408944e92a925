"""lightgbm_models.py -- random text models, answered by the evaluator beside them: Debian has no LightGBM."""
import re

import numpy as np

import compare
from case import Case, Family, chance, one_of
from rows import beside
from trainers import lightgbm_evaluator, lightgbm_text

ZERO = lightgbm_text.ZERO
CODES = [-0.5, -1.0, 3.7, 1e9, 2147483647.0, 2147483648.0, -2147483649.0, 31.0, 32.0, 64.0, -0.0]
SMALL = [0.0, -0.0, 1e-36, -1e-36, ZERO, -ZERO, float(np.nextafter(ZERO, 1)), float(np.nextafter(-ZERO, -1)), 1.1e-35, 1e-300]


def thresholds(text):
    found = {}
    for features, numbers, *_ in re.findall(r"split_feature=(.+)\n.*\nthreshold=(.+)\n", text):
        for f, t in zip(features.split(), numbers.split()):
            found.setdefault(int(f), []).append(float(t))
    return found


def cell(rng, f, style, names, known):
    if f in names:
        return None if chance(rng, 0.1) else "never" if chance(rng, 0.05) and isinstance(names[f][0], str) else one_of(rng, *names[f])
    if chance(rng, 0.08):
        return None
    if f in style.coded:
        return float(rng.integers(0, 75)) if chance(rng, 0.7) else one_of(rng, *CODES)
    draw = rng.random()
    if draw < 0.45 and f in known:
        return one_of(rng, *beside(one_of(rng, *known[f])))
    if draw < 0.6:
        return one_of(rng, *SMALL)
    if draw < 0.63:
        return one_of(rng, np.inf, -np.inf, 1e308, -1e308)
    return float(rng.normal() * style.scale)


def text_and_rows(rng):
    """A random text, rows for it, and what answers them."""
    text, style, names = lightgbm_text.model(rng)
    known = thresholds(text)
    rows = [[cell(rng, f, style, names, known) for f in range(style.features)] for _ in range(200)]
    return text, rows, lightgbm_evaluator.Model(text)


def booster(rng):
    text, rows, oracle = text_and_rows(rng)
    linear = any(tree.linear for tree in oracle.trees)
    answers = []
    for row in rows:
        told = dict(zip(("predict", "raw"), oracle.answer(row)))
        answers.append({role if oracle.outputs == 1 else f"{role}_{i}": value
                        for role, values in told.items() for i, value in enumerate(values)})

    def write(folder):
        path = folder / "model.txt"
        path.write_text(text)
        return path

    name = f"{' '.join(oracle.objective) or 'no objective'}, {len(oracle.trees)} trees{', linear' if linear else ''}"
    return Case("lightgbm", "linear trees" if linear else "boosted trees", name, write, oracle.features, rows, answers,
                compare.F64 if linear else compare.TREES, version="text v2 to v4", by="an evaluator of our own")


FAMILIES = [Family("lightgbm/text", booster, 1)]
