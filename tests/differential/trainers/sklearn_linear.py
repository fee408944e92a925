"""sklearn_linear.py -- models that answer by a dot product and a link."""
import numpy as np
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import (ARDRegression, BayesianRidge, ElasticNet, ElasticNetCV, GammaRegressor, HuberRegressor, Lars,
                                  LarsCV, Lasso, LassoCV, LassoLars, LassoLarsCV, LassoLarsIC, LinearRegression,
                                  LogisticRegression, LogisticRegressionCV, MultiTaskElasticNet, MultiTaskElasticNetCV,
                                  MultiTaskLasso, MultiTaskLassoCV, OrthogonalMatchingPursuit, OrthogonalMatchingPursuitCV,
                                  PassiveAggressiveClassifier, PassiveAggressiveRegressor, Perceptron, PoissonRegressor,
                                  QuantileRegressor, RANSACRegressor, Ridge, RidgeClassifier, RidgeClassifierCV, RidgeCV,
                                  SGDClassifier, SGDOneClassSVM, SGDRegressor, TheilSenRegressor, TweedieRegressor)
from sklearn.svm import LinearSVC, LinearSVR

import compare
import data
from case import Family, chance, one_of
from trainers.sklearn_answers import fitted, sklearn_case

KIND = "linear models"
SHAPES = dict(kinds=("scaled", "scaled", "whole", "float"))


def regression(rng):
    rows = data.table(rng, features=int(rng.integers(2, 9)), **SHAPES)
    model = one_of(
        rng, LinearRegression(), LinearRegression(fit_intercept=False), LinearRegression(positive=True), Ridge(), RidgeCV(),
        Ridge(fit_intercept=False), Lasso(), LassoCV(cv=3), ElasticNet(), ElasticNetCV(cv=3), Lars(), LarsCV(cv=3),
        LassoLars(alpha=0.1), LassoLarsCV(cv=3), LassoLarsIC(), OrthogonalMatchingPursuit(), OrthogonalMatchingPursuitCV(cv=3),
        HuberRegressor(), BayesianRidge(), ARDRegression(), TheilSenRegressor(random_state=0, max_subpopulation=100),
        RANSACRegressor(random_state=0), RANSACRegressor(Ridge(), random_state=0, min_samples=8),
        QuantileRegressor(solver="highs"), SGDRegressor(), SGDRegressor(average=True), SGDRegressor(loss="epsilon_insensitive"),
        PassiveAggressiveRegressor(), LinearSVR(), LinearSVR(fit_intercept=False))
    return sklearn_case(rng, KIND, fitted(model, rows, data.targets(rng, rows)), rows, compare.F64)


def several_targets(rng):
    rows = data.table(rng, features=int(rng.integers(2, 9)), **SHAPES)
    model = one_of(rng, LinearRegression(), Ridge(), Lasso(), MultiTaskElasticNet(), MultiTaskLasso(), MultiTaskLassoCV(cv=3),
                   MultiTaskElasticNetCV(cv=3), Lars(), LassoLars(), OrthogonalMatchingPursuit(), RidgeCV(), ElasticNet(),
                   RANSACRegressor(random_state=0))
    answers = data.targets(rng, rows, int(rng.integers(1, 4)))
    if answers.ndim == 1:
        answers = answers[:, None]
    return sklearn_case(rng, KIND, fitted(model, rows, answers), rows, compare.F64)


def generalised(rng):
    rows = data.table(rng, kinds=("normal", "whole"))
    answers = np.exp(np.clip(data.score(rng, rows), -3, 3)) + 0.01
    model = one_of(rng, PoissonRegressor(), GammaRegressor(), TweedieRegressor(), TweedieRegressor(power=1.5),
                   TweedieRegressor(power=1, link="identity", alpha=5), TweedieRegressor(power=0, link="log"),
                   TweedieRegressor(power=2), TweedieRegressor(power=3), PoissonRegressor(fit_intercept=False))
    return sklearn_case(rng, KIND, fitted(model, rows, answers), rows, compare.F64)


def classification(rng):
    rows = data.table(rng, features=int(rng.integers(2, 9)), **SHAPES)
    losses = ("hinge", "log_loss", "log", "modified_huber", "squared_hinge", "perceptron", "squared_error", "huber")
    model = one_of(
        rng, LogisticRegression(), LogisticRegression(multi_class="multinomial"), LogisticRegression(multi_class="ovr"),
        LogisticRegression(solver="liblinear"), LogisticRegression(solver="newton-cholesky"),
        LogisticRegression(fit_intercept=False, solver="saga", penalty="l1"), LogisticRegressionCV(cv=3),
        LogisticRegressionCV(cv=3, multi_class="multinomial"), LogisticRegressionCV(cv=3, multi_class="ovr"), LinearSVC(),
        LinearSVC(multi_class="crammer_singer"), RidgeClassifier(), RidgeClassifierCV(), Perceptron(),
        PassiveAggressiveClassifier(), LinearDiscriminantAnalysis(), LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto"),
        LinearDiscriminantAnalysis(solver="eigen"), LinearDiscriminantAnalysis(n_components=1),
        *(SGDClassifier(loss=loss, average=chance(rng, 0.3), random_state=0) for loss in losses))
    model = fitted(model, rows, data.labels(rng, rows))
    if hasattr(model, "sparsify") and chance(rng, 0.2):
        model.sparsify()
    return sklearn_case(rng, KIND, model, rows, compare.F64, ties=True)


def odd_ones(rng):
    rows = data.table(rng, **SHAPES)
    if chance(rng, 0.5):
        return sklearn_case(rng, KIND, fitted(SGDOneClassSVM(random_state=0), rows), rows, compare.F64, ties=True)
    answers = (rng.random((len(rows), 3)) < 0.5).astype(int)
    return sklearn_case(rng, KIND, fitted(RidgeClassifier(), rows, answers), rows, compare.F64, ties=True)


FAMILIES = [Family("sklearn/linear regression", regression, 10), Family("sklearn/linear regression of several targets", several_targets, 4),
            Family("sklearn/generalised linear regression", generalised, 4),
            Family("sklearn/linear classification", classification, 14), Family("sklearn/one class and many labels", odd_ones, 2)]
