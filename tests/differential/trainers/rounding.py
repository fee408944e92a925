"""rounding.py -- rows to which scikit-learn's own answer is its rounding, so that another BLAS answers otherwise.

Each judge looks at one row as one part of a model gets it, and says whether the part's formula, added up in another order,
could answer differently: by the bounds on rounding, not by what anybody answered.
"""
import contextlib

import numpy as np
from sklearn.mixture import BayesianGaussianMixture, GaussianMixture
from sklearn.naive_bayes import ComplementNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor, NearestCentroid
from sklearn.neural_network import MLPClassifier, MLPRegressor

import compare
from trainers.row_by_row import answer_rows, take

UNIT = 2.0**-53
LARGEST = np.finfo(float).max
wide = np.longdouble


def neighbours(model, row):
    """Without a tree squares are multiplied out: |x|^2 - 2 x.y + |y|^2, each of the three off by up to (columns + 3) units of
    the last place of (|x| + |y|)^2. Nearer to one another than that, the last neighbour and the next one are the same."""
    if model._fit_method != "brute" or not isinstance(model._fit_X, np.ndarray):
        return False
    if model.effective_metric_ not in ("euclidean", "sqeuclidean"):
        return False
    if model.n_neighbors >= len(model._fit_X):
        return False
    points, at = model._fit_X.astype(wide), row.astype(wide)
    apart = ((points - at) ** 2).sum(axis=1)
    last, following = np.argsort(apart, kind="stable")[model.n_neighbors - 1 : model.n_neighbors + 1]
    size = np.sqrt((at**2).sum()) + max(np.sqrt((points[i] ** 2).sum()) for i in (last, following))
    return apart[following] - apart[last] <= 2 * (points.shape[1] + 3) * UNIT * size**2


def centroids(model, row):
    """The same of the two nearest centroids."""
    if model.metric != "euclidean":
        return False
    points, at = model.centroids_.astype(wide), row.astype(wide)
    first, second = np.sort(((points - at) ** 2).sum(axis=1))[:2]
    size = np.sqrt((at**2).sum()) + np.sqrt((points**2).sum(axis=1)).max()
    return second - first <= 2 * (points.shape[1] + 3) * UNIT * size**2


def counts(model, row):
    """Scores of classes that weigh a large count alike: of their difference, only the rounding of both is left."""
    weights = model.feature_log_prob_.astype(wide)
    if len(weights) < 2 or not np.isfinite(weights).all():
        return False
    prior = model.class_log_prior_ if isinstance(model, MultinomialNB) else np.zeros(len(weights))
    scores = weights @ row.astype(wide) + prior
    noise = 2 * (len(row) + 1) * UNIT * (np.abs(weights) @ np.abs(row.astype(wide))).max()
    first, second = np.sort(scores)[-2:][::-1]
    # A probability moves by less than a quarter of what the difference of two scores does, and less where it is certain.
    return first - second <= noise or noise / 4 * np.exp(-np.maximum(first - second - noise, 0)) > compare.F64.size / 10


def layers(model, row):
    """Sums of which one part is past the largest double, and another of the other sign: whether they overflow on the way is a
    matter of order."""
    for weights, bias in zip(model.coefs_, model.intercepts_):
        terms = np.vstack([weights.astype(wide) * row.astype(wide)[:, None], bias.astype(wide)])
        above, below = np.where(terms > 0, terms, 0).sum(axis=0), np.where(terms < 0, -terms, 0).sum(axis=0)
        if ((np.maximum(above, below) > LARGEST) & (np.minimum(above, below) > 0)).any():
            return True
        row = terms.sum(axis=0).astype(float)
        if model.activation != "identity":
            row = {"relu": lambda x: np.maximum(x, 0), "tanh": np.tanh, "logistic": lambda x: 1 / (1 + np.exp(-x))}[
                model.activation](row)
    return False


def components(model, row):
    """Logarithms of densities are sums of squares of the row's and a mean's coordinates, each off by its own rounding; of two
    components nearer to one another than that, either is the likelier one."""
    kind, factors = model.covariance_type, model.precisions_cholesky_.astype(wide)
    weighted = []
    for k, mean in enumerate(model.means_.astype(wide)):
        factor = factors if kind == "tied" else factors[k]
        factor = np.diag(np.broadcast_to(factor, mean.shape)) if kind in ("diag", "spherical") else factor
        squares = ((row.astype(wide) - mean) @ factor) ** 2
        largest = ((np.abs(row).astype(wide) + np.abs(mean)) @ np.abs(factor)) ** 2
        constant = np.log(np.abs(np.diag(factor))).sum() + np.log(wide(model.weights_[k]))
        weighted.append((constant - squares.sum() / 2, (len(row) + 3) * UNIT * largest.sum()))
    weighted.sort(reverse=True)
    return len(weighted) > 1 and weighted[0][0] - weighted[1][0] <= weighted[0][1] + weighted[1][1]


JUDGES = {KNeighborsClassifier: neighbours, KNeighborsRegressor: neighbours, NearestCentroid: centroids, MultinomialNB: counts,
          ComplementNB: counts, GaussianMixture: components, BayesianGaussianMixture: components, MLPClassifier: layers,
          MLPRegressor: layers}


def watching(ask, judge, found):
    def asked(self, X):  # by the name that meta-estimators pass it under
        told = ask(self, X)
        with np.errstate(all="ignore"):
            found.extend(bool(judge(self, row)) for row in np.asarray(X, dtype=float))
        return told
    return asked


@contextlib.contextmanager
def watched(found):
    """While it lasts, every model with a judge says into `found`, whenever it is asked, whether rounding decides."""
    kept = [(kind, name, getattr(kind, name)) for kind in JUDGES for name in ("predict", "predict_proba") if hasattr(kind, name)]
    for kind, name, ask in kept:
        setattr(kind, name, watching(ask, JUDGES[kind], found))
    try:
        yield
    finally:
        for kind, name, ask in kept:
            if ask.__qualname__.startswith(kind.__name__ + "."):
                setattr(kind, name, ask)
            else:
                delattr(kind, name)  # it is the parent's


def decided_by_rounding(model, rows):
    """The numbers of those rows for which some part of `model`, wherever it is, decides by rounding."""
    decided = set()
    for i in range(len(rows)):
        found = []
        with watched(found):
            answer_rows(lambda some: {"predict": model.predict(some)}, take(rows, [i]), (ValueError, IndexError))
        if any(found):
            decided.add(i)
    return decided
