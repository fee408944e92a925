"""sklearn_kernels.py -- support vector machines, kernel methods and their approximations, quantile and spline transformers."""
import copy

import numpy as np
import scipy.sparse
from sklearn.calibration import CalibratedClassifierCV
from sklearn.decomposition import KernelPCA
from sklearn.ensemble import BaggingClassifier, VotingClassifier
from sklearn.kernel_approximation import AdditiveChi2Sampler, Nystroem, RBFSampler, SkewedChi2Sampler
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, QuantileTransformer, SplineTransformer, StandardScaler
from sklearn.svm import SVC, SVR, NuSVC, NuSVR, OneClassSVM

import compare
import data
from case import Family, Untrainable, chance, one_of
from rows import finite, rows_like
from trainers.sklearn_answers import fitted, sklearn_case

MACHINES = "kernel machines"
FEATURES = "kernel approximations, quantiles, splines"


def table(rng):
    rows = rng.normal(size=(int(rng.integers(20, 90)), int(rng.integers(1, 9)))) * 10 ** rng.uniform(-1, 0.5)
    return one_of(rng, rows, np.round(rows), np.abs(rows), np.round(rows * 2) / 2)


def kernel(rng):
    return dict(kernel=one_of(rng, "linear", "poly", "rbf", "sigmoid"), degree=int(rng.integers(1, 6)),
                coef0=one_of(rng, 0.0, 0.5, 1.0, -1.0), gamma=one_of(rng, "scale", "auto", float(10 ** rng.uniform(-3, 0.5))))


def term_size(model):
    """How large the terms of the machine's sums are: coefficients times the kernel at a support vector."""
    points = model.support_vectors_.toarray() if scipy.sparse.issparse(model.support_vectors_) else model.support_vectors_
    weights = model.dual_coef_.toarray() if scipy.sparse.issparse(model.dual_coef_) else model.dual_coef_
    if len(points) == 0:
        return 1.0
    squares = (points**2).sum(axis=1).max()
    gamma = getattr(model, "_gamma", 1.0)
    largest = {"linear": squares, "poly": (abs(gamma) * squares + abs(model.coef0)) ** model.degree}.get(model.kernel, 1.0)
    return max(1.0, float(np.abs(weights).sum(axis=1).max() * largest))


def decisions_of(model, rows):
    if not hasattr(model, "decision_function_shape"):
        return model.decision_function(rows).reshape(len(rows), -1)
    pairs = copy.copy(model)
    pairs.decision_function_shape, pairs.break_ties = "ovo", False
    return pairs.decision_function(rows).reshape(len(rows), -1)


def machine_case(rng, model, rows, ties=False):
    """Rows as large as the data, and those that are refused. Coefficients sum to nothing: of a large row, only noise is left.

    Rows on a boundary (support vectors lie there) are left out where the decision is within 1e-15 of the size of its terms:
    its sign, and the votes made of it, are the noise of one BLAS.
    """
    probed = rows_like(rng, rows)
    kept = probed[~np.isfinite(probed).all(axis=1)]
    probed = finite(probed[np.isfinite(probed).all(axis=1)], 10 * np.abs(rows).max())
    if hasattr(model, "support_vectors_") and hasattr(model, "decision_function"):
        nearest = np.abs(decisions_of(model, probed)).min(axis=1)
        probed = probed[nearest > compare.TIE * term_size(model)]
    return sklearn_case(rng, MACHINES, model, rows, compare.STATED, rows=np.vstack([probed, kept]), ties=ties)


def machine(rng):
    how = dict(kernel(rng), decision_function_shape=one_of(rng, "ovr", "ovo"), probability=chance(rng, 0.5), random_state=0,
               max_iter=one_of(rng, 200, 20000), class_weight=one_of(rng, None, None, "balanced"))
    if how["decision_function_shape"] == "ovr" and chance(rng, 0.25):
        how["break_ties"] = True
    return SVC(C=float(10 ** rng.uniform(-2, 2)), **how) if chance(rng, 0.5) else NuSVC(nu=float(rng.uniform(0.05, 0.2)), **how)


def classification(rng):
    rows = table(rng)
    answers = data.labels(rng, rows)
    train = scipy.sparse.csr_matrix(rows) if chance(rng, 0.15) else rows
    return machine_case(rng, fitted(machine(rng), train, answers), rows, ties=True)


def regression(rng):
    rows = table(rng)
    draw = rng.random()
    if draw < 0.25:
        return machine_case(rng, fitted(OneClassSVM(nu=float(rng.uniform(0.05, 0.6)), **kernel(rng)), rows), rows, ties=True)
    if draw < 0.5:
        model = KernelRidge(alpha=float(10 ** rng.uniform(-2, 1)), degree=one_of(rng, 1, 2, 3, 4), coef0=one_of(rng, 1, 0, 0.5),
                            kernel=one_of(rng, "linear", "poly", "polynomial", "rbf", "sigmoid", "laplacian", "cosine"),
                            gamma=one_of(rng, None, float(10 ** rng.uniform(-3, 0))))
        answers = data.targets(rng, rows, one_of(rng, 1, 1, 3))
    else:
        model = SVR(C=float(10 ** rng.uniform(-2, 2)), epsilon=one_of(rng, 0, 0.01, 0.1), max_iter=5000, **kernel(rng))
        if chance(rng, 0.4):
            model = NuSVR(C=float(10 ** rng.uniform(-2, 2)), nu=0.5, max_iter=5000, **kernel(rng))
        answers = data.targets(rng, rows)
    return machine_case(rng, fitted(model, rows, answers), rows)


def in_a_pipeline(rng):
    rows = table(rng)
    first = one_of(rng, StandardScaler(), QuantileTransformer(n_quantiles=20, output_distribution="normal"), MinMaxScaler(),
                   SplineTransformer(extrapolation="constant"), Nystroem(n_components=3, random_state=0))
    last = one_of(rng, machine(rng), LogisticRegression(), CalibratedClassifierCV(SVC(), cv=2), OneVsRestClassifier(SVC(kernel="poly")),
                  OneVsOneClassifier(SVC()), BaggingClassifier(SVC(probability=True, random_state=1), n_estimators=3, random_state=0),
                  VotingClassifier([("a", SVC(probability=True, random_state=0)), ("b", LogisticRegression())], voting="soft"),
                  GridSearchCV(SVC(probability=True, random_state=0), {"C": [1, 10]}, cv=2))
    return machine_case(rng, fitted(make_pipeline(first, last), rows, data.labels(rng, rows)), rows, ties=True)


def features(rng):
    rows = table(rng)
    gamma = one_of(rng, None, float(10 ** rng.uniform(-3, 0)))
    draw = int(rng.integers(5))
    if draw == 0:
        rows = rows / np.abs(rows).max()
        model = KernelPCA(int(rng.integers(1, 5)), kernel=one_of(rng, "linear", "poly", "rbf", "sigmoid", "cosine"), gamma=gamma,
                          degree=int(rng.integers(1, 4)), eigen_solver="dense")
    elif draw == 1:
        rows = rows / np.abs(rows).max()
        model = Nystroem(kernel=one_of(rng, "linear", "poly", "rbf", "sigmoid", "laplacian", "cosine"), gamma=gamma, random_state=0,
                         n_components=int(rng.integers(2, 12)), degree=one_of(rng, None, 2), coef0=one_of(rng, None, 0.5))
    elif draw == 2:
        model = RBFSampler(gamma=float(10 ** rng.uniform(-2, 0)), n_components=int(rng.integers(1, 30)), random_state=1)
    elif draw == 3:
        rows = np.abs(rows)
        model = SkewedChi2Sampler(skewedness=float(rng.uniform(0.1, 2)), n_components=int(rng.integers(1, 30)), random_state=1)
    else:
        rows = np.abs(rows)
        steps = int(rng.integers(1, 4))
        model = AdditiveChi2Sampler(sample_steps=steps, sample_interval=None if chance(rng, 0.5) else 0.35)
    model = fitted(model, rows)
    if isinstance(model, Nystroem) and np.abs(model.normalization_).max() > 1e3:
        raise Untrainable("its basis is so nearly dependent that the answers are noise")
    probed = rows_like(rng, rows)
    # The cosine of a large angle is its rounding, and the difference of two overflows is nobody's number.
    largest = 1e5 if isinstance(model, (RBFSampler, SkewedChi2Sampler)) else 1e50
    keep = ~np.isfinite(probed).all(axis=1)
    probed = np.vstack([finite(probed[~keep], largest), probed[keep]])
    return sklearn_case(rng, FEATURES, model, rows, compare.F64, rows=probed)


def curves(rng):
    rows = table(rng)
    if chance(rng, 0.5):
        if chance(rng, 0.5):
            rows[rng.random(rows.shape) < 0.2] = np.nan
        model = QuantileTransformer(n_quantiles=one_of(rng, 2, 3, 10, 50), random_state=0,
                                    output_distribution=one_of(rng, "uniform", "normal"))
        if chance(rng, 0.3):  # which compares with the ends of the first one
            model = make_pipeline(model, QuantileTransformer(n_quantiles=10, random_state=0))
    else:
        model = SplineTransformer(n_knots=int(rng.integers(2, 9)), degree=int(rng.integers(0, 6)), include_bias=chance(rng, 0.5),
                                  knots=one_of(rng, "uniform", "quantile"),
                                  extrapolation=one_of(rng, "error", "constant", "linear", "continue", "periodic"))
    return sklearn_case(rng, FEATURES, fitted(model, rows), rows, compare.F64)


FAMILIES = [Family("sklearn/support vector classification", classification, 6), Family("sklearn/kernel regression", regression, 6),
            Family("sklearn/kernel pipeline", in_a_pipeline, 3), Family("sklearn/kernel features", features, 4),
            Family("sklearn/quantiles and splines", curves, 4)]
