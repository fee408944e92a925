#!/usr/bin/env python3
"""compare.py -- the handler beside Google's functions-framework, and in front of CloudEvents' own kit.

Usage: compare.py FOLDER HANDLER   (the npm packages are fetched into FOLDER once)
By hand, before a release: says what differs. Exit code 0 all alike, 1 a difference, 77 npm or node is out of reach.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import cloud_run  # noqa: E402  (after the path is set)
import credit  # noqa: E402
import deploy  # noqa: E402
import sandbox  # noqa: E402
import wire  # noqa: E402

PACKAGES = ["@google-cloud/functions-framework@3.4.6", "cloudevents@8.0.2"]
JSON = [("Content-Type", "application/json")]
LABELS_BY_SENIORITY = credit.ask(0, 2)  # rows that function.js answers like the model


def fetched(folder):
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "node_modules").is_dir():
        (folder / "package.json").write_text("{}")
        npm = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES]
        done = subprocess.run(npm, cwd=folder, capture_output=True, text=True)
        if done.returncode:
            print("skipped: npm cannot fetch", *PACKAGES)
            print(done.stderr[-500:])
            sys.exit(77)
    for name in ("function.js", "events.js"):
        shutil.copyfile(HERE / name, folder / name)


class Framework:
    """functions-framework with function.js, on a port of its own."""

    def __init__(self, folder, target, kind):
        self.port = sandbox.free_port()
        program = folder / "node_modules/.bin/functions-framework"
        command = [program, f"--target={target}", f"--signature-type={kind}", "--source=function.js"]
        self.process = subprocess.Popen(command, cwd=folder, env={**os.environ, "PORT": str(self.port)},
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                wire.connect(self.port).close()
                return
            except ConnectionRefusedError:
                time.sleep(0.05)

    def ask(self, method="POST", target="/", fields=(), body=None, as_chunks=0):
        return wire.ask(self.port, wire.request(method, target, list(fields), body, as_chunks), method)

    def close(self):
        self.process.kill()
        self.process.wait()


def shape(reply):
    """What has to be alike: status, kind of content, no ETag; the body where it is a success."""
    kind = (reply.field("Content-Type") or "").split(";")[0]
    body = json.loads(reply.body) if reply.status == 200 and reply.body else None
    return reply.status, kind if reply.status == 200 else None, reply.field("ETag"), body


def compare_http(folder, google):
    body = credit.text(LABELS_BY_SENIORITY).encode()
    requests = {
        "rows": ("POST", "/", JSON, body, 0),
        "rows in chunks": ("POST", "/", JSON, body, 10),
        "rows to a path": ("POST", "/a/b?c=1", JSON, body, 0),
        "rows with a charset": ("POST", "/", [("Content-Type", "application/json; charset=utf-8")], body, 0),
        "half a document": ("POST", "/", JSON, body[:-3], 0),
        "robots.txt": ("GET", "/robots.txt", [], None, 0),
        "favicon.ico": ("GET", "/favicon.ico", [], None, 0),
        "robots.txt, posted": ("POST", "/robots.txt", JSON, body, 0),
    }
    framework, differences = Framework(folder, "predict", "http"), 0
    try:
        for name, (method, target, fields, data, chunks) in requests.items():
            theirs = shape(framework.ask(method, target, fields, data, chunks))
            ours = shape(google.ask(method, target, fields, data, chunks))
            print("alike" if ours == theirs else "DIFFERS", name, ours, "" if ours == theirs else theirs)
            differences += ours != theirs
    finally:
        framework.close()
    return differences


def compare_events(folder, google):
    text = subprocess.run(["node", "events.js", credit.text(LABELS_BY_SENIORITY)], cwd=folder, check=True,
                          capture_output=True, text=True).stdout
    framework, differences = Framework(folder, "event", "cloudevent"), 0
    try:
        for made in json.loads(text):
            fields = [(k, v if isinstance(v, str) else str(v)) for k, v in made["headers"].items()]
            before = google.sandbox.text("out").count('"bad"')
            ours = google.ask(fields=fields, body=made["body"].encode()).status
            count = len(json.loads(made["body"])) if made["name"] == "batch" else 1
            answered = sandbox.until(lambda: google.sandbox.text("out").count('"bad"') == before + count, 2.0)
            theirs = framework.ask(fields=fields, body=made["body"].encode()).status
            # The framework reads neither data_base64 nor batches: there the answers in the log decide.
            alone = made["name"] in ("batch", "structured with data_base64")
            alike = answered and 200 <= ours < 300 and (ours == theirs or alone)
            print("alike" if alike else "DIFFERS", made["name"], ours, theirs)
            differences += not alike
    finally:
        framework.close()
    return differences


def main(folder, handler):
    if not shutil.which("npm") or not shutil.which("node"):
        print("skipped: there is no npm or no node")
        return 77
    fetched(pathlib.Path(folder).resolve())
    with deploy.Case(handler) as case, cloud_run.CloudRun(case.package("google-cloud")) as google:
        if google.start() != "ready":
            print(google.sandbox.text())
            return 1
        folder = pathlib.Path(folder).resolve()
        return 1 if compare_http(folder, google) + compare_events(folder, google) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
