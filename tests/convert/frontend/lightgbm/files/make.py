"""Makes the models of this folder and what LightGBM answers. LightGBM 4.6, scikit-learn 1.2.1, pandas 1.5: python3 make.py"""

import os
import pickle

import lightgbm as lgb
import numpy as np
import pandas as pd

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(7)
X = np.round(rng.normal(size=(200, 3)) * 4) / 4
X[rng.random(X.shape) < 0.1] = 0
BINARY = (X[:, 0] + X[:, 1] > 0).astype(int) * 5
THREE = np.digitize(X[:, 0] + X[:, 2] * 0.2, [-0.5, 0.5]) * 10
Y = X[:, 0] * 3 + X[:, 1]
SMALL = {"n_estimators": 4, "num_leaves": 4, "verbose": -1, "n_jobs": 1, "min_child_samples": 5}


def cell(x):
    return "" if x != x else repr(float(x))


def write(path, columns, rows):
    with open(path, "w") as out:
        out.write(",".join(columns) + "\n")
        for row in rows:
            out.write(",".join(map(cell, row)) + "\n")


def save(name, model, rows, in_row=None):
    folder = os.path.join(HERE, name)
    os.makedirs(folder, exist_ok=True)
    if name.endswith("text"):
        model.save_model(os.path.join(folder, "model.txt"))
    else:
        with open(os.path.join(folder, "model.pkl"), "wb") as out:
            pickle.dump(model, out, protocol=4)
    columns = {"predict": model.predict(rows)}
    if isinstance(model, lgb.Booster):
        columns["raw"] = model.predict(rows, raw_score=True)
    elif hasattr(model, "predict_proba"):
        columns["proba"] = model.predict_proba(rows)
    names, parts = [], []
    for key, value in columns.items():
        value = np.asarray(value).reshape(len(rows), -1)
        names += [key] if value.shape[1] == 1 else [f"{key}_{i}" for i in range(value.shape[1])]
        parts.append(value)
    in_row = rows if in_row is None else in_row
    write(os.path.join(folder, "input.csv"), [f"f{i}" for i in range(in_row.shape[1])], in_row)
    write(os.path.join(folder, "expected.csv"), names, np.concatenate(parts, axis=1))


rows = np.concatenate([X[:20], rng.normal(size=(20, 3)) * 2])
rows[rng.random(rows.shape) < 0.1] = np.nan
rows[0, 0], rows[1, 1], rows[2, 2], rows[3, 0] = 1e-36, -1e-36, float(np.float32(1e-35)), -float(np.float32(1e-35))

save("binary", lgb.LGBMClassifier(**SMALL).fit(X, BINARY), rows)
# Early stopping cuts the model itself; a best iteration that is set by hand leaves more trees in it.
early = lgb.LGBMClassifier(**SMALL).fit(X, THREE)
early.booster_.best_iteration = 2
save("early_stopping", early, rows)
save("booster", early.booster_, rows)
save("ranker", lgb.LGBMRanker(**SMALL).fit(X, THREE // 10, group=[100, 100]), rows)

gaps = X.copy()
gaps[rng.random(X.shape) < 0.1] = np.nan
linear = {"objective": "regression", "linear_tree": True, "num_leaves": 4, "min_data_in_leaf": 5, "verbose": -1}
save("linear_text", lgb.train(linear, lgb.Dataset(gaps, Y, params=linear), 6), rows)
forest = {"objective": "poisson", "boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.7, "num_leaves": 4, "verbose": -1}
save("forest_text", lgb.train(forest, lgb.Dataset(X, np.abs(Y)), 5), rows)
zero = {"objective": "regression", "zero_as_missing": True, "num_leaves": 8, "min_data_in_leaf": 5, "verbose": -1}
save("zero_text", lgb.train(zero, lgb.Dataset(X, Y, params=zero), 5), rows)

# Categories by name: in the row they are indices into the vocabulary, -1 is a name that the model does not know.
words = ["blue", "green", "red", "x y"]
frame = pd.DataFrame({"f0": X[:, 0], "f1": pd.Categorical(rng.choice(words, 200)), "f2": X[:, 1]})
target = frame.f1.cat.codes * 0.7 + X[:, 0]
named = lgb.LGBMRegressor(**SMALL, min_data_per_group=1, cat_smooth=1).fit(frame, target)
asked = frame.iloc[:40].copy()
values = asked.f1.astype(object)
values.iloc[3], values.iloc[5] = "violet", None
asked["f1"] = pd.Categorical(values)
codes = values.map(lambda v: np.nan if v is None else float(words.index(v)) if v in words else -1.0)
in_row = np.column_stack([asked.f0, codes.astype(float), asked.f2])
save("names", named, asked, in_row)
save("names_text", named.booster_, asked, in_row)

# Refitted to few rows: leaves that too few of them reach get coefficients of 0.
few = rng.integers(0, 200, 12)
save("refitted_text", lgb.train(linear, lgb.Dataset(gaps, Y, params=linear), 3).refit(np.nan_to_num(gaps[few]), Y[few] + 0.5), rows)
