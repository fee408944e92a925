"""sklearn_versions.py -- the trainers are written for scikit-learn 1.2: what other versions call the same, or have not.

Imported before the other trainers. Parameters are translated as an estimator is made; one that the version does not know
is left out, and a class that it has not is no model (case.Untrainable). With 1.2 nothing is changed.
"""
import functools
import importlib
import inspect

import sklearn

from case import Untrainable

VERSION = tuple(int(part) for part in sklearn.__version__.split(".")[:2])
WRITTEN_FOR = (1, 2)

MODULES = ("calibration cluster compose cross_decomposition decomposition discriminant_analysis dummy ensemble feature_selection "
           "impute isotonic kernel_approximation kernel_ridge linear_model mixture model_selection multiclass multioutput naive_bayes "
           "neighbors neural_network pipeline preprocessing random_projection svm tree").split()

OLD_TREES = {"squared_error": "mse", "absolute_error": "mae"}
OLD_HIST = {"squared_error": "least_squares", "absolute_error": "least_absolute_deviation", "log_loss": "auto"}
# (before this version, classes, parameter): what its values are called there. An empty class stands for all.
OLD_VALUES = [
    ((1, 1), ("GradientBoostingClassifier",), "loss", {"log_loss": "deviance"}),
    ((1, 0), ("GradientBoostingRegressor",), "loss", {"squared_error": "ls", "absolute_error": "lad"}),
    ((1, 0), ("HistGradientBoostingRegressor",), "loss", OLD_HIST),
    ((1, 0), ("DecisionTreeRegressor", "ExtraTreeRegressor", "RandomForestRegressor", "ExtraTreesRegressor"), "criterion", OLD_TREES),
    ((1, 1), ("SGDClassifier",), "loss", {"log_loss": "log"}),
    ((1, 0), ("SGDClassifier", "SGDRegressor"), "loss", {"squared_error": "squared_loss"}),
    ((1, 1), ("FastICA",), "whiten", {"unit-variance": True, "arbitrary-variance": True}),
]
NEW_VALUES = [
    ((1, 3), ("GradientBoostingClassifier",), "loss", {"deviance": "log_loss"}),
    ((1, 3), ("SGDClassifier",), "loss", {"log": "log_loss"}),
    ((1, 9), ("DecisionTreeRegressor", "ExtraTreeRegressor", "RandomForestRegressor", "ExtraTreesRegressor"), "criterion",
     {"friedman_mse": "squared_error"}),
]
# Parameters of 1.2 and what they were called before.
OLD_NAMES = {"sparse_output": "sparse", "estimator": "base_estimator", "n_features_to_select": "n_features_to_select"}


def translated(kind, name, value):
    for before, classes, parameter, values in OLD_VALUES:
        if VERSION < before and kind in classes and name == parameter and isinstance(value, str):
            value = values.get(value, value)
    for since, classes, parameter, values in NEW_VALUES:
        if VERSION >= since and kind in classes and name == parameter and isinstance(value, str):
            value = values.get(value, value)
    return value


def missing(name):
    class Missing:
        """A class that this version has not: it is no model."""

        def __init__(self, *arguments, **named):
            pass

        def __getattr__(self, attribute):
            if attribute.startswith("__"):
                raise AttributeError(attribute)
            raise Untrainable(f"{name} is not in scikit-learn {sklearn.__version__}")

    Missing.__name__ = name
    return Missing


def with_stand_ins(module):
    before = module.__dict__.get("__getattr__")

    def look_up(name):
        if before is not None:
            try:
                return before(name)
            except AttributeError:
                pass
        if name.startswith("__") or not name[0].isupper() and not name.startswith("enable_"):
            raise AttributeError(name)
        return missing(name)

    module.__getattr__ = look_up


def translating(kind):
    made = kind.__init__
    known = list(inspect.signature(made).parameters)
    if "kwargs" in known or hasattr(made, "translates"):
        return

    @functools.wraps(made)
    def init(self, *arguments, **named):
        if type(self) is not kind:  # a class of the package calls its parent's
            return made(self, *arguments, **named)
        named.update(zip(known[1:], arguments))
        kept = {}
        for name, value in named.items():
            if name not in known:
                name = OLD_NAMES.get(name, name)
            if name in known:
                kept[name] = translated(kind.__name__, name, value)
        try:
            return made(self, **kept)
        except TypeError as why:
            raise Untrainable(str(why)) from why

    init.translates = True
    kind.__init__ = init


def translate_all():
    if VERSION < (1, 0):
        importlib.import_module("sklearn.experimental.enable_hist_gradient_boosting")
    with_stand_ins(importlib.import_module("sklearn.experimental"))
    if VERSION >= (0, 24):
        importlib.import_module("sklearn.experimental.enable_halving_search_cv")
    for name in MODULES:
        module = importlib.import_module(f"sklearn.{name}")
        for kind in list(vars(module).values()):
            if isinstance(kind, type) and kind.__module__.startswith("sklearn.") and hasattr(kind, "get_params"):
                translating(kind)
        with_stand_ins(module)


if VERSION != WRITTEN_FOR:
    translate_all()

FAMILIES = []
