"""sklearn_meta.py -- models made of models: voting, stacking, calibration, many classes and outputs, searches."""
import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import (GradientBoostingClassifier, RandomForestClassifier, StackingClassifier, StackingRegressor,
                              VotingClassifier, VotingRegressor)
from sklearn.experimental import enable_halving_search_cv  # noqa: F401  (it makes the next import possible)
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge, SGDClassifier
from sklearn.model_selection import GridSearchCV, HalvingGridSearchCV, RandomizedSearchCV
from sklearn.multiclass import _predict_binary, OneVsOneClassifier, OneVsRestClassifier, OutputCodeClassifier
from sklearn.multioutput import ClassifierChain, MultiOutputClassifier, MultiOutputRegressor, RegressorChain
from sklearn.compose import TransformedTargetRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (FunctionTransformer, MaxAbsScaler, MinMaxScaler, PowerTransformer, QuantileTransformer,
                                   RobustScaler, StandardScaler)
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

import compare
import data
from case import Family, chance, one_of
from trainers.sklearn_answers import fitted, sklearn_case

KIND = "voting, stacking, bagging and other ensembles"
CALIBRATION = "calibration"
CLASSES = "one-vs-rest, one-vs-one, many outputs, chains"
SHAPES = dict(kinds=("scaled", "normal", "whole"))


def table(rng):
    return data.table(rng, features=int(rng.integers(2, 7)), rows=150, **SHAPES)


def logistic():
    return make_pipeline(StandardScaler(), LogisticRegression())


def probable(rng):
    """A classifier with probabilities."""
    return one_of(rng, logistic(), DecisionTreeClassifier(max_depth=3, random_state=0), LinearDiscriminantAnalysis(),
                  SGDClassifier(loss="modified_huber", random_state=0), RandomForestClassifier(5, random_state=0),
                  GradientBoostingClassifier(n_estimators=5, random_state=0))


def any_classifier(rng):
    return one_of(rng, probable(rng), probable(rng), LinearSVC(random_state=0), SGDClassifier(loss="log_loss", random_state=0))


def classes_case(rng, kind, model, answers=None, rows=None, scores=None):
    rows = table(rng) if rows is None else rows
    answers = data.labels(rng, rows, one_of(rng, 2, 3, 4)) if answers is None else answers
    return sklearn_case(rng, kind, fitted(model, rows, answers), rows, compare.F64, ties=True,
                        scores=scores and (lambda some: scores(model, some)))


def voting(rng):
    draw = rng.random()
    if draw < 0.35:
        model = VotingClassifier([("a", probable(rng)), ("b", probable(rng)), ("c", probable(rng))], voting="soft",
                                 weights=one_of(rng, None, [1, 2, 0.5]))
    elif draw < 0.7:
        model = VotingClassifier([(name, any_classifier(rng)) for name in "abcd"], weights=one_of(rng, None, [1, 2, 0.7, 1]))
        if chance(rng, 0.3):
            model.set_params(b="drop")
            model.weights = None
    elif draw < 0.85:
        model = make_pipeline(VotingClassifier([("a", probable(rng)), ("b", probable(rng))], voting=one_of(rng, "soft", "hard")),
                              StandardScaler(), LogisticRegression())
    else:
        rows = table(rng)
        model = VotingRegressor([("a", Ridge()), ("b", DecisionTreeRegressor(max_depth=3)), ("c", LinearRegression())],
                                weights=one_of(rng, None, [1, 2, 3]))
        return sklearn_case(rng, KIND, fitted(model, rows, data.targets(rng, rows)), rows, compare.F64)
    return classes_case(rng, KIND, model)


def calibration(rng):
    rows = table(rng)
    answers = data.labels(rng, rows, one_of(rng, 2, 3, 4))
    method = one_of(rng, "sigmoid", "isotonic")
    if chance(rng, 0.3):
        model = CalibratedClassifierCV(fitted(any_classifier(rng), rows, answers), method=method, cv="prefit")
    else:
        model = CalibratedClassifierCV(any_classifier(rng), method=method, cv=3, ensemble=chance(rng, 0.5))
    return classes_case(rng, CALIBRATION, model, answers, rows)


def stacking(rng):
    if chance(rng, 0.25):
        rows = table(rng)
        model = StackingRegressor([("a", Ridge()), ("b", DecisionTreeRegressor(max_depth=3))], cv=3, passthrough=chance(rng, 0.5),
                                  final_estimator=one_of(rng, None, Ridge()))
        return sklearn_case(rng, KIND, fitted(model, rows, data.targets(rng, rows)), rows, compare.F64)
    model = StackingClassifier([("a", probable(rng)), ("b", any_classifier(rng)), ("c", LinearSVC(random_state=0))], cv=3,
                               passthrough=chance(rng, 0.5), stack_method=one_of(rng, "auto", "predict"),
                               final_estimator=one_of(rng, None, DecisionTreeClassifier(max_depth=3), LinearSVC(random_state=0)))
    if chance(rng, 0.3):
        model = make_pipeline(model.set_params(stack_method="auto"), LogisticRegression())
    return classes_case(rng, KIND, model)


def nearness(model, rows):
    """What OutputCodeClassifier chooses by: members' answers in tenths are as far from two codes often enough."""
    told = np.array([_predict_binary(member, rows) for member in model.estimators_], dtype=float).T
    return -((told[:, None, :] - model.code_book_[None]) ** 2).sum(axis=2)


def many_classes(rng):
    member = one_of(rng, any_classifier(rng), any_classifier(rng), Ridge(), DecisionTreeClassifier(max_depth=1))
    if isinstance(member, Ridge):
        return classes_case(rng, CLASSES, OneVsRestClassifier(member))
    model = one_of(rng, OneVsRestClassifier(member), OneVsOneClassifier(member),
                   OutputCodeClassifier(member, random_state=0, code_size=3))
    return classes_case(rng, CLASSES, model, scores=nearness if isinstance(model, OutputCodeClassifier) else None)


def many_outputs(rng):
    rows = table(rng)
    if chance(rng, 0.35):
        model = one_of(rng, MultiOutputRegressor(Ridge()), MultiOutputRegressor(DecisionTreeRegressor(max_depth=2)),
                       RegressorChain(Ridge(), order=one_of(rng, [2, 0, 1], None, "random"), random_state=1))
        return sklearn_case(rng, CLASSES, fitted(model, rows, data.targets(rng, rows, 3)), rows, compare.F64)
    answers = np.column_stack([data.classes(rng, rows, 2) for _ in range(3)])
    if chance(rng, 0.2):
        answers[:, 1] = 1
    member = one_of(rng, logistic(), DecisionTreeClassifier(max_depth=3), LinearSVC(random_state=0),
                    SGDClassifier(loss="modified_huber", random_state=0))
    model = one_of(rng, ClassifierChain(member, order=one_of(rng, [2, 0, 1], None, "random"), random_state=1),
                   MultiOutputClassifier(member), OneVsRestClassifier(member))
    if isinstance(model, MultiOutputClassifier) and chance(rng, 0.3):
        answers = np.column_stack([np.array(["u", "v"])[answers[:, 0]], np.array(["p", "q"])[answers[:, 2]]])
    return classes_case(rng, CLASSES, model, answers, rows)


def search(rng):
    steps = logistic()
    grid = {"logisticregression__C": [0.1, 1]}
    model = one_of(rng, GridSearchCV(steps, grid, cv=2), RandomizedSearchCV(steps, grid, n_iter=2, cv=2, random_state=0),
                   HalvingGridSearchCV(steps, grid, cv=2, random_state=0), make_pipeline(MinMaxScaler(), GridSearchCV(steps, grid, cv=2)),
                   make_pipeline(StandardScaler(), LinearDiscriminantAnalysis(n_components=1, solver=one_of(rng, "svd", "eigen")),
                                 LogisticRegression()))
    return classes_case(rng, KIND, model)


def other_target(rng):
    rows = table(rng)
    answers = np.abs(data.targets(rng, rows, one_of(rng, 1, 2))) + 1
    if chance(rng, 0.2):
        there, back = one_of(rng, (np.log, np.exp), (np.arcsinh, np.sinh))
        model = TransformedTargetRegressor(Ridge(), func=there, inverse_func=back)
    else:
        model = TransformedTargetRegressor(Ridge(), transformer=one_of(
            rng, StandardScaler(), MinMaxScaler(), RobustScaler(), MaxAbsScaler(),
            FunctionTransformer(np.log1p, np.expm1, validate=True), PowerTransformer(standardize=chance(rng, 0.5)),
            PowerTransformer("box-cox", standardize=chance(rng, 0.5)), make_pipeline(FunctionTransformer(np.log, np.exp), StandardScaler()),
            QuantileTransformer(n_quantiles=int(rng.integers(2, 50)), output_distribution=one_of(rng, "uniform", "normal"))))
    return sklearn_case(rng, KIND, fitted(model, rows, answers), rows, compare.F64)


def constant(rng):
    """Mostly behind a scaler: a dummy alone does not say how wide its rows are."""
    rows = table(rng)
    front = (lambda model: model) if chance(rng, 0.1) else (lambda model: make_pipeline(StandardScaler(), model))
    if chance(rng, 0.4):
        model = front(DummyRegressor(strategy=one_of(rng, "mean", "median")))
        return sklearn_case(rng, KIND, fitted(model, rows, data.targets(rng, rows, one_of(rng, 1, 2))), rows, compare.F64)
    answers = data.labels(rng, rows)
    strategy = one_of(rng, "prior", "most_frequent", "constant")
    model = DummyClassifier(strategy=strategy, constant=answers[0] if strategy == "constant" else None)
    return classes_case(rng, KIND, front(model), answers, rows)


FAMILIES = [Family("sklearn/voting", voting, 8), Family("sklearn/calibration", calibration, 9), Family("sklearn/stacking", stacking, 5),
            Family("sklearn/many classes", many_classes, 8), Family("sklearn/many outputs", many_outputs, 6),
            Family("sklearn/search", search, 4), Family("sklearn/other target", other_target, 3), Family("sklearn/constant", constant, 2)]
