#!/usr/bin/env python3
"""handler.py -- a handler for the emulators' own test: right, or wrong in one named way.

Usage: handler.py --home FOLDER [--wrong NAME]; it is copied into a package, FOLDER is where it comes from.
"""
import os
import sys

home = sys.argv[sys.argv.index("--home") + 1]
sys.path[:0] = [home, os.path.dirname(home)]

if __name__ == "__main__":
    wrong = sys.argv[sys.argv.index("--wrong") + 1] if "--wrong" in sys.argv else None
    if "AWS_LAMBDA_RUNTIME_API" in os.environ:
        import on_lambda as platform
    else:
        import on_a_port as platform
    sys.exit(platform.main(wrong))
