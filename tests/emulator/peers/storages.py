#!/usr/bin/env python3
"""The handler that fetches its model, before storages that others have written.

Usage: storages.py FOLDER HANDLER MODEL REQUEST   (the npm packages are fetched into FOLDER once)
By hand. S3 is npm's s3rver behind a door that compares signatures with aws4; Azure's storage is azurite, under TLS with a
certificate of an authority made for the run. REQUEST is one that MODEL answers.
Exit code 0 all as it should be, 1 not, 77 npm, node or openssl is out of reach.
"""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

PACKAGES = ["s3rver@3.7.1", "aws4@1.13.2", "azurite@3.34.0", "@azure/storage-blob@12.26.0"]
HERE = pathlib.Path(__file__).resolve().parent
CERTIFICATES = """set -e
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=authority \
  -addext basicConstraints=critical,CA:TRUE
openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=localhost
printf 'subjectAltName=DNS:localhost' > san
openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san -out server.pem
"""


def skip(why):
    print("skipped:", why)
    sys.exit(77)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Handler:
    """The handler on a port, with nothing in its environment but what it is given."""

    def __init__(self, program, variables):
        self.port = free_port()
        self.process = subprocess.Popen([program], env={"PORT": str(self.port), **variables}, stderr=subprocess.PIPE)

    def answer(self, request):
        """The reply's text; what the handler said if it ended."""
        for _ in range(200):
            if self.process.poll() is not None:
                return json.loads(self.process.stderr.read())["message"]
            try:
                asked = urllib.request.Request(f"http://127.0.0.1:{self.port}/", request.encode(),
                                               {"Content-Type": "application/json"})
                return urllib.request.urlopen(asked, timeout=5).read().decode()
            except OSError:
                time.sleep(0.05)
        return "no answer"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stderr.close()


def start_storages(folder, model):
    if not all(shutil.which(program) for program in ("npm", "node", "openssl")):
        skip("there is no npm, no node or no openssl")
    if not (folder / "node_modules/azurite").exists():
        folder.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), *PACKAGES]
        if subprocess.run(npm, cwd=folder, capture_output=True).returncode:
            skip("npm cannot fetch " + " ".join(PACKAGES))
    work = pathlib.Path(tempfile.mkdtemp(prefix="pounce-certificates-"))
    subprocess.run(["bash", "-c", CERTIFICATES], cwd=work, check=True, capture_output=True)
    shutil.copy(HERE / "storages.js", folder / "storages.js")
    node = subprocess.Popen(["node", "storages.js", model, str(work / "server.pem"), str(work / "server.key")], cwd=folder,
                            env={**os.environ, "NODE_EXTRA_CA_CERTS": str(work / "ca.pem")}, stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, text=True)
    line = node.stdout.readline()
    if not line:
        sys.exit("the storages do not start")
    return node, json.loads(line), work


def cases(places, work, model_id):
    """(sentence, environment, what the answer begins with or contains)"""
    s3 = {"AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "S3RVER", "AWS_SECRET_ACCESS_KEY": "S3RVER",
          "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{places['s3']}", "POUNCE_MODEL": "s3://models/credit.pounce"}
    azure = {"POUNCE_CA_FILE": str(work / "ca.pem"), "POUNCE_MODEL": places["azure"]["signed"]}
    yield "S3: a signed request gets the model", s3, "["
    yield "S3: with a session token", {**s3, "AWS_SESSION_TOKEN": places["token"]}, "["
    yield "S3: a key with spaces, signs and letters", {**s3, "POUNCE_MODEL": "s3://models/a folder/\u00e9+1=b.pounce"}, "["
    yield "S3: kept in a folder", {**s3, "POUNCE_MODEL_CACHE": str(work)}, "["
    yield "S3: kept there, a storage that is gone is not asked", {
        **s3, "POUNCE_MODEL_CACHE": str(work), "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:1"}, "["
    yield "S3: the expected content id", {**s3, "POUNCE_MODEL_ID": model_id}, "["
    yield "S3: another content id", {**s3, "POUNCE_MODEL_ID": "0" * 32}, "its content id is " + model_id
    yield "S3: a wrong secret", {**s3, "AWS_SECRET_ACCESS_KEY": "x"}, "403 Forbidden (SignatureDoesNotMatch)"
    yield "S3: a wrong session token", {**s3, "AWS_SESSION_TOKEN": "x"}, "403 Forbidden (SignatureDoesNotMatch)"
    yield "S3: no such key", {**s3, "POUNCE_MODEL": "s3://models/none"}, "404 Not Found (NoSuchKey)"
    yield "Azure: a shared access signature, over TLS", azure, "["
    yield "Azure: an expired signature", {**azure, "POUNCE_MODEL": places["azure"]["expired"]}, "403 "
    yield "Azure: no signature", {**azure, "POUNCE_MODEL": places["azure"]["unsigned"]}, "40"
    yield "Azure: an authority that this machine does not know", {
        "POUNCE_MODEL": places["azure"]["signed"]}, "no known authority has signed it"
    yield "Azure: a host that the certificate is not for", {
        **azure, "POUNCE_MODEL": places["azure"]["signed"].replace("localhost", "127.0.0.1")}, "it is for another host"


def main():
    folder, handler, model, request = sys.argv[1:5]
    node, places, work = start_storages(pathlib.Path(folder).resolve(), os.path.abspath(model))
    model_id = pathlib.Path(model).read_bytes()[40:56].hex()
    bad = 0
    for sentence, variables, wanted in cases(places, work, model_id):
        with Handler(os.path.abspath(handler), variables) as started:
            got = started.answer(request)
        right = got.startswith("[") if wanted == "[" else wanted in got
        bad += not right
        print("ok  " if right else "BAD ", sentence, "" if right else f"\n     {got!r}\n     wanted {wanted!r}")
    node.stdin.close()
    node.wait()
    shutil.rmtree(work)
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
