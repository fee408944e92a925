"""sklearn_every.py -- every estimator that scikit-learn lists, as it comes: what converts answers right, what does not is named."""
import functools

import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils import all_estimators

import compare
import data
from case import Family, Untrainable, chance, one_of
from rows import finite, rows_like
from trainers.sklearn_answers import fitted, sklearn_case

NETWORKS = {"MLPClassifier", "MLPRegressor"}
# Without answers to a row that was not trained on, made for texts or pairs of tables, or slow.
LEFT_OUT = {"TSNE", "MDS", "SpectralEmbedding", "FeatureHasher", "HashingVectorizer", "CountVectorizer", "TfidfVectorizer",
            "DictVectorizer", "MultiLabelBinarizer", "LabelEncoder", "LabelBinarizer", "PatchExtractor", "SparseCoder",
            "TargetEncoder", "GaussianProcessClassifier", "IsotonicRegression", "CategoricalNB"}


@functools.lru_cache
def estimators():
    return [(name, kind) for name, kind in all_estimators() if name not in LEFT_OUT]


def made_of(name, kind, classifies):
    """An instance; meta-estimators get a simple part."""
    part = LogisticRegression(max_iter=300) if classifies else Ridge()
    try:
        return kind()
    except TypeError:
        pass
    if name.startswith(("Voting", "Stacking")):
        return kind([("a", part), ("b", DecisionTreeClassifier(max_depth=3) if classifies else Ridge(2.0))])
    if name in ("ColumnTransformer",):
        return kind([("a", "passthrough", [0])])
    if name in ("FeatureUnion", "Pipeline"):
        return kind([("a", part if name == "Pipeline" else StandardScaler())])
    try:
        return kind(part)
    except TypeError as why:
        raise Untrainable(str(why)) from why


def every(rng):
    name, kind = one_of(rng, *estimators())
    bases = {base.__name__ for base in kind.__mro__}
    classifies = "RegressorMixin" not in bases
    model = made_of(name, kind, classifies)
    if "n_estimators" in model.get_params():
        model.set_params(n_estimators=8)
    if "random_state" in model.get_params():
        model.set_params(random_state=0)
    rows = data.table(rng, features=6, rows=120, kinds=("normal",))
    rows = np.abs(rows) if chance(rng, 0.3) else rows
    if classifies:
        answers = data.labels(rng, rows, one_of(rng, 2, 3))
    else:
        answers = data.targets(rng, rows, one_of(rng, 1, 2))
    if not {"ClassifierMixin", "RegressorMixin"} & bases:
        answers = data.classes(rng, rows, 2)
    if name.endswith("Chain") or name.startswith(("MultiOutput", "MultiTask")):
        answers = np.column_stack([answers if answers.ndim == 1 else answers[:, 0], answers if answers.ndim == 1 else answers[:, 1]])
    model = fitted(model, rows, answers)
    if not hasattr(model, "predict") and not hasattr(model, "transform"):
        raise Untrainable("answers nothing")
    probed = finite(rows_like(rng, rows), 1e4)
    return sklearn_case(rng, "every estimator as it comes", model, rows, compare.NETWORK if name in NETWORKS else compare.F64,
                        rows=probed, ties=True)


FAMILIES = [Family("sklearn/every", every, 10)]
