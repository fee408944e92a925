"""sklearn_tables.py -- tables with texts: encoders, column transformers, whole pipelines."""
import numpy as np
import pandas
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import (KBinsDiscretizer, MinMaxScaler, OneHotEncoder, OrdinalEncoder, PowerTransformer, RobustScaler,
                                   StandardScaler)

import compare
from case import Family, chance, one_of
from trainers.sklearn_answers import fitted, sklearn_case

KIND = "pipelines with imputers, encoders, scalers"
ENCODERS = "preparation alone: encoders of texts and categories"


def frame(rng, missing, absent=np.nan):
    n = int(rng.integers(60, 120))
    made = pandas.DataFrame({
        "a": rng.normal(size=n) * 5, "b": rng.integers(0, 5, n).astype(float),
        "c": rng.choice(["red", "green", "blue", "no"], n).astype(object),
        "d": rng.choice(["x", "y", "z", "1", "2.0", "\u00fc,\"q\""], n, p=[0.4, 0.3, 0.15, 0.05, 0.05, 0.05]).astype(object),
        "e": rng.integers(0, 4, n), "f": rng.exponential(size=n)})
    if missing:
        for column in "abcd":
            made.loc[rng.random(n) < 0.15, column] = absent if column in "cd" else np.nan
    return made


def odd_rows(rng, made, count=200):
    """Rows of the table, the last ones each with one cell that it never had."""
    rows = made.iloc[rng.integers(len(made), size=count)].reset_index(drop=True).copy()
    rows["e"] = rows["e"].astype(float)
    absent = None if any(v is None for v in made["c"]) else np.nan  # a cell of CSV is missing, and not which way
    rows["a"] += rng.normal(size=count) * (rng.random(count) < 0.5)
    oddities = [("a", np.nan), ("b", np.nan), ("c", absent), ("d", absent), ("c", "UNSEEN"), ("d", "q"), ("d", "2"), ("c", "Red"),
                ("c", " red"), ("b", 99.0), ("b", -1.0), ("b", 2.5), ("e", 7.0), ("e", 1.5), ("a", np.inf), ("b", np.inf), ("e", np.nan),
                ("f", 1e300), ("a", -0.0), ("f", 5e-324), ("a", -1e300), ("f", -np.inf)]
    for at, (column, value) in enumerate(oddities):
        rows.loc[count - 1 - at, column] = value
    return rows


def one_hot(rng):
    return OneHotEncoder(sparse_output=chance(rng, 0.5), **one_of(
        rng, {}, dict(handle_unknown="ignore"), dict(drop="first"), dict(drop="if_binary"),
        dict(handle_unknown="ignore", drop="first"), dict(min_frequency=12),
        dict(max_categories=3, handle_unknown="infrequent_if_exist"), dict(min_frequency=0.2, handle_unknown="ignore"),
        dict(max_categories=2, drop="first", handle_unknown="infrequent_if_exist"), dict(max_categories=3, drop="if_binary"),
        dict(handle_unknown="infrequent_if_exist"), dict(min_frequency=20, handle_unknown="infrequent_if_exist", drop="first")))


def ordinal(rng):
    return OrdinalEncoder(**one_of(
        rng, {}, dict(handle_unknown="use_encoded_value", unknown_value=-1),
        dict(handle_unknown="use_encoded_value", unknown_value=np.nan),
        dict(handle_unknown="use_encoded_value", unknown_value=77, encoded_missing_value=-5), dict(encoded_missing_value=-2)))


def encoder(rng):
    absent = None if chance(rng, 0.2) else np.nan
    made = frame(rng, missing=chance(rng, 0.6), absent=absent)
    columns = one_of(rng, ["c", "d"], ["c"], ["b", "e"], ["b", "c", "e"])
    model = one_hot(rng) if chance(rng, 0.6) else ordinal(rng)
    if chance(rng, 0.1) and columns == ["c", "d"]:
        made = frame(rng, missing=False)
        model.set_params(categories=[["no", "red", "blue", "green", "never"], ["2.0", "1", "x", "y", "z", "\u00fc,\"q\""]])
    return sklearn_case(rng, ENCODERS, fitted(model, made[columns]), None, compare.F64, rows=odd_rows(rng, made)[columns])


def text_imputer(rng):
    made = frame(rng, missing=True)
    columns = ["c", "d"]
    strategy, fill = one_of(rng, ("most_frequent", None), ("constant", "gone"), ("constant", None), ("constant", "red"))
    first = SimpleImputer(strategy=strategy, fill_value=fill)
    draw = rng.random()
    if draw < 0.2:
        made, first = made.fillna({"c": "?"}), SimpleImputer(strategy="most_frequent", missing_values="?")
        made = made.fillna({"d": "x"})
    elif draw < 0.4:
        columns = ["b", "c", "e"]
        first = SimpleImputer(strategy="most_frequent")
    last = OneHotEncoder(handle_unknown="ignore")
    if chance(rng, 0.5):
        last = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-9)
    return sklearn_case(rng, ENCODERS, fitted(make_pipeline(first, last), made[columns]), None, compare.F64,
                        rows=odd_rows(rng, made)[columns])


def pipeline(rng):
    made = frame(rng, missing=chance(rng, 0.8))
    answers = rng.choice(["good", "bad"], len(made)) if chance(rng, 0.5) else rng.integers(0, 3, len(made))
    scale = one_of(rng, StandardScaler(), MinMaxScaler(), RobustScaler(), "passthrough", PowerTransformer(), KBinsDiscretizer(3))
    encode = one_of(rng, OneHotEncoder(handle_unknown="ignore"), OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=5),
                    OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1))
    numbers = one_of(rng, ["a", "b", "f"], [0, 1, 5], slice(0, 2), slice("a", "b"),
                     np.array([True, True, False, False, False, True]), make_column_selector(dtype_include=float), [-6, 1])
    texts = one_of(rng, ["c", "d"], [3, 2], slice("c", "d"), slice(2, 4))
    prepare = ColumnTransformer(
        [("n", Pipeline([("i", SimpleImputer(strategy=one_of(rng, "mean", "median", "most_frequent"), add_indicator=chance(rng, 0.5))),
                         ("s", scale)]), numbers),
         ("c", Pipeline([("i", SimpleImputer(strategy="most_frequent")), ("o", encode)]), texts),
         ("z", one_of(rng, "drop", "passthrough"), ["e"])],
        remainder=one_of(rng, "drop", "passthrough", StandardScaler()), sparse_threshold=one_of(rng, 0.0, 1.0),
        transformer_weights={"n": 2.5} if chance(rng, 0.5) else None)
    last = one_of(rng, LogisticRegression(max_iter=300), RandomForestClassifier(5, random_state=0),
                  HistGradientBoostingClassifier(max_iter=5))
    if not isinstance(last, LogisticRegression):
        prepare.set_params(sparse_threshold=0)
    model = fitted(Pipeline([("prepare", prepare), ("model", last)]), made, answers)
    alone = chance(rng, 0.2)
    return sklearn_case(rng, ENCODERS if alone else KIND, model[:-1] if alone else model, None, compare.F64,
                        rows=odd_rows(rng, made), ties=isinstance(last, LogisticRegression))


FAMILIES = [Family("sklearn/encoder", encoder, 9), Family("sklearn/text imputer", text_imputer, 3),
            Family("sklearn/pipeline", pipeline, 14)]
