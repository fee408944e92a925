"""refused_by_name.py -- what pounce is known to refuse, by the words of its refusal and with the reason.

A refusal that is not here fails the run: the README claims that kind of model.
"""
import re

EXPECTED = [
    # (framework, pattern, why)
    ("scikit-learn", r"as `init` computes in single precision",
     "gradient boosting hands its linear `init` rows of floats, and BLAS's float sums are no promise"),
    ("scikit-learn", r"`Dummy\w+`: nothing says how many features", "a dummy alone does not store how wide its rows are"),
    ("onnx", r"the smallest or largest of trees with several targets", "no exporter writes it"),
    ("onnx", r"target \d+ has a base value and no score in some leaves",
     "ONNX Runtime adds the base value only where a leaf scored: no exporter writes such leaves"),
    ("onnx", r"some leaves score only one of its two classes", "no exporter writes such leaves"),
]


def reason(framework, line):
    """Why this refusal is expected, or None."""
    for of, pattern, why in EXPECTED:
        if of == framework and re.search(pattern, line):
            return why
    return None
