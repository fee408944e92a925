"""xgboost_models.py -- boosters of every objective, as JSON, UBJSON and pickles: what `Booster.predict` answers."""
import json
import pickle

import numpy as np
import pandas
import xgboost

import compare
import data
from case import Case, Family, Untrainable, chance, one_of
from rows import rows_like
from trainers.row_by_row import answer_rows
from trainers.sklearn_answers import answers_of, writer as estimator_writer

getattr(xgboost, "set_config", lambda **_: None)(verbosity=0)  # since 1.3
VERSION = tuple(int(part) for part in xgboost.__version__.split(".")[:2])


def out_of_reach():
    """Why nothing can be trained, or None: the models are of parameters that old versions have not."""
    return None if VERSION >= (1, 6) else f"XGBoost {xgboost.__version__} is older than these trainers"


OBJECTIVES = ["reg:squarederror", "reg:squaredlogerror", "reg:logistic", "binary:logistic", "binary:logitraw", "binary:hinge",
              "count:poisson", "reg:gamma", "reg:tweedie", "reg:pseudohubererror", "reg:absoluteerror", "multi:softmax",
              "multi:softprob", "rank:pairwise", "rank:ndcg", "rank:map", "survival:cox", "survival:aft"]
if VERSION >= (2, 0):
    OBJECTIVES.append("reg:quantileerror")
if VERSION >= (3, 3):
    OBJECTIVES.append("reg:expectileerror")
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
        return np.clip(np.digitize(score, [-1, 0, 1]), 0, 1 if objective == "rank:map" else 3), {}
    answers = score * 10 ** rng.uniform(-2, 3)
    if objective in ("reg:quantileerror", "reg:expectileerror"):
        alpha = objective[len("reg:"):-len("error")] + "_alpha"
        return answers, {alpha: one_of(rng, 0.5, [0.1, 0.5, 0.9], [0.05, 0.25, 0.3, 0.75, 0.95])}
    if objective == "reg:squarederror" and chance(rng, 0.25):
        answers = np.column_stack([answers, answers * 2, rng.normal(size=len(score)) - answers])
    return answers, {}


def base_score(rng, objective, outputs):
    """One number for all outputs, or from 3.1 on one each."""
    def one():
        return float(rng.uniform(0.05, 0.95)) if "logistic" in objective or "binary" in objective else float(np.exp(rng.normal() * 2))
    if VERSION >= (3, 1) and outputs > 1 and chance(rng, 0.5):
        return sorted(one() for _ in range(outputs))
    return one()


def names_of(rng, features):
    if chance(rng, 0.6):
        return None
    return [one_of(rng, "x {}", "\u00e4\u00df{}", "a,b{}", 'say "{}"', "{}", "x={}", "f{}").format(f) for f in range(features)]


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


def xgboost_case(kind, name, write, columns, rows, answers):
    if all(row is None for row in answers):
        raise Untrainable("answers nothing")
    return Case("xgboost", kind, name[:400], write, columns, rows, answers, compare.FLOAT_TREES, version=xgboost.__version__)


def trained(rng, how, table, rounds):
    """A booster; now and then one that stopped early and knows its best iteration, or a part of one."""
    if how["booster"] != "gblinear" and chance(rng, 0.15):
        return xgboost.train({**how, "eta": 1.0}, table, 60, evals=[(table.slice(np.arange(0, table.num_row(), 3)), "some")]
                             if not how["objective"].startswith(("rank", "survival")) else [(table, "all")],
                             early_stopping_rounds=2, verbose_eval=False)
    made = xgboost.train(how, table, rounds)
    if how["booster"] == "gbtree" and rounds > 3 and chance(rng, 0.1):
        first = int(rng.integers(0, rounds - 1))
        return made[first: int(rng.integers(first + 1, rounds))]
    return made


def saved(rng, model):
    """(what writes the model's file, the booster that comes back from that file): one that was never asked to train is
    another before it is saved."""
    suffix = one_of(rng, "json", "ubj", "pkl")
    content = pickle.dumps(model, protocol=int(rng.integers(2, 6))) if suffix == "pkl" else bytes(model.save_raw(suffix))
    again = pickle.loads(content) if suffix == "pkl" else xgboost.Booster(model_file=bytearray(content))

    def write(folder):
        path = folder / f"model.{suffix}"
        path.write_bytes(content)
        return path

    return write, again


def answers_of_booster(model, table):
    made = {}
    for role, margin in (("predict", False), ("raw", True)):
        told = model.predict(table, output_margin=margin)
        told = told.reshape(len(told), -1)
        for i in range(told.shape[1]):
            made[role if told.shape[1] == 1 else f"{role}_{i}"] = told[:, i].astype(float).tolist()
    return made


def booster(rng):
    features = int(rng.integers(1, 9))
    rows = data.table(rng, features=features, rows=int(rng.integers(40, 300)), kinds=("normal", "whole", "scaled"))
    kind = one_of(rng, "gbtree", "gbtree", "gbtree", "dart", "gblinear")
    coded = categories(rng, rows) if kind != "gblinear" else []
    rows = data.with_missing(rng, rows)
    objective = one_of(rng, *OBJECTIVES)
    answers, more = target_of(rng, objective, data.score(rng, rows))
    if kind == "gblinear" and answers.ndim > 1:
        answers = answers[:, 0]
    how = dict(objective=objective, booster=kind, eta=one_of(rng, 0.1, 0.3, 1.0), seed=int(rng.integers(1000)), nthread=1,
               verbosity=0, **more)
    outputs = how.get("num_class", answers.shape[1] if answers.ndim > 1 else len(how.get("quantile_alpha") or [0]) if isinstance(
        how.get("quantile_alpha"), list) else 1)
    if kind != "gblinear":
        how.update(growth(rng, bool(coded), outputs > 1))
    else:
        how.update(updater="coord_descent")  # the other one is not the same twice
    if kind == "gbtree" and VERSION >= (2, 0) and outputs > 1 and chance(rng, 0.4):
        how.update(multi_strategy="multi_output_tree", tree_method="hist")
    if kind == "dart":
        how.update(rate_drop=one_of(rng, 0.1, 0.5), normalize_type=one_of(rng, "tree", "forest"), one_drop=int(rng.integers(0, 2)))
    if chance(rng, 0.3):
        how.update(base_score=base_score(rng, objective, outputs))
    if objective == "survival:aft":
        how.update(aft_loss_distribution=one_of(rng, "normal", "logistic", "extreme"))
    names = names_of(rng, features)
    asked = dict(feature_types=["c" if f in coded else "q" for f in range(features)], enable_categorical=True, missing=np.nan,
                 feature_names=names)
    try:
        table = xgboost.DMatrix(rows, label=answers, **asked)
        if objective == "survival:aft":
            table.set_float_info("label_lower_bound", answers)
            table.set_float_info("label_upper_bound", answers * 1.1)
        if objective.startswith("rank"):
            table.set_group([len(rows) // 2, len(rows) - len(rows) // 2])
        model = trained(rng, how, table, int(rng.integers(0, 25)))
        probed = probes(rng, rows, model, coded)
        write, model = saved(rng, model)  # what 3.0 cuts out of trees with vector leaves it can not save
    except xgboost.core.XGBoostError as why:
        raise Untrainable(str(why)) from why
    answered = answer_rows(lambda some: answers_of_booster(model, xgboost.DMatrix(some, **asked)), probed)
    return xgboost_case("linear models" if kind == "gblinear" else "boosted trees", json.dumps(how), write, names or [f"f{f}" for f in range(features)], probed.tolist(), answered)


def named_categories(rng):
    """Categories by name, as pandas has them: from 3.1 on the booster knows the names."""
    count = int(rng.integers(40, 300))
    features = int(rng.integers(1, 7))
    numbers = data.with_missing(rng, data.table(rng, features=features, rows=count, kinds=("normal", "whole")))
    frame = pandas.DataFrame({f"x{f}": numbers[:, f] for f in range(features)})
    vocabularies = {}
    for f in range(features):
        if f and not chance(rng, 0.6):
            continue
        size = int(rng.integers(2, 40))
        names = one_of(rng, [f"k{i}" for i in range(size)], [f"{i}, x y" for i in range(size)],
                       [f"\u00e4 \"{i}\", x" for i in range(size)], [3 * i - 2 for i in range(size)],
                       [i * 1000 for i in range(size)], [i + 0.5 for i in range(size)])
        vocabularies[f"x{f}"] = [names[i] for i in rng.permutation(size)]
        drawn = rng.integers(0, size, count)
        frame[f"x{f}"] = pandas.Categorical.from_codes(np.where(rng.random(count) < 0.1, -1, drawn), vocabularies[f"x{f}"])
    objective = one_of(rng, "reg:squarederror", "binary:logistic", "multi:softprob")
    answers, more = target_of(rng, objective, data.score(rng, np.column_stack([numbers])) + frame.apply(
        lambda c: c.cat.codes if hasattr(c, "cat") else c * 0).fillna(0).sum(axis=1).to_numpy() % 3 - 1)
    how = dict(objective=objective, booster=one_of(rng, "gbtree", "gbtree", "dart"), eta=0.5, nthread=1, verbosity=0, max_depth=int(rng.integers(1, 7)),
               max_cat_to_onehot=one_of(rng, 1, 4, 100), tree_method="hist", min_child_weight=0.1, **more)
    rounds = int(rng.integers(1, 15))
    wrapped = chance(rng, 0.5) and answers.ndim == 1
    try:
        if wrapped:
            how.update(n_estimators=rounds, enable_categorical=True, n_jobs=how.pop("nthread"), learning_rate=how.pop("eta"))
            how.pop("num_class", None)
            if objective == "reg:squarederror":
                model = xgboost.XGBRegressor(**how).fit(frame, answers)
            else:
                model = xgboost.XGBClassifier(**how).fit(frame, answers)
        else:
            model = xgboost.train(how, xgboost.DMatrix(frame, label=answers, enable_categorical=True), rounds)
    except (ValueError, xgboost.core.XGBoostError) as why:
        raise Untrainable(str(why)) from why
    asked = frame.iloc[rng.integers(0, count, 200)].reset_index(drop=True)
    for name in list(frame.columns):
        if name not in vocabularies:
            odd = rows_like(rng, frame[[name]].to_numpy(dtype=float))
            asked[name] = odd[:, 0]
            continue
        # Another order of the names, and now and then one that was never seen.
        own = [vocabularies[name][i] for i in rng.permutation(len(vocabularies[name]))]
        never = "never" if isinstance(own[0], str) else type(own[0])(77777)
        values = [None if chance(rng, 0.1) else never if chance(rng, 0.01) else one_of(rng, *own) for _ in range(len(asked))]
        asked[name] = pandas.Categorical(values, categories=own + [never] if never in values else own)

    def tell(some):
        # The categories that a row does not have are not in its table: an unseen one is only refused where it stands.
        some = some.copy()
        for name in vocabularies:
            some[name] = some[name].cat.remove_unused_categories()
            if len(some[name].cat.categories) == 0:
                some[name] = pandas.Categorical([None] * len(some), categories=vocabularies[name][:1])
        if wrapped:
            return answers_of(model, some)
        return answers_of_booster(model, xgboost.DMatrix(some, enable_categorical=True))

    if wrapped:
        write = estimator_writer(rng, model)
    else:
        write, model = saved(rng, model)
    listed = asked.astype(object).to_numpy().tolist()
    return xgboost_case("boosted trees", json.dumps(how), write, list(frame.columns), listed, answer_rows(tell, asked))


FAMILIES = [Family("xgboost/booster", booster, 7)]
if VERSION >= (3, 1):
    FAMILIES.append(Family("xgboost/categories by name", named_categories, 2))
