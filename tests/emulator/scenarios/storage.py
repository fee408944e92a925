"""storage.py -- a handler whose model is elsewhere, and elsewhere does not answer: an init error in words."""
import concurrent.futures
import socket
import threading

import credit
import lambda_platform
from scenario import check, equal, scenario
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
