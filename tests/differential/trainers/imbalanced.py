"""imbalanced.py -- imbalanced-learn's ensembles, which are scikit-learn's over members that were trained on balanced rows."""
import numpy as np
from imblearn.ensemble import BalancedBaggingClassifier, BalancedRandomForestClassifier, EasyEnsembleClassifier, RUSBoostClassifier
from imblearn.over_sampling import RandomOverSampler
from imblearn.pipeline import make_pipeline as resampled_pipeline
from sklearn.ensemble import AdaBoostClassifier, VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

import compare
import data
from case import Family, Untrainable, chance, one_of
from trainers.sklearn_answers import fitted, sklearn_case

KIND = "voting, stacking, bagging and other ensembles"


def member(rng):
    return one_of(rng, None, LogisticRegression(), DecisionTreeClassifier(max_depth=3, random_state=0), KNeighborsClassifier(3))


def ensemble(rng):
    count = int(rng.integers(1, 7))
    balanced = dict(sampler=RandomOverSampler(random_state=0)) if chance(rng, 0.5) else {}
    kinds = [lambda: BalancedRandomForestClassifier(count, random_state=0, max_depth=one_of(rng, None, 3)),
             lambda: BalancedBaggingClassifier(member(rng), n_estimators=count, random_state=0, max_features=one_of(rng, 1.0, 0.7), **balanced),
             lambda: EasyEnsembleClassifier(count, one_of(rng, None, AdaBoostClassifier(LogisticRegression(), n_estimators=3)), random_state=0),
             lambda: RUSBoostClassifier(one_of(rng, None, DecisionTreeClassifier(max_depth=2)), n_estimators=count, random_state=0)]
    try:
        return one_of(rng, *kinds)()
    except TypeError as why:  # before 0.8 no other sampler can be given
        raise Untrainable(str(why)) from why


def imbalanced(rng):
    rows = data.table(rng, features=int(rng.integers(2, 6)), rows=150, kinds=("normal", "whole", "scaled"))
    score = data.score(rng, rows)
    numbers = np.searchsorted(np.quantile(score, [0.8, 0.92] if chance(rng, 0.4) else [0.85]), score)
    model = ensemble(rng)
    if chance(rng, 0.3):
        model = make_pipeline(StandardScaler(), model)
    elif chance(rng, 0.2):
        model = resampled_pipeline(StandardScaler(), RandomOverSampler(random_state=0), model)
    elif chance(rng, 0.2):
        model = VotingClassifier([("a", model), ("b", LogisticRegression())], voting="soft")
    return sklearn_case(rng, KIND, fitted(model, rows, data.named(rng, numbers)), rows, compare.F64, ties=True)


FAMILIES = [Family("sklearn/imbalanced", imbalanced, 5)]
