"""sklearn_networks.py -- multi-layer perceptrons, in f32 and in f64."""
import numpy as np
from sklearn.neural_network import MLPClassifier, MLPRegressor

import compare
import data
from case import Family, chance, one_of
from rows import finite, rows_like
from trainers.rounding import decided_by_rounding
from trainers.sklearn_answers import fitted, sklearn_case

# A float network promises 1e-5 of a double one for rows of ordinary size; past that its sums lose what cancels.
ORDINARY_SIZE = 1e4


def perceptron(rng):
    rows = data.table(rng, kinds=("normal", "whole", "float"))
    how = dict(hidden_layer_sizes=one_of(rng, (5,), (3, 4), (), (7, 3, 2), (33, 17)), max_iter=int(rng.integers(1, 30)),
               activation=one_of(rng, "identity", "logistic", "tanh", "relu"), random_state=0,
               solver=one_of(rng, "adam", "lbfgs", "sgd"))
    draw = rng.random()
    if draw < 0.4:
        model, answers = MLPClassifier(**how), data.labels(rng, rows, one_of(rng, 2, 2, 3, 5))
    elif draw < 0.6:
        model = MLPClassifier(**how)
        answers = (rng.random((len(rows), int(rng.integers(2, 4)))) < 0.5).astype(int)
    else:
        model, answers = MLPRegressor(**how), data.targets(rng, rows, one_of(rng, 1, 2))
    model = fitted(model, rows, answers)
    exact = chance(rng, 0.5)
    probes = rows_like(rng, rows)
    if not exact:
        probes = np.vstack([finite(probes, ORDINARY_SIZE), probes[~np.isfinite(probes).all(axis=1)]])
    return sklearn_case(rng, "networks", model, rows, compare.F64 if exact else compare.NETWORK, rows=probes, ties=exact,
                        options=["--f64"] if exact else [],
                        by_rounding=(lambda some: decided_by_rounding(model, some)) if exact else None)


FAMILIES = [Family("sklearn/network", perceptron, 10)]
