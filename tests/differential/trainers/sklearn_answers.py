"""sklearn_answers.py -- what a fitted estimator of scikit-learn answers, under the names that pounce gives the answers."""
import pickle
import warnings

import joblib
import numpy as np
import pandas
import sklearn

import case
from case import one_of
from rows import rows_like
from trainers.row_by_row import answer_rows, take

warnings.filterwarnings("ignore")

VERSION = sklearn.__version__
MOST_CLASSES = 8


def columns_of(role, answers):
    """{name: column}: `raw` if there is one column, else `raw_0`...; several outputs: `proba_<output>_<class>`."""
    if isinstance(answers, list):
        made = {}
        for i, one in enumerate(answers):
            made.update(columns_of(f"{role}_{i}", one))
        return made
    answers = np.asarray(answers.toarray() if hasattr(answers, "toarray") else answers)
    if answers.ndim == 1:
        answers = answers[:, None]
    if answers.shape[1] == 1:
        return {role: answers[:, 0].tolist()}
    return {f"{role}_{i}": answers[:, i].tolist() for i in range(answers.shape[1])}


def by_accident(ask, rows):
    """Whether these few rows are answered and twice as many are not: members of different widths, which numpy broadcasts where
    the number of rows happens to be a width."""
    if len(rows) > MOST_CLASSES:
        return False
    try:
        ask(take(rows, 2 * list(range(len(rows)))))
    except ValueError:
        return True
    return False


def answers_of(model, rows):
    made = {}
    if hasattr(model, "predict"):
        made.update(columns_of("predict", model.predict(rows)))
        for role, method in (("proba", "predict_proba"), ("raw", "decision_function")):
            if hasattr(model, method):
                ask = getattr(model, method)
                try:
                    told = columns_of(role, ask(rows))
                    made.update({} if by_accident(ask, rows) else told)
                except (AttributeError, NotImplementedError):
                    pass  # announced, but not with these parts
        return made
    return columns_of("transform", model.transform(rows))


def thresholds_of(model):
    """(feature, number) of every place where the model's answer breaks, of those parts that see the rows as they come."""
    found = []
    if hasattr(model, "tree_"):
        tree = model.tree_
        inner = tree.children_left != -1
        found += zip(tree.feature[inner], tree.threshold[inner])
    for iteration in getattr(model, "_predictors", ()):
        for predictor in iteration:
            nodes = predictor.nodes[predictor.nodes["is_leaf"] == 0]
            found += zip(nodes["feature_idx"], nodes["num_threshold" if "num_threshold" in nodes.dtype.names else "threshold"])
    for name in ("bin_edges_", "quantiles_"):
        edges = getattr(model, name, None)
        if edges is not None and name == "quantiles_":
            found += [(f, v) for row in edges for f, v in enumerate(row)]
        elif edges is not None:
            found += [(f, v) for f, column in enumerate(edges) for v in column]
    for f, spline in enumerate(getattr(model, "bsplines_", ())):
        found += [(f, v) for v in spline.t]
    if hasattr(model, "X_thresholds_"):
        found += [(0, v) for v in model.X_thresholds_]
    if type(model).__name__ == "Binarizer":
        found += [(f, model.threshold) for f in range(model.n_features_in_)]
    members = getattr(model, "estimators_", None)
    if members is not None:
        subsets = getattr(model, "estimators_features_", None)
        # Not np.ravel on a list: a forest is a sequence of its trees to numpy.
        for i, member in enumerate(members.ravel() if isinstance(members, np.ndarray) else members):
            for f, v in thresholds_of(member):
                found.append((f if subsets is None else subsets[i][f], v))
    return [(int(f), float(v)) for f, v in found]


def writer(rng, model):
    """A pickle of some protocol, or a joblib file, compressed or not."""
    kind = one_of(rng, "pickle", "joblib", "joblib")
    protocol = int(rng.integers(0, 6)) if kind == "pickle" else None
    compress = one_of(rng, 0, 0, 3, ("gzip", 3), ("bz2", 3), ("xz", 1)) if kind == "joblib" else None

    def write(folder):
        path = folder / ("model.pkl" if kind == "pickle" else "model.joblib")
        if kind == "pickle":
            path.write_bytes(pickle.dumps(model, protocol=protocol))
        else:
            joblib.dump(model, path, compress=compress)
        return path

    return write


def fitted(model, *data, **weights):
    try:
        return model.fit(*data, **weights)
    except Exception as why:  # whatever a trainer stumbles over: IndexError in BisectingKMeans, errors of SciPy and libsvm
        raise case.Untrainable(str(why)) from why


def scores_by_row(scores, rows, answers):
    told = answer_rows(lambda some: dict(enumerate(np.transpose(scores(some)).tolist())), rows)
    return [row and [v for v in row.values()] if answer else None for row, answer in zip(told, answers)]


def sklearn_case(rng, kind, model, data, bound, rows=None, ties=False, options=(), scores=None, by_rounding=None):
    """The case of a fitted model; its rows are like the training data unless they are given. `scores(rows)` gives what
    the labels are chosen by, the greatest, where predict is all that the model answers; `by_rounding(rows)` the numbers of
    those rows to which the trainer's answer is its rounding."""
    if rows is None:
        rows = rows_like(rng, data, thresholds_of(model))
    answers = answer_rows(lambda some: answers_of(model, some), rows)
    if all(a is None for a in answers):
        raise case.Untrainable("answers nothing")
    if isinstance(rows, pandas.DataFrame):
        columns, listed = [str(c) for c in rows.columns], rows.to_numpy(dtype=object).tolist()
    else:
        columns, listed = [f"x{i}" for i in range(rows.shape[1])], rows.tolist()
    name = " ".join(repr(model).split())
    return case.Case("scikit-learn", kind, name[:400], writer(rng, model), columns, listed, answers, bound,
                     options=tuple(options), version=VERSION, ties=ties, scores=scores and scores_by_row(scores, rows, answers),
                     by_rounding=frozenset(by_rounding(rows) if by_rounding else ()))
