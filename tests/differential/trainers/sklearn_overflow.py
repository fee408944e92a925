"""sklearn_overflow.py -- linear scores so large that they overflow to infinity and NaN: which class an estimator picks then."""
import copy

import numpy as np
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import VotingClassifier
from sklearn.linear_model import LogisticRegression, Perceptron, RidgeClassifier, SGDClassifier
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier, OutputCodeClassifier
from sklearn.multioutput import ClassifierChain, MultiOutputClassifier
from sklearn.svm import LinearSVC

import compare
import data
from case import Family, one_of
from trainers.sklearn_answers import fitted, sklearn_case

KIND = "one-vs-rest, one-vs-one, many outputs, chains"


def linear_members(model):
    """Those parts of a fitted model that have coefficients."""
    if "coef_" in vars(model):  # not the property of 0.23's OneVsRestClassifier
        return [model]
    return [found for member in getattr(model, "estimators_", ()) for found in linear_members(member)]


def overflowing(rng):
    rows = rng.normal(size=(120, int(rng.integers(2, 5))))
    member = one_of(rng, LogisticRegression(), LinearSVC(random_state=0), SGDClassifier(loss="modified_huber", random_state=0),
                    RidgeClassifier(), LinearDiscriminantAnalysis(), LogisticRegression(multi_class="ovr"), Perceptron())
    wrapped = one_of(rng, None, OneVsRestClassifier, OneVsOneClassifier, OutputCodeClassifier, "soft", "hard", ClassifierChain,
                     MultiOutputClassifier)
    answers = data.labels(rng, rows, one_of(rng, 2, 3, 4))
    if wrapped is None:
        model = member
    elif wrapped == "soft":
        model = VotingClassifier([("a", LogisticRegression()), ("b", LogisticRegression(C=0.1))], voting="soft")
    elif wrapped == "hard":
        model = VotingClassifier([("a", member), ("b", LogisticRegression()), ("c", LinearSVC(random_state=0))])
    else:
        model = wrapped(member, random_state=0) if wrapped is OutputCodeClassifier else wrapped(member)
        if wrapped in (ClassifierChain, MultiOutputClassifier):
            answers = np.column_stack([data.classes(rng, rows, 2) for _ in range(2)])
    model = copy.deepcopy(fitted(model, rows, answers))
    for part in linear_members(model):
        sizes = rng.choice([1.0, 1e100, 1e200], size=part.coef_.shape)
        part.coef_ = part.coef_ * sizes
    # Whole powers of ten of whole numbers: what does not overflow is so far apart that no order of summation matters.
    probed = rng.integers(-3, 4, size=(200, rows.shape[1])) * rng.choice([1.0, 1e110, 1e210, 1e300], size=(200, rows.shape[1]))
    return sklearn_case(rng, KIND, model, rows, compare.F64, rows=probed, ties=True)


FAMILIES = [Family("sklearn/overflow", overflowing, 4)]
