"""onnx_runtime.py -- ONNX Runtime, from npm: Debian has none. One process of Node.js answers all models."""
import atexit
import functools
import json
import math
import os
import pathlib
import shutil
import subprocess
import tempfile

VERSION = "1.30.0"
# The cache that the benchmarks use too.
CACHE = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
PEERS = pathlib.Path(os.environ.get("POUNCE_PEERS") or os.path.join(CACHE, "pounce-peers"))
PACKAGE = PEERS / "node/node_modules/onnxruntime-node"


@functools.lru_cache
def out_of_reach():
    """Why there is none, or None: fetches it once (114 MB). No install script of the package runs."""
    try:
        import onnx  # noqa: F401
    except ModuleNotFoundError:
        return "ONNX graphs: no python3-onnx"
    if shutil.which("node") is None:
        return "ONNX Runtime: no node"
    if not PACKAGE.exists():
        if shutil.which("npm") is None:
            return "ONNX Runtime: no npm"
        (PEERS / "node").mkdir(parents=True, exist_ok=True)
        try:
            subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", ".",
                            f"onnxruntime-node@{VERSION}"], cwd=PEERS / "node", check=True, capture_output=True, timeout=400,
                           env={**os.environ, "ONNXRUNTIME_NODE_INSTALL": "skip"})
        except (subprocess.SubprocessError, OSError):
            return "ONNX Runtime: npm's onnxruntime-node is out of reach"
    told = ask(smallest_model(), {"X": ("float32", [[1.0]])})
    return None if "Y" in told else f"ONNX Runtime: {told['error']}"


def smallest_model():
    from onnx import TensorProto, helper
    graph = helper.make_graph([helper.make_node("Identity", ["X"], ["Y"])], "g",
                              [helper.make_tensor_value_info("X", TensorProto.FLOAT, [None, 1])],
                              [helper.make_tensor_value_info("Y", TensorProto.FLOAT, [None, 1])])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)])
    made.ir_version = 8
    return made


@functools.lru_cache
def process():
    script = pathlib.Path(__file__).with_suffix(".js")
    started = subprocess.Popen(["node", script, PACKAGE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(started.kill)
    return started


def spelled(x):
    if not isinstance(x, float) or math.isfinite(x):
        return x
    return "nan" if math.isnan(x) else "inf" if x > 0 else "-inf"


def ask(model, feeds):
    """`feeds`: {name: (type, rows)}. {output: rows}, or {"error": why}."""
    request = {"feeds": {name: {"type": kind, "dims": [len(rows), len(rows[0])], "data": [spelled(x) for row in rows for x in row]}
                         for name, (kind, rows) in feeds.items()}}
    with tempfile.NamedTemporaryFile(suffix=".onnx") as file:
        file.write(model.SerializeToString())
        file.flush()
        process().stdin.write(json.dumps({"model": file.name, **request}) + "\n")
        process().stdin.flush()
        line = process().stdout.readline()
    if not line:
        return {"error": "Node.js has ended"}
    return json.loads(line)
