"""lightgbm_text.py -- random models in LightGBM's text format, with all that the format can say.

There is no LightGBM in Debian, and a trained model would not meet every corner: the trees here are grown at random, leaf by
leaf as LightGBM numbers them.
"""
import dataclasses
import json
import math

import numpy as np

from case import chance, one_of

ZERO = float(np.float32(1e-35))
OBJECTIVES = ["regression", "regression sqrt", "regression_l1", "regression_l1 sqrt", "huber", "fair", "fair sqrt", "quantile",
              "mape", "poisson", "gamma", "tweedie", "binary sigmoid:1", "binary sigmoid:0.7", "binary sigmoid:2.5",
              "multiclass num_class:{}", "multiclassova num_class:{} sigmoid:1", "multiclassova num_class:{} sigmoid:1.7",
              "cross_entropy", "cross_entropy_lambda", "lambdarank", "rank_xendcg", "custom", ""]
EDGES = [0.0, ZERO, -ZERO, 2 * ZERO, -2 * ZERO, 1e-36, -1e-36, 1e-300, 1e300, -1e300, 1.0, -1.0, 0.5]


@dataclasses.dataclass
class Style:
    """What the trees of a model have in common."""
    features: int
    coded: dict  # feature: how many categories
    scale: float  # of the numbers
    linear: bool
    decisions: bool  # false: a file of before decision_type was written
    leaf: float


def joined(values):
    return " ".join(repr(float(v)) if isinstance(v, (float, np.floating)) else str(v) for v in values)


def bit_set(rng, count):
    """Words of a set of categories, some past those that exist."""
    size = int(rng.integers(1, (count + 31) // 32 + 1))
    return [int(rng.integers(0, 2**32)) for _ in range(size)]


def grown(rng, style, leaves):
    """The arrays of a tree: split i makes leaf i + 1 out of a leaf that stood there before."""
    splits = leaves - 1
    feature, threshold, decision = [], [], []
    left, right = [0] * splits, [0] * splits
    above = {0: None}  # leaf: (split, side) that points to it
    boundaries, words = [0], []
    for i in range(splits):
        leaf = int(rng.choice(list(above)))
        if above[leaf] is not None:
            split, side = above[leaf]
            side[split] = i
        left[i], right[i] = -1 - leaf, -1 - (i + 1)
        above[leaf], above[i + 1] = (i, left), (i, right)
        f = int(rng.integers(style.features))
        feature.append(f)
        if f in style.coded and style.decisions:
            decision.append(1 + 4 * int(one_of(rng, 0, 2, 2)))
            threshold.append(len(boundaries) - 1)
            words += bit_set(rng, style.coded[f])
            boundaries.append(len(words))
        else:
            decision.append(int(rng.integers(0, 3)) * 4 + 2 * int(rng.integers(0, 2)) if style.decisions else 0)
            odd = one_of(rng, *EDGES) if chance(rng, 0.2) else float(rng.normal() * style.scale)
            threshold.append(odd)
    lines = [f"num_cat={len(boundaries) - 1}", f"split_feature={joined(feature)}", f"split_gain={joined([1] * splits)}",
             f"threshold={joined(threshold)}"]
    if style.decisions:
        lines.append(f"decision_type={joined(decision)}")
    lines += [f"left_child={joined(left)}", f"right_child={joined(right)}"]
    sets = [f"cat_boundaries={joined(boundaries)}", f"cat_threshold={joined(words)}"] if len(boundaries) > 1 else []
    return lines, sets


def linear_lines(rng, style, leaves):
    """The models at the leaves. Refitted trees have coefficients of 0, and trees that learnt from infinities NaN."""
    counts, features, coefficients = [], [], []
    numeric = [f for f in range(style.features) if f not in style.coded]
    odd = one_of(rng, [], [], [0.0], [0.0, math.nan])
    for _ in range(leaves):
        chosen = [f for f in numeric if chance(rng, 0.4)]
        counts.append(len(chosen))
        features.append("".join(f"{f} " for f in chosen))
        coefficients.append("".join(f"{one_of(rng, *odd) if odd and chance(rng, 0.2) else float(rng.normal() / style.scale)!r} " for _ in chosen))
    constants = rng.normal(size=leaves)
    if math.nan in odd:
        constants[rng.random(leaves) < 0.1] = one_of(rng, math.nan, math.inf, -math.inf)
    return [f"leaf_const={joined(constants)}", f"num_features={joined(counts)}",
            f"leaf_features={' '.join(features)}", f"leaf_coeff={' '.join(coefficients)}"]


def tree(rng, number, style):
    leaves = int(one_of(rng, 1, 2, 4, 8, 16, 31))
    lines = [f"Tree={number}", f"num_leaves={leaves}"]
    arrays, sets = grown(rng, style, leaves) if leaves > 1 else (["num_cat=0"] + [f"{name}=" for name in (
        "split_feature", "split_gain", "threshold", "decision_type", "left_child", "right_child")], [])
    values = rng.normal(size=leaves) * style.leaf
    lines += arrays + [f"leaf_value={joined(values)}", f"leaf_count={joined(rng.integers(1, 99, leaves))}"]
    if leaves > 1:
        lines.append(f"internal_count={joined(rng.integers(1, 99, leaves - 1))}")
    lines += sets
    lines.append(f"is_linear={int(style.linear)}")
    if style.linear:
        lines += linear_lines(rng, style, leaves)
    return "\n".join([*lines, "shrinkage=0.1", "", ""])


def category_names(rng, count):
    kind = one_of(rng, "texts", "whole", "numbers")
    if kind == "texts":
        return [f"k{i}" if i % 5 else f"\u00e4 \"{i}\", x" for i in range(count)]
    return [int(3 * i - 2) for i in range(count)] if kind == "whole" else [i + 0.5 for i in range(count)]


def model(rng):
    """(the text, Style, {feature: names of its categories})"""
    features = int(rng.integers(1, 9))
    coded = {f: int(rng.integers(2, 70)) for f in range(features) if chance(rng, 0.4)} if chance(rng, 0.5) else {}
    linear = chance(rng, 0.25)
    style = Style(features, coded, 10.0 ** rng.uniform(-6, 6) if chance(rng, 0.3) else 1.0, linear,
                  linear or bool(coded) or chance(rng, 0.95), one_of(rng, 0.1, 1.0))
    objective = one_of(rng, *OBJECTIVES)
    outputs = int(rng.integers(2, 6)) if "num_class" in objective else 1
    rounds = int(rng.integers(1, 25))
    names = {f: category_names(rng, count) for f, count in coded.items()} if coded and chance(rng, 0.4) else {}
    infos = [":".join(map(str, range(coded[f]))) if f in coded else "[-3:3]" for f in range(features)]
    lines = ["tree", f"version={'v4' if linear else one_of(rng, 'v2', 'v3', 'v4')}", f"num_class={outputs}",
             f"num_tree_per_iteration={outputs}", "label_index=0", f"max_feature_idx={features - 1}"]
    if objective:
        lines.append(f"objective={objective.format(outputs)}")
    if chance(rng, 0.2) and not linear:
        lines.append("average_output")
    lines += [f"feature_names={' '.join(f'Column_{f}' for f in range(features))}", f"feature_infos={' '.join(infos)}"]
    trees = [tree(rng, i, style) + "\n" for i in range(rounds * outputs)]
    if chance(rng, 0.7):
        lines.append(f"tree_sizes={joined(len(t.encode()) for t in trees)}")
    text = "\n".join(lines) + "\n\n" + "".join(trees) + "end of trees\n\nfeature_importances:\n\nparameters:\n[boosting: gbdt]\n"
    text += "end of parameters\n\npandas_categorical:" + (json.dumps(list(names.values())) if names else "null") + "\n"
    return text, style, names
