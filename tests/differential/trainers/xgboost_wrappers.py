"""xgboost_wrappers.py -- XGBoost's scikit-learn classes inside pickles and joblib files, alone and inside of scikit-learn's."""
import numpy as np
import xgboost
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import compare
import data
from case import Family, Untrainable, chance, one_of
from rows import rows_like
from trainers.around_boosters import of_classes, of_numbers
from trainers.row_by_row import answer_rows
from trainers.sklearn_answers import answers_of, writer
from trainers.xgboost_models import VERSION, categories, out_of_reach, probes, thresholds, xgboost_case  # noqa: F401  (run.py asks it)

CLASSIFIERS = [None, "binary:logistic", "binary:logitraw", "binary:hinge", "multi:softmax", "multi:softprob"]
REGRESSORS = [None, "reg:squarederror", "reg:squaredlogerror", "reg:logistic", "count:poisson", "reg:gamma", "reg:tweedie",
              "reg:absoluteerror", "reg:pseudohubererror", "survival:cox"]
MARKERS = [-999.0, 0.0, 0, -1, 1.5, np.float32(-999), np.float64(0.5), np.int64(2), np.inf, -np.inf, np.float32(np.nan), None,
           np.float32(0.1), 0.1, True, 1e300]


def fitted(model, *given, **more):
    try:
        return model.fit(*given, **more)
    except (TypeError, ValueError, xgboost.core.XGBoostError) as why:
        raise Untrainable(str(why)) from why


def parameters(rng):
    how = dict(n_estimators=int(rng.integers(1, 15)), max_depth=int(rng.integers(1, 6)), random_state=0, n_jobs=1,
               tree_method=one_of(rng, "hist", "exact", "approx"))
    if chance(rng, 0.15):
        how.update(booster=one_of(rng, "dart", "gblinear"))
    if how.get("booster") == "dart":
        how.update(rate_drop=0.3)
    if how.get("booster") == "gblinear":
        how = dict(n_estimators=how["n_estimators"], booster="gblinear", updater="coord_descent", n_jobs=1)
    if chance(rng, 0.2):
        how.update(base_score=float(rng.uniform(0.05, 0.95)))
    if chance(rng, 0.2) and "tree_method" in how:
        how.update(num_parallel_tree=2, subsample=0.7)
    if VERSION >= (2, 0) and how.get("tree_method") == "hist" and "booster" not in how and chance(rng, 0.3):
        how.update(multi_strategy="multi_output_tree")
    return how


def classifier(rng, rows, how):
    """(model, answers)"""
    objective = one_of(rng, *CLASSIFIERS)
    if chance(rng, 0.1):  # several labels a row
        answers = np.column_stack([data.classes(rng, rows, 2) for _ in range(int(rng.integers(2, 4)))])
        return xgboost.XGBClassifier(**how), answers
    answers = data.classes(rng, rows, one_of(rng, 2, 2, 3, 5))
    if objective is not None:
        how = {**how, "objective": objective}
    kind = one_of(rng, xgboost.XGBClassifier, xgboost.XGBClassifier, xgboost.XGBRFClassifier)
    return kind(**how), answers


def regressor(rng, rows, how):
    answers = data.targets(rng, rows)
    objective = one_of(rng, *REGRESSORS)
    if objective == "reg:logistic":
        answers = 1 / (1 + np.exp(-answers / np.abs(answers).max()))
    elif objective is not None and objective not in ("reg:squarederror", "reg:absoluteerror", "reg:pseudohubererror"):
        answers = np.exp(np.clip(answers, -3, 3))
    if objective is not None:
        how = {**how, "objective": objective}
    elif chance(rng, 0.2):
        answers = data.targets(rng, rows, 3)
    kind = one_of(rng, xgboost.XGBRegressor, xgboost.XGBRegressor, xgboost.XGBRFRegressor)
    return kind(**how), answers


def ranker(rng, rows, how):
    how = {**how, "objective": one_of(rng, "rank:pairwise", "rank:ndcg")}
    return xgboost.XGBRanker(**how), data.classes(rng, rows, 3)


def wrapper(rng):
    """As they come: labels of any kind, early stopping, random forests, category codes, behind an imputer."""
    rows = data.table(rng, rows=int(rng.integers(60, 300)), kinds=("normal", "whole", "float"))
    how = parameters(rng)
    coded = []
    if how.get("tree_method") == "hist" and chance(rng, 0.3):
        coded = categories(rng, rows)
        how.update(feature_types=["c" if f in coded else "q" for f in range(rows.shape[1])], enable_categorical=True,
                   max_cat_to_onehot=one_of(rng, 1, 4, 100))
    rows = data.with_missing(rng, rows)
    model, answers = one_of(rng, classifier, classifier, regressor, regressor, ranker)(rng, rows, how)
    ranks = isinstance(model, xgboost.XGBRanker)
    more = dict(group=[len(rows) // 3, len(rows) - len(rows) // 3]) if ranks else {}
    if "RF" not in type(model).__name__ and not ranks and chance(rng, 0.3):
        model.set_params(n_estimators=60, early_stopping_rounds=2, learning_rate=0.9)
        more.update(eval_set=[(rows[::3], answers[::3])], verbose=False)
    fitted(model, rows, answers, **more)
    probed = probes(rng, rows, model.get_booster(), coded)
    if not more and not coded and answers.ndim == 1 and chance(rng, 0.3):
        model = fitted(make_pipeline(SimpleImputer(keep_empty_features=True), model), rows, answers)
    return wrapped_case(rng, model, probed)


def wrapped_case(rng, model, probed):
    return xgboost_case("linear models" if "booster='gblinear'" in repr(model) else "boosted trees", " ".join(repr(model).split()),
                        writer(rng, model), [f"f{f}" for f in range(probed.shape[1])], probed.tolist(),
                        answer_rows(lambda some: answers_of(model, some), probed))


def marked(rng):
    """`missing` is a number, of any of Python's and numpy's types, that the rows hold; the infinities too."""
    rows = data.table(rng, rows=int(rng.integers(60, 200)), kinds=("whole", "float"))
    marker = one_of(rng, *MARKERS)
    stands = float(marker) if marker is not None else np.nan
    rows[rng.random(rows.shape) < 0.15] = stands
    if chance(rng, 0.5):
        rows[rng.random(rows.shape) < 0.1] = np.nan
    answers = data.classes(rng, np.nan_to_num(rows, posinf=0, neginf=0), one_of(rng, 2, 3))
    how = {**parameters(rng), "missing": marker}
    model = fitted(one_of(rng, xgboost.XGBClassifier, xgboost.XGBRegressor)(**how), rows, answers)
    probed = rows_like(rng, np.nan_to_num(rows, posinf=1, neginf=-1), thresholds(model.get_booster()))
    with np.errstate(over="ignore"):
        near = [stands, np.float32(stands), np.nextafter(stands, 9e9), np.nextafter(np.float32(stands), np.float32(9e9)), np.nan, np.inf, -np.inf]
    odd = rng.random(probed.shape) < 0.1
    probed[odd] = rng.choice(near, size=int(odd.sum()))
    return wrapped_case(rng, model, probed)


def added_in_floats(model, rows):
    """A stack whose members answer in floats learns weights in floats, and a BLAS adds the products in floats: the numbers of those
    rows where the bound on that is past the one that is promised."""
    coefficients = getattr(getattr(model, "final_estimator_", None), "coef_", None)
    if coefficients is None or coefficients.dtype != np.float32 or coefficients.ndim != 1:
        return frozenset()
    decided = set()
    for i in range(len(rows)):
        try:
            terms = np.append(model.transform(rows[i: i + 1])[0].astype(float) * coefficients, model.final_estimator_.intercept_)
        except ValueError:
            continue
        if len(terms) * 2.0**-24 * np.abs(terms).sum() > compare.FLOAT_TREES.size * max(1.0, abs(terms.sum())):
            decided.add(i)
    return frozenset(decided)


def inside(rng):
    """An estimator of scikit-learn's around XGBoost's."""
    rows = data.with_missing(rng, data.table(rng, rows=int(rng.integers(80, 200)), kinds=("normal", "whole", "float")), 0.3)
    how = {**parameters(rng), "n_estimators": int(rng.integers(1, 6))}
    filled = make_pipeline(SimpleImputer(keep_empty_features=True), StandardScaler())
    if chance(rng, 0.5):
        how.pop("base_score", None)
        linear = make_pipeline(filled, LogisticRegression())
        model, outputs = of_classes(rng, xgboost.XGBClassifier(**how), linear)
        answers = np.column_stack([data.classes(rng, rows, one_of(rng, 2, 2, 3) if outputs == 1 else 2) for _ in range(outputs)])
    else:
        model, outputs = of_numbers(rng, xgboost.XGBRegressor(**how), make_pipeline(filled, Ridge()))
        answers = data.targets(rng, rows, outputs).reshape(len(rows), -1)
    fitted(model, rows, answers[:, 0] if outputs == 1 else answers)
    probed = rows_like(rng, rows)
    made = wrapped_case(rng, model, probed)
    made.by_rounding = added_in_floats(model, probed)
    return made


FAMILIES = [Family("xgboost/wrapper", wrapper, 3), Family("xgboost/marked", marked, 1), Family("xgboost/inside", inside, 2)]
