"""lightgbm_wrappers.py -- LightGBM's scikit-learn classes inside pickles and joblib files, alone and inside of scikit-learn's."""
import lightgbm
import numpy as np
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.ensemble import StackingRegressor, VotingClassifier, VotingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import data
from case import Family, Untrainable, chance, one_of
from rows import rows_like
from trainers.around_boosters import of_classes, of_numbers
from trainers.lightgbm_trained import (VERSION, categories, lightgbm_case, named_frame, named_probes, odd_cells, probes, survived)
from trainers.row_by_row import answer_rows
from trainers.sklearn_answers import answers_of, writer

CLASSIFIERS = [None, None, None, "multiclass", "multiclassova", "ova", "cross_entropy"]
REGRESSORS = [None, "regression_l1", "huber", "fair", "poisson", "quantile", "mape", "gamma", "tweedie", "rmse"]


def squared_labels(truth, scores):
    """A function as the objective, of the scikit-learn classes: the gradients of squared error."""
    truth = np.asarray(truth, dtype=float)
    if scores.ndim == 2:
        truth = np.eye(scores.shape[1])[truth.astype(int)]
    elif scores.size != truth.size:
        truth = np.eye(scores.size // truth.size)[truth.astype(int)].T.ravel()
    return scores - truth, np.ones_like(scores)


def fitted(model, *given, **more):
    try:
        return survived(lambda: model.fit(*given, **more))
    except (IndexError, TypeError, ValueError, lightgbm.basic.LightGBMError) as why:
        raise Untrainable(str(why)) from why


def parameters(rng):
    how = dict(n_estimators=int(rng.integers(1, 15)), num_leaves=int(rng.integers(2, 32)), max_depth=int(one_of(rng, -1, 2, 5)),
               min_child_samples=int(one_of(rng, 1, 5, 20)), learning_rate=one_of(rng, 0.1, 0.5), random_state=0, n_jobs=1,
               verbose=-1)
    how.update(one_of(rng, {}, {}, {}, {"boosting_type": "dart"}, {"boosting_type": "goss"},
                      {"boosting_type": "rf", "subsample": 0.6, "subsample_freq": 1}))
    for probability, more in ((0.15, {"zero_as_missing": True}), (0.1, {"use_missing": False}), (0.1, {"reg_sqrt": True}),
                              (0.1, {"boost_from_average": False}), (0.1, {"extra_trees": True}), (0.1, {"sigmoid": 0.7})):
        if chance(rng, probability):
            how.update(more)
    if how.get("boosting_type") != "rf" and VERSION >= (3, 2) and chance(rng, 0.15):
        how.update(linear_tree=True, linear_lambda=0.1)
    return how


def classifier(rng, rows, how):
    """(model, answers)"""
    objective = one_of(rng, *CLASSIFIERS)
    count = one_of(rng, 2, 2, 3, 5) if objective is None else 2 if objective == "cross_entropy" else int(one_of(rng, 2, 3, 4))
    if count == 2 and objective not in (None, "cross_entropy") and VERSION < (4, 5):
        raise Untrainable("a column for each of two classes: the wrapper does not answer one row for one")
    if objective is None and VERSION >= (3, 0) and chance(rng, 0.1):
        objective = squared_labels
    if objective is not None:
        how = {**how, "objective": objective}
    if count == 2 and isinstance(objective, str) and objective != "cross_entropy":
        how.update(num_class=2)
    if chance(rng, 0.3):
        how.update(one_of(rng, {"class_weight": "balanced"}, {"is_unbalance": True} if count == 2 else {}))
    return lightgbm.LGBMClassifier(**how), data.labels(rng, rows, count)


def regressor(rng, rows, how):
    answers = data.targets(rng, rows)
    objective = one_of(rng, *REGRESSORS)
    if objective in ("poisson", "gamma", "tweedie"):
        answers = np.exp(np.clip(answers, -3, 3))
    if chance(rng, 0.1):
        objective = squared_labels
    if objective is not None:
        how = {**how, "objective": objective}
    return one_of(rng, lightgbm.LGBMRegressor, lightgbm.LGBMRegressor, lightgbm.LGBMModel)(
        **({"objective": "regression", **how})), answers


def ranker(rng, rows, how):
    return lightgbm.LGBMRanker(**how), data.classes(rng, rows, 3)


def early_stopping(rounds):
    if VERSION >= (3, 3):
        return {"callbacks": [lightgbm.early_stopping(rounds, verbose=False)]}
    return {"early_stopping_rounds": rounds, "verbose": False}


def answered(model, rows):
    """A function was the objective: there are raw scores and no probabilities."""
    told = answers_of(model, rows)
    if callable(getattr(model, "objective", None) or getattr(getattr(model, "_final_estimator", None), "objective", None)):
        told = {name: column for name, column in told.items() if not name.startswith("proba")}
    return told


def wrapper(rng):
    """As they come: labels of any kind, early stopping, category codes, behind an imputer, their boosters."""
    rows = data.table(rng, rows=int(rng.integers(60, 300)), kinds=("normal", "whole", "float"))
    how = parameters(rng)
    coded = categories(rng, rows)
    model, answers = one_of(rng, classifier, classifier, regressor, regressor, ranker)(rng, rows, how)
    rows = odd_cells(rng, rows)
    ranks = isinstance(model, lightgbm.LGBMRanker)
    more = dict(group=[len(rows) // 3, len(rows) - len(rows) // 3]) if ranks else {}
    if coded:
        more.update(categorical_feature=coded)
    if not ranks and not callable(model.objective) and model.boosting_type in ("gbdt", "goss") and chance(rng, 0.3):
        model.set_params(n_estimators=60, learning_rate=0.9)
        more.update(eval_set=[(rows[::3], answers[::3])], **early_stopping(2))
    model = fitted(model, rows, answers, **more)
    probed = probes(rng, rows, model.booster_.model_to_string(), coded)
    if not more and chance(rng, 0.3):
        model = fitted(make_pipeline(SimpleImputer(), clone(model)), rows, answers)
    return wrapped_case(rng, model, probed)


def wrapped_case(rng, model, probed, told=None):
    told = told or answer_rows(lambda some: answered(model, some), probed)
    columns = [str(c) for c in probed.columns] if hasattr(probed, "columns") else [f"f{f}" for f in range(probed.shape[1])]
    listed = probed.astype(object).where(probed.notna(), None).to_numpy() if hasattr(probed, "columns") else probed
    return lightgbm_case(" ".join(repr(model).split()), writer(rng, model), columns, listed.tolist(), told,
                         "linear_tree=True" in repr(model))


def named(rng):
    """Categories by name, as pandas has them; alone, or inside of what hands on tables as they come."""
    rows = odd_cells(rng, data.table(rng, rows=int(rng.integers(60, 200)), kinds=("normal", "whole")))
    frame, names = named_frame(rng, rows)
    seen = np.nan_to_num(rows, posinf=1, neginf=-1) + frame.apply(lambda c: c.cat.codes if hasattr(c, "cat") else c * 0).fillna(0).to_numpy()
    how = parameters(rng)
    model, answers = one_of(rng, classifier, regressor)(rng, seen, how)
    if chance(rng, 0.3) and not callable(model.objective):
        few = clone(model).set_params(n_estimators=2)
        members = [("x", model), ("y", few)]
        if isinstance(model, lightgbm.LGBMClassifier):
            model = one_of(rng, make_pipeline(model), VotingClassifier(members, voting="soft"), CalibratedClassifierCV(model, cv=2),
                           GridSearchCV(model, {"max_depth": [1, 2]}, cv=2))
        elif isinstance(model, lightgbm.LGBMRegressor):
            model = one_of(rng, make_pipeline(model), VotingRegressor(members), StackingRegressor(members, Ridge(), cv=2),
                           TransformedTargetRegressor(model, transformer=StandardScaler()))
    model = fitted(model, frame, answers)
    return wrapped_case(rng, model, named_probes(rng, frame, names))


def inside(rng):
    """An estimator of scikit-learn's around LightGBM's."""
    rows = data.with_missing(rng, data.table(rng, rows=int(rng.integers(80, 200)), kinds=("normal", "whole", "float")), 0.3)
    how = {**parameters(rng), "n_estimators": int(rng.integers(1, 6))}
    filled = make_pipeline(SimpleImputer(), StandardScaler())
    if chance(rng, 0.5):
        model, outputs = of_classes(rng, lightgbm.LGBMClassifier(**how), make_pipeline(filled, LogisticRegression()))
        answers = np.column_stack([data.classes(rng, rows, one_of(rng, 2, 2, 3) if outputs == 1 else 2) for _ in range(outputs)])
    else:
        model, outputs = of_numbers(rng, lightgbm.LGBMRegressor(**how), make_pipeline(filled, Ridge()))
        answers = data.targets(rng, rows, outputs).reshape(len(rows), -1)
    model = fitted(model, rows, answers[:, 0] if outputs == 1 else answers)
    return wrapped_case(rng, model, rows_like(rng, rows))


def behind_columns(rng):
    """A pipeline whose first step sorts columns of a table."""
    rows = data.table(rng, features=int(rng.integers(3, 7)), rows=int(rng.integers(80, 200)), kinds=("normal", "whole"))
    frame, names = named_frame(rng, rows)
    texts = [c for c in names if isinstance(names[c][0], str)]
    numbers = [c for c in frame.columns if c not in names]
    if not texts or not numbers:
        raise Untrainable("no texts or no numbers")
    frame = frame[texts + numbers].dropna().reset_index(drop=True)
    frame = frame.astype({c: object for c in texts})
    if len(frame) < 30:
        raise Untrainable("too few rows")
    first = ColumnTransformer([("t", OneHotEncoder(handle_unknown="ignore"), texts), ("n", StandardScaler(), numbers)])
    seen = frame[numbers].to_numpy()
    model, answers = one_of(rng, classifier, regressor)(rng, seen, parameters(rng))
    if callable(model.objective):
        raise Untrainable("answers raw scores")
    model = fitted(make_pipeline(first, model), frame, answers)
    asked = frame.iloc[rng.integers(0, len(frame), 200)].reset_index(drop=True)
    asked[numbers] = rows_like(rng, seen)
    return wrapped_case(rng, model, asked)


FAMILIES = [Family("lightgbm/wrapper", wrapper, 3), Family("lightgbm/named wrapper", named, 1), Family("lightgbm/inside", inside, 2),
            Family("lightgbm/behind columns", behind_columns, 1)]
