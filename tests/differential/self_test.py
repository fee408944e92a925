#!/usr/bin/python3
"""self_test.py -- a program that answers a little wrong is found out, in every way that there is to be wrong; and the oracle
for LightGBM answers LightGBM's own models as LightGBM did, and where Python has one, random texts as it does.

Usage: self_test.py POUNCE       Exit code 1 if a lie passes.
"""
import csv
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import case  # noqa: E402  (after the path is set)
import check  # noqa: E402
import compare  # noqa: E402
import pounce_program  # noqa: E402


def number_of(cell):
    return compare.number(cell) is not None and cell not in ("nan", "inf", "-inf")


class Liar(pounce_program.Program):
    """The program, with one thing changed: `lie` gets the names and the answers, and changes them in place."""

    def __init__(self, path, lie):
        super().__init__(path)
        self.lie = lie

    def predict(self, *asked):
        names, answers = super().predict(*asked)
        self.lie(names, answers)
        return names, answers


def first_answered(answers):
    return next(i for i, a in enumerate(answers) if not isinstance(a, str))


def off_by(factor):
    def lie(_, answers):
        row = answers[first_answered(answers)]
        at = next(i for i, cell in enumerate(row) if number_of(cell))
        row[at] = repr(float(row[at]) + factor * max(1.0, abs(float(row[at]))))
    return lie


def refuses_a_row(_, answers):
    answers[first_answered(answers)] = "pounce: line 2: a value is missing"


def answers_a_refused_row(_, answers):
    refused = next(i for i, a in enumerate(answers) if isinstance(a, str))
    answers[refused] = list(answers[first_answered(answers)])


def another_label(names, answers):
    answers[first_answered(answers)][names.index("predict")] = "another"


def another_name(names, _):
    names[0] = "predict_7"


def number_for_missing(_, answers):
    answers[first_answered(answers)][0] = "nan"


LIES = [
    ("sklearn/linear regression", "a number off by 1e-9", off_by(1e-9)),
    ("sklearn/forest", "a number off by 1e-11", off_by(1e-11)),
    ("sklearn/linear regression", "NaN for a number", number_for_missing),
    ("sklearn/linear classification", "another label", another_label),
    ("sklearn/linear regression", "a row refused that the trainer answers", refuses_a_row),
    ("sklearn/linear regression", "a row answered that the trainer refuses", answers_a_refused_row),
    ("sklearn/linear regression", "an answer under another name", another_name),
    ("sklearn/neighbours", "a number off by 1e-9, of a trainer whose rounding is judged", off_by(1e-9)),
    ("lightgbm/text", "a boosted number off by 1e-9", off_by(1e-9)),
]


def families():
    from trainers import lightgbm_models, sklearn_bayes, sklearn_linear, sklearn_trees
    modules = (lightgbm_models, sklearn_bayes, sklearn_linear, sklearn_trees)
    return {f.name: f for module in modules for f in module.FAMILIES}


def cells_of(model, row):
    """A row of a golden file as its evaluator takes it."""
    return [None if cell == "" else cell if isinstance(model.categories.get(f, [0])[0], str) else float(cell)
            for f, cell in enumerate(row)]


def differences_of_the_evaluator():
    from trainers.lightgbm_evaluator import Model
    wrong, rows = [], 0
    for folder in sorted((HERE.parent / "golden/models/lightgbm-4.6").iterdir()):
        model = Model((folder / "model.txt").read_text())
        asked = list(csv.reader((folder / "input.csv").read_text().splitlines()))[1:]
        for i, (row, told) in enumerate(zip(asked, csv.DictReader((folder / "expected.csv").read_text().splitlines()))):
            answer, raw = model.answer(cells_of(model, row))
            made = {**columns_of("predict", answer), **columns_of("raw", raw)}
            rows += 1
            wrong += [f"{folder.name}, row {i}, {column}: {made[column]} instead of {told[column]}" for column in told
                      if not compare.same(repr(made[column]), float(told[column]), compare.TREES)]
    return wrong if rows else ["no golden model of LightGBM"]


def differences_to_lightgbm(models=60):
    """Of the evaluator and LightGBM itself, asked for the random text models; none where Python has no LightGBM."""
    try:
        import lightgbm
    except ModuleNotFoundError:
        return []
    from trainers import lightgbm_models
    wrong = []
    for number in range(models):
        text, rows, oracle = lightgbm_models.text_and_rows(case.generator(1, "the evaluator", number, 0))
        seen = [[oracle.number_of(f, cell) if f in oracle.categories or cell is None else cell for f, cell in enumerate(row)]
                for row in rows]
        booster = lightgbm.Booster(model_str=text)
        for at, role in enumerate(("predict", "raw")):
            for i, told in enumerate(booster.predict(seen, raw_score=role == "raw").reshape(len(rows), -1).tolist()):
                mine = oracle.answer(rows[i])[at]
                wrong += [f"model {number}, row {i}, {role}_{k}: {mine[k]} instead of {value}" for k, value in enumerate(told)
                          if not compare.same(repr(mine[k]), value, compare.TREES)]
    return wrong


def columns_of(role, values):
    return {role if len(values) == 1 else f"{role}_{i}": v for i, v in enumerate(values)}


def main():
    known = families()
    failed = 0
    for line in (differences_of_the_evaluator() + differences_to_lightgbm())[:5]:
        failed += 1
        print(f"the evaluator of LightGBM's text: {line}")
    for name, sentence, lie in LIES:
        made = case.make(known[name], 1, 0)
        for program, wanted in ((pounce_program.Program(sys.argv[1]), False), (Liar(sys.argv[1], lie), True)):
            with tempfile.TemporaryDirectory() as folder:
                wrong = check.check(program, made, pathlib.Path(folder)).wrong
            if bool(wrong) != wanted:
                failed += 1
                print(f"{name}: {sentence}: {'passed unseen' if wanted else f'wrong without it: {wrong[0]}'}")
    print(f"{failed} failed" if failed else f"all {len(LIES)} lies are seen")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ModuleNotFoundError as why:
        print(f"skipped: {why}")
        sys.exit(77)
