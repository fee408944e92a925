"""sklearn_bayes.py -- naive Bayes, mixtures, clusters, neighbours, partial least squares, alone and inside of other models."""
import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.cluster import BisectingKMeans, KMeans, MiniBatchKMeans
from sklearn.cross_decomposition import CCA, PLSCanonical, PLSRegression
from sklearn.discriminant_analysis import QuadraticDiscriminantAnalysis
from sklearn.ensemble import BaggingClassifier, StackingClassifier, VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.mixture import BayesianGaussianMixture, GaussianMixture
from sklearn.model_selection import GridSearchCV
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier
from sklearn.naive_bayes import BernoulliNB, CategoricalNB, ComplementNB, GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor, NearestCentroid
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OrdinalEncoder, StandardScaler

import compare
import data
from case import Family, Untrainable, chance, one_of
from rows import ODDITIES, finite, rows_like
from trainers.rounding import decided_by_rounding
from trainers.sklearn_answers import fitted, sklearn_case

BAYES = "naive Bayes and quadratic discriminants"
MIXTURES = "mixtures and clusters"
NEIGHBOURS = "nearest neighbours and centroids"


def table(rng, kind):
    rows, features = int(rng.integers(30, 200)), int(rng.integers(1, 12))
    if kind == "spread":
        return rng.normal(size=(rows, features)) * 10.0 ** rng.uniform(-2, 2, features) + rng.normal(size=features) * 5
    if kind == "counts":
        return rng.integers(0, int(rng.integers(2, 8)), size=(rows, features)).astype(float)
    if kind == "bits":
        return (rng.random((rows, features)) < 0.4).astype(float)
    return np.abs(rng.normal(size=(rows, features))) * rng.uniform(0.1, 5)


def wrapped(rng, model, scaled=True):
    """The classifier alone, mostly, or as a part."""
    choices = [lambda: CalibratedClassifierCV(model, cv=2, method=one_of(rng, "sigmoid", "isotonic")),
               lambda: VotingClassifier([("a", model), ("b", LogisticRegression())], voting="soft"),
               lambda: OneVsRestClassifier(model), lambda: BaggingClassifier(model, 3, random_state=0),
               lambda: GridSearchCV(model, {}, cv=2), lambda: OneVsOneClassifier(model),
               lambda: StackingClassifier([("a", model)], cv=2)]
    if scaled:
        choices.append(lambda: make_pipeline(StandardScaler(), model))
    return one_of(rng, *choices)() if chance(rng, 0.4) else model


def rows_below(rng, rows, size):
    """Rows like these, the refused ones among them, none so large that squares overflow: a label of NaN scores is an accident
    of the order in which they were compared, and a difference of infinities one of the order in which they were added."""
    probed = rows_like(rng, rows)
    kept = ~np.isfinite(probed).all(axis=1)
    return np.vstack([finite(probed[~kept], size), probed[kept]])


def bayes_case(rng, model, rows, answers=None, size=1e100):
    answers = data.labels(rng, rows) if answers is None else answers
    model = fitted(model, rows, answers)
    return sklearn_case(rng, BAYES, model, rows, compare.F64, rows=rows_below(rng, rows, size), ties=True,
                        by_rounding=lambda some: decided_by_rounding(model, some))


def naive_bayes(rng):
    kind = one_of(rng, "gaussian", "bernoulli", "multinomial", "complement", "categorical")
    smooth = one_of(rng, 1.0, 0.1, 1e-10)
    if kind == "gaussian":
        rows = table(rng, one_of(rng, "spread", "counts"))
        return bayes_case(rng, wrapped(rng, GaussianNB(var_smoothing=one_of(rng, 1e-9, 1e-3, 0.1))), rows)
    if kind == "bernoulli":
        rows, at = table(rng, one_of(rng, "spread", "bits")), one_of(rng, 0.0, 0.5, None, 1.0)
        if at is None:
            rows = (rows > 0.3).astype(float)
        return bayes_case(rng, wrapped(rng, BernoulliNB(alpha=smooth, binarize=at, fit_prior=chance(rng, 0.5))), rows)
    if kind == "categorical":
        rows = table(rng, "counts")
        model = CategoricalNB(alpha=one_of(rng, 1.0, 0.1), fit_prior=chance(rng, 0.5), min_categories=one_of(rng, None, 10))
        model = make_pipeline(OrdinalEncoder(), model) if chance(rng, 0.3) else model
        model = fitted(model, rows, data.labels(rng, rows))
        probed = rows_like(rng, rows, oddities=[v for v in ODDITIES if not abs(v) >= 2**31])  # casts past int are nobody's
        return sklearn_case(rng, BAYES, model, rows, compare.F64, rows=np.round(probed * 2) / 2, ties=True)
    rows = table(rng, one_of(rng, "counts", "positive", "bits"))
    if kind == "multinomial":
        model = MultinomialNB(alpha=smooth, fit_prior=chance(rng, 0.5))
    else:
        model = ComplementNB(alpha=smooth, norm=chance(rng, 0.5))
    return bayes_case(rng, wrapped(rng, model, scaled=False), rows)


def odd_bayes(rng):
    """No smoothing, classes that nobody saw or that weigh nothing, priors of nothing: logarithms of zero and 0 / 0."""
    kind = one_of(rng, GaussianNB, MultinomialNB, ComplementNB, BernoulliNB, CategoricalNB)
    rows = table(rng, one_of(rng, "spread", "bits") if kind is GaussianNB else "counts")
    rows = rows * (rng.random(rows.shape) < 0.3) if chance(rng, 0.3) else rows
    numbers = data.classes(rng, rows, 3)
    prior = one_of(rng, None, [0.2, 0.3, 0.5], [0, 0.5, 0.5])
    if kind is GaussianNB:
        model = GaussianNB(priors=prior, var_smoothing=one_of(rng, 0, 1e-300, 1e-9))
    else:
        smooth = one_of(rng, 0, 1e-10, 1e-30, 0.5, *([] if kind is CategoricalNB else [rng.random(rows.shape[1])]))
        model = kind(alpha=smooth, force_alpha=True, fit_prior=chance(rng, 0.5), class_prior=prior)
    if kind is ComplementNB:
        model.set_params(norm=chance(rng, 0.5))
    draw = rng.random()
    if draw < 0.3:
        weights = rng.random(len(rows)) * (numbers != 1)
        model = fitted(model, rows, numbers, sample_weight=weights)
    elif draw < 0.6 and prior is None:
        seen = numbers != 2
        if not seen.any():
            raise Untrainable("no row of the classes")
        model.partial_fit(rows[seen][:5], numbers[seen][:5], classes=[0, 1, 2, 7])
        if chance(rng, 0.5):
            model.partial_fit(rows[seen], numbers[seen])
    else:
        model = fitted(model, rows, numbers)
    probed = rows_like(rng, rows, oddities=[v for v in ODDITIES if not abs(v) >= (2**31 if kind is CategoricalNB else 1e100)])
    return sklearn_case(rng, BAYES, model, rows, compare.F64, rows=probed, ties=True,
                        by_rounding=lambda some: decided_by_rounding(model, some))


def quadratic(rng):
    rows = table(rng, "spread")[:, :6]
    model = QuadraticDiscriminantAnalysis(reg_param=one_of(rng, 0.0, 0.1, 0.5))
    # Of a large row the classes' scores are as large, and their difference is what is left of both.
    return bayes_case(rng, wrapped(rng, model), rows, data.labels(rng, rows, int(rng.integers(2, 4))), 10 * np.abs(rows).max())


def unsupervised(rng, model, rows, kind, bound):
    model = make_pipeline(StandardScaler(), model) if chance(rng, 0.3) else model
    model = fitted(model, rows)
    return sklearn_case(rng, kind, model, rows, bound, ties=True, by_rounding=lambda some: decided_by_rounding(model, some))


def mixture(rng):
    rows = table(rng, one_of(rng, "spread", "counts"))
    how = dict(n_components=int(rng.integers(1, 5)), covariance_type=one_of(rng, "full", "tied", "diag", "spherical"), random_state=0)
    model = GaussianMixture(**how) if chance(rng, 0.5) else BayesianGaussianMixture(
        weight_concentration_prior_type=one_of(rng, "dirichlet_process", "dirichlet_distribution"), **how)
    return unsupervised(rng, model, rows, MIXTURES, compare.STATED)  # squares multiplied out cancel


def clusters(rng):
    rows = table(rng, one_of(rng, "spread", "counts"))
    model = one_of(rng, KMeans, MiniBatchKMeans, BisectingKMeans)(int(rng.integers(1, 9)), random_state=0)
    if chance(rng, 0.25):
        model = make_pipeline(model, LogisticRegression())
        return sklearn_case(rng, MIXTURES, fitted(model, rows, data.labels(rng, rows)), rows, compare.F64, ties=True)
    return unsupervised(rng, model, rows, MIXTURES, compare.F64)


def centroid(rng):
    rows = table(rng, one_of(rng, "spread", "counts"))
    model = NearestCentroid(metric=one_of(rng, "euclidean", "manhattan"), shrink_threshold=one_of(rng, None, 0.2))
    model = make_pipeline(StandardScaler(), model) if chance(rng, 0.4) else model
    model = fitted(model, rows, data.labels(rng, rows))
    # Decisions (since 1.6) are differences of squares that are multiplied out: of a large row, noise is left.
    probed = rows_below(rng, rows, 10 * np.abs(rows).max()) if hasattr(model, "decision_function") else None
    return sklearn_case(rng, NEIGHBOURS, model, rows, compare.F64, rows=probed, ties=True,
                        by_rounding=lambda some: decided_by_rounding(model, some))


def of_neighbours(rng, how, rows):
    if chance(rng, 0.5):
        model, answers = wrapped(rng, KNeighborsClassifier(**how)), data.labels(rng, rows)
    else:
        model, answers = KNeighborsRegressor(**how), data.targets(rng, rows, one_of(rng, 1, 1, 2))
    model = fitted(model, rows, answers)
    return sklearn_case(rng, NEIGHBOURS, model, rows, compare.F64, rows=rows_below(rng, rows, 1e50), ties=True,
                        by_rounding=lambda some: decided_by_rounding(model, some))


def neighbours(rng):
    rows = table(rng, "spread")  # no two rows at the same distance: which of them is met first is the search tree's own order
    how = dict(n_neighbors=min(len(rows), one_of(rng, 1, 2, 3, 5, 8, 12)), weights=one_of(rng, "uniform", "distance"),
               algorithm=one_of(rng, "auto", "brute", "kd_tree", "ball_tree"), p=one_of(rng, 1, 2, 2, 3))
    return of_neighbours(rng, how, rows)


def tied_neighbours(rng):
    """Rows on a grid, of which many are equally far away: which are found, and in what order they are added."""
    rows = rng.integers(0, int(rng.integers(3, 9)), (int(rng.integers(30, 250)), int(rng.integers(1, 4)))) * one_of(rng, 1.0, 0.5)
    how = dict(n_neighbors=int(rng.integers(8, min(len(rows), 60))), weights=one_of(rng, "distance", "distance", "uniform"),
               algorithm=one_of(rng, "brute", "kd_tree", "ball_tree"), metric=one_of(rng, "euclidean", "manhattan", "chebyshev"),
               leaf_size=int(rng.integers(2, 40)))
    if chance(rng, 0.7):
        model, answers = KNeighborsClassifier(**how), rng.integers(0, 3, len(rows))
    else:
        model, answers = KNeighborsRegressor(**how), rng.normal(size=len(rows))
    beside = rows[rng.integers(len(rows), size=140)] + 0.5 * rng.integers(-1, 2, (140, rows.shape[1]))
    probed = np.vstack([rows[rng.integers(len(rows), size=60)], beside])
    return sklearn_case(rng, NEIGHBOURS, fitted(model, rows, answers), rows,
                        compare.TREES if how["algorithm"] == "brute" else compare.Bound(0.0), rows=probed)


def directions(rng):
    rows = table(rng, "spread")
    rows = rows if chance(rng, 0.5) else StandardScaler().fit_transform(rows)
    how = dict(n_neighbors=min(len(rows), one_of(rng, 1, 3, 5)), metric=one_of(rng, "cosine", "cosine", "sqeuclidean"))
    return of_neighbours(rng, how, rows)


def partial_least_squares(rng):
    rows = table(rng, "spread")
    features = rows.shape[1]
    answers = rows @ rng.normal(size=(features, int(rng.integers(1, 4)))) + rng.normal(size=(len(rows), 1))
    count = int(rng.integers(1, min(features, answers.shape[1]) + 1))
    model = one_of(rng, PLSRegression, PLSRegression, PLSCanonical, CCA)(count, scale=chance(rng, 0.5))
    return sklearn_case(rng, "linear models", fitted(model, rows, answers), rows, compare.F64, rows=rows_below(rng, rows, np.inf))


FAMILIES = [Family("sklearn/naive bayes", naive_bayes, 8),
            Family("sklearn/odd bayes", odd_bayes, 3), Family("sklearn/quadratic discriminant", quadratic, 3),
            Family("sklearn/mixture", mixture, 4), Family("sklearn/clusters", clusters, 4), Family("sklearn/centroid", centroid, 2),
            Family("sklearn/neighbours", neighbours, 6),
            Family("sklearn/tied neighbours", tied_neighbours, 3), Family("sklearn/directions", directions, 2), Family("sklearn/partial least squares", partial_least_squares, 3)]
