#!/usr/bin/env python3
"""run.py -- runs the scenarios of one group, or of all, against a handler.

Usage: run.py GROUP --handler FILE [--machine QEMU [--processor NAME]] [--pounce PROGRAM [--arch ARCH]]
              [--embed] [--set NAME=VALUE]... [--only WORDS]
With --pounce the packages are made by `pounce package` (with --embed: the model in the program), else they are put together here. Exit code 1 if one failed.
"""
import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import deploy  # noqa: E402  (after the path is set)
import scenario  # noqa: E402
from scenarios import azure, cloud_run, differences, http, load  # noqa: E402,F401
from scenarios import lambda_events, lambda_faults, lambda_protocol, storage  # noqa: E402,F401


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("group", choices=[*scenario.ALL, "all"])
    parser.add_argument("--handler", required=True)
    parser.add_argument("--machine", help="a static qemu that runs it")
    parser.add_argument("--processor", help="what that qemu is to be, such as Nehalem")
    parser.add_argument("--pounce", help="the program that makes the packages")
    parser.add_argument("--arch", default="x86_64")
    parser.add_argument("--embed", action="store_true", help="the model in the program, not beside it")
    parser.add_argument("--set", action="append", default=[], help="NAME=VALUE of the function's own environment")
    parser.add_argument("--only", help="scenarios whose sentence has these words")
    given = parser.parse_args()
    with deploy.Case(given.handler, given.machine, given.processor, given.pounce, given.arch,
                     embed=given.embed, settings=[one.split("=", 1) for one in given.set]) as case:
        groups = list(scenario.ALL) if given.group == "all" else [given.group]
        failed = [one for group in groups for one in scenario.run(group, case, given.only)]
    print(f"{len(failed)} failed" if failed else "all passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
