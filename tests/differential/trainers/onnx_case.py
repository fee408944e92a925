"""onnx_case.py -- a graph, rows for it, and ONNX Runtime's answers under the names that pounce gives them."""
import numpy as np
from onnx import TensorProto, helper

import rows as row_makers
from case import Case, Untrainable
from trainers import onnx_runtime

TYPES = {"float32": TensorProto.FLOAT, "float64": TensorProto.DOUBLE, "int64": TensorProto.INT64, "int32": TensorProto.INT32,
         "string": TensorProto.STRING}
ROWS = 200


def single(x):
    """The float nearest to x, as a double."""
    return float(np.float32(x))


def model(nodes, inputs, outputs, initializers=(), opset=17, ml=3):
    """`inputs`: (name, type, width); `outputs`: (name, element type or None, shape or None)."""
    graph = helper.make_graph(
        nodes, "g", [helper.make_tensor_value_info(name, TYPES[kind], [None, width]) for name, kind, width in inputs],
        [helper.make_tensor_value_info(name, kind, shape) for name, kind, shape in outputs], list(initializers))
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset), helper.make_opsetid("ai.onnx.ml", ml)])
    made.ir_version = 8
    return made


def number_rows(rng, width, kind, thresholds=(), missing=True, size=None):
    """Rows of an input of a type. `thresholds` are pairs of a column and a number; `size` leaves out what is larger."""
    if kind.startswith("int"):
        return rng.integers(-4, 12, size=(ROWS, width)).tolist()
    base = np.where(rng.random((300, width)) < 0.3, rng.integers(-3, 6, size=(300, width)), rng.normal(size=(300, width)) * 2)
    oddities = [v for v in row_makers.ODDITIES if missing or np.isfinite(v)]
    if size is not None:
        oddities = [v for v in oddities if not abs(v) > size]
    made = row_makers.rows_like(rng, base, thresholds, oddities, ROWS)
    if size is not None:
        made = np.where(np.abs(made) > size, 1.0, made)
    if kind == "float32":
        with np.errstate(over="ignore"):
            keep = rng.random(made.shape) < 0.1  # doubles for a float input: both sides round them
            made = np.where(keep, made, made.astype(np.float32).astype(float))
    if not missing:
        made = np.where(np.isfinite(made), made, 0.5)
    return made.tolist()


def onnx_case(kind, name, made, feeds, bound):
    """`feeds`: {input: (type, rows)}"""
    told = onnx_runtime.ask(made, feeds)
    if "error" in told:
        raise Untrainable(told["error"])
    count = len(next(iter(feeds.values()))[1])
    answers = [{} for _ in range(count)]
    for output, tensor in told.items():
        width = len(tensor["data"]) // count
        for i in range(count):
            for k in range(width):
                value = tensor["data"][i * width + k]
                answers[i][output if width == 1 else f"{output}_{k}"] = {"nan": np.nan, "inf": np.inf, "-inf": -np.inf}.get(value, value)
    columns = [name if len(rows[0]) == 1 else f"{name}_{k}" for name, (_, rows) in feeds.items() for k in range(len(rows[0]))]
    cells = [[x for _, rows in feeds.values() for x in rows[i]] for i in range(count)]

    def write(folder):
        path = folder / "model.onnx"
        path.write_bytes(made.SerializeToString())
        return path

    return Case("onnx", kind, name, write, columns, cells, answers, bound,
                version="opsets 9 to 18", by=f"ONNX Runtime {onnx_runtime.VERSION}")
