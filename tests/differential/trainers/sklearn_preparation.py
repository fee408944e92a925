"""sklearn_preparation.py -- what stands before a model: scalers, imputers, bins, powers, selection, decompositions."""
import numpy as np
from sklearn.decomposition import PCA, FastICA, IncrementalPCA, TruncatedSVD
from sklearn.random_projection import GaussianRandomProjection, SparseRandomProjection
from sklearn.ensemble import (ExtraTreesClassifier, GradientBoostingClassifier, GradientBoostingRegressor, RandomForestClassifier,
                              RandomForestRegressor)
from sklearn.feature_selection import (RFE, RFECV, GenericUnivariateSelect, SelectFdr, SelectFpr, SelectFromModel, SelectFwe,
                                       SelectKBest, SelectPercentile, SequentialFeatureSelector, VarianceThreshold)
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import Lasso, LogisticRegression, Ridge
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import (Binarizer, KBinsDiscretizer, MaxAbsScaler, MinMaxScaler, Normalizer, PolynomialFeatures,
                                   PowerTransformer, RobustScaler, StandardScaler)
from sklearn.tree import DecisionTreeClassifier

import compare
import data
from case import Family, Untrainable, chance, one_of
from trainers.sklearn_answers import fitted, sklearn_case

KIND = "preparation alone: scalers, imputers, bins, selection, decompositions"
SHAPES = dict(kinds=("scaled", "scaled", "whole", "float"))


def scaler(rng):
    rows = data.table(rng, **SHAPES)
    model = one_of(
        rng, StandardScaler(), StandardScaler(with_mean=False), StandardScaler(with_std=False),
        StandardScaler(with_mean=False, with_std=False), MinMaxScaler(), MinMaxScaler((-1, 3)), MinMaxScaler(clip=True),
        MaxAbsScaler(), RobustScaler(), RobustScaler(with_centering=False), RobustScaler(with_scaling=False),
        RobustScaler(quantile_range=(10, 80), unit_variance=True), Normalizer(), Normalizer("l1"), Normalizer("max"),
        Binarizer(), Binarizer(threshold=1.5))
    return sklearn_case(rng, KIND, fitted(model, rows), rows, compare.F64)


def curve(rng):
    rows = data.table(rng, features=int(rng.integers(1, 6)), **SHAPES)
    draw = rng.random()
    if chance(rng, 0.1):
        rows[:, 0] = np.round(rows[0, 0])
    if draw < 0.4:
        if chance(rng, 0.4):
            rows = np.abs(rows) + 0.1
            model = PowerTransformer("box-cox", standardize=chance(rng, 0.5))
        else:
            model = PowerTransformer(standardize=chance(rng, 0.5))
    elif draw < 0.7:
        model = one_of(rng, PolynomialFeatures(), PolynomialFeatures(3), PolynomialFeatures(3, interaction_only=True),
                       PolynomialFeatures((2, 4), include_bias=False), PolynomialFeatures(1), PolynomialFeatures(0),
                       PolynomialFeatures((2, 3), interaction_only=True))
    else:
        if chance(rng, 0.3):
            rows = np.round(rows, 1)
        model = KBinsDiscretizer(int(rng.integers(2, 9)), encode=one_of(rng, "onehot", "onehot-dense", "ordinal"),
                                 strategy=one_of(rng, "uniform", "quantile", "kmeans"), random_state=0,
                                 dtype=one_of(rng, None, None, np.float32))
    return sklearn_case(rng, KIND, fitted(model, rows), rows, compare.F64)


def imputer(rng):
    rows = np.round(data.table(rng, features=int(rng.integers(2, 7)), kinds=("scaled",)))
    marker = one_of(rng, np.nan, np.nan, -1, 0)
    holes = rng.random(rows.shape) < 0.3
    holes[:, -1] = False
    rows[holes] = marker
    if chance(rng, 0.3):
        rows[:, 0] = marker
    if chance(rng, 0.3):
        model = MissingIndicator(features=one_of(rng, "missing-only", "all"), error_on_new=chance(rng, 0.5), missing_values=marker)
    else:
        strategy = one_of(rng, "mean", "median", "most_frequent", "constant")
        model = SimpleImputer(strategy=strategy, add_indicator=chance(rng, 0.5), missing_values=marker,
                              keep_empty_features=chance(rng, 0.5), fill_value=7 if strategy == "constant" else None)
    return sklearn_case(rng, KIND, fitted(model, rows), rows, compare.F64)


def selection(rng):
    rows = data.table(rng, features=8, rows=150, kinds=("normal", "scaled"))
    rows[:, 5] = rows[:, 1] if chance(rng, 0.3) else rows[:, 5]
    logistic = LogisticRegression(max_iter=200)
    model = one_of(
        rng, SelectKBest(k=3), SelectKBest(k="all"), SelectPercentile(percentile=40), SelectPercentile(percentile=33),
        SelectFpr(alpha=0.2), SelectFdr(alpha=0.3), SelectFwe(alpha=0.2), GenericUnivariateSelect(mode="percentile", param=50),
        GenericUnivariateSelect(mode="k_best", param=2), GenericUnivariateSelect(mode="fpr", param=0.4), VarianceThreshold(),
        VarianceThreshold(5.0), RFE(logistic, n_features_to_select=3), RFECV(logistic, cv=3),
        SequentialFeatureSelector(logistic, n_features_to_select=2, cv=2), SelectFromModel(logistic),
        SelectFromModel(LogisticRegression(penalty="l1", solver="liblinear", C=0.1)), SelectFromModel(Lasso(alpha=0.02)),
        SelectFromModel(Ridge(), threshold="median"), SelectFromModel(Ridge(), threshold="1.25*mean"),
        SelectFromModel(Ridge(), max_features=2), SelectFromModel(Ridge(), max_features=2, threshold=-np.inf),
        SelectFromModel(RandomForestClassifier(10)), SelectFromModel(ExtraTreesClassifier(10), threshold="median"),
        SelectFromModel(DecisionTreeClassifier()), SelectFromModel(GradientBoostingClassifier(n_estimators=5)),
        SelectFromModel(GradientBoostingRegressor(n_estimators=5), max_features=3),
        SelectFromModel(RandomForestRegressor(5), threshold=0.1))
    if hasattr(model, "random_state"):
        model.random_state = 0
    if hasattr(getattr(model, "estimator", None), "random_state"):
        model.estimator.random_state = int(rng.integers(1000))
    answers = data.classes(rng, rows, one_of(rng, 2, 3))
    model = fitted(model, rows, answers)
    if not model.get_support().any():
        raise Untrainable("nothing is selected")
    if hasattr(model, "predict"):
        bare = chance(rng, 0.5)
        return sklearn_case(rng, KIND, model if bare else fitted(make_pipeline(model, StandardScaler()), rows, answers), rows,
                            compare.F64, ties=bare)
    return sklearn_case(rng, KIND, model, rows, compare.F64)


def decomposition(rng):
    rows = data.table(rng, features=int(rng.integers(3, 9)), kinds=("scaled", "normal"))
    if chance(rng, 0.2):
        rows[:, -1] = rows[:, 0] * 2
    model = one_of(rng, PCA(), PCA(2), PCA(2, whiten=True), PCA(random_state=0, svd_solver="randomized", n_components=2),
                   IncrementalPCA(2), TruncatedSVD(2, random_state=0), FastICA(2, whiten="unit-variance", random_state=0),
                   FastICA(whiten=False, random_state=0), FastICA(2, whiten="arbitrary-variance", random_state=0),
                   GaussianRandomProjection(2, random_state=0), SparseRandomProjection(2, random_state=0, density=0.5))
    return sklearn_case(rng, KIND, fitted(model, rows), rows, compare.F64)


def union(rng):
    rows = data.table(rng, features=5, kinds=("scaled",))
    answers = data.classes(rng, rows, 2)
    made = FeatureUnion([("a", StandardScaler()), ("b", PCA(2)), ("c", "passthrough"), ("d", "drop"), ("e", SelectKBest(k=2))],
                        transformer_weights={"a": 3.0, "c": 0.5} if chance(rng, 0.5) else None)
    model = made if chance(rng, 0.5) else make_pipeline(made, LogisticRegression())
    return sklearn_case(rng, KIND, fitted(model, rows, answers), rows, compare.F64, ties=True)


def isotonic(rng):
    x = np.sort(rng.normal(size=int(rng.integers(5, 80))))
    if chance(rng, 0.3):
        x = np.round(x, 1)
    model = IsotonicRegression(out_of_bounds=one_of(rng, "nan", "clip"), increasing=one_of(rng, True, False, "auto"))
    return sklearn_case(rng, "linear models", fitted(model, x, x * one_of(rng, 1, -1) + rng.normal(size=len(x))), x[:, None], compare.F64)


FAMILIES = [Family("sklearn/scaler", scaler, 6), Family("sklearn/curve", curve, 6), Family("sklearn/imputer", imputer, 6),
            Family("sklearn/selection", selection, 5), Family("sklearn/decomposition", decomposition, 4),
            Family("sklearn/union", union, 2), Family("sklearn/isotonic", isotonic, 2)]
