#!/usr/bin/python3
"""Makes the small golden cases of scikit-learn: models, rows that nobody trained on, the trainer's answers.

Usage: make_scikit_learn.py [CASE...]   (all cases without one; with the scikit-learn that is installed)
"""
import json
import pathlib
import pickle
import sys

import joblib
import numpy as np
import sklearn
from sklearn import datasets
from sklearn.cluster import BisectingKMeans, KMeans, MiniBatchKMeans
from sklearn.cross_decomposition import CCA, PLSRegression
from sklearn.discriminant_analysis import QuadraticDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression
from sklearn.mixture import BayesianGaussianMixture, GaussianMixture
from sklearn.naive_bayes import BernoulliNB, CategoricalNB, ComplementNB, GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor, NearestCentroid
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FOLDER = pathlib.Path(__file__).parent / "models" / ("scikit-learn-" + ".".join(sklearn.__version__.split(".")[:2]))
ROWS = 40  # held out of each training

iris = datasets.load_iris()
wine = datasets.load_wine()
diabetes = datasets.load_diabetes()
digits = datasets.load_digits()


def named(bunch):
    return np.asarray(bunch.target_names)[bunch.target]


def every(n, X, y):
    return X[::n], y[::n]


def small_digits():
    """Every second pixel of every second line of some of the digits."""
    X, y = every(6, digits.data, digits.target)
    return X.reshape(len(X), 8, 8)[:, ::2, ::2].reshape(len(X), 16), y


codes = (iris.data * 2).astype(int)  # small whole numbers
CASES = {
    "nb_gaussian_iris": (GaussianNB(), iris.data, named(iris)),
    "nb_bernoulli_digits": (BernoulliNB(binarize=4.0), *small_digits()),
    "nb_multinomial_digits": (MultinomialNB(alpha=0.5), *small_digits()),
    "nb_complement_digits": (ComplementNB(norm=True), *small_digits()),
    "nb_categorical_iris": (CategoricalNB(min_categories=16), codes, named(iris)),
    "qda_wine": (QuadraticDiscriminantAnalysis(reg_param=0.1), wine.data[:, :6], wine.target),
    "qda_binary_iris": (QuadraticDiscriminantAnalysis(), iris.data, np.where(iris.target == 1, "versicolor", "other")),
    "mixture_full_iris": (GaussianMixture(3, random_state=0), iris.data, None),
    "mixture_tied_iris": (GaussianMixture(3, covariance_type="tied", random_state=0), iris.data, None),
    "mixture_diag_wine": (GaussianMixture(2, covariance_type="diag", random_state=0), wine.data[:, :4], None),
    "mixture_spherical_iris": (GaussianMixture(4, covariance_type="spherical", random_state=0), iris.data, None),
    "mixture_bayesian_iris": (BayesianGaussianMixture(n_components=4, random_state=0), iris.data, None),
    "clusters_kmeans_iris": (KMeans(5, n_init=1, random_state=0), iris.data, None),
    "clusters_minibatch_wine": (
        make_pipeline(StandardScaler(), MiniBatchKMeans(4, n_init=1, random_state=0)), wine.data, None),
    "clusters_bisecting_iris": (BisectingKMeans(6, random_state=0), iris.data, None),
    "clusters_distances_iris": (
        make_pipeline(KMeans(5, n_init=1, random_state=0), LogisticRegression()), iris.data, named(iris)),
    "centroid_manhattan_wine": (NearestCentroid(metric="manhattan"), wine.data, wine.target),
    "centroid_shrunken_iris": (NearestCentroid(shrink_threshold=0.3), iris.data, named(iris)),
    "neighbors_kd_iris": (KNeighborsClassifier(4, leaf_size=8), iris.data, named(iris)),
    "neighbors_weighted_wine": (
        make_pipeline(StandardScaler(), KNeighborsClassifier(9, weights="distance", p=1)), wine.data, wine.target),
    "neighbors_ball_diabetes": (
        KNeighborsRegressor(5, weights="distance", algorithm="ball_tree"), *every(3, diabetes.data, diabetes.target)),
    "neighbors_brute_digits": (KNeighborsClassifier(6, algorithm="brute"), *every(2, *small_digits())),
    "pls_diabetes": (PLSRegression(3), *every(4, diabetes.data, diabetes.target)),
    "pls_several_targets_wine": (PLSRegression(2, scale=False), wine.data[:, :6], wine.data[:, 6:9]),
    "cca_wine": (CCA(2), wine.data[:, :6], wine.data[:, 6:9]),
}


def columns(name, table):
    table = np.asarray(table)
    if table.ndim == 1 or table.shape[1] == 1:
        return {name: table.ravel()}
    return {f"{name}_{i}": table[:, i] for i in range(table.shape[1])}


def answers(model, X):
    found = columns("predict", model.predict(X))
    for method, name in (("predict_proba", "proba"), ("decision_function", "raw")):
        if hasattr(model, method):
            found.update(columns(name, getattr(model, method)(X)))
    return found


def cell(x):
    return repr(float(x)) if isinstance(x, (float, np.floating)) else str(x)


def write_csv(path, table):
    lines = [",".join(table)] + [",".join(map(cell, row)) for row in zip(*table.values())]
    path.write_text("\n".join(lines) + "\n")


def make(name):
    model, X, y = CASES[name]
    X = np.asarray(X, dtype=float)
    held_out = np.random.RandomState(0).permutation(len(X))[:ROWS]
    rest = np.setdiff1d(np.arange(len(X)), held_out)
    model.fit(X[rest], None if y is None else np.asarray(y)[rest])
    rows = X[held_out]
    if "categorical" not in name:  # between the points of the data's grid too
        rows[::2] += np.random.RandomState(1).normal(size=rows[::2].shape) * X.std(axis=0) / 4
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    compressed = len(pickle.dumps(model)) > 8000
    file = "model.joblib.zlib" if compressed else "model.pkl"
    if compressed:
        joblib.dump(model, folder / file, compress=("zlib", 9))
    else:
        (folder / file).write_bytes(pickle.dumps(model))
    write_csv(folder / "input.csv", {f"x{i}": rows[:, i] for i in range(rows.shape[1])})
    found = answers(model, rows)
    write_csv(folder / "expected.csv", found)
    about = {
        "name": name,
        "framework": "scikit-learn " + sklearn.__version__,
        "model": file,
        "rows": len(rows),
        "features": rows.shape[1],
        "outputs": sorted({n.split("_")[0] for n in found}, key=["predict", "proba", "raw"].index),
        "notes": "",
        "estimator": " ".join(str(model).split()),
        "classes": [str(c) for c in getattr(model, "classes_", [])],
    }
    (folder / "case.json").write_text(json.dumps(about, indent=1))


for case in sys.argv[1:] or CASES:
    make(case)
