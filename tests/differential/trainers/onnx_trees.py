"""onnx_trees.py -- tree ensembles of ai.onnx.ml: regressors, classifiers, and the one operator of version 5."""
import numpy as np
from onnx import TensorProto, helper

import compare
from case import Family, chance, one_of
from trainers.onnx_case import TYPES, model, number_rows, onnx_case, single
from trainers.onnx_runtime import out_of_reach  # noqa: F401  (run.py asks it)

KIND = "forests and trees"
MODES = ["BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ"]


def threshold_table(rng, features):
    """Pairs of a feature and a number: few, so that they meet again."""
    return [(int(rng.integers(features)), single(rng.normal() * 2)) for _ in range(8)]


def threshold(rng, mode, table):
    if mode in ("BRANCH_EQ", "BRANCH_NEQ", 4, 5) and chance(rng, 0.8):
        return int(rng.integers(max(f for f, _ in table) + 1)), float(rng.integers(-3, 6))
    return one_of(rng, *table)


def grown(rng, depth, table, modes, leaf):
    """A tree as (mode, feature, number, true, false, missing true, leaf weights) a node, the root first."""
    nodes = []

    def grow(left):
        at = len(nodes)
        nodes.append(None)
        if left == 0 or (at > 0 and chance(rng, 0.15)):
            nodes[at] = ("LEAF", 0, 0.0, 0, 0, 0, leaf())
            return at
        mode = one_of(rng, *modes)
        feature, number = threshold(rng, mode, table)
        yes, no = grow(left - 1), grow(left - 1)
        nodes[at] = (mode, feature, number, yes, no, int(rng.integers(2)), [])
        return at

    grow(depth)
    return nodes


def ensemble(rng, trees, table, modes, leaf_of_tree):
    """Attributes of the old operators: the nodes', and the leaves' as (indices, nodes, trees, weights)."""
    names = ("nodes_treeids", "nodes_nodeids", "nodes_modes", "nodes_featureids", "nodes_values", "nodes_truenodeids",
             "nodes_falsenodeids", "nodes_missing_value_tracks_true")
    columns, leaves = [[] for _ in names], ([], [], [], [])
    for t in range(trees):
        nodes = grown(rng, int(rng.integers(0, 5)), table, modes, lambda t=t: leaf_of_tree(t))
        order = list(range(len(nodes)))
        if chance(rng, 0.3):  # nodes need no order; the root is the tree's first
            order[1:] = (int(i) for i in rng.permutation(order[1:]))
        for i in order:
            for column, value in zip(columns, (t, i, *nodes[i][:6])):
                column.append(value)
            for index, weight in nodes[i][6]:
                for column, value in zip(leaves, (index, i, t, weight)):
                    column.append(value)
    attributes = dict(zip(names, columns))
    if chance(rng, 0.4):
        del attributes["nodes_missing_value_tracks_true"]
    return attributes, leaves


def as_doubles(attributes, base, weights, of):
    """The attributes as tensors of doubles, as the operators have them from version 3 on."""
    attributes["nodes_values_as_tensor"] = doubles(attributes.pop("nodes_values"))
    attributes[f"{of}_weights_as_tensor"] = doubles(weights)
    if base:
        attributes["base_values_as_tensor"] = doubles(base)


def doubles(values):
    return helper.make_tensor("t", TensorProto.DOUBLE, [len(values)], values)


def leaf_maker(rng, outputs, positive):
    style = one_of(rng, "one", "all", "some", "first", "last")

    def weight():
        drawn = single(rng.normal() * (0.1 if positive else 1))
        return abs(drawn) if positive else drawn

    def leaf(t):
        if style in ("first", "last"):
            return [(0 if style == "first" else outputs - 1, weight())]
        if style == "one":
            return [(t % outputs, weight())]
        chosen = [k for k in range(outputs) if style == "all" or chance(rng, 0.6)]
        return [(k, weight()) for k in chosen or [int(rng.integers(outputs))]]

    return leaf


def regressor(rng):
    features, outputs, trees = int(rng.integers(1, 7)), one_of(rng, 1, 1, 1, 2, 3), one_of(rng, 1, 1, 2, 5, 30, 100)
    table = threshold_table(rng, features)
    attributes, leaves = ensemble(rng, trees, table, one_of(rng, *([m] for m in MODES), MODES, MODES),
                                  leaf_maker(rng, outputs, chance(rng, 0.3)))
    base = [single(rng.normal()) for _ in range(outputs)] if chance(rng, 0.5) else []
    kind = one_of(rng, "float32", "float32", "float32", "float64", "int64", "int32")
    attributes.update(n_targets=outputs, aggregate_function=one_of(rng, "SUM", "SUM", "AVERAGE", "MIN", "MAX"),
                      post_transform=one_of(rng, "NONE", "NONE", "NONE", "LOGISTIC", "SOFTMAX", "SOFTMAX_ZERO"),
                      target_ids=leaves[0], target_nodeids=leaves[1], target_treeids=leaves[2])
    if kind == "float64" and chance(rng, 0.6):
        as_doubles(attributes, base, leaves[3], "target")
    else:
        attributes["target_weights"] = leaves[3]
        if base:
            attributes["base_values"] = base
    node = helper.make_node("TreeEnsembleRegressor", ["X"], ["Y"], domain="ai.onnx.ml", **attributes)
    made = model([node], [("X", kind, features)], [("Y", TensorProto.FLOAT, [None, outputs])])
    name = f"TreeEnsembleRegressor {kind}, {trees} trees, {attributes['aggregate_function']}, {attributes['post_transform']}"
    return onnx_case(KIND, name, made, {"X": (kind, number_rows(rng, features, kind, table))}, compare.FLOAT_TREES)


def classifier(rng):
    features, classes, trees = int(rng.integers(1, 7)), one_of(rng, 2, 2, 2, 3, 4), one_of(rng, 1, 2, 5, 30, 100)
    table = threshold_table(rng, features)
    attributes, leaves = ensemble(rng, trees, table, one_of(rng, ["BRANCH_LEQ"], ["BRANCH_LT"], MODES),
                                  leaf_maker(rng, classes, chance(rng, 0.5)))
    base = []
    if chance(rng, 0.5):
        base = [single(rng.normal() * 0.3) for _ in range(one_of(rng, 1, 2) if classes == 2 else classes)]
    kind = one_of(rng, "float32", "float32", "float64", "int64")
    attributes.update(post_transform=one_of(rng, "NONE", "LOGISTIC", "SOFTMAX", "SOFTMAX_ZERO"),
                      class_ids=leaves[0], class_nodeids=leaves[1], class_treeids=leaves[2])
    labels = TensorProto.INT64
    if chance(rng, 0.4):
        labels, attributes["classlabels_strings"] = TensorProto.STRING, [f"c{k}" for k in range(classes)]
    else:
        attributes["classlabels_int64s"] = one_of(rng, list(range(classes)), [5 + 3 * k for k in range(classes)])
    if kind == "float64" and chance(rng, 0.6):
        as_doubles(attributes, base, leaves[3], "class")
    else:
        attributes["class_weights"] = leaves[3]
        if base:
            attributes["base_values"] = base
    node = helper.make_node("TreeEnsembleClassifier", ["X"], ["L", "P"], domain="ai.onnx.ml", **attributes)
    made = model([node], [("X", kind, features)], [("L", labels, [None]), ("P", TensorProto.FLOAT, [None, classes])])
    name = f"TreeEnsembleClassifier {kind}, {trees} trees, {classes} classes, {attributes['post_transform']}"
    return onnx_case(KIND, name, made, {"X": (kind, number_rows(rng, features, kind, table))}, compare.FLOAT_TREES)


class Version5:
    """The arrays of the TreeEnsemble operator while trees are grown into them."""

    def __init__(self, rng, outputs, table, modes):
        self.rng, self.outputs, self.table, self.modes = rng, outputs, table, modes
        self.nodes, self.leaves, self.members = [], [], {}

    def grow(self, depth):
        rng, at = self.rng, len(self.nodes)
        self.nodes.append(None)
        mode = one_of(rng, *self.modes)
        feature, number = threshold(rng, mode, self.table)
        if mode == 6:
            among = one_of(rng, range(7), [-3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 40, 100, 2.5])
            chosen = rng.permutation(len(among))[: int(rng.integers(1, 6))]
            self.members[at] = [float(among[int(i)]) for i in chosen]
        sides = []
        for _ in range(2):
            if depth <= 1 or chance(rng, 0.2):
                sides.append((len(self.leaves), 1))
                self.leaves.append((int(rng.integers(self.outputs)), single(rng.normal())))
            else:
                sides.append((self.grow(depth - 1), 0))
        self.nodes[at] = (mode, feature, number, *sides[0], *sides[1], int(rng.integers(2)))
        return at


def ensemble_of_version_5(rng):
    features, outputs, trees = int(rng.integers(1, 6)), one_of(rng, 1, 1, 2), one_of(rng, 1, 2, 5, 30)
    kind = one_of(rng, "float32", "float64")
    table = threshold_table(rng, features)
    made = Version5(rng, outputs, table, one_of(rng, *([m] for m in range(7)), list(range(7))))
    roots = [made.grow(int(rng.integers(1, 5))) for _ in range(trees)]
    modes, feature, splits, yes, yes_leaf, no, no_leaf, missing = (list(column) for column in zip(*made.nodes))

    def tensor(values):
        return helper.make_tensor("t", TYPES[kind], [len(values)], values)

    attributes = dict(aggregate_function=one_of(rng, 0, 1, 1, 2, 3) if outputs == 1 else 1, n_targets=outputs, post_transform=0,
                      tree_roots=roots, leaf_targetids=[t for t, _ in made.leaves], leaf_weights=tensor([w for _, w in made.leaves]),
                      nodes_featureids=feature, nodes_splits=tensor(splits), nodes_truenodeids=yes, nodes_trueleafs=yes_leaf,
                      nodes_falsenodeids=no, nodes_falseleafs=no_leaf, nodes_missing_value_tracks_true=missing,
                      nodes_modes=helper.make_tensor("m", TensorProto.UINT8, [len(modes)], bytes(modes), raw=True))
    if made.members:
        attributes["membership_values"] = tensor([v for at in sorted(made.members) for v in [*made.members[at], np.nan]])
    node = helper.make_node("TreeEnsemble", ["X"], ["Y"], domain="ai.onnx.ml", **attributes)
    graph = model([node], [("X", kind, features)], [("Y", TYPES[kind], [None, outputs])], ml=5)
    near = [(f, v) for f in range(features) for v in (2.5, 40.0, 100.0)]
    return onnx_case(KIND, f"TreeEnsemble {kind}, {trees} trees, modes {sorted(set(modes))}", graph,
                     {"X": (kind, number_rows(rng, features, kind, table + near))}, compare.FLOAT_TREES)


FAMILIES = [Family("onnx/tree regressor", regressor, 8), Family("onnx/tree classifier", classifier, 8),
            Family("onnx/tree ensemble of version 5", ensemble_of_version_5, 6)]
