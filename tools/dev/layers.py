#!/usr/bin/env python3
"""Refuse an include that goes against the flow.

Usage: layers.py REPO. A folder may include itself and the folders in its row.
"""
import pathlib
import re
import sys

FLOW = {
    "pounce/core": [],
    "pounce/io": ["pounce/core"],
    "pounce/format": ["pounce/core"],
    "pounce/view": ["pounce/core", "pounce/format"],
    "pounce/kernels": ["pounce/core", "pounce/format", "pounce/view"],
    "pounce": ["pounce/core", "pounce/format", "pounce/io", "pounce/view", "pounce/kernels"],
    "pounce/serve": ["pounce/core", "pounce/format", "pounce/view", "pounce"],
    "convert/syntax": ["pounce/core", "convert"],
    "convert/ir": ["pounce/core", "convert"],
    "convert/frontend": ["pounce/core", "convert", "convert/syntax", "convert/ir"],
    "convert/pass": ["convert", "convert/ir"],
    "convert/lower": ["pounce/core", "pounce/format", "convert", "convert/ir"],
    "convert/write": ["pounce/core", "pounce/format", "convert", "convert/lower"],
    "convert/verify": ["pounce/core", "pounce/format", "pounce", "convert", "convert/ir"],
    "convert": ["pounce/core", "pounce/format", "convert/*"],
    "package": ["pounce/core", "pounce", "convert", "serve/embedded"],
    "serve": ["pounce/core", "pounce", "pounce/serve"],
    "serve/embedded": ["pounce/core", "pounce", "pounce/serve", "serve"],
    "cli": ["pounce/core", "pounce/format", "pounce/view", "pounce", "pounce/serve", "convert", "convert/ir", "convert/write", "convert/verify",
            "package"],
}
# In every room of `convert`: the way to refuse. The pipeline's own headers are for those above it.
OPEN_TO_ALL = {"convert": "convert/refusal.hpp"}
# The door of the converter, for the rooms that stand behind it too.
DOOR = {"convert/verify": "convert/convert.hpp"}


# The face of a room that stands above what lies beside it.
FACE = {"pounce/serve.hpp": "pounce/serve"}


def room(path):
    """The longest key of FLOW that `path` lies in."""
    if path in FACE:
        return FACE[path]
    parts = path.split("/")[:-1]
    while parts and "/".join(parts) not in FLOW:
        parts.pop()
    return "/".join(parts)


def may_include(here, target):
    there = room(target)
    if there == here:
        return True
    if there in OPEN_TO_ALL and here.startswith(there + "/"):
        return target in (OPEN_TO_ALL[there], DOOR.get(here))
    return any(rule == there or (rule.endswith("/*") and there.startswith(rule[:-1])) for rule in FLOW[here])


bad = 0
repo = pathlib.Path(sys.argv[1])
for top in ("include", "tools"):
    for file in sorted((repo / top).rglob("*")):
        if file.suffix not in (".hpp", ".cpp", ".inl"):
            continue
        here = room(file.relative_to(repo / top).as_posix())
        for number, line in enumerate(file.read_text().splitlines(), 1):
            match = re.match(r"#\s*include <((?:pounce|convert|cli|package|serve)/[a-z0-9_/]+\.(?:hpp|inl))>", line)
            if match and here and not may_include(here, match[1]):
                print(f"{file}:{number}: `{here}` may not include `{match[1]}`")
                bad = 1
sys.exit(bad)
