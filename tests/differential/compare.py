"""compare.py -- when two answers are the same.

Labels are equal if their texts or their numeric values are. Numbers are compared relative to max(1, |y|), networks within
1e-5 + 1e-5 |y|: the bounds that the README promises.
"""
import dataclasses
import math


@dataclasses.dataclass(frozen=True)
class Bound:
    size: float
    network: bool = False

    def holds(self, answer, expected):
        reach = 1 + abs(expected) if self.network else max(1.0, abs(expected))
        return abs(answer - expected) <= self.size * reach


TREES = Bound(1e-12)
F64 = Bound(1e-10)
FLOAT_TREES = Bound(1e-6)
NETWORK = Bound(1e-5, network=True)


# The sums of kernel machines and of mixtures can cancel so far that the trainer's own digits are not certain: then the
# converted file says so, and its own word is the bound.
STATED = None


def number(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def distance(answer, expected):
    """How far a cell is from the trainer's answer, relative to max(1, |y|); infinity if no number measures it."""
    if answer == str(expected):
        return 0.0
    a, e = number(answer), number(expected)
    if a is None or e is None:
        return math.inf
    if a == e or (math.isnan(a) and math.isnan(e)):
        return 0.0
    difference = abs(a - e) / max(1.0, abs(e))
    return math.inf if math.isnan(difference) else difference


def same(answer, expected, bound):
    away = distance(answer, expected)
    if away == 0:
        return True
    if away == math.inf:
        return False
    return bound.holds(float(answer), float(expected))


# Where the trainer's own scores for two labels are this close, which is the greater is decided by the order in which a
# BLAS adds: it differs between instruction sets, on the trainer's side too. Nothing else is forgiven, and numbers never.
TIE = 1e-15


def is_tie(answers, scores=None):
    """Whether the trainer's scores, or what it answers of them, say that its label is a matter of the last bit."""
    for role in ("raw", "proba"):
        if scores is None:
            scores = [float(v) for c, v in answers.items() if c == role or c.startswith(role + "_")] or None
    if scores is None:
        return False
    if len(scores) == 1:
        return abs(scores[0]) <= TIE
    first, second = sorted(scores)[-2:][::-1]
    return first - second <= TIE * max(1.0, abs(first))
