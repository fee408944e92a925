"""Makes the pickles of this folder and what XGBoost answers. XGBoost 1.7.4, scikit-learn 1.2.1: python3 make.py"""

import os
import pickle

import numpy as np
import xgboost as xgb

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(7)
X = np.round(rng.normal(size=(200, 3)) * 4) / 4
GAPS = np.where(rng.random(X.shape) < 0.1, np.nan, X)
BINARY = (X[:, 0] + X[:, 1] > 0).astype(int)
THREE = np.digitize(X[:, 0] + X[:, 2] * 0.2, [-0.5, 0.5])
Y = X[:, 0] * 3 + X[:, 1]
SMALL = {"n_estimators": 4, "max_depth": 2}


def write(path, columns, rows):
    with open(path, "w") as out:
        out.write(",".join(columns) + "\n")
        for row in rows:
            out.write(",".join("" if x != x else repr(float(x)) for x in row) + "\n")


def save(name, model, rows):
    folder = os.path.join(HERE, name)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "model.pkl"), "wb") as out:
        pickle.dump(model, out, protocol=4)
    columns = {}
    if isinstance(model, xgb.Booster):
        columns["predict"] = model.predict(xgb.DMatrix(rows))
        columns["raw"] = model.predict(xgb.DMatrix(rows), output_margin=True)
    else:
        columns["predict"] = model.predict(rows)
        if hasattr(model, "predict_proba"):
            columns["proba"] = model.predict_proba(rows)
    names, parts = [], []
    for key, value in columns.items():
        value = np.asarray(value).reshape(len(rows), -1)
        names += [key] if value.shape[1] == 1 else [f"{key}_{i}" for i in range(value.shape[1])]
        parts.append(value)
    write(os.path.join(folder, "input.csv"), [f"f{i}" for i in range(rows.shape[1])], rows)
    write(os.path.join(folder, "expected.csv"), names, np.concatenate(parts, axis=1))


rows = np.concatenate([X[:20], rng.normal(size=(20, 3)) * 2])
rows[rng.random(rows.shape) < 0.1] = np.nan
marked = np.where(np.isnan(rows), -1.0, rows)
infinite = rows.copy()
infinite[0, 0], infinite[1, 1], infinite[2, 2] = np.inf, -np.inf, 1e300

save("binary", xgb.XGBClassifier(**SMALL).fit(GAPS, BINARY), infinite)
save("missing_marker", xgb.XGBRegressor(missing=-1.0, **SMALL).fit(np.where(np.isnan(GAPS), -1.0, GAPS), Y), marked)
save("missing_float32", xgb.XGBRegressor(missing=np.float32(-1), **SMALL).fit(np.where(np.isnan(GAPS), -1.0, GAPS), Y), marked)
beyond = xgb.XGBRegressor(booster="gblinear", n_estimators=2, missing=1e300, updater="coord_descent", n_jobs=1)
save("missing_beyond_float", beyond.fit(X, Y), infinite)
never = xgb.XGBRegressor(**SMALL).fit(GAPS, Y)
save("missing_none", never, rows)
never.missing = None  # every predict raises
with open(os.path.join(HERE, "missing_none", "model.pkl"), "wb") as out:
    pickle.dump(never, out, protocol=4)
early = xgb.XGBClassifier(n_estimators=60, max_depth=3, learning_rate=0.9, early_stopping_rounds=2)
early.fit(X[:120], THREE[:120], eval_set=[(X[120:], THREE[120:])], verbose=False)
assert early.best_iteration + 1 < early.get_booster().num_boosted_rounds()
save("early_stopping", early, rows)
save("booster", early.get_booster(), rows)
save("softmax", xgb.XGBClassifier(objective="multi:softmax", **SMALL).fit(X, THREE), rows)
save("many_labels", xgb.XGBClassifier(tree_method="hist", **SMALL).fit(X, (X > 0).astype(int)), rows)
save("dart", xgb.XGBRegressor(booster="dart", rate_drop=0.5, base_score=1000.0, n_estimators=8, max_depth=2).fit(X, Y), rows)
save("linear", xgb.XGBRegressor(booster="gblinear", n_estimators=4).fit(X, Y), rows)
save("logit_raw", xgb.XGBClassifier(objective="binary:logitraw", **SMALL).fit(X, BINARY), rows)
