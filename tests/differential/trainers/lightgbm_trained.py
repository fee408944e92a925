"""lightgbm_trained.py -- boosters that LightGBM trained, as text and as pickles, answered by `Booster.predict`.

Debian has no LightGBM: these families are left out where Python can not import it.
"""
import json
import os
import pathlib
import pickle
import tempfile

import joblib
import lightgbm
import numpy as np
import pandas

import compare
import data
from case import Case, Family, Untrainable, chance, one_of
from rows import rows_like
from trainers.lightgbm_models import CODES, SMALL, thresholds
from trainers.row_by_row import answer_rows
from trainers.sklearn_answers import columns_of

VERSION = tuple(int(part) for part in lightgbm.__version__.split(".")[:2])
OBJECTIVES = ["regression", "regression_l1", "huber", "fair", "poisson", "quantile", "mape", "gamma", "tweedie", "binary",
              "multiclass", "multiclassova", "cross_entropy", "cross_entropy_lambda", "lambdarank", "rank_xendcg", "none"]
if VERSION < (3, 0):
    OBJECTIVES.remove("rank_xendcg")


def target_of(rng, objective, score):
    """Labels that the objective accepts, and the parameters that go with them."""
    if objective in ("multiclass", "multiclassova"):
        count = int(rng.integers(2, 7))
        edges = np.quantile(score, np.sort(rng.random(count - 1))) if chance(rng, 0.5) else np.linspace(-1.5, 1.5, count - 1)
        return np.clip(np.digitize(score, edges), 0, count - 1), {"num_class": count}
    if objective == "binary":
        weights = one_of(rng, {}, {}, {"is_unbalance": True}, {"scale_pos_weight": 3.0})
        return (score > float(one_of(rng, 0.0, 0.0, 1.3))).astype(float), weights
    if objective.startswith("cross_entropy"):
        return 1 / (1 + np.exp(-score)), {}
    if objective in ("poisson", "tweedie"):
        return np.floor(np.exp(np.clip(score, -3, 3))), {"tweedie_variance_power": 1.2}
    if objective == "gamma":
        return np.exp(np.clip(score, -3, 3)), {}
    if "rank" in objective:
        return np.clip(np.digitize(score, [-1, 0, 1]), 0, 3), {}
    more = {"alpha": one_of(rng, 0.1, 0.5, 0.9)} if objective in ("quantile", "huber") else {}
    if objective in ("regression", "regression_l1", "fair", "quantile", "mape") and chance(rng, 0.25):
        more.update(reg_sqrt=True)
    return score * 10 ** rng.uniform(-2, 3), more


def growth(rng, features, coded):
    """Parameters of trees over so many features, `coded` of them category codes."""
    how = dict(num_leaves=int(rng.integers(2, 32)), max_depth=int(one_of(rng, -1, -1, 1, 3, 6)),
               min_data_in_leaf=int(one_of(rng, 1, 3, 10)), min_data_in_bin=int(one_of(rng, 1, 3)), learning_rate=one_of(rng, 0.1, 0.3, 1.0),
               max_bin=int(one_of(rng, 255, 255, 63, 15, 3)), min_sum_hessian_in_leaf=one_of(rng, 1e-3, 0.0),
               seed=int(rng.integers(1000)), num_threads=1, verbose=-1)
    for probability, more in (
            (0.15, {"zero_as_missing": True}), (0.15, {"use_missing": False}), (0.2, {"boost_from_average": False}),
            (0.15, {"extra_trees": True}), (0.2, {"lambda_l1": 0.1, "lambda_l2": 1.0}), (0.1, {"max_delta_step": 0.3}),
            (0.15, {"monotone_constraints": [int(v) for v in rng.integers(-1, 2, features)] if coded == 0 else [0] * features}),
            (0.1, {"path_smooth": 1.0}), (0.1, {"feature_fraction": 0.6, "feature_fraction_bynode": 0.7}),
            (0.1, {"cegb_tradeoff": 0.5, "cegb_penalty_split": 0.01}), (0.1, {"sigmoid": one_of(rng, 0.5, 2.5, 0.123456789)}),
            (0.15, {"use_quantized_grad": True, "num_grad_quant_bins": 8, "quant_train_renew_leaf": bool(rng.integers(2))}),
            (0.1, {"enable_bundle": False, "is_enable_sparse": False}), (0.1, {"feature_contri": [0.5 + 0.1 * f for f in range(features)]}),
            (0.1, {"interaction_constraints": [[f] for f in range(features)]})):
        if chance(rng, probability):
            how.update(more)
    how.update(one_of(rng, {}, {}, {"boosting": "dart", "drop_rate": 0.5, "uniform_drop": True}, {"boosting": "goss"},
                      {"boosting": "rf", "bagging_fraction": 0.6, "bagging_freq": 1}, {"bagging_fraction": 0.6, "bagging_freq": 2}))
    if coded:
        how.update(one_of(rng, {}, {"max_cat_to_onehot": 1}, {"max_cat_to_onehot": 100}), min_data_per_group=int(one_of(rng, 1, 100)),
                   cat_smooth=one_of(rng, 10.0, 0.1), cat_l2=one_of(rng, 10.0, 0.0))
    if how.get("boosting") != "rf" and VERSION >= (3, 2) and chance(rng, 0.2):
        how.update(linear_tree=True, linear_lambda=one_of(rng, 0.0, 0.01, 10.0), monotone_constraints=None)
    return {name: value for name, value in how.items() if value is not None}


def forced(rng, how, folder, rows, coded):
    """Splits and bins that a file forces upon the trees."""
    numeric = [f for f in range(rows.shape[1]) if f not in coded]
    if not numeric:
        return
    f = one_of(rng, *numeric)
    middle = float(np.nanmedian(np.where(np.isfinite(rows[:, f]), rows[:, f], np.nan)))
    if not np.isfinite(middle):
        return
    if chance(rng, 0.1):
        (folder / "splits.json").write_text(json.dumps({"feature": f, "threshold": middle}))
        how.update(forcedsplits_filename=str(folder / "splits.json"))
    if chance(rng, 0.1):
        (folder / "bins.json").write_text(json.dumps([{"feature": f, "bin_upper_bound": [middle, middle + 1.5]}]))
        how.update(forcedbins_filename=str(folder / "bins.json"))


def squared(preds, table):
    """A function as the objective: half of the squared error, of several columns too."""
    labels = table.get_label()
    wide = np.asarray(preds)
    if wide.size != labels.size:
        labels = np.column_stack([labels] * (wide.size // labels.size)) if wide.ndim == 2 else np.tile(labels, wide.size // labels.size)
    return wide - labels, np.ones_like(wide)


def table_of(rows, answers, how, coded, **more):
    return lightgbm.Dataset(rows, label=answers, params=how, free_raw_data=False, categorical_feature=coded or "auto", **more)


def train(how, table, rounds, **more):
    if how.get("objective") != "none":
        return lightgbm.train(how, table, rounds, **more)
    if how.get("boosting") in ("rf", "goss"):
        raise Untrainable("a sample of a function's gradients")  # before 3.0 LightGBM crashed
    if VERSION >= (4, 0):
        return lightgbm.train({**how, "objective": squared}, table, rounds, **more)
    return lightgbm.train(how, table, rounds, fobj=squared, **more)


def stopped_early(how, table, some):
    if VERSION >= (4, 0):
        return train(how, table, 60, valid_sets=[some], callbacks=[lightgbm.early_stopping(2, verbose=False)])
    return train(how, table, 60, valid_sets=[some], early_stopping_rounds=2, verbose_eval=False)


def survived(work):
    """What `work()` gives, in a process of its own: of odd parameters LightGBM reads past its tables, or ends its process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            told = pickle.dumps((work(), None))
        except Exception as why:
            told = pickle.dumps((None, why))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(told)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    if not told:
        raise Untrainable("LightGBM crashed")
    made, why = pickle.loads(told)
    if why is not None:
        raise why
    return made


def trained(rng, how, rows, answers, coded):
    """A booster, grown in one go or with something done to it afterwards."""
    grouped = {"group": [len(rows) // 3, len(rows) - len(rows) // 3]} if "rank" in how["objective"] else {}
    if grouped and VERSION >= (4, 1) and chance(rng, 0.3):
        grouped["position"] = rng.integers(0, 5, len(rows))
    if chance(rng, 0.15) and how["objective"] not in ("none",) and "num_class" not in how:
        grouped["init_score"] = rng.normal(size=len(rows))
    if chance(rng, 0.2):
        grouped["weight"] = rng.uniform(0.1, 3, len(rows))
    table = table_of(rows, answers, how, coded, **grouped)
    rounds = int(rng.integers(1, 20))
    after = one_of(rng, None, None, None, "early", "continued", "refit", "rollback", "leaf")
    if after == "early" and how.get("boosting") not in ("dart", "rf") and not grouped and how["objective"] != "none":
        picked = rng.integers(0, len(rows), len(rows) // 2)
        return stopped_early(how, table, table.create_valid(rows[picked], answers[picked]))
    model = train(how, table, rounds)
    if after == "continued" and how.get("boosting") != "rf":
        again = table_of(rows, answers, how, coded, **{k: v for k, v in grouped.items() if k != "init_score"})
        return train({**how, "learning_rate": 0.05}, again, 3, init_model=model)
    if after == "refit" and how["objective"] != "none" and "group" not in grouped:
        some = rng.integers(0, len(rows), int(one_of(rng, 20, 100)))
        return model.refit(rows[some], answers[some], decay_rate=one_of(rng, 0.9, 0.0, 0.5))
    if after == "rollback":
        model.rollback_one_iter()
    if after == "leaf" and VERSION >= (4, 0):
        model.set_leaf_output(0, 0, 0.125)
    return model


def answers_of_booster(model, rows):
    made = {}
    for role, raw in (("predict", False), ("raw", True)):
        told = np.asarray(model.predict(rows, raw_score=raw))
        made.update(columns_of(role, told.reshape(len(rows), -1)))
    return made


def saved(rng, model):
    """(what writes the model's file, options of pounce convert, the booster that comes back from that file)"""
    kind = one_of(rng, "text", "text", "text", "pickle", "joblib", "bundle")
    if kind == "text":
        part = {}
        if model.current_iteration() > 2 and chance(rng, 0.15):
            part = {"start_iteration": 1, "num_iteration": model.current_iteration() - 2} if VERSION >= (3, 0) else {"num_iteration": 2}
        text = model.model_to_string(**part)
        return (lambda folder: written(folder / "model.txt", text.encode())), (), lightgbm.Booster(model_str=text)
    held = {"model": model, "columns": ["a"]} if kind == "bundle" else model
    if kind == "joblib":
        return joblib_writer(held), (), pickle.loads(pickle.dumps(model))
    content = pickle.dumps(held, protocol=int(rng.integers(0, 6)))
    options = ("--object", "model") if kind == "bundle" else ()
    return (lambda folder: written(folder / "model.pkl", content)), options, pickle.loads(pickle.dumps(model))


def written(path, content):
    path.write_bytes(content)
    return path


def joblib_writer(held):
    def write(folder):
        path = folder / "model.joblib"
        joblib.dump(held, path)
        return path
    return write


def categories(rng, rows):
    """Some columns become category codes; their numbers."""
    if not chance(rng, 0.4):
        return []
    chosen = [f for f in range(rows.shape[1]) if chance(rng, 0.6)]
    for f in chosen:
        rows[:, f] = rng.integers(0, int(rng.integers(2, 75)), size=len(rows)) * int(one_of(rng, 1, 1, 1, 7, 1000))
        if chance(rng, 0.2):
            rows[rng.random(len(rows)) < 0.1, f] = -3
    return chosen


def probes(rng, rows, text, coded):
    known = [(f, t) for f, found in thresholds(text).items() for t in found if f not in coded]
    made = rows_like(rng, rows, known)
    for f in range(rows.shape[1]):
        if f not in coded:
            small = rng.random(len(made)) < 0.05
            made[small, f] = rng.choice(SMALL, size=int(small.sum()))
            continue
        own = rng.choice(rows[:, f], size=len(made))
        made[:, f] = np.where(rng.random(len(made)) < 0.6, own, np.where(rng.random(len(made)) < 0.5, rng.integers(0, 75, len(made)),
                                                                     rng.choice(CODES, size=len(made))))
        made[rng.random(len(made)) < 0.05, f] = np.nan
    return made


def lightgbm_case(name, write, columns, rows, answers, linear=False, options=()):
    if all(row is None for row in answers):
        raise Untrainable("answers nothing")
    return Case("lightgbm", "linear trees" if linear else "boosted trees", name[:400], write, columns, rows, answers,
                compare.F64 if linear else compare.TREES, options=options, version=lightgbm.__version__)


def odd_cells(rng, rows):
    """What columns of numbers hold besides: gaps, zeros, infinities, numbers past any float."""
    rows = data.with_missing(rng, rows)
    if chance(rng, 0.3):
        rows[rng.random(rows.shape) < 0.3] = 0.0
    if chance(rng, 0.1):
        rows[rng.random(rows.shape) < 0.05] = one_of(rng, np.inf, -np.inf, 1e300, -1e305)
    return rows


def booster(rng):
    features = int(rng.integers(1, 9))
    rows = data.table(rng, features=features, rows=int(rng.integers(40, 300)), kinds=("normal", "whole", "scaled", "wide"))
    score = data.score(rng, rows)
    coded = categories(rng, rows)
    score = score + sum(np.sin(rows[:, f]) for f in coded)
    rows = odd_cells(rng, rows)
    objective = one_of(rng, *OBJECTIVES)
    answers, more = target_of(rng, objective, score)
    if objective == "none" and chance(rng, 0.4):
        more = {"num_class": 3}
    how = {"objective": objective, **growth(rng, features, len(coded)), **more}
    with tempfile.TemporaryDirectory() as folder:
        forced(rng, how, pathlib.Path(folder), rows, coded)
        try:
            model = survived(lambda: trained(rng, how, rows, answers, coded))
        except (TypeError, ValueError, lightgbm.basic.LightGBMError) as why:
            raise Untrainable(str(why)) from why
    write, options, again = saved(rng, model)
    text = again.model_to_string(num_iteration=-1)
    probed = probes(rng, rows, text, coded)
    told = answer_rows(lambda some: answers_of_booster(again, some), probed)
    return lightgbm_case(json.dumps(how), write, again.feature_name(), probed.tolist(), told, "is_linear=1" in text, options)


def vocabulary(rng):
    size = int(rng.integers(2, 40))
    names = one_of(rng, [f"k{i}" for i in range(size)], [f"{i}, x y" for i in range(size)], [f"\u00e4 \"{i}\", x" for i in range(size)],
                   [3 * i - 2 for i in range(size)], [i + 0.5 for i in range(size)], [False, True], [str(i) for i in range(size)],
                   ["True", "False", "1", "1.0"])
    return [names[i] for i in rng.permutation(len(names))]


def named_frame(rng, rows):
    """(a table some of whose columns are categories by name, {column: names})"""
    frame = pandas.DataFrame({f"x{f}": rows[:, f] for f in range(rows.shape[1])})
    names = {}
    for f in range(rows.shape[1]):
        if f and not chance(rng, 0.6):
            continue
        names[f"x{f}"] = own = vocabulary(rng)
        codes = np.where(rng.random(len(rows)) < 0.1, -1, rng.integers(0, len(own), len(rows)))
        frame[f"x{f}"] = pandas.Categorical.from_codes(codes, own)
    return frame, names


def named_probes(rng, frame, names):
    """Rows in which the categories stand in another order, and now and then one that was never seen."""
    asked = frame.iloc[rng.integers(0, len(frame), 200)].reset_index(drop=True)
    for name in list(frame.columns):
        if name not in names:
            asked[name] = rows_like(rng, frame[[name]].to_numpy(dtype=float))[:, 0]
            continue
        own = [names[name][i] for i in rng.permutation(len(names[name]))]
        never = "never" if isinstance(own[0], str) else 77777
        values = [None if chance(rng, 0.1) else never if chance(rng, 0.03) and not isinstance(own[0], bool) else one_of(rng, *own)
                  for _ in range(len(asked))]
        asked[name] = pandas.Categorical(values, categories=own + [never] if never in values else own)
    return asked


def named_categories(rng):
    """Categories by name, as pandas has them."""
    rows = odd_cells(rng, data.table(rng, features=int(rng.integers(1, 7)), rows=int(rng.integers(40, 300)), kinds=("normal", "whole")))
    frame, names = named_frame(rng, rows)
    score = data.score(rng, np.nan_to_num(rows, posinf=1, neginf=-1)) + sum(np.sin(frame[c].cat.codes.to_numpy()) for c in names)
    objective = one_of(rng, "regression", "binary", "multiclass")
    answers, more = target_of(rng, objective, score)
    how = {"objective": objective, **growth(rng, rows.shape[1], len(names)), **more}
    try:
        model = survived(lambda: lightgbm.train(how, lightgbm.Dataset(frame, label=answers, params=how), int(rng.integers(1, 15))))
    except (TypeError, ValueError, lightgbm.basic.LightGBMError) as why:
        raise Untrainable(str(why)) from why
    write, options, again = saved(rng, model)
    asked = named_probes(rng, frame, names)
    listed = asked.astype(object).where(asked.notna(), None).to_numpy().tolist()
    told = answer_rows(lambda some: answers_of_booster(again, some), asked)
    return lightgbm_case(json.dumps(how), write, list(frame.columns), listed, told,
                         "is_linear=1" in again.model_to_string(num_iteration=-1), options)


FAMILIES = [Family("lightgbm/trained", booster, 3), Family("lightgbm/categories by name", named_categories, 1)]
