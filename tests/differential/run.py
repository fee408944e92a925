#!/usr/bin/python3
"""run.py -- random models through the built program, against the trainers' own answers.

Usage: run.py [--size ci|nightly|N] [--only sklearn,xgboost,lightgbm,onnx] [--family WORDS] [--seed N] [--keep FOLDER]
              [--pounce PROGRAM] [--other-version] [--json FILE]

Every model is converted and answers 200 rows that nobody trained on, odd ones among them. Ends with a table; exit code 1
if an answer differs, if a row that the trainer refuses is answered or the other way round, or if a model is refused for
a reason that refused_by_name.py does not know. What differs is kept, and the command that shows it is printed.
"""
import os

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[threads] = "1"  # before numpy: the same sums on every machine, and one core a run

import argparse  # noqa: E402  (after the threads are counted)
import importlib  # noqa: E402
import pathlib  # noqa: E402
import shutil  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

import case  # noqa: E402
import check  # noqa: E402
import pounce_program  # noqa: E402
import report  # noqa: E402

TRAINERS = {
    "sklearn": ["sklearn_versions", "sklearn_trees", "sklearn_networks", "sklearn_linear", "sklearn_preparation", "sklearn_tables",
                "sklearn_meta", "sklearn_composed", "sklearn_overflow", "sklearn_bayes", "sklearn_kernels", "sklearn_every",
                "sklearn_later", "imbalanced"],
    "xgboost": ["xgboost_models", "xgboost_wrappers"],
    "lightgbm": ["lightgbm_models", "lightgbm_trained", "lightgbm_wrappers"],
    "onnx": ["onnx_trees", "onnx_tables", "onnx_networks"],
}
# So many models a trainer, and what a number of models in all is shared out by.
SIZES = {"ci": {"sklearn": 240, "xgboost": 60, "lightgbm": 60, "onnx": 100},
         "nightly": {"sklearn": 2400, "xgboost": 600, "lightgbm": 600, "onnx": 1000}}


def sizes(size):
    if size in SIZES:
        return SIZES[size]
    whole = sum(SIZES["nightly"].values())
    return {trainer: max(1, round(int(size) * n / whole)) for trainer, n in SIZES["nightly"].items()}


def families(trainer):
    """Those that can be trained here, and why the others can not."""
    found, missing = [], {}
    for module in TRAINERS[trainer]:
        try:
            loaded = importlib.import_module(f"trainers.{module}")
            why = getattr(loaded, "out_of_reach", lambda: None)()
        except ModuleNotFoundError as error:
            why = str(error)
        if why:
            missing.setdefault(why, []).append(module)
        else:
            found += loaded.FAMILIES
    return found, missing


def run_trainer(trainer, given, program, found, shown):
    kinds, missing = families(trainer)
    for why, modules in missing.items():
        print(f"{trainer}: skipped: {', '.join(modules)}: {why}")
    if not kinds:
        found.skipped[trainer] = "; ".join(missing)
        return
    plan = [(family, number) for family, count in case.shares(kinds, sizes(given.size)[trainer])
            for number in range(count) if any(words in family.name for words in given.family.split(","))]
    if given.number is not None:
        plan = [(family, given.number) for family in dict.fromkeys(family.name for family, _ in plan)
                for family in [next(k for k in kinds if k.name == family)]]
    for at, (family, number) in enumerate(plan):
        shown.show(f"{family.name} {number}", at, len(plan))
        with tempfile.TemporaryDirectory(prefix="pounce-differential-") as scratch:
            folder = pathlib.Path(scratch)
            try:
                made = case.make(family, given.seed, number)
            except case.NothingTrained as why:
                if not given.other_version:
                    raise
                found.skipped[family.name] = str(why)
                continue
            result = check.check(program, made, folder)
            found.add(family.name, made, result)
            if not result.wrong:
                continue
            shown.clear()
            found.kept += 1
            place = given.keep / f"{family.name.replace('/', '-').replace(' ', '-')}-{number}"
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(folder, place)
            print(f"{family.name} {number} (seed {given.seed}): {made.name}")
            for line in result.wrong[:4]:
                print(f"    {line}")
            if len(result.wrong) > 4:
                print(f"    and {len(result.wrong) - 4} more")
            print(f"  shown by: {check.command(program, made, place)}")
    shown.clear()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="ci", help="ci, nightly or a number of models")
    parser.add_argument("--only", default=",".join(TRAINERS), help="trainers, by commas")
    parser.add_argument("--family", default="", help="families of models whose names have these words, by commas")
    parser.add_argument("--number", type=int, help="one model of each such family")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path, default=ROOT / "build/differential", help="where models that differ stay")
    parser.add_argument("--pounce", type=pathlib.Path, default=ROOT / "build/release/bin/pounce")
    parser.add_argument("--other-version", action="store_true", help="a trainer of a version that lacks some kinds of models")
    parser.add_argument("--json", type=pathlib.Path, help="the table for tools/dev/exactness.py")
    given = parser.parse_args()
    only = given.only.split(",")
    if unknown := [name for name in only if name not in TRAINERS]:
        parser.error(f"no trainer {unknown[0]}: {', '.join(TRAINERS)}")
    if given.size not in SIZES and not given.size.isdigit():
        parser.error(f"--size is ci, nightly or a number, not {given.size}")

    if not given.pounce.exists():
        parser.error(f"{given.pounce} is not built")

    started = time.monotonic()
    found = report.Report(given.seed, given.size)
    for trainer in only:
        run_trainer(trainer, given, pounce_program.Program(given.pounce), found, report.Progress())
    print(found.table())
    print(f"seed {given.seed}, {time.monotonic() - started:.0f} s")
    if given.json:
        found.write(given.json)
    if len(found.skipped) == len(only):
        return 77  # for ctest
    return 1 if found.kept else 0


if __name__ == "__main__":
    sys.exit(main())
