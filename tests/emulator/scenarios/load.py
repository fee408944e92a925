"""load.py -- many connections for a few seconds: every reply right, memory as it was."""
import json
import selectors
import socket
import time

import cloud_run
import credit
import wire
from scenario import check, equal, scenario

GROUP = "load"
CONNECTIONS, REQUESTS = 64, 6000


class Client:
    """One connection that asks again as soon as it is answered."""

    def __init__(self, google, i):
        self.data = wire.request("POST", "/", [("Content-Type", "application/json")],
                                 credit.text(credit.ask(i % len(credit.ROWS))).encode(), as_chunks=i % 3 * 40)
        self.wanted = credit.text([credit.LABELS[i % len(credit.ROWS)]]).encode()
        self.sock = socket.create_connection((cloud_run.FRONT, google.port))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.have = b""
        self.sock.sendall(self.data)

    def ready(self):
        """True when a whole reply is there."""
        data = self.sock.recv(65536)
        check(data, "closed after", self.have)
        self.have += data
        head, end, body = self.have.partition(b"\r\n\r\n")
        if not end or len(body) < len(self.wanted):
            return False
        check(head.startswith(b"HTTP/1.1 200 ") and body == self.wanted, self.have, self.wanted)
        self.have = b""
        return True


def run(google, requests):
    clients = [Client(google, i) for i in range(CONNECTIONS)]
    poll, done, sent = selectors.DefaultSelector(), 0, len(clients)
    for client in clients:
        poll.register(client.sock, selectors.EVENT_READ, client)
    while done < sent:
        ready = poll.select(10.0)
        check(ready, "no reply in ten seconds,", sent - done, "are waited for")
        for key, _ in ready:
            if key.data.ready():
                done += 1
                if sent < requests:
                    sent += 1
                    key.data.sock.sendall(key.data.data)
    for client in clients:
        client.sock.close()
    return done


@scenario(GROUP, "64 connections, thousands of requests: each gets its own answer and nothing grows")
def _(case):
    requests = REQUESTS // 6 if case.slow else REQUESTS
    with cloud_run.CloudRun(case.package("google-cloud")) as google:
        equal(google.start(), "ready")
        run(google, requests // 4)
        time.sleep(0.1)
        before = google.sandbox.resident()
        began = time.monotonic()
        equal(run(google, requests), requests)
        print(f"          {requests / (time.monotonic() - began):,.0f} requests a second")
        time.sleep(0.1)
        after = google.sandbox.resident()
        check(after["kilobytes"] <= before["kilobytes"] + 512, before, after)
        equal(after["descriptors"], before["descriptors"], "descriptors")


@scenario(GROUP, "a storm of refused requests leaves memory and descriptors as they were, and good ones their answers")
def _(case):
    bodies = [b"{", b'{"data":[[1]]}', b'{"data":[{"castle":1}]}', b"[" * 5000, b'{"data":"' + b"x" * 5000 + b'"}', b""]
    with cloud_run.CloudRun(case.package("google-cloud")) as google:
        equal(google.start(), "ready")
        before = None
        for i in range(600 if case.slow else 6000):
            if i % 100 == 0:
                connection = google.connect()
            body = bodies[i % len(bodies)] if i % 50 else credit.text(credit.ask(2)).encode()
            connection.send(wire.request("POST", "/", [("Content-Type", "application/json")], body))
            reply = connection.read_reply("POST")
            check(reply.status in ((400, 422) if i % 50 else (200,)), body[:40], reply.status)
            if i % 100 == 99:
                connection.close()
            if i == 300:
                before = google.sandbox.resident()
        time.sleep(0.1)
        after = google.sandbox.resident()
        check(after["kilobytes"] <= before["kilobytes"] + 256, before, after)
        check(after["descriptors"] <= before["descriptors"], before, after)


@scenario(GROUP, "thousands of connections, one after the other, leave no descriptor behind")
def _(case):
    with cloud_run.CloudRun(case.package("google-cloud")) as google:
        equal(google.start(), "ready")
        equal(google.ask("GET", "/").status, 200)
        time.sleep(0.1)
        before = google.sandbox.resident()
        for i in range(300 if case.slow else 2000):
            fields = [("Content-Type", "application/json"), ("Connection", "close")]
            reply = google.ask(body=credit.ask(2), fields=fields)
            equal((reply.status, json.loads(reply.body)), (200, ["bad"]))
        time.sleep(0.1)
        after = google.sandbox.resident()
        equal(after["descriptors"], before["descriptors"], "descriptors")
        check(after["kilobytes"] <= before["kilobytes"] + 512, before, after)
