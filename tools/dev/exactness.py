#!/usr/bin/env python3
"""Prints the README's table of what converts and how exactly, from the golden models.

Usage: exactness.py POUNCE GOLDEN...   (folders that hold <framework>-<version>/<case>/)
Every case is converted and answered by the command line and compared with the framework's stored answers.
Exit code 1 if a label differs or a number is further off than its kind allows.
"""
import collections
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

KINDS = [  # first match in the case's name
    ("mlp", "networks", 1e-5),
    ("linear_svc", "linear models", 1e-10),
    ("svc", "support vectors and kernels", 1e-10),
    ("svr", "support vectors and kernels", 1e-10),
    ("one_class", "support vectors and kernels", 1e-10),
    ("kernel", "support vectors and kernels", 1e-10),
    ("nystroem", "support vectors and kernels", 1e-10),
    ("quantile", "quantiles and splines", 1e-10),
    ("spline", "quantiles and splines", 1e-10),
    ("pipeline", "pipelines with imputers, encoders, scalers", 1e-10),
    ("pca", "pipelines with imputers, encoders, scalers", 1e-10),
    ("scaled", "pipelines with imputers, encoders, scalers", 1e-10),
    ("voting", "voting and calibration", 1e-10),
    ("calibrated", "voting and calibration", 1e-10),
    ("hist_gb", "boosted trees", 1e-10),
    ("gb_", "boosted trees", 1e-10),
    ("adaboost", "boosted trees", 1e-10),
    ("isolation", "isolation forests", 1e-10),
    ("forest", "forests and trees", 1e-12),
    ("extra_trees", "forests and trees", 1e-12),
    ("tree", "forests and trees", 1e-12),
    ("", "linear models", 1e-10),
]
BOOSTERS = {"xgboost": ("boosted trees", 1e-6), "lightgbm": ("boosted trees", 1e-10)}


def kind_of(framework, case):
    if framework in BOOSTERS:
        return BOOSTERS[framework]
    for part, kind, bound in KINDS:
        if part in case:
            return kind, (max(bound, 1e-5) if framework == "onnx" else bound)
    raise ValueError(case)


def difference(answer, expected):
    """How far apart two cells are, relative to max(1, |y|); infinity for unequal labels."""
    if answer == expected:
        return 0.0
    try:
        a, e = float(answer), float(expected)
    except ValueError:
        return float("inf")
    return abs(a - e) / max(1.0, abs(e))


def run_case(pounce, folder, scratch):
    source = next(p for p in sorted(folder.iterdir()) if p.name.startswith("model."))
    model = scratch / "model.pounce"
    subprocess.run([pounce, "convert", source, "-o", model], check=True, capture_output=True)
    got = subprocess.run([pounce, "predict", model, folder / "input.csv"], check=True, capture_output=True, text=True)
    answers = list(csv.DictReader(got.stdout.splitlines()))
    expected = list(csv.DictReader((folder / "expected.csv").read_text().splitlines()))
    if len(answers) != len(expected):
        return float("inf")
    return max(difference(a[c], e[c]) for a, e in zip(answers, expected) for c in e)


def main():
    pounce, *roots = sys.argv[1:]
    cells = collections.defaultdict(lambda: [0, set(), 0.0])
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        for case in sorted(c for root in roots for c in pathlib.Path(root).glob("*/*/case.json")):
            folder = case.parent
            framework, _, version = folder.parent.name.rpartition("-")
            if not framework:
                framework, version = folder.parent.name, ""
            if framework == "onnx":
                version = json.loads(case.read_text())["framework"].split(",")[0].split(" (")[0]
            kind, bound = kind_of(framework, folder.name)
            try:
                worst = run_case(pounce, folder, pathlib.Path(scratch))
            except subprocess.CalledProcessError as error:
                print(f"{folder}: {error.stderr}", file=sys.stderr)
                worst = float("inf")
            if worst > bound:
                print(f"{folder}: off by {worst}", file=sys.stderr)
                failed = True
            cell = cells[framework, kind]
            cell[0] += 1
            cell[1].add(version)
            cell[2] = max(cell[2], worst)
    print("| framework | kind | versions tried | models | largest difference |")
    print("| --- | --- | --- | --- | --- |")
    for (framework, kind), (count, versions, worst) in sorted(cells.items()):
        shown = "0" if worst == 0 else f"{worst:.0e}"
        print(f"| {framework} | {kind} | {', '.join(sorted(versions))} | {count} | {shown} |")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
