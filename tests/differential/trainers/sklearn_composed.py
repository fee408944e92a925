"""sklearn_composed.py -- pipelines of several steps drawn one by one, over columns as tables have them: constant, doubled, whole,
of two values, of many sizes, with holes."""
import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.cluster import KMeans
from sklearn.compose import TransformedTargetRegressor
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import (AdaBoostClassifier, AdaBoostRegressor, BaggingClassifier, ExtraTreesClassifier, ExtraTreesRegressor,
                              GradientBoostingClassifier, GradientBoostingRegressor, HistGradientBoostingClassifier,
                              HistGradientBoostingRegressor, RandomForestClassifier, RandomForestRegressor, StackingClassifier,
                              StackingRegressor, VotingClassifier, VotingRegressor)
from sklearn.feature_selection import SelectFromModel, SelectKBest, VarianceThreshold, f_classif, f_regression
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.linear_model import (BayesianRidge, ElasticNet, HuberRegressor, Lasso, LinearRegression, LogisticRegression, Ridge,
                                  RidgeClassifier, SGDClassifier, SGDRegressor)
from sklearn.model_selection import GridSearchCV
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import (Binarizer, FunctionTransformer, KBinsDiscretizer, MaxAbsScaler, MinMaxScaler, Normalizer,
                                   PolynomialFeatures, PowerTransformer, QuantileTransformer, RobustScaler, SplineTransformer,
                                   StandardScaler)
from sklearn.random_projection import GaussianRandomProjection
from sklearn.svm import LinearSVC, LinearSVR
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

import compare
import data
from case import Family, chance, one_of
from rows import finite, rows_like
from trainers.sklearn_answers import fitted, sklearn_case

KIND = "pipelines drawn step by step"


def column(rng, count):
    """A column of a kind that tables have."""
    made = rng.normal(size=count) * 10.0 ** rng.integers(-2, 3) + rng.normal() * 10.0 ** rng.integers(-1, 3)
    kind = one_of(rng, "as it is", "as it is", "as it is", "whole", "two values", "skewed", "constant", "nothing")
    if kind == "whole":
        return np.round(made)
    if kind == "two values":
        return (made > np.median(made)).astype(float)
    if kind == "skewed":
        return np.exp(rng.normal(size=count) * 2)
    if kind == "constant":
        return np.full(count, np.round(made[0], 1))
    return np.zeros(count) if kind == "nothing" else made


def table(rng):
    count = int(rng.integers(40, 160))
    made = np.column_stack([column(rng, count) for _ in range(int(rng.integers(2, 8)))])
    if chance(rng, 0.15):
        made[:, -1] = made[:, 0]
    return made


def preparation(rng, classifies, inner=False):
    draw = int(rng.integers(18 if inner else 20))
    if draw >= 18:
        return FeatureUnion([("a", preparation(rng, classifies, True)), ("b", preparation(rng, classifies, True))])
    return one_of(
        rng, StandardScaler(), MinMaxScaler(), RobustScaler(), MaxAbsScaler(), PowerTransformer(), VarianceThreshold(), Normalizer(),
        QuantileTransformer(n_quantiles=10, output_distribution=one_of(rng, "uniform", "normal")), Binarizer(),
        KBinsDiscretizer(4, encode=one_of(rng, "ordinal", "onehot-dense"), strategy=one_of(rng, "uniform", "quantile")),
        PolynomialFeatures(2, interaction_only=chance(rng, 0.5)),
        SplineTransformer(n_knots=4, extrapolation=one_of(rng, "constant", "continue")),
        PCA(one_of(rng, None, 2), whiten=chance(rng, 0.3)), SelectKBest(f_classif if classifies else f_regression, k=2),
        FunctionTransformer(one_of(rng, np.abs, np.tanh, np.cbrt, np.sign)), KMeans(3, n_init=1, random_state=0),
        TruncatedSVD(1, random_state=0), GaussianRandomProjection(2, random_state=0),
        SelectFromModel((ExtraTreesClassifier if classifies else ExtraTreesRegressor)(4, random_state=0)))


def classifier(rng):
    logistic = LogisticRegression(max_iter=200)
    return one_of(
        rng, logistic, LogisticRegression(C=0.01, multi_class="ovr"), RidgeClassifier(), LinearSVC(random_state=0),
        SGDClassifier(loss="log_loss", random_state=0), DecisionTreeClassifier(max_depth=4, random_state=0),
        RandomForestClassifier(4, random_state=0), GradientBoostingClassifier(n_estimators=4, random_state=0),
        HistGradientBoostingClassifier(max_iter=4), AdaBoostClassifier(n_estimators=4, random_state=0),
        BaggingClassifier(logistic, 3, max_features=0.7, random_state=0), LinearDiscriminantAnalysis(),
        CalibratedClassifierCV(LinearSVC(random_state=0), cv=2, method=one_of(rng, "sigmoid", "isotonic")),
        VotingClassifier([("a", logistic), ("b", DecisionTreeClassifier(max_depth=3))], voting=one_of(rng, "soft", "hard")),
        StackingClassifier([("a", logistic), ("b", RandomForestClassifier(3, random_state=0))], cv=2, passthrough=chance(rng, 0.5)),
        OneVsRestClassifier(logistic), GridSearchCV(logistic, {"C": [0.1, 1]}, cv=2))


def regressor(rng):
    target = one_of(rng, PowerTransformer(), QuantileTransformer(n_quantiles=10), StandardScaler())
    return one_of(
        rng, LinearRegression(), Ridge(), Lasso(0.01), ElasticNet(0.1), HuberRegressor(), BayesianRidge(), SGDRegressor(random_state=0),
        LinearSVR(random_state=0), DecisionTreeRegressor(max_depth=4), RandomForestRegressor(4, random_state=0),
        GradientBoostingRegressor(n_estimators=4, random_state=0), HistGradientBoostingRegressor(max_iter=4),
        AdaBoostRegressor(n_estimators=4, random_state=0), ExtraTreesRegressor(3, random_state=0),
        VotingRegressor([("a", Ridge()), ("b", DecisionTreeRegressor(max_depth=3))]),
        StackingRegressor([("a", Ridge()), ("b", DecisionTreeRegressor(max_depth=3))], cv=2),
        TransformedTargetRegressor(Ridge(), transformer=target))


def with_holes(rng, rows):
    """The rows and what fills them."""
    rows = rows.copy()
    rows[rng.random(rows.shape) < 0.1] = np.nan
    fill = SimpleImputer(strategy=one_of(rng, "mean", "median", "most_frequent"), add_indicator=chance(rng, 0.4), keep_empty_features=True)
    if chance(rng, 0.5):
        flags = MissingIndicator(error_on_new=chance(rng, 0.5), features=one_of(rng, "all", "missing-only"))
        fill = FeatureUnion([("i", fill), ("m", flags)])
    return rows, fill


def composed(rng):
    rows, classifies, steps = table(rng), chance(rng, 0.65), []
    answers = data.labels(rng, rows, one_of(rng, 2, 2, 3, 4)) if classifies else data.targets(rng, rows)
    if chance(rng, 0.4):
        rows, fill = with_holes(rng, rows)
        steps.append(fill)
    steps += [preparation(rng, classifies) for _ in range(int(rng.integers(0, 3)))]
    last = classifier(rng) if classifies else regressor(rng)
    model = fitted(make_pipeline(*steps, last), rows, answers)
    # Rows of ordinary size, and those that are refused.
    probed = rows_like(rng, rows)
    refused = np.isinf(probed).any(axis=1)
    probed = np.vstack([finite(probed[~refused], 1e4 * np.nanmax(np.abs(rows))), probed[refused]])
    return sklearn_case(rng, KIND, model, rows, compare.STATED, rows=probed, ties=True)


FAMILIES = [Family("sklearn/composed", composed, 12)]
