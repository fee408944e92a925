"""Remake the files beside this one: one model of every kind of value, in every protocol.

Written with Python 3.11, numpy 1.24, joblib 1.2, scikit-learn absent: the classes are made up.
Usage: make.py FOLDER_FOR_PICKLES FOLDER_FOR_JOBLIB
"""
import collections
import functools
import math
import os
import pickle
import sys
import types

import joblib
import numpy

shop = types.ModuleType("shop")
sys.modules["shop"] = shop


def of_shop(made):
    made.__module__, made.__qualname__ = "shop", made.__name__
    setattr(shop, made.__name__, made)
    return made


@of_shop
class Model:
    pass


@of_shop
class Narrow:
    __slots__ = ("left", "right")


@of_shop
class Wide(Narrow):
    pass


@of_shop
class Bunch(dict):
    pass


@of_shop
class Numbers(list):
    pass


def records():
    made = numpy.zeros(2, dtype=[("left", "<i8"), ("threshold", ">f8"), ("flag", "u1"), ("box", "<f4", (2, 2))])
    made["left"] = [3, -4]
    made["threshold"] = [0.5, 1e300]
    made["flag"] = [0, 255]
    made["box"] = numpy.arange(8).reshape(2, 2, 2)
    return made


def arrays():
    grid = numpy.arange(6.0).reshape(2, 3)
    return {
        "f8": grid,
        "f4": grid.astype("f4"),
        "f2": numpy.array([0.5, -2, 65504, math.inf, 2**-24], "f2"),
        "i1": numpy.array([-128, 127], "i1"),
        "u2": numpy.array([0, 65535], "u2"),
        "big_i4": numpy.array([1, -2], ">i4"),
        "big_f8": numpy.array([0.1, -0.0], ">f8"),
        "bool": numpy.array([True, False]),
        "u8": numpy.array([2**64 - 1], "u8"),
        "fortran": numpy.asfortranarray(grid),
        "strided": numpy.arange(12.0).reshape(3, 4)[:, ::2],
        "empty": numpy.zeros((0, 3)),
        "scalar": numpy.array(7.0),
        "cube": numpy.asfortranarray(numpy.arange(24).reshape(2, 3, 4)),
        "texts": numpy.array(["caf\u00e9", "", "b"]),
        "big_texts": numpy.array(["ab", "\u20ac"], ">U2"),
        "bytes": numpy.array([b"ab", b"c"]),
        "objects": numpy.array(["male", None, 2.5, "male"], dtype=object),
        "object_grid": numpy.asfortranarray(numpy.array([["a", "b"], ["c", "d"]], dtype=object)),
        "records": records(),
    }


def kinds():
    model = Model()
    model.coef_ = [1.5, 2.5]
    model.steps = [("scale", None), ("fit", Model())]
    bunch = Bunch(a=1)
    numbers = Numbers([4, 5])
    default = collections.defaultdict(list)
    default["k"] = [9]
    return {
        "none": None,
        "bools": [True, False],
        "integers": [0, 255, 256, 65535, 65536, -1, 2**31 - 1, -(2**31), 2**31, 2**63 - 1, -(2**63)],
        "big": [2**63, -(2**63) - 1, 10**30, 2**53 + 1, 2**2000],
        "reals": [0.0, -0.0, 0.1, 1e300, 5e-324, math.inf, -math.inf, math.nan],
        "texts": ["", "plain", "caf\u00e9", "\u20ac \U0001f600", "line\nbreak \\u0041", "x" * 300],
        "bytes": [b"", b"a\xff", bytes(range(256)), bytearray(b""), bytearray(b"\x00\xfe")],
        "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)],
        "dict": {"a": 1, 2: "b", (1, 2): None},
        "sets": [set(), {1, 2}, frozenset(), frozenset([3])],
        "ordered": collections.OrderedDict([("z", 1), ("a", 2)]),
        "default": default,
        "bunch": bunch,
        "numbers": numbers,
        "model": model,
        "partial": functools.partial(int, base=2),
        "globals": [int, os.getcwd, numpy.float64],
        "scalars": [
            numpy.float64(0.1), numpy.float32(0.1), numpy.float16(0.5), numpy.int64(-5), numpy.uint8(200),
            numpy.uint64(2**64 - 1), numpy.bool_(True), numpy.str_("caf\u00e9"), numpy.bytes_(b"ab"),
        ],
        "dates": numpy.array(["2020-01-01"], "M8[D]"),
        "arrays": arrays(),
    }


def main(pickles, joblibs):
    for protocol in range(6):
        content = kinds()
        if protocol >= 2:
            narrow, wide = Narrow(), Wide()
            narrow.left, narrow.right = 1, "r"
            wide.left, wide.other = 2, 3
            content["slots"] = [narrow, wide]
        with open(f"{pickles}/kinds.p{protocol}.pkl", "wb") as file:
            pickle.dump(content, file, protocol)
        joblib.dump(arrays(), f"{joblibs}/arrays.p{protocol}.joblib", protocol=protocol)
    small = {"coef_": numpy.arange(3.0), "names": numpy.array(["a", "b"], dtype=object)}
    for compression in ("zlib", "gzip", "bz2", "xz", "lzma", "lz4"):
        joblib.dump(small, f"{joblibs}/small.joblib.{compression}", compress=(compression, 3))


main(*sys.argv[1:])
