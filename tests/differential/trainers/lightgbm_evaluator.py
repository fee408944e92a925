"""lightgbm_evaluator.py -- LightGBM's text models read and answered as its source says: the plainest way, one node after
the other, one row at a time. It shares no idea with the converter, which is what makes it an oracle.

Source  LightGBM 4.6: `include/LightGBM/tree.h` (NumericalDecision, CategoricalDecision, Predict), `src/io/tree.cpp`
        (the text), `src/boosting/gbdt_prediction.cpp` (averaging and links), `src/objective/*.hpp` (ConvertOutput),
        `src/c_api.cpp` (what is not above kZeroThreshold in size becomes 0), `python-package/lightgbm/basic.py`
        (_data_from_pandas).
"""
import json
import math

import numpy as np

ZERO = float(np.float32(1e-35))  # kZeroThreshold


def key_values(lines):
    return dict(line.split("=", 1) for line in lines if "=" in line)


def numbers(text, of=float):
    return [of(word) for word in text.split()]


class Tree:
    def __init__(self, lines):
        told = key_values(lines)
        self.leaves = int(told["num_leaves"])
        self.leaf_value = numbers(told["leaf_value"])
        self.linear = told.get("is_linear", "0") == "1"
        if self.leaves > 1:
            self.feature = numbers(told["split_feature"], int)
            self.threshold = numbers(told["threshold"])
            self.decision = numbers(told["decision_type"], int) if "decision_type" in told else [0] * (self.leaves - 1)
            self.left = numbers(told["left_child"], int)
            self.right = numbers(told["right_child"], int)
        if int(told["num_cat"]) > 0:
            self.boundaries = numbers(told["cat_boundaries"], int)
            self.words = numbers(told["cat_threshold"], int)
        if self.linear:
            self.constant = numbers(told["leaf_const"])
            features, coefficients = numbers(told["leaf_features"], int), numbers(told["leaf_coeff"])
            self.terms = []
            for count in numbers(told["num_features"], int):
                self.terms.append(list(zip(features[:count], coefficients[:count])))
                features, coefficients = features[count:], coefficients[count:]

    def goes_left(self, node, x):
        decision = self.decision[node]
        missing = (decision >> 2) & 3  # none, zero, NaN
        if decision & 1:
            if math.isnan(x) or not -2147483649 < x < 2147483648:  # beyond int the cast gives the least int
                return False
            code, which = int(x), int(self.threshold[node])
            words = self.words[self.boundaries[which]: self.boundaries[which + 1]]
            return 0 <= code < 32 * len(words) and bool(words[code // 32] >> code % 32 & 1)
        if math.isnan(x) and missing != 2:
            x = 0.0
        if (missing == 1 and -ZERO <= x <= ZERO) or (missing == 2 and math.isnan(x)):
            return bool(decision & 2)
        return x <= self.threshold[node]

    def answer(self, row):
        node = 0 if self.leaves > 1 else -1
        while node >= 0:
            node = (self.left if self.goes_left(node, row[self.feature[node]]) else self.right)[node]
        leaf = -1 - node
        if not self.linear:
            return self.leaf_value[leaf]
        made = self.constant[leaf]
        for feature, coefficient in self.terms[leaf]:
            if math.isnan(row[feature]):
                return self.leaf_value[leaf]
            made += coefficient * row[feature]
        return made


def exp(x):
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def softmax(scores):
    parts = [exp(s - max(scores)) for s in scores]
    return [p / sum(parts) for p in parts]


class Model:
    def __init__(self, text):
        head, *blocks = text.split("\nTree=")
        lines = head.split("\n")
        told = key_values(lines)
        self.average = "average_output" in lines
        self.outputs = int(told.get("num_tree_per_iteration", told["num_class"]))
        self.objective = told.get("objective", "").split()
        self.features = told["feature_names"].split()
        blocks[-1:] = [blocks[-1].split("\nend of trees")[0]] if blocks else []
        self.trees = [Tree(block.split("\n")) for block in blocks]
        self.categories = {}
        tail = text.rsplit("\npandas_categorical:", 1)
        lists = json.loads(tail[1]) if len(tail) == 2 else None
        if lists:
            infos = told["feature_infos"].split()
            coded = [f for f, info in enumerate(infos) if info != "none" and not info.startswith("[")]
            self.categories = dict(zip(coded, lists))

    def number_of(self, feature, cell):
        """What LightGBM sees of a cell: a category's code, NaN if training did not know it."""
        if feature in self.categories:
            same = [i for i, category in enumerate(self.categories[feature]) if type(category) is type(cell) and category == cell]
            return float(same[0]) if same else math.nan
        x = math.nan if cell is None else float(cell)
        return 0.0 if abs(x) <= ZERO else x

    def scores(self, row):
        seen = [self.number_of(f, cell) for f, cell in enumerate(row)]
        made = [0.0] * self.outputs
        for i, tree in enumerate(self.trees):
            made[i % self.outputs] += tree.answer(seen)
        return made

    def linked(self, scores):
        name, words = (self.objective or [""])[0], self.objective[1:]
        sigmoid = next((float(w[len("sigmoid:"):]) for w in words if w.startswith("sigmoid:")), 1.0)
        if name in ("binary", "multiclassova"):
            return [1 / (1 + exp(-sigmoid * s)) for s in scores]
        if name == "cross_entropy":
            return [1 / (1 + exp(-s)) for s in scores]
        if name == "cross_entropy_lambda":
            return [math.log1p(exp(s)) for s in scores]
        if name in ("poisson", "gamma", "tweedie"):
            return [exp(s) for s in scores]
        if name == "multiclass":
            return softmax(scores)
        if "sqrt" in words and name != "huber":
            return [math.copysign(s * s, s) for s in scores]
        return scores

    def answer(self, row):
        """(what Booster.predict gives, what it gives with raw_score)"""
        raw = self.scores(row)
        rounds = len(self.trees) // self.outputs
        return self.linked([s / rounds for s in raw] if self.average else raw), raw
