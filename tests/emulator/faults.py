#!/usr/bin/env python3
"""faults.py -- every test that FAULTS.md names exists."""
import pathlib
import re
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
KINDS = (("*.cpp", r'TEST_CASE\(\s*"((?:[^"\\]|\\.)*)"'), ("*.py", r'@scenario\(GROUP,\s*"([^"]*)"'),
         ("CMakeLists.txt", r'add_emulator_test\("([^"]*)"'))


def main():
    known = {name for pattern, case in KINDS for path in TESTS.rglob(pattern)
             for name in re.findall(case, path.read_text())}
    named = [name for line in (TESTS / "emulator/FAULTS.md").read_text().splitlines() if line.startswith("| ")
             for name in re.findall(r'"([^"]+)"', line)]
    missing = [name for name in named if name not in known]
    for name in missing:
        print("no such test:", name)
    print(len(named), "tests are named")
    return 1 if missing or len(named) < 50 else 0


if __name__ == "__main__":
    sys.exit(main())
