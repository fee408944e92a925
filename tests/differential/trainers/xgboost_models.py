"""xgboost_models.py -- boosters of every objective, as JSON, UBJSON and inside pickles of scikit-learn's wrappers."""
import json
import pickle

import numpy as np
import xgboost
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline

import compare
import data
from case import Case, Family, Untrainable, chance, one_of
from rows import rows_like
from trainers.row_by_row import answer_rows
from trainers.sklearn_answers import answers_of

xgboost.set_config(verbosity=0)
CODES = [-0.5, -1.0, 3.7, 1e9, 16777216.0, 31.0, 32.0, 64.0, -0.0]


def categories(rng, rows):
    """Some columns become category codes; their numbers."""
    if not chance(rng, 0.4):
        return []
    chosen = [f for f in range(rows.shape[1]) if chance(rng, 0.6)]
    for f in chosen:
        rows[:, f] = rng.integers(0, int(rng.integers(2, 40)), size=len(rows))
    return chosen


def target_of(rng, objective, score):
    """Labels that the objective accepts, and the parameters that go with them."""
    if objective in ("multi:softmax", "multi:softprob"):
        count = int(rng.integers(2, 7))
        return np.clip(np.digitize(score, np.linspace(-1.5, 1.5, count - 1)), 0, count - 1), {"num_class": count}
    if objective == "reg:logistic":
        return 1 / (1 + np.exp(-score)), {}
    if objective.startswith("binary"):
        return (score > 0).astype(float), {}
    if objective in ("count:poisson", "reg:tweedie"):
        return np.floor(np.exp(np.clip(score, -3, 3))), {}
    if objective in ("reg:gamma", "survival:cox", "reg:squaredlogerror", "survival:aft"):
        return np.exp(np.clip(score, -3, 3)), {}
    if objective.startswith("rank"):
        return np.clip(np.digitize(score, [-1, 0, 1]), 0, 3), {}
    answers = score * 10 ** rng.uniform(-2, 3)
    if objective == "reg:squarederror" and chance(rng, 0.25):
        answers = np.column_stack([answers, answers * 2, rng.normal(size=len(score)) - answers])
    return answers, {}


def growth(rng, with_categories, several):
    how = dict(max_depth=int(rng.integers(1, 8)), max_cat_to_onehot=one_of(rng, 1, 4, 100),
               tree_method="hist" if with_categories or several else one_of(rng, "hist", "exact", "approx"))
    if chance(rng, 0.3):
        how.update(num_parallel_tree=int(rng.integers(2, 4)), subsample=0.7)
    if chance(rng, 0.3):
        how.update(min_child_weight=0.01)
    if how["tree_method"] != "exact" and chance(rng, 0.2):
        how.update(grow_policy="lossguide", max_leaves=int(rng.integers(2, 20)), max_depth=0)
    return how


def thresholds(booster):
    model = json.loads(booster.save_raw("json"))["learner"]["gradient_booster"]
    trees = model.get("gbtree", model)["model"].get("trees", [])
    return [(f, float(np.float32(t))) for tree in trees
            for left, f, t in zip(tree["left_children"], tree["split_indices"], tree["split_conditions"]) if left != -1 and t == t]


def probes(rng, rows, booster, coded):
    made = rows_like(rng, rows, thresholds(booster))
    # Cells of category columns are categories, unseen and impossible ones among them.
    for f in coded:
        made[:, f] = np.where(rng.random(len(made)) < 0.7, rng.integers(0, 45, size=len(made)), rng.choice(CODES, size=len(made)))
        made[rng.random(len(made)) < 0.05, f] = np.nan
    return made


def xgboost_case(kind, name, write, probed, answers):
    return Case("xgboost", kind, name[:400], write, [f"f{i}" for i in range(probed.shape[1])], probed.tolist(), answers,
                compare.FLOAT_TREES, version=xgboost.__version__)


def booster(rng):
    features = int(rng.integers(1, 9))
    rows = data.table(rng, features=features, rows=int(rng.integers(40, 300)), kinds=("normal", "whole", "scaled"))
    kind = one_of(rng, "gbtree", "gbtree", "gbtree", "dart", "gblinear")
    coded = categories(rng, rows) if kind != "gblinear" else []
    rows = data.with_missing(rng, rows)
    objective = one_of(rng, "reg:squarederror", "reg:squaredlogerror", "reg:logistic", "binary:logistic", "binary:logitraw",
                       "binary:hinge", "count:poisson", "reg:gamma", "reg:tweedie", "reg:pseudohubererror", "reg:absoluteerror",
                       "multi:softmax", "multi:softprob", "rank:pairwise", "rank:ndcg", "survival:cox", "survival:aft")
    answers, more = target_of(rng, objective, data.score(rng, rows))
    if kind == "gblinear" and answers.ndim > 1:
        answers = answers[:, 0]
    how = dict(objective=objective, booster=kind, eta=one_of(rng, 0.1, 0.3, 1.0), seed=int(rng.integers(1000)), nthread=1,
               verbosity=0, **more)
    if kind != "gblinear":
        how.update(growth(rng, bool(coded), answers.ndim > 1))
    else:
        how.update(updater="coord_descent")  # the other one is not the same twice
    if kind == "dart":
        how.update(rate_drop=one_of(rng, 0.1, 0.5), normalize_type=one_of(rng, "tree", "forest"), one_drop=int(rng.integers(0, 2)))
    if chance(rng, 0.3):
        probability = "logistic" in objective or "binary" in objective
        how.update(base_score=float(rng.uniform(0.05, 0.95)) if probability else float(np.exp(rng.normal() * 2)))
    types = ["c" if f in coded else "q" for f in range(features)]
    asked = dict(feature_types=types, enable_categorical=True, missing=np.nan)
    try:
        table = xgboost.DMatrix(rows, label=answers, **asked)
        if objective == "survival:aft":
            table.set_float_info("label_lower_bound", answers)
            table.set_float_info("label_upper_bound", answers * 1.1)
        if objective.startswith("rank"):
            table.set_group([len(rows) // 2, len(rows) - len(rows) // 2])
        trained = xgboost.train(how, table, num_boost_round=int(rng.integers(0, 25)))
    except xgboost.core.XGBoostError as why:
        raise Untrainable(str(why)) from why

    def columns(some):
        table = xgboost.DMatrix(some, **asked)
        made = {}
        for role, margin in (("predict", False), ("raw", True)):
            told = trained.predict(table, output_margin=margin).reshape(len(some), -1)
            for i in range(told.shape[1]):
                made[role if told.shape[1] == 1 else f"{role}_{i}"] = told[:, i].astype(float).tolist()
        return made

    suffix = one_of(rng, "json", "ubj")

    def write(folder):
        path = folder / f"model.{suffix}"
        trained.save_model(path)
        return path

    probed = probes(rng, rows, trained, coded)
    return xgboost_case("linear models" if kind == "gblinear" else "boosted trees", json.dumps(how), write, probed,
                        answer_rows(columns, probed))


def wrapper(rng):
    """Pickled estimators: labels of any kind, early stopping, random forests, behind an imputer."""
    rows = data.table(rng, rows=int(rng.integers(60, 300)), kinds=("normal", "whole", "float"))
    rows = data.with_missing(rng, rows)
    how = dict(n_estimators=int(rng.integers(1, 15)), max_depth=int(rng.integers(1, 6)), random_state=0, n_jobs=1,
               tree_method=one_of(rng, "hist", "exact"))
    if chance(rng, 0.5):
        answers = data.classes(rng, rows, one_of(rng, 2, 2, 3, 5))
        model = one_of(rng, xgboost.XGBClassifier, xgboost.XGBClassifier, xgboost.XGBRFClassifier)(**how)
    else:
        answers = data.targets(rng, rows)
        model = one_of(rng, xgboost.XGBRegressor, xgboost.XGBRegressor, xgboost.XGBRFRegressor)(**how)
    more = {}
    if "RF" not in type(model).__name__ and chance(rng, 0.3):
        model.set_params(n_estimators=60, early_stopping_rounds=2, learning_rate=0.9)
        more = dict(eval_set=[(rows[::3], answers[::3])], verbose=False)
    try:
        model.fit(rows, answers, **more)
    except (ValueError, xgboost.core.XGBoostError) as why:
        raise Untrainable(str(why)) from why
    probed = rows_like(rng, rows, thresholds(model.get_booster()))
    if not more and chance(rng, 0.3):
        model = make_pipeline(SimpleImputer(keep_empty_features=True), model).fit(rows, answers)
    protocol = int(rng.integers(2, 6))

    def write(folder):
        (folder / "model.pkl").write_bytes(pickle.dumps(model, protocol=protocol))
        return folder / "model.pkl"

    return xgboost_case("boosted trees", " ".join(repr(model).split()), write, probed,
                        answer_rows(lambda some: answers_of(model, some), probed))


FAMILIES = [Family("xgboost/booster", booster, 7), Family("xgboost/wrapper", wrapper, 3)]
