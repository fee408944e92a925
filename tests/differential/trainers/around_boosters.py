"""around_boosters.py -- scikit-learn's estimators around the classes that XGBoost and LightGBM have for it."""
import numpy as np
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import (AdaBoostClassifier, AdaBoostRegressor, BaggingClassifier, BaggingRegressor, StackingClassifier,
                              StackingRegressor, VotingClassifier, VotingRegressor)
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier
from sklearn.multioutput import ClassifierChain, MultiOutputClassifier, MultiOutputRegressor, RegressorChain
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MaxAbsScaler, MinMaxScaler, RobustScaler, StandardScaler

from case import one_of


def of_classes(rng, classifies, linear):
    """(an estimator of scikit-learn's around a classifier, how many outputs it learns)"""
    return one_of(
        rng, (CalibratedClassifierCV(classifies, method="sigmoid", cv=2), 1), (CalibratedClassifierCV(classifies, method="isotonic", cv=2), 1),
        (GridSearchCV(classifies, {"max_depth": [1, 2]}, cv=2), 1), (VotingClassifier([("x", classifies), ("l", linear)], voting="soft"), 1),
        (VotingClassifier([("x", classifies), ("y", clone(classifies).set_params(max_depth=1))], voting=one_of(rng, "soft", "hard")), 1),
        (BaggingClassifier(classifies, n_estimators=3, random_state=0), 1), (OneVsRestClassifier(classifies), 1),
        (OneVsOneClassifier(classifies), 1), (StackingClassifier([("x", classifies), ("l", linear)], LogisticRegression(), cv=2), 1),
        (AdaBoostClassifier(classifies, n_estimators=3, random_state=0), 1), (MultiOutputClassifier(classifies), 2),
        (ClassifierChain(classifies), 2))


def of_numbers(rng, regresses, linear):
    """The same around a regressor."""
    other = clone(regresses).set_params(n_estimators=2)
    step = type(regresses).__name__.lower()  # as make_pipeline names it
    return one_of(
        rng, (GridSearchCV(make_pipeline(StandardScaler(), regresses), {f"{step}__n_estimators": [1, 3]}, cv=2), 1),
        (VotingRegressor([("x", regresses), ("y", other)], weights=one_of(rng, None, [1, 2.5])), 1),
        (VotingRegressor([("x", regresses), ("l", linear)]), 1), (StackingRegressor([("x", regresses), ("y", other)], Ridge(), cv=2), 1),
        (StackingRegressor([("x", regresses), ("l", linear)], Ridge(), cv=2), 1), (BaggingRegressor(regresses, n_estimators=3, random_state=0), 1),
        (AdaBoostRegressor(regresses, n_estimators=3, random_state=0), 1), (MultiOutputRegressor(regresses), 2), (RegressorChain(regresses), 2),
        (TransformedTargetRegressor(regresses, transformer=one_of(rng, StandardScaler(), MinMaxScaler(), RobustScaler(), MaxAbsScaler())), 1),
        (TransformedTargetRegressor(regresses, func=np.cbrt, inverse_func=np.exp, check_inverse=False), 1),
        (TransformedTargetRegressor(make_pipeline(StandardScaler(), regresses), func=np.cbrt, inverse_func=np.expm1, check_inverse=False), 1))
