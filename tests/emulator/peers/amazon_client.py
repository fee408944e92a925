#!/usr/bin/env python3
"""amazon_client.py -- our Runtime API in the hands of Amazon's own Node.js client: a test of the emulator.

Usage: amazon_client.py FOLDER   (the npm package is fetched into FOLDER once)
By hand. Exit code 0 it works as on Lambda, 1 it does not, 77 npm or node is out of reach.
"""
import json
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import credit  # noqa: E402  (after the path is set)
from lambda_api import RuntimeApi  # noqa: E402
from lambda_platform import Lambda  # noqa: E402
from sandbox import Package  # noqa: E402
from scenario import body_of, check, equal  # noqa: E402

CLIENT = "@serverless-stack/aws-lambda-ric@2.0.13"  # Amazon's, with the part in C++ taken out


def fetched(folder):
    where = folder / "node_modules/@serverless-stack/aws-lambda-ric"
    if not where.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text("{}")
        npm = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", CLIENT]
        if subprocess.run(npm, cwd=folder, capture_output=True).returncode:
            print("skipped: npm cannot fetch", CLIENT)
            sys.exit(77)
    return where / "bin/index.js"


def one_slash(request, route=RuntimeApi._route):
    """That client puts a second slash in front of a path; nothing else is overlooked."""
    request.target = request.target.replace("//2018", "/2018")
    return route(request)


def main(folder):
    if not shutil.which("npm") or not shutil.which("node"):
        print("skipped: there is no npm or no node")
        return 77
    RuntimeApi._route = staticmethod(one_slash)
    client = str(fetched(pathlib.Path(folder).resolve()))
    package = Package({"credit.js": str(HERE / "credit.js")}, client, ("credit.handler",),
                      interpreter=shutil.which("node"))
    with Lambda(package) as aws:
        equal(body_of(aws.invoke(credit.ask(0, 2))), (200, ["good", "bad"]))
        many = {"data": credit.ROWS * 500}  # in chunks
        equal(len(body_of(aws.invoke(many))[1]), len(many["data"]))
        outcome = aws.invoke({"fail": True})
        equal((outcome.kind, json.loads(outcome.body)["errorMessage"]), ("error", "it was asked to fail"))
        outcome = aws.invoke({"large": 7_000_000})
        equal((outcome.kind, outcome.type), ("error", "Function.ResponseSizeTooLarge"))
        equal(body_of(aws.invoke(credit.ask(0, 2))), (200, ["good", "bad"]))
        aws.sandbox.kill()
        equal(body_of(aws.invoke(credit.ask(0, 2))), (200, ["good", "bad"]))
        equal((aws.violations, aws.sandbox.restarts), ([], 1))
    with Lambda(package.without("credit.js")) as aws:
        equal(aws.init(), "init error", aws.sandbox.text())
        check(json.loads(aws.api.init_error.body)["errorType"].startswith("Runtime."), aws.api.init_error.body)
        equal(aws.violations, [])
    print("Amazon's own client finds what it expects")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
