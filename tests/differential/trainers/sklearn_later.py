"""sklearn_later.py -- what later versions of scikit-learn have and 1.2 has not; with 1.2 there is nothing in here."""
import numpy as np
import pandas
import sklearn.calibration
import sklearn.ensemble
import sklearn.model_selection
import sklearn.preprocessing
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.discriminant_analysis import QuadraticDiscriminantAnalysis
from sklearn.ensemble import (BaggingClassifier, BaggingRegressor, ExtraTreesClassifier, ExtraTreesRegressor,
                              HistGradientBoostingClassifier, HistGradientBoostingRegressor, RandomForestClassifier,
                              RandomForestRegressor, StackingClassifier, VotingClassifier)
from sklearn.linear_model import LogisticRegression, Ridge, RidgeClassifier, SGDClassifier
from sklearn.multioutput import ClassifierChain, RegressorChain
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import NearestCentroid
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import KBinsDiscretizer, MaxAbsScaler, OneHotEncoder, OrdinalEncoder, SplineTransformer, StandardScaler
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeClassifier, ExtraTreeRegressor

import compare
import data
from case import Family, Untrainable, chance, one_of
from rows import finite, rows_like
from trainers.sklearn_answers import fitted, sklearn_case
from trainers.sklearn_bayes import rows_below
from trainers.sklearn_tables import frame, odd_rows
from trainers.sklearn_versions import VERSION

TREES = "forests and trees"
BOOSTED = "boosted trees"
OTHERS = "voting, stacking, bagging and other ensembles"
ENCODERS = "preparation alone: encoders of texts and categories"
PREPARATION = "preparation alone: scalers, imputers, bins, selection, decompositions"


def classes_case(rng, kind, model, data_rows, answers, **more):
    return sklearn_case(rng, kind, fitted(model, data_rows, answers), data_rows, compare.F64, ties=True, **more)


def missing_in_trees(rng):
    rows = data.with_missing(rng, data.table(rng, rows=150), 0.8)
    growth = dict(max_depth=one_of(rng, None, 2, 5), random_state=int(rng.integers(1000)))
    if VERSION >= (1, 4) and chance(rng, 0.2):
        growth["monotonic_cst"] = [int(v) for v in rng.integers(-1, 2, rows.shape[1])]
    if chance(rng, 0.5):
        answers = data.labels(rng, rows, 2 if "monotonic_cst" in growth else one_of(rng, 2, 3))
        model = one_of(rng, DecisionTreeClassifier, ExtraTreeClassifier, RandomForestClassifier, ExtraTreesClassifier)(**growth)
    else:
        answers = data.targets(rng, rows)
        criterion = one_of(rng, "squared_error", "squared_error", "absolute_error", "poisson")
        answers = np.abs(answers) + 0.1 if criterion == "poisson" else answers
        model = one_of(rng, DecisionTreeRegressor, ExtraTreeRegressor, RandomForestRegressor, ExtraTreesRegressor)(
            criterion=criterion, **growth)
    if hasattr(model, "n_estimators"):
        model.n_estimators = 6
    if chance(rng, 0.25):
        bag = BaggingClassifier if hasattr(model, "predict_proba") else BaggingRegressor
        growing = bag(model, n_estimators=3, random_state=1)
        return sklearn_case(rng, OTHERS, fitted(growing, rows, answers), rows, compare.F64, ties=True)
    return sklearn_case(rng, TREES, fitted(model, rows, answers), rows, compare.TREES)


def isolation_of_missing(rng):
    rows = data.with_missing(rng, data.table(rng), 0.8)
    model = sklearn.ensemble.IsolationForest(n_estimators=8, random_state=1, contamination=one_of(rng, "auto", 0.2),
                                             max_features=one_of(rng, 1.0, 0.6))
    return sklearn_case(rng, "isolation forests", fitted(model, rows), rows, compare.TREES, ties=True)


def categories_in_boosting(rng):
    made = frame(rng, missing=chance(rng, 0.6))
    for column in one_of(rng, ["c", "d"], ["c"], ["d"]):
        made[column] = made[column].astype("category")
    kept = [c for c in made.columns if made[c].dtype != object]
    if chance(rng, 0.3):
        made["e"] = pandas.Categorical(made["e"])
    made = made[kept]
    if chance(rng, 0.5):
        model, answers = HistGradientBoostingClassifier, data.labels(rng, made[["f"]].to_numpy(float), one_of(rng, 2, 3))
    else:
        model, answers = HistGradientBoostingRegressor, data.targets(rng, made[["f"]].to_numpy(float))
    model = model(max_iter=5, min_samples_leaf=3, categorical_features=one_of(rng, "from_dtype", "from_dtype", [kept[-1]]))
    rows = odd_rows(rng, made.assign(**{c: made[c].astype(object) for c in made}).assign(
        **{c: "x" for c in "abcdef" if c not in kept}))[kept]
    for column in kept:
        rows[column] = rows[column].astype(made[column].dtype) if made[column].dtype.name == "category" else rows[column].astype(float)
    return sklearn_case(rng, BOOSTED, fitted(model, made, answers), None, compare.TREES, rows=rows)


def gamma_boosting(rng):
    rows = data.with_missing(rng, data.table(rng))
    model = HistGradientBoostingRegressor(loss="gamma", max_iter=5, min_samples_leaf=5)
    return sklearn_case(rng, BOOSTED, fitted(model, rows, np.exp(np.clip(data.targets(rng, rows), -3, 3))), rows, compare.TREES)


def thresholds(rng):
    rows = data.table(rng, features=4, rows=150, kinds=("normal", "whole"))
    answers = data.labels(rng, rows, 2)
    named = np.unique(answers)
    member = one_of(rng, LogisticRegression(), LinearSVC(), DecisionTreeClassifier(max_depth=3, random_state=0), RidgeClassifier(),
                    make_pipeline(StandardScaler(), LogisticRegression()), GaussianNB())
    selection = sklearn.model_selection
    if chance(rng, 0.5):
        model = selection.FixedThresholdClassifier(member, threshold=one_of(rng, "auto", 0.3, 0.7, -0.2),
                                                   pos_label=one_of(rng, None, named[0], named[1]))
        if chance(rng, 0.3) and VERSION >= (1, 6):
            model.estimator = fitted(member, rows, answers)
    else:
        from sklearn.metrics import f1_score, make_scorer

        model = selection.TunedThresholdClassifierCV(
            member, cv=one_of(rng, 3, 0.5), random_state=0,
            scoring=one_of(rng, "balanced_accuracy", "accuracy", make_scorer(f1_score, pos_label=one_of(rng, *named))))
    return classes_case(rng, OTHERS, model, rows, answers)


def temperature(rng):
    rows = data.table(rng, features=4, rows=150, kinds=("normal", "whole"))
    answers = data.labels(rng, rows, one_of(rng, 2, 2, 3))
    member = one_of(rng, LinearSVC(), DecisionTreeClassifier(max_depth=3, random_state=0), GaussianNB(),
                    RandomForestClassifier(4, random_state=0))
    if len(np.unique(answers)) == 2 and chance(rng, 0.4):
        member = LogisticRegression()
    elif isinstance(member, LinearSVC) and len(np.unique(answers)) > 2:
        member = GaussianNB()
    model = CalibratedClassifierCV(member, method="temperature", cv=3, ensemble=chance(rng, 0.5))
    return classes_case(rng, "calibration", model, rows, answers, rows=rows_below(rng, rows, 1e6))


def frozen(rng):
    from sklearn.frozen import FrozenEstimator

    rows = data.table(rng, features=4, rows=150, kinds=("normal", "whole"))
    answers = data.labels(rng, rows, one_of(rng, 2, 3))
    member = FrozenEstimator(fitted(one_of(rng, LogisticRegression(), GaussianNB(), DecisionTreeClassifier(max_depth=3)), rows, answers))
    model = one_of(rng, CalibratedClassifierCV(member, method=one_of(rng, "sigmoid", "isotonic")), make_pipeline(member),
                   VotingClassifier([("a", member), ("b", GaussianNB())], voting="soft"),
                   StackingClassifier([("a", member)], cv=2))
    return classes_case(rng, OTHERS, model, rows, answers, rows=rows_below(rng, rows, 1e6))


def target_encoder(rng):
    made = frame(rng, missing=chance(rng, 0.5))
    columns = one_of(rng, ["c", "d"], ["c"], ["b", "e"], ["b", "c", "e"])
    numbers = made[["f"]].to_numpy(float)
    answers = one_of(rng, data.targets(rng, numbers), data.labels(rng, numbers, 2), data.classes(rng, numbers, 3))
    model = sklearn.preprocessing.TargetEncoder(smooth=one_of(rng, "auto", 2.0), random_state=0)
    if chance(rng, 0.4):
        model = make_pipeline(model, Ridge()) if answers.dtype.kind == "f" else make_pipeline(model, LogisticRegression())
    return sklearn_case(rng, ENCODERS, fitted(model, made[columns], answers), None, compare.F64, rows=odd_rows(rng, made)[columns],
                        ties=True)


def encoders(rng):
    made = frame(rng, missing=chance(rng, 0.5))
    columns = one_of(rng, ["c", "d"], ["c"], ["b", "c", "e"])
    grouped = one_of(rng, dict(min_frequency=12), dict(max_categories=3), dict(min_frequency=0.3))
    if chance(rng, 0.5) and VERSION >= (1, 6):
        model = OneHotEncoder(handle_unknown="warn", drop=one_of(rng, None, "first"), **one_of(rng, {}, grouped))
    else:
        model = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=one_of(rng, -1, np.nan), **grouped)
    return sklearn_case(rng, ENCODERS, fitted(model, made[columns]), None, compare.F64, rows=odd_rows(rng, made)[columns])


def preparation(rng):
    rows = data.table(rng, kinds=("scaled", "whole"))
    draw = int(rng.integers(3))
    if draw == 0 and VERSION >= (1, 8):
        return sklearn_case(rng, PREPARATION, fitted(MaxAbsScaler(clip=True), rows), rows, compare.F64)
    if draw == 1 and VERSION >= (1, 8):
        rows = data.with_missing(rng, rows, 0.7)
        model = SplineTransformer(n_knots=3, handle_missing=one_of(rng, "error", "zeros"), include_bias=chance(rng, 0.5),
                                  extrapolation=one_of(rng, "constant", "linear", "continue"))
        return sklearn_case(rng, PREPARATION, fitted(model, rows), rows, compare.F64, rows=finite(rows_like(rng, rows), 1e6))
    model = KBinsDiscretizer(4, encode=one_of(rng, "onehot", "ordinal"), strategy="quantile",
                             quantile_method=one_of(rng, "linear", "averaged_inverted_cdf", "inverted_cdf"))
    return sklearn_case(rng, PREPARATION, fitted(model, rows), rows, compare.F64)


def poisson_network(rng):
    rows = data.table(rng, kinds=("normal",))
    model = MLPRegressor((4,), max_iter=20, random_state=0, loss="poisson")
    return sklearn_case(rng, "networks", fitted(model, rows, np.abs(data.score(rng, rows)) + 0.1), rows, compare.NETWORK,
                        rows=finite(rows_like(rng, rows), 100))


def chains(rng):
    rows = data.table(rng, features=4, rows=150, kinds=("normal", "whole"))
    if chance(rng, 0.4):
        return sklearn_case(rng, OTHERS, fitted(RegressorChain(Ridge(), order="random", random_state=1), rows,
                                                data.targets(rng, rows, 3)), rows, compare.F64)
    answers = np.column_stack([data.classes(rng, rows, 2) for _ in range(3)])
    model = ClassifierChain(one_of(rng, LogisticRegression(), GaussianNB()), chain_method=one_of(
        rng, "predict", "predict_proba", "predict_log_proba", "decision_function"), random_state=1)
    return classes_case(rng, OTHERS, model, rows, answers, rows=rows_below(rng, rows, 1e6))


def discriminants(rng):
    rows = rng.normal(size=(120, 3)) * rng.uniform(0.2, 4, 3)
    answers = data.labels(rng, rows, one_of(rng, 2, 3))
    if chance(rng, 0.5) and VERSION >= (1, 8):
        model = QuadraticDiscriminantAnalysis(solver=one_of(rng, "eigen", "svd"), shrinkage=None, reg_param=one_of(rng, 0.0, 0.2))
        if model.solver == "eigen":
            model.shrinkage = one_of(rng, None, "auto", 0.3)
    else:
        priors = one_of(rng, "uniform", "empirical", [0.2, 0.8] if len(np.unique(answers)) == 2 else [0.2, 0.3, 0.5])
        model = NearestCentroid(priors=priors, metric=one_of(rng, "euclidean", "manhattan"), shrink_threshold=one_of(rng, None, 0.2))
    return classes_case(rng, "naive Bayes and quadratic discriminants", model, rows, answers,
                        rows=rows_below(rng, rows, 5 * np.abs(rows).max()))


def framed(rng):
    """Pipelines whose steps hand on data frames."""
    made = frame(rng, missing=False)
    prepare = ColumnTransformer([("n", StandardScaler(), ["a", "f"]), ("o", OneHotEncoder(sparse_output=False, handle_unknown="ignore"),
                                                                     ["c", "d"])],
                                remainder=one_of(rng, "passthrough", "drop", StandardScaler()),
                                verbose_feature_names_out=chance(rng, 0.5))
    model = make_pipeline(prepare, one_of(rng, LogisticRegression(max_iter=500), RandomForestClassifier(4, random_state=0)))
    model.set_output(transform="pandas")
    return sklearn_case(rng, "pipelines with imputers, encoders, scalers", fitted(model, made, rng.choice(["u", "v"], len(made))),
                        None, compare.F64, rows=odd_rows(rng, made), ties=True)


KINDS = [((1, 3), "missing in trees", missing_in_trees, 8), ((1, 6), "isolation of missing", isolation_of_missing, 2),
         ((1, 4), "categories in boosting", categories_in_boosting, 6), ((1, 3), "gamma boosting", gamma_boosting, 1),
         ((1, 5), "thresholds", thresholds, 6), ((1, 8), "temperature", temperature, 4), ((1, 6), "frozen", frozen, 3),
         ((1, 3), "target encoder", target_encoder, 5), ((1, 3), "later encoders", encoders, 4), ((1, 7), "later preparation", preparation, 4),
         ((1, 7), "poisson network", poisson_network, 1), ((1, 5), "later chains", chains, 3), ((1, 6), "later discriminants", discriminants, 4),
         ((1, 4), "data frames handed on", framed, 3)]
FAMILIES = [Family(f"sklearn/{name}", make, share) for since, name, make, share in KINDS if VERSION >= since]
