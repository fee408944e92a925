"""onnx_tables.py -- linear models, support vectors, scalers, imputers, encoders of ai.onnx.ml, and a pipeline with texts."""
import numpy as np
from onnx import TensorProto, helper, numpy_helper

import compare
from case import Family, chance, one_of
from trainers.onnx_case import ROWS, model, number_rows, onnx_case, single
from trainers.onnx_runtime import out_of_reach  # noqa: F401  (run.py asks it)

ML = "ai.onnx.ml"
PREPARATION = "scalers, imputers, encoders"
ORDINARY = 1e4  # sums of floats: past that what cancels is lost on both sides
WORDS = ["a", "b", "c", "dd", "zz", "\u00e9 f"]


def singles(rng, count, spread=1.0):
    return [single(rng.normal() * spread) for _ in range(count)]


def label_attributes(rng, classes, of_numbers):
    if chance(rng, 0.5):
        return TensorProto.STRING, {"classlabels_strings": [f"c{k}" for k in range(classes)]}
    return TensorProto.INT64, {of_numbers: [5 + 3 * k for k in range(classes)]}


def ordinary_rows(rng, width, kind="float32", thresholds=()):
    return number_rows(rng, width, kind, thresholds, missing=False, size=ORDINARY)


def linear(rng):
    features = int(rng.integers(1, 9))
    if chance(rng, 0.4):
        targets = one_of(rng, 1, 2, 3)
        attributes = dict(targets=targets, coefficients=singles(rng, features * targets),
                          post_transform=one_of(rng, "NONE", "LOGISTIC", "SOFTMAX", "SOFTMAX_ZERO"))
        if chance(rng, 0.7):
            attributes["intercepts"] = singles(rng, targets)
        node = helper.make_node("LinearRegressor", ["X"], ["Y"], domain=ML, **attributes)
        made = model([node], [("X", "float32", features)], [("Y", TensorProto.FLOAT, [None, targets])])
        return onnx_case("linear models", f"LinearRegressor {attributes['post_transform']}", made,
                         {"X": ("float32", ordinary_rows(rng, features))}, compare.NETWORK)
    classes = one_of(rng, 2, 2, 3, 4)
    single_row = classes == 2 and chance(rng, 0.5)
    rows = 1 if single_row else classes
    kind = one_of(rng, "float32", "float32", "float64", "int64")
    labels, named = label_attributes(rng, classes, "classlabels_ints")
    post = one_of(rng, "NONE", "LOGISTIC", "SOFTMAX", "SOFTMAX_ZERO")
    probed = np.array(ordinary_rows(rng, features, kind))
    if kind.startswith("float") and chance(rng, 0.3):
        probed[rng.random(probed.shape) < 0.2] = one_of(rng, np.inf, -np.inf, np.nan)
    node = helper.make_node("LinearClassifier", ["X"], ["L", "P"], domain=ML, coefficients=singles(rng, features * rows),
                            intercepts=singles(rng, rows), post_transform=post, multi_class=int(rng.integers(2)), **named)
    made = model([node], [("X", kind, features)], [("L", labels, [None]), ("P", TensorProto.FLOAT, [None, classes])])
    return onnx_case("linear models", f"LinearClassifier {kind} {post}", made, {"X": (kind, probed.tolist())}, compare.NETWORK)


def support_vectors(rng):
    features = int(rng.integers(1, 7))
    kernel = one_of(rng, "LINEAR", "POLY", "RBF", "SIGMOID")
    how = dict(kernel_params=[single(rng.uniform(0.05, 0.5)), single(rng.uniform(0, 1)), float(one_of(rng, 2, 3, 1))])
    # Small numbers: a polynomial of large ones is a sum of floats that cancels, and both sides hold its noise. Radial kernels
    # of anything are at most 1.
    size = ORDINARY if kernel == "RBF" else 3.0
    rows = {"X": ("float32", number_rows(rng, features, "float32", missing=False, size=size))}
    if chance(rng, 0.3):
        count = int(rng.integers(1, 21))
        known = dict(n_supports=count, support_vectors=singles(rng, count * features), coefficients=singles(rng, count))
        if chance(rng, 0.15):
            kernel, known = "LINEAR", dict(coefficients=singles(rng, features))
        node = helper.make_node("SVMRegressor", ["X"], ["Y"], domain=ML, kernel_type=kernel, rho=singles(rng, 1),
                                one_class=one_of(rng, 0, 0, 1), **known, **how)
        made = model([node], [("X", "float32", features)], [("Y", TensorProto.FLOAT, [None, 1])])
        return onnx_case("support vectors", f"SVMRegressor {kernel}", made, rows, compare.NETWORK)
    classes = one_of(rng, 2, 2, 3, 4, 7)
    pairs = classes * (classes - 1) // 2
    labels, named = label_attributes(rng, classes, "classlabels_ints")
    post = one_of(rng, "NONE", "NONE", "LOGISTIC", "SOFTMAX", "SOFTMAX_ZERO")
    probable = chance(rng, 0.4)
    if probable:
        how.update(prob_a=[single(v) for v in -rng.uniform(0.3, 4, size=pairs)], prob_b=singles(rng, pairs, 0.5))
    if chance(rng, 0.2):
        kernel, width = "LINEAR", classes
        how.update(coefficients=singles(rng, features * classes), rho=singles(rng, 1))
    else:
        per_class = [int(rng.integers(1, 6)) for _ in range(classes)]
        width = classes if probable else pairs if classes > 2 else 2
        how.update(vectors_per_class=per_class, support_vectors=singles(rng, sum(per_class) * features),
                   coefficients=singles(rng, sum(per_class) * (classes - 1)), rho=singles(rng, pairs))
    kind = one_of(rng, "float32", "float32", "float64", "int64")
    if kind == "int64" and kernel == "POLY":
        rows = {"X": (kind, rng.integers(-2, 3, size=(ROWS, features)).tolist())}
    else:
        rows = {"X": (kind, number_rows(rng, features, kind, missing=False, size=size))}
    node = helper.make_node("SVMClassifier", ["X"], ["L", "P"], domain=ML, kernel_type=kernel, post_transform=post, **how, **named)
    made = model([node], [("X", kind, features)], [("L", labels, [None]), ("P", TensorProto.FLOAT, [None, width])])
    name = f"SVMClassifier {kernel} {post} {kind}{' with probabilities' if probable else ''}"
    return onnx_case("support vectors", name, made, rows, compare.NETWORK)


def scaler(rng):
    features = int(rng.integers(1, 7))
    kind = one_of(rng, "float32", "float32", "float64", "int64", "int32")
    operator = one_of(rng, "Scaler", "Normalizer", "Imputer", "Binarizer")
    output, thresholds, missing = TensorProto.FLOAT, [], operator == "Imputer"
    if operator == "Scaler":
        count = one_of(rng, 1, features)
        attributes = dict(offset=singles(rng, count), scale=singles(rng, count))
    elif operator == "Normalizer":
        attributes = dict(norm=one_of(rng, "MAX", "L1", "L2"))
    elif operator == "Imputer":
        kind, count = one_of(rng, "float32", "int64"), one_of(rng, 1, features)
        if kind == "float32":
            attributes = dict(imputed_value_floats=singles(rng, count), replaced_value_float=one_of(rng, np.nan, 0.0, 1.0))
        else:
            output = TensorProto.INT64
            attributes = dict(imputed_value_int64s=[int(v) for v in rng.integers(0, 9, size=count)],
                              replaced_value_int64=one_of(rng, 0, 1, 2))
    else:
        kind, at = "float32", single(rng.normal())
        attributes, thresholds = dict(threshold=at), [(f, at) for f in range(features)]
    node = helper.make_node(operator, ["X"], ["Y"], domain=ML, **attributes)
    made = model([node], [("X", kind, features)], [("Y", output, [None, features])])
    rows = number_rows(rng, features, kind, thresholds, missing, 1e15)
    return onnx_case(PREPARATION, f"{operator} {kind}", made, {"X": (kind, rows)}, compare.FLOAT_TREES)


def word_rows(rng, width, words=tuple(WORDS)):
    return [[one_of(rng, *words, "unseen") for _ in range(width)] for _ in range(ROWS)]


def encoder(rng):
    width = int(rng.integers(1, 4))
    if chance(rng, 0.5):
        kind = one_of(rng, "string", "float32", "float64", "int64")
        if kind == "string":
            known = {"cats_strings": [WORDS[i] for i in rng.permutation(len(WORDS))[: int(rng.integers(1, 6))]]}
        else:
            known = {"cats_int64s": [int(i) - 3 for i in rng.permutation(11)[: int(rng.integers(1, 7))]]}
        node = helper.make_node("OneHotEncoder", ["X"], ["Y"], domain=ML, zeros=1, **known)
        made = model([node], [("X", kind, width)], [("Y", TensorProto.FLOAT, None)])
        rows = word_rows(rng, width) if kind == "string" else number_rows(rng, width, kind, missing=False, size=1e6)
        return onnx_case(PREPARATION, f"OneHotEncoder {kind}", made, {"X": (kind, rows)}, compare.FLOAT_TREES)
    keys = one_of(rng, "strings", "int64s", "floats")
    values = one_of(rng, "int64s", "floats", "strings")
    if (keys, values) == ("floats", "int64s"):
        values = "floats"
    version = one_of(rng, 2, 4)
    count = int(rng.integers(1, 6))
    if keys == "strings":
        known = [one_of(rng, *WORDS) for _ in range(count)]
    else:
        known = [int(v) if keys == "int64s" else float(v) for v in rng.integers(-3, 6, size=count)]
        if keys == "floats" and version == 4:
            known.append(np.nan)
    told = {"int64s": [int(v) for v in rng.integers(0, 9, size=len(known))], "floats": singles(rng, len(known)),
            "strings": [one_of(rng, "u", "v", "w") for _ in known]}[values]
    if values == "strings":
        width = 1
    node = helper.make_node("LabelEncoder", ["X"], ["Y"], domain=ML, default_string="other", default_int64=-7, default_float=2.5,
                            **{f"keys_{keys}": known, f"values_{values}": told})
    kind = {"strings": "string", "int64s": "int64", "floats": "float32"}[keys]
    output = {"int64s": TensorProto.INT64, "floats": TensorProto.FLOAT, "strings": TensorProto.STRING}[values]
    made = model([node], [("X", kind, width)], [("Y", output, None)], ml=version)
    rows = word_rows(rng, width) if kind == "string" else number_rows(rng, width, kind)
    return onnx_case(PREPARATION, f"LabelEncoder {keys} to {values}", made, {"X": (kind, rows)}, compare.FLOAT_TREES)


def pipeline(rng):
    """As skl2onnx writes a column transformer: texts to one-hot and codes, numbers scaled, a classifier behind them."""
    colours, cities = ["blue", "green", "red"], ["ams", "ber", "cdg"]
    nodes, initializers = [], []

    def node(operator, inputs, output, domain="", **attributes):
        nodes.append(helper.make_node(operator, inputs, output if isinstance(output, list) else [output], domain=domain, **attributes))

    def constant(name, values):
        initializers.append(numpy_helper.from_array(np.array(values, np.int64), name))

    for name, values in (("first", [0]), ("second", [1]), ("three", [-1, 3]), ("four", [-1, 4])):
        constant(name, values)
    node("Concat", ["color", "city"], "texts", axis=1)
    node("ArrayFeatureExtractor", ["texts", "first"], "text0", ML)
    node("ArrayFeatureExtractor", ["texts", "second"], "text1", ML)
    node("OneHotEncoder", ["text0"], "hot0", ML, cats_strings=colours, zeros=1)
    node("OneHotEncoder", ["text1"], "hot1", ML, cats_strings=cities, zeros=1)
    node("Reshape", ["hot0", "three"], "flat0")
    node("Reshape", ["hot1", "three"], "flat1")
    node("OneHotEncoder", ["code"], "hot2", ML, cats_int64s=[0, 1, 2, 3], zeros=1)
    node("Reshape", ["hot2", "four"], "flat2")
    node("LabelEncoder", ["color"], "coded", ML, keys_strings=colours, values_floats=singles(rng, 3), default_float=9.0)
    node("Scaler", ["number"], "scaled", ML, offset=singles(rng, 3), scale=singles(rng, 3))
    node("Concat", ["flat0", "flat1", "flat2", "coded", "scaled"], "all", axis=1)
    node("LinearClassifier", ["all"], ["label", "proba"], ML, coefficients=singles(rng, 28), intercepts=singles(rng, 2),
         classlabels_strings=["no", "yes"], post_transform=one_of(rng, "SOFTMAX", "LOGISTIC"), multi_class=1)
    made = model(nodes, [("color", "string", 1), ("city", "string", 1), ("number", "float32", 3), ("code", "int64", 1)],
                 [("label", TensorProto.STRING, [None]), ("proba", TensorProto.FLOAT, [None, 2])], initializers, opset=15)
    feeds = {"color": ("string", word_rows(rng, 1, (*colours, "x"))), "city": ("string", word_rows(rng, 1, cities)),
             "number": ("float32", ordinary_rows(rng, 3)), "code": ("int64", number_rows(rng, 1, "int64"))}
    return onnx_case("pipelines with imputers, encoders, scalers", "texts and numbers to a linear classifier", made, feeds,
                     compare.NETWORK)


FAMILIES = [Family("onnx/linear", linear, 5), Family("onnx/support vectors", support_vectors, 5), Family("onnx/scaler", scaler, 4),
            Family("onnx/encoder", encoder, 4), Family("onnx/pipeline", pipeline, 1)]
