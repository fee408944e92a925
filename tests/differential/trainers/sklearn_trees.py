"""sklearn_trees.py -- trees, forests, boosting, isolation forests, bagging and networks."""
import numpy as np
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import (AdaBoostClassifier, AdaBoostRegressor, BaggingClassifier, BaggingRegressor,
                              ExtraTreesClassifier, ExtraTreesRegressor, GradientBoostingClassifier,
                              GradientBoostingRegressor, HistGradientBoostingClassifier, HistGradientBoostingRegressor,
                              IsolationForest, RandomForestClassifier, RandomForestRegressor)
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge, RidgeClassifier
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeClassifier, ExtraTreeRegressor

import compare
import data
from case import Family, chance, one_of
from trainers.sklearn_answers import fitted, sklearn_case

ORDINARY = ("normal", "whole", "float")


def growth(rng):
    return dict(max_depth=one_of(rng, None, 1, 2, 5), min_samples_leaf=one_of(rng, 1, 1, 3),
                max_leaf_nodes=one_of(rng, None, None, 8), ccp_alpha=one_of(rng, 0.0, 0.0, 0.01),
                random_state=int(rng.integers(1000)))


def several_labels(rng, rows, fewest=1):
    return np.column_stack([data.classes(rng, rows, int(rng.integers(fewest, 4))) for _ in range(int(rng.integers(2, 4)))])


def tree(rng):
    rows = data.table(rng)
    if chance(rng, 0.5):
        answers = several_labels(rng, rows) if chance(rng, 0.3) else data.labels(rng, rows, int(rng.integers(2, 12)))
        kind = one_of(rng, DecisionTreeClassifier, ExtraTreeClassifier)
        model = kind(criterion=one_of(rng, "gini", "entropy"), class_weight=one_of(rng, None, None, "balanced"), **growth(rng))
    else:
        answers = data.targets(rng, rows, one_of(rng, 1, 1, 3))
        kind = one_of(rng, DecisionTreeRegressor, ExtraTreeRegressor)
        model = kind(criterion=one_of(rng, "squared_error", "absolute_error", "friedman_mse"), **growth(rng))
    weights = rng.random(len(rows)) * (rng.random(len(rows)) > 0.2) if chance(rng, 0.4) else None
    return sklearn_case(rng, "forests and trees", fitted(model, rows, answers, sample_weight=weights), rows, compare.TREES)


def forest(rng):
    rows = data.table(rng)
    trees = int(rng.integers(1, 12))
    if chance(rng, 0.5):
        kind = one_of(rng, RandomForestClassifier, ExtraTreesClassifier)
        if chance(rng, 0.3):
            answers, weight = several_labels(rng, rows, fewest=2), None
        else:
            answers = data.labels(rng, rows, int(rng.integers(2, 12)))
            weight = one_of(rng, None, "balanced", "balanced_subsample")
        model = kind(n_estimators=trees, class_weight=weight, **growth(rng))
    else:
        answers = data.targets(rng, rows, one_of(rng, 1, 1, 3))
        model = one_of(rng, RandomForestRegressor, ExtraTreesRegressor)(n_estimators=trees, **growth(rng))
    return sklearn_case(rng, "forests and trees", fitted(model, rows, answers), rows, compare.TREES)


def gradient_boosting(rng):
    rows = data.table(rng)
    how = dict(n_estimators=int(rng.integers(1, 15)), learning_rate=one_of(rng, 0.1, 0.37, 1.0), random_state=1,
               max_depth=int(rng.integers(1, 5)), subsample=one_of(rng, 1.0, 0.7))
    if chance(rng, 0.6):
        count = one_of(rng, 2, 2, 3, 5)
        answers = data.labels(rng, rows, count)
        first = one_of(rng, None, None, "zero", DecisionTreeClassifier(max_depth=2), RandomForestClassifier(3, max_depth=2),
                       LogisticRegression(), DummyClassifier(strategy="prior"))
        loss = "exponential" if count == 2 and chance(rng, 0.5) else one_of(rng, "log_loss", "deviance")
        model = GradientBoostingClassifier(loss=loss, init=first, **how)
    else:
        answers = data.targets(rng, rows)
        first = one_of(rng, None, None, "zero", DecisionTreeRegressor(max_depth=2), LinearRegression(), ExtraTreesRegressor(3))
        model = GradientBoostingRegressor(loss=one_of(rng, "squared_error", "absolute_error", "huber", "quantile"),
                                          init=first, **how)
    return sklearn_case(rng, "boosted trees", fitted(model, rows, answers), rows, compare.TREES)


def hist_gradient_boosting(rng):
    rows = data.table(rng, rows=int(rng.integers(60, 400)))
    categorical = [f for f in range(rows.shape[1]) if chance(rng, 0.5)] if chance(rng, 0.6) else []
    for f in categorical:
        rows[:, f] = rng.integers(0, one_of(rng, 3, 10, 60, 200), size=len(rows))
    rows = data.with_missing(rng, rows)
    how = dict(max_iter=int(rng.integers(1, 12)), max_leaf_nodes=one_of(rng, 3, 8, 31), random_state=0,
               min_samples_leaf=one_of(rng, 1, 5, 20), categorical_features=categorical or None,
               learning_rate=one_of(rng, 0.1, 0.5, 1.0))
    if chance(rng, 0.5):
        answers = data.labels(rng, rows, one_of(rng, 2, 2, 3, 6))
        model = HistGradientBoostingClassifier(**how)
    else:
        answers = data.targets(rng, rows)
        loss = one_of(rng, "squared_error", "absolute_error", "poisson", "quantile")
        if loss == "poisson":
            answers = np.abs(np.round(answers)) + (np.arange(len(answers)) == 0)
        model = HistGradientBoostingRegressor(loss=loss, quantile=0.3 if loss == "quantile" else None, **how)
    return sklearn_case(rng, "boosted trees", fitted(model, rows, answers), rows, compare.TREES)


def isolation_forest(rng):
    """Its offset is one of the training rows' own scores where the contamination is given: those rows' labels are ties."""
    rows = data.table(rng)
    model = IsolationForest(n_estimators=int(rng.integers(1, 30)), max_samples=one_of(rng, "auto", 0.3, 1, 2, 10),
                            contamination=one_of(rng, "auto", 0.1, 0.3), max_features=one_of(rng, 1.0, 1.0, 0.5),
                            bootstrap=chance(rng, 0.5), random_state=int(rng.integers(100)))
    return sklearn_case(rng, "isolation forests", fitted(model, rows), rows, compare.TREES, ties=True)


def ada_boost(rng):
    rows = data.table(rng, kinds=ORDINARY)
    how = dict(learning_rate=one_of(rng, 1.0, 0.3), random_state=0)
    if chance(rng, 0.6):
        answers = data.labels(rng, rows, one_of(rng, 2, 2, 3, 5))
        member = one_of(rng, None, DecisionTreeClassifier(max_depth=3), DecisionTreeClassifier(), LogisticRegression(),
                        RandomForestClassifier(3, max_depth=2), ExtraTreeClassifier(max_depth=2))
        model = AdaBoostClassifier(member, algorithm=one_of(rng, "SAMME", "SAMME.R"), n_estimators=int(rng.integers(1, 20)), **how)
    else:
        answers = data.targets(rng, rows)
        member = one_of(rng, None, DecisionTreeRegressor(max_depth=1), DecisionTreeRegressor(), Ridge(),
                        ExtraTreesRegressor(2, max_depth=2))
        model = AdaBoostRegressor(member, loss=one_of(rng, "linear", "square", "exponential"),
                                  n_estimators=int(rng.integers(1, 30)), **how)
    linear = isinstance(member, (Ridge, LogisticRegression))
    return sklearn_case(rng, "boosted trees", fitted(model, rows, answers), rows, compare.F64 if linear else compare.TREES,
                        ties=linear)


def bagging(rng):
    rows = data.table(rng, kinds=ORDINARY)
    how = dict(n_estimators=int(rng.integers(1, 10)), max_features=one_of(rng, 1.0, 0.6), max_samples=one_of(rng, 1.0, 0.2, 5),
               bootstrap_features=chance(rng, 0.5), bootstrap=chance(rng, 0.5), random_state=0)
    if chance(rng, 0.6):
        answers = data.labels(rng, rows, one_of(rng, 2, 2, 3, 5))
        model = BaggingClassifier(one_of(rng, None, DecisionTreeClassifier(max_depth=3), LogisticRegression(), LinearSVC(),
                                         RidgeClassifier(), RandomForestClassifier(2, max_depth=2)), **how)
    else:
        answers = data.targets(rng, rows)
        model = BaggingRegressor(one_of(rng, None, ExtraTreeRegressor(), Ridge(), GradientBoostingRegressor(n_estimators=3)), **how)
    return sklearn_case(rng, "voting, stacking, bagging and other ensembles", fitted(model, rows, answers), rows,
                        compare.F64, ties=True)


FAMILIES = [Family("sklearn/tree", tree, 10), Family("sklearn/forest", forest, 12),
            Family("sklearn/gradient boosting", gradient_boosting, 12),
            Family("sklearn/histogram gradient boosting", hist_gradient_boosting, 14),
            Family("sklearn/isolation forest", isolation_forest, 8), Family("sklearn/ada boost", ada_boost, 8),
            Family("sklearn/bagging", bagging, 8)]
