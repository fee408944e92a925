#!/usr/bin/env python3
"""Prints the README's table of what converts and how exactly, from the golden models and from random ones.

Usage: exactness.py POUNCE GOLDEN... [--differential RESULTS...] [--into README]
GOLDEN are folders that hold <framework>-<version>/<case>/: every case is converted and answered by the command line and
compared with the framework's stored answers. RESULTS are what tests/differential/run.py --json has written, here and with the
trainers of other releases (build/releases/*/results.json, by tests/differential/other_version.sh). --into puts the
table in the place of the one that stands there. Exit code 1 if a label differs or a number is further off than its kind
allows.
"""
import argparse
import collections
import csv
import json
import pathlib
import re
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
    ("nb_", "naive Bayes", 1e-10),
    ("qda", "quadratic discriminants and mixtures", 1e-10),
    ("mixture", "quadratic discriminants and mixtures", 1e-10),
    ("clusters", "clusters and centroids", 1e-10),
    ("centroid", "clusters and centroids", 1e-10),
    ("neighbors", "nearest neighbors", 1e-10),
    ("pipeline", "pipelines with imputers, encoders, scalers", 1e-10),
    ("pca", "pipelines with imputers, encoders, scalers", 1e-10),
    ("scaled", "pipelines with imputers, encoders, scalers", 1e-10),
    ("voting", "voting, stacking, bagging and other ensembles", 1e-10),
    ("calibrated", "calibration", 1e-10),
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


def writer_of(text):
    """ "ONNX by PyTorch 1.13.0a0, ..." -> "PyTorch 1.13" """
    found = re.search(r"(skl2onnx|PyTorch) \d+\.\d+", text)
    return found.group(0) if found else text


class Cell:
    """A row of the table."""

    def __init__(self):
        self.versions = set()
        self.golden = self.models = self.rows = 0
        self.largest = 0.0


def add_golden(cells, pounce, roots):
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        for case in sorted(c for root in roots for c in pathlib.Path(root).glob("*/*/case.json")):
            folder = case.parent
            framework, _, version = folder.parent.name.rpartition("-")
            if not framework:
                framework, version = folder.parent.name, ""
            if framework == "onnx":
                version = writer_of(json.loads(case.read_text())["framework"])
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
            cell.golden += 1
            cell.versions.add(version)
            cell.largest = max(cell.largest, worst)
    return failed


def add_random(cells, results):
    """Models that converted, and rows that both sides answered or both refused."""
    failed = False
    for one in results["cells"]:
        failed = failed or one["wrong"] > 0
        if one["models"] == one["refused"]:
            continue
        cell = cells[one["framework"], one["kind"]]
        version = one["version"]
        cell.versions.add(".".join(version.split(".")[:2]) if version[0].isdigit() else version)
        cell.models += one["models"] - one["refused"]
        cell.rows += one["rows"] + one["refused_rows"]
        cell.largest = max(cell.largest, one["largest"])
    return failed


def table(cells):
    lines = ["| framework | kind | versions tried | their own models | random models | random rows | largest difference |",
             "| --- | --- | --- | --- | --- | --- | --- |"]
    for (framework, kind), c in sorted(cells.items()):
        shown = "0" if c.largest == 0 else f"{c.largest:.0e}"
        counts = " | ".join(f"{n:,}" if n else "" for n in (c.golden, c.models, c.rows))
        lines.append(f"| {framework} | {kind} | {', '.join(sorted(c.versions))} | {counts} | {shown} |")
    return lines


def put_into(path, lines):
    old = path.read_text().split("\n")
    first = old.index(next(line for line in old if line.startswith("| framework | kind |")))
    last = next(i for i in range(first, len(old)) if not old[i].startswith("|"))
    path.write_text("\n".join(old[:first] + lines + old[last:]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pounce")
    parser.add_argument("golden", nargs="*")
    parser.add_argument("--differential", type=pathlib.Path, nargs="+", default=[])
    parser.add_argument("--into", type=pathlib.Path)
    given = parser.parse_args()
    cells = collections.defaultdict(Cell)
    failed = add_golden(cells, given.pounce, given.golden)
    for results in given.differential:
        failed = add_random(cells, json.loads(results.read_text())) or failed
    lines = table(cells)
    if given.into:
        put_into(given.into, lines)
    else:
        print("\n".join(lines))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
