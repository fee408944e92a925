"""storage.py -- a handler whose model is elsewhere, and elsewhere does not answer: an init error in words."""
import concurrent.futures
import os
import socket
import ssl
import subprocess
import threading

import broken_disk
import credit
import lambda_platform
import wire
from scenario import body_of, check, equal, scenario
from scenarios.lambda_faults import is_init_error

GROUP = "storage"


def starts(case, address, environment=(), limit=lambda_platform.INIT_LIMIT):
    """With `authority.pem`, which has signed nothing, as the only authority there is."""
    package = case.package("aws-lambda").without("model.pounce").with_file("ca.pem", credit.HERE / "authority.pem")
    settings = {"POUNCE_MODEL": address, "POUNCE_CA_FILE": "/var/task/ca.pem"}
    aws = lambda_platform.Lambda(package, {**settings, **dict(environment)})
    return aws, aws.init(limit)


class Peer:
    """Something that listens and says `words` to whoever comes, then waits or closes."""

    def __init__(self, words, closes):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port, self.words, self.closes, self.met = self.listener.getsockname()[1], words, closes, []
        self.accepting = threading.Thread(target=self._accept, daemon=True)
        self.accepting.start()

    def _accept(self):
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            self.met.append(sock)
            sock.sendall(self.words)
            if self.closes:
                sock.close()

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.accepting.join()
        self.listener.close()
        for sock in self.met:
            sock.close()


CERTIFICATES = """set -e
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.pem -days 9 -subj /CN=ca
openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out csr.pem -subj /CN=localhost
printf 'subjectAltName=DNS:localhost' >names
openssl x509 -req -in csr.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 9 -extfile names -out cert.pem
"""


class Storage:
    """Gives `content` to every GET, under TLS if there is a folder of certificates."""

    def __init__(self, content, certificates=None):
        self.content, self.asked, self.tls = content, [], None
        if certificates:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(f"{certificates}/cert.pem", f"{certificates}/key.pem")
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        self.address = f"{'https' if certificates else 'http'}://localhost:{self.listener.getsockname()[1]}/model"
        self.accepting = threading.Thread(target=self._accept, daemon=True)
        self.accepting.start()

    def _accept(self):
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            sock.settimeout(10.0)
            try:
                connection = wire.Connection(self.tls.wrap_socket(sock, server_side=True) if self.tls else sock)
                self.asked.append(connection.read_request())
                connection.send(wire.reply(200, [], self.content))
            except (wire.Closed, wire.Broken, OSError):
                pass
            finally:
                connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.accepting.join()
        self.listener.close()


def serves(aws):
    equal(body_of(aws.invoke(credit.ask(2))), (200, ["bad"]))


@scenario(GROUP, "a model is fetched once, in clear or under TLS, and serves every event")
def _(case):
    folder = case.folder / "certificates"
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["sh", "-c", CERTIFICATES], cwd=folder, capture_output=True, text=True)
    equal(done.returncode, 0, done.stderr)
    package = case.package("aws-lambda").without("model.pounce").with_file("ca.pem", str(folder / "ca.pem"))
    for certificates in (None, folder):
        with Storage(credit.MODEL.read_bytes(), certificates) as storage:
            settings = {"POUNCE_MODEL": storage.address + "?sig=secret", "POUNCE_CA_FILE": "/var/task/ca.pem"}
            with lambda_platform.Lambda(package, settings) as aws:
                for _ in range(3):
                    serves(aws)
                equal([request.target for request in storage.asked], ["/model?sig=secret"])
                equal(aws.violations, [])


@scenario(GROUP, "a model in a cache is not fetched again when the process starts anew, unless it is damaged")
def _(case):
    with Storage(credit.MODEL.read_bytes()) as storage:
        aws, how = starts(case, storage.address, {"POUNCE_MODEL_CACHE": "/tmp"})
        with aws:
            equal(how, "ready")
            for count in (1, 1, 2):
                serves(aws)
                equal(len(storage.asked), count, "requests")
                aws.sandbox.kill()
                if count == 1 and aws.sandbox.restarts == 1:
                    kept = next(aws.sandbox.root.glob("tmp/*.pounce"))
                    data = bytearray(kept.read_bytes())
                    data[len(data) // 2] ^= 1
                    kept.write_bytes(data)


@scenario(GROUP, "a disk too small for the model is an init error that says so, and nothing stays on it")
def _(case):
    if not broken_disk.available():
        print("          not tried: it takes the right to mount")
        return
    with Storage(credit.MODEL.read_bytes()) as storage:
        package = case.package("aws-lambda").without("model.pounce")
        settings = {"POUNCE_MODEL": storage.address, "POUNCE_MODEL_CACHE": "/tmp"}
        with lambda_platform.Lambda(package, settings) as aws:
            with broken_disk.full_disk(aws.sandbox.root / "tmp", 4):
                is_init_error(aws, aws.init(), "no space left", "/model")
                equal(os.listdir(aws.sandbox.root / "tmp"), [])
            serves(aws)  # there is space again


@scenario(GROUP, "an address that is none, or of a storage nobody knows, is an init error at once")
def _(case):
    for address in ("https://", "https:///model.pounce", "s3://", "s3://bucket", "gs://", "https://a b/c",
                    "https://x:99999/y", "https://" + "a" * 5000 + "/m"):
        aws, how = starts(case, address, limit=3.0)
        with aws:
            is_init_error(aws, how)
            check(len(aws.sandbox.text("err")) < 2000, aws.sandbox.text())


@scenario(GROUP, "a host that refuses, and a name that nobody can resolve, are init errors within the time for it")
def _(case):
    for address in ("https://127.0.0.1:1/model.pounce", "https://storage.invalid/model.pounce"):
        aws, how = starts(case, address)
        with aws:
            is_init_error(aws, how)


@scenario(GROUP, "a peer that speaks no TLS, says nothing or hangs up is an init error within the time for it")
def _(case):
    def meet(peer):
        aws, how = starts(case, f"https://127.0.0.1:{peer.port}/model.pounce")
        with aws:
            is_init_error(aws, how)
            check(peer.met, "it never came")
        peer.close()

    peers = [Peer(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", False), Peer(b"", True), Peer(b"", False),
             Peer(b"\x16\x03\x03\x40\x00" + b"\0" * 100, False)]
    case.package("aws-lambda")  # made once, before the threads
    with concurrent.futures.ThreadPoolExecutor(len(peers)) as pool:
        list(pool.map(meet, peers))


@scenario(GROUP, "a storage that needs credentials, and there are none, is an init error that says so")
def _(case):
    none = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_SESSION_TOKEN": ""}
    aws, how = starts(case, "s3://bucket/model.pounce", none)
    with aws:
        is_init_error(aws, how)
        equal(aws.violations, [])
