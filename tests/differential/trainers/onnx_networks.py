"""onnx_networks.py -- dense networks as exporters write them, and graphs of everything that one row can go through."""
import numpy as np
from onnx import TensorProto, helper, numpy_helper

import compare
from case import Family, chance, one_of
from trainers.onnx_case import TYPES, model, number_rows, onnx_case
from trainers.onnx_runtime import out_of_reach  # noqa: F401  (run.py asks it)

KIND = "networks"
ORDINARY = 1e3
ACTIVATIONS = ["Relu", "Sigmoid", "Tanh", "LeakyRelu", "Elu", "Selu", "Celu", "Softplus", "Softsign", "HardSigmoid", "HardSwish", "Erf",
               "PRelu", "Identity"]


class Graph:
    """Nodes and constants while a graph is put together; values are (name, width, exact).

    Exact: made from the row by operations that IEEE 754 rounds alone, so that both sides hold the same float. Only such
    values are asked where the answer jumps (Floor, Less, ArgMax): elsewhere the last bit would decide, and it is nobody's.
    """

    def __init__(self, rng):
        self.rng = rng
        self.kind = "float32" if chance(rng, 0.85) else "float64"
        self.type = np.float32 if self.kind == "float32" else np.float64
        self.opset = one_of(rng, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18)
        self.nodes, self.constants = [], []

    def constant(self, values, of=None):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(values, self.type if of is None else of), name))
        return name

    def whole(self, *values):
        return self.constant(list(values), np.int64)

    def node(self, operator, *inputs, outputs=1, **attributes):
        names = [f"v{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(operator, list(inputs), names, **attributes))
        return names[0] if outputs == 1 else names

    def normal(self, *shape, spread=1.0):
        return (self.rng.normal(size=shape) * spread).astype(self.type)


def dense(g, name, width, outputs):
    rng = g.rng
    weights, bias = g.normal(width, outputs, spread=width**-0.5), g.normal(outputs, spread=0.5)
    draw = rng.random()
    if draw < 0.5:
        return g.node("Add", g.node("MatMul", name, g.constant(weights)), g.constant(bias))
    if draw < 0.75:
        return g.node("Gemm", name, g.constant(weights.T.copy()), g.constant(bias), transB=1, alpha=one_of(rng, 1.0, 0.5),
                      beta=one_of(rng, 1.0, 2.0))
    return g.node("Gemm", name, g.constant(weights), g.constant(bias))


def activation(g, name, width):
    operator = one_of(g.rng, *(ACTIVATIONS if g.kind == "float32" else ["Relu", "Sigmoid", "Tanh"]))
    if (operator == "HardSwish" and g.opset < 14) or (operator == "Celu" and g.opset < 12) or operator == "Identity":
        return name
    if operator == "PRelu":
        return g.node("PRelu", name, g.constant(g.rng.uniform(0, 0.5, size=width)))
    return g.node(operator, name)


def network(rng):
    g = Graph(rng)
    features = width = int(rng.integers(1, 21))
    name = "X"
    if chance(rng, 0.4):
        name = g.node("Sub", name, g.constant(g.normal(width)))
        name = g.node(one_of(rng, "Div", "Mul"), name, g.constant(rng.uniform(0.5, 2, size=width)))
    for _ in range(int(rng.integers(1, 4))):
        outputs = int(rng.integers(1, 17))
        name, width = dense(g, name, width, outputs), outputs
        if chance(rng, 0.3):
            name = g.node("BatchNormalization", name, g.constant(rng.uniform(0.5, 1.5, size=width)), g.constant(g.normal(width)),
                          g.constant(g.normal(width)), g.constant(rng.uniform(0.5, 2, size=width)))
        name = activation(g, name, width)
        if chance(rng, 0.2) and g.opset >= 11:
            name = g.node("Clip", name, g.constant(-2), g.constant(2))
        if chance(rng, 0.2):
            name = g.node("Dropout", name)
    last = one_of(rng, "Softmax", "Softmax", "LogSoftmax", "Sigmoid", None, None, None)
    if last:
        name = g.node(last, name, **({} if last == "Sigmoid" else {"axis": 1}))
    made = model(g.nodes, [("X", g.kind, features)], [(name, TYPES[g.kind], None)], g.constants, g.opset)
    rows = number_rows(rng, features, g.kind, missing=False, size=ORDINARY)
    return onnx_case(KIND, f"dense network, {g.kind}, opset {g.opset}", made, {"X": (g.kind, rows)}, compare.NETWORK)


def arithmetic(g, values, name, width, exact):
    rng = g.rng
    operator = one_of(rng, "Add", "Sub", "Mul", "Div", "Max", "Min")
    if chance(rng, 0.5) or operator == "Div":
        other = g.constant(g.normal(1, width) + (3 if operator == "Div" else 0))
        return g.node(operator, name, other), width, exact
    other, _, other_exact = one_of(rng, *[v for v in values if v[1] in (width, 1)])
    return g.node(operator, name, other), width, exact and other_exact


def function(g, values, name, width, exact):
    rng = g.rng
    draw = int(rng.integers(7))
    if draw == 0:
        return g.node(one_of(rng, "Abs", "Neg", "Relu"), name), width, exact
    if draw == 1:
        return g.node(one_of(rng, "Floor", "Ceil"), name), width, exact
    if draw == 2:
        return g.node(one_of(rng, "Sigmoid", "Tanh", *(["Erf"] if g.kind == "float32" else [])), name), width, False
    if draw == 3:
        return g.node("Sqrt", g.node("Abs", name)), width, exact
    if draw == 4:
        return g.node("Exp", g.node("Tanh", name)), width, False
    if draw == 5:
        return g.node("Log", g.node("Add", g.node("Abs", name), g.constant([1]))), width, False
    return g.node("Pow", g.node("Abs", name), g.constant([one_of(rng, 2, 3, 0.5, 1.7)])), width, False


def shape(g, values, name, width, exact):
    """What moves columns and computes nothing."""
    rng = g.rng
    draw = int(rng.integers(6))
    if draw == 0:
        other, other_width, other_exact = one_of(rng, *values)
        return g.node("Concat", name, other, axis=one_of(rng, 1, -1)), width + other_width, exact and other_exact
    if draw == 1:
        chosen = [int(i) for i in rng.integers(-width, width, size=int(rng.integers(1, 5)))]
        return g.node("Gather", name, g.whole(*chosen), axis=1), len(chosen), exact
    if draw == 2 and width > 1 and g.opset >= 10:
        start = int(rng.integers(width - 1))
        end = int(rng.integers(start + 1, width + 1))
        return g.node("Slice", name, g.whole(start), g.whole(end), g.whole(1)), end - start, exact
    if draw == 3 and width > 1 and g.opset >= 13:
        first = int(rng.integers(1, width))
        parts = g.node("Split", name, g.whole(first, width - first), outputs=2, axis=1) if g.opset < 18 else [name, name]
        return (parts[0], first, exact) if g.opset < 18 else None
    if draw == 4:
        deep = g.node("Transpose", g.node("Reshape", name, g.whole(-1, width, 1)), perm=[0, 2, 1])
        return g.node("Reshape", deep, g.whole(0, -1)), width, exact
    rows = g.node("Gather", g.node("Shape", name), g.whole(0), axis=0)
    filled = g.node("ConstantOfShape", g.node("Concat", rows, g.whole(2), axis=0),
                    value=helper.make_tensor("v", TYPES[g.kind], [1], [float(g.normal())]))
    return g.node("Concat", name, filled, axis=1), width + 2, exact


def reduction(g, values, name, width, exact):
    rng = g.rng
    draw = int(rng.integers(4))
    if draw == 0 and g.opset < 18:
        operator = one_of(rng, "ReduceMean", "ReduceMax", "ReduceMin", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceProd",
                          "ReduceLogSumExp")
        return g.node(operator, name, axes=[1], keepdims=1), 1, exact and operator in ("ReduceMax", "ReduceMin")
    if draw == 1 and g.opset >= 13:
        return g.node("ReduceSum", name, g.whole(-1), keepdims=1), 1, False
    if draw == 2 and g.opset >= 17:
        return g.node("LayerNormalization", name, g.constant(g.normal(width)), g.constant(g.normal(width)), axis=-1), width, False
    if draw == 3:
        return g.node("MatMul", name, g.constant(g.normal(width, 3))), 3, False
    return g.node("Softmax", name, axis=1), width, False


def decision(g, values, name, width, exact):
    """Where the answer jumps: of exact values alone."""
    rng = g.rng
    if not exact:
        return None
    draw = int(rng.integers(4))
    if draw == 3 and g.opset >= 10:
        count = int(rng.integers(1, width + 1))
        best, at = g.node("TopK", name, g.whole(count), outputs=2, axis=-1, **({"largest": int(rng.integers(2))} if g.opset > 10 else {}))
        return (best if chance(rng, 0.5) else g.node("Cast", at, to=TYPES[g.kind])), count, True
    if draw == 0:
        return g.node("Cast", g.node("Cast", name, to=TensorProto.INT64), to=TYPES[g.kind]), width, True
    if draw == 1:
        best = g.node(one_of(rng, "ArgMax", "ArgMin"), name, axis=1, keepdims=1)
        return g.node("Cast", best, to=TYPES[g.kind]), 1, True
    like = [v for v in values if v[1] == width]
    other = one_of(rng, *[v for v in like if v[2]])
    chosen = one_of(rng, *like)
    asked = g.node(one_of(rng, "Less", "Greater"), name, other[0])
    return g.node("Where", asked, chosen[0], one_of(rng, name, g.constant(g.normal(1, width)))), width, chosen[2]


def anything(rng):
    g = Graph(rng)
    inputs = [(f"x{i}", g.kind, int(rng.integers(1, 6))) for i in range(int(rng.integers(1, 5)))]
    values = [(name, width, True) for name, _, width in inputs]
    for _ in range(int(rng.integers(3, 14))):
        step = one_of(rng, arithmetic, arithmetic, function, function, shape, shape, reduction, decision)
        made = step(g, values, *one_of(rng, *values))
        if made is not None and made[1] <= 40:
            values.append(made)
    name = values[-1][0]
    if name.startswith("x"):
        name = g.node("Identity", name)
    made = model(g.nodes, inputs, [(name, TYPES[g.kind], None)], g.constants, g.opset)
    feeds = {n: (g.kind, number_rows(rng, width, g.kind, missing=False, size=30.0)) for n, _, width in inputs}
    return onnx_case("graphs of elementwise operators", f"graph of {len(g.nodes)} nodes, {g.kind}, opset {g.opset}: "
                     + " ".join(node.op_type for node in g.nodes), made, feeds, compare.NETWORK)


def on_heap(count, width):
    """Whether ONNX Runtime looks for the best `count` of `width` one by one, or with a heap."""
    return count < 4 or np.log2(count) / np.log2(width) < 0.725


def best(rng):
    """The best of numbers among which there are NaN: each operator has its own loop."""
    g = Graph(rng)
    g.opset = max(g.opset, 13)
    width = int(rng.integers(1, one_of(rng, 9, 40)))
    rows = np.array(number_rows(rng, width, g.kind))
    rows[rng.random(rows.shape) < one_of(rng, 0.1, 0.4)] = np.nan
    operator = one_of(rng, "ArgMax", "ArgMin", "TopK", "TopK")
    if operator == "TopK":
        if chance(rng, 0.5):
            rows = np.round(rows)  # so that many are equal
        count = int(rng.integers(1, width + 1))
        if not on_heap(count, width):
            rows = np.nan_to_num(rows, nan=0.0, posinf=np.inf, neginf=-np.inf)  # std::nth_element has no order for NaN
        values, at = g.node("TopK", "X", g.whole(count), outputs=2, axis=1, largest=int(rng.integers(2)))
        outputs = [(values, TYPES[g.kind], None), (at, TensorProto.INT64, None)]
    else:
        outputs = [(g.node(operator, "X", axis=1, select_last_index=int(rng.integers(2))), TensorProto.INT64, None)]
    made = model(g.nodes, [("X", g.kind, width)], outputs, g.constants, g.opset)
    return onnx_case("graphs of elementwise operators", f"{operator} {g.kind}", made, {"X": (g.kind, rows.tolist())}, compare.FLOAT_TREES)


def scores(g, width, classes):
    """Sums of some hundreds: logarithms of probabilities, squares of distances, margins."""
    rng = g.rng
    way = one_of(rng, "MatMul", "Gemm", "distances", "gaussians")
    if way == "MatMul":
        sums = g.node("MatMul", "X", g.constant(g.normal(width, classes, spread=5)))
        return g.node("Add", sums, g.constant(g.normal(classes)))
    if way == "Gemm":
        return g.node("Gemm", "X", g.constant(g.normal(classes, width, spread=5)), g.constant(g.normal(1, classes)), transB=1)
    if way == "distances":
        centres = g.normal(width, classes)
        squares = g.node("ReduceSumSquare", "X", axes=[1])
        products = g.node("Gemm", "X", g.constant(centres), g.constant((centres**2).sum(0)), alpha=-2.0)
        return g.node("Neg", g.node("Add", squares, products))
    apart = g.node("Sub", g.node("Reshape", "X", g.whole(-1, 1, width)), g.constant(g.normal(1, classes, width)))
    parts = g.node("Div", g.node("Pow", apart, g.constant(2)), g.constant(rng.uniform(0.05, 2, size=(1, classes, width))))
    return g.node("Mul", g.node("ReduceSum", parts, g.whole(2), keepdims=0), g.constant(-0.5))


def shown(rng):
    """Sums whose last bits an exponential, a logarithm or a quotient shows, as classifiers end that skl2onnx writes."""
    g = Graph(rng)
    g.kind, g.type, g.opset = "float32", np.float32, 13
    # Of many rows ReduceSum adds each from another place, unless its numbers are a multiple of four, or fewer.
    width, classes = int(rng.integers(1, 11)) * 4, int(rng.integers(2, 5))
    summed = scores(g, width, classes)
    if chance(rng, 0.5):
        ended = g.node("Exp", g.node("Sub", summed, g.node("ReduceLogSumExp", summed, axes=[1])))
    elif chance(rng, 0.5):
        ended = g.node("Log", g.node("Sigmoid", g.node("Mul", summed, g.constant(0.05))))
    else:
        each = g.node("Sigmoid", summed)
        ended = g.node("Div", each, g.node("Add", g.node("ReduceSum", each, g.whole(1)), g.constant(1e-3)))
    made = model(g.nodes, [("X", g.kind, width)], [(ended, TensorProto.FLOAT, None)], g.constants, g.opset)
    rows = number_rows(rng, width, g.kind, missing=False, size=100)
    return onnx_case("graphs of elementwise operators", f"scores that are shown, {width} features", made, {"X": (g.kind, rows)},
                     compare.FLOAT_TREES)


def to_the_bit(rng):
    """Layers of floats, asked for numbers of every size: the same sums and functions to the last bit."""
    g = Graph(rng)
    g.kind, g.type, g.opset = "float32", np.float32, 13
    features = width = int(rng.integers(1, one_of(rng, 40, 40, 600)))
    name = "X"
    layers = int(rng.integers(2, 5))
    for i in range(layers):
        outputs = int(rng.integers(1, one_of(rng, 8, 20, 80, 300)))
        if i + 1 == layers:
            outputs = (outputs + 3) // 4 * 4  # of others the last logarithms of all rows are the C library's
        weights, bias = g.normal(width, outputs, spread=width**-0.5), g.normal(outputs)
        if chance(rng, 0.5):
            name = g.node("Add", g.node("MatMul", name, g.constant(weights)), g.constant(bias))
        else:
            name = g.node("Gemm", name, g.constant(weights.T.copy()), g.constant(bias), transB=1)
        width = outputs
        if chance(rng, 0.3):
            name = g.node("BatchNormalization", name, g.constant(rng.uniform(0.5, 1.5, size=width)), g.constant(g.normal(width)),
                          g.constant(g.normal(width)), g.constant(rng.uniform(0.5, 2, size=width)))
        name = g.node(one_of(rng, "Relu", "Sigmoid", "Tanh", "LeakyRelu", "Identity", "Erf"), name)
    draw = rng.random()
    if draw < 0.3:
        name = g.node(one_of(rng, "Softmax", "LogSoftmax"), name, axis=1)
    elif draw < 0.6:
        name = g.node("Log", g.node("Add", g.node("Tanh", name), g.constant([1])))
    elif chance(rng, 0.5):
        name = g.node("Exp", name)
    made = model(g.nodes, [("X", g.kind, features)], [(name, TensorProto.FLOAT, None)], g.constants, g.opset)
    rows = number_rows(rng, features, g.kind, missing=False)
    return onnx_case(KIND, f"network to the bit, {features} features", made, {"X": (g.kind, rows)}, compare.TREES)


FAMILIES = [Family("onnx/network", network, 8), Family("onnx/to-the-bit", to_the_bit, 4), Family("onnx/graph", anything, 10), Family("onnx/best", best, 2),
            Family("onnx/shown", shown, 3)]
