"""case.py -- one random model, rows for it, and what its trainer answers: all that the comparison needs to know.

A family is a function from a random generator to a case. Every model has a generator of its own, made from the seed,
the family's name and the model's number: the same seed gives the same models however many are asked for, and one model
can be made again without those before it.
"""
import dataclasses
import pathlib
import typing
import zlib

import numpy as np

import compare


class Untrainable(Exception):
    """The parameters drawn are no model to this trainer; others are drawn."""


class NothingTrained(RuntimeError):
    """No parameters that were drawn are a model."""


@dataclasses.dataclass
class Case:
    framework: str  # as in the README's table
    kind: str  # as in the README's table
    name: str  # what was trained, for the report of a difference
    write: typing.Callable[[pathlib.Path], pathlib.Path]  # the model's file, into a folder
    columns: list  # the rows' names
    rows: list  # lists of numbers and texts; None and NaN are missing
    answers: list  # a row: {column: answer}, or None where the trainer refuses it
    bound: compare.Bound
    options: tuple = ()  # of pounce convert
    version: str = ""  # of the framework
    by: str = ""  # who answered, where it was not the framework itself
    # Labels are chosen by sums: see compare.is_tie. By these scores, a list a row, where the answers do not show them.
    ties: bool = False
    scores: list = None
    # Numbers of rows to which the trainer's own answer is its rounding: see trainers/rounding.py.
    by_rounding: frozenset = frozenset()


@dataclasses.dataclass
class Family:
    name: str
    make: typing.Callable[[np.random.Generator], Case]
    share: int  # of the models, relative to the other families


def generator(seed, family, number, attempt):
    return np.random.default_rng([seed, zlib.crc32(family.encode()), number, attempt])


def make(family, seed, number, attempts=20):
    for attempt in range(attempts):
        try:
            return family.make(generator(seed, family.name, number, attempt))
        except Untrainable:
            continue
    raise NothingTrained(f"{family.name}: none of {attempts} models could be trained")


def shares(families, models):
    """How many models each family makes of so many in all; every family makes at least one."""
    whole = sum(family.share for family in families)
    return [(family, max(1, round(models * family.share / whole))) for family in families]


def one_of(rng, *choices):
    return choices[int(rng.integers(len(choices)))]


def chance(rng, probability):
    return bool(rng.random() < probability)
