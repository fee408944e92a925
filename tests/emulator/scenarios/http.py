"""http.py -- what a server on an open port meets: many, slow, broken and hostile clients."""
import json
import socket
import threading
import time

import cloud_run
import credit
import wire
from scenario import check, equal, scenario

GROUP = "http"
BODY = credit.text(credit.ask(0, 2)).encode()
TYPE = [("Content-Type", "application/json")]
GOOD = (200, ["good", "bad"])


def started(case, **more):
    google = cloud_run.CloudRun(case.package("google-cloud"), **more)
    equal(google.start(), "ready", "start")
    return google


def answer(reply):
    return reply.status, json.loads(reply.body)


def serves(google):
    equal(answer(google.ask(fields=TYPE, body=BODY)), GOOD)


def raw(google, data, to="POST"):
    connection = google.connect(5.0)
    try:
        connection.send(data)
        return connection.read_reply(to)
    finally:
        connection.close()


@scenario(GROUP, "a request may come in any pieces")
def _(case):
    data = wire.request("POST", "/", TYPE, BODY)
    with started(case) as google:
        for size in (1, 3, 17):
            connection = google.connect()
            for i in range(0, len(data), size):
                connection.send(data[i:i + size])
                if i < 30 * size or len(data) - i < 30 * size:
                    time.sleep(0.0005)
            equal(answer(connection.read_reply("POST")), GOOD)
            connection.close()


@scenario(GROUP, "a connection is kept for many requests, also those sent before the last was answered")
def _(case):
    with started(case) as google:
        connection = google.connect()
        for _ in range(50):
            connection.send(wire.request("POST", "/", TYPE, BODY))
            equal(answer(connection.read_reply("POST")), GOOD)
        connection.send(wire.request("POST", "/", TYPE, BODY) * 5 + wire.request("GET", "/robots.txt"))
        for _ in range(5):
            equal(answer(connection.read_reply("POST")), GOOD)
        equal(connection.read_reply("GET").status, 404)
        connection.send(wire.request("POST", "/", TYPE + [("Connection", "close")], BODY))
        equal(answer(connection.read_reply("POST")), GOOD)
        check(not connection.more(), "it stayed open after Connection: close")


@scenario(GROUP, "half a request behind whole ones waits for its other half, wherever it was cut")
def _(case):
    whole = wire.request("POST", "/", TYPE, BODY)
    asks = wire.request("POST", "/", TYPE + [("Expect", "100-continue")], BODY)
    with started(case) as google:
        for last in (whole, wire.request("POST", "/", TYPE, BODY, 9), asks):
            head = last.index(b"\r\n\r\n") + 4
            for cut in (1, 20, head, head + 1, len(last) - 60, len(last) - 1):
                connection = google.connect(3.0)
                connection.send(whole * 3 + last[:cut])
                for _ in range(3):
                    equal(answer(connection.read_reply("POST")), GOOD, f"before {cut} bytes")
                time.sleep(0.005)
                connection.send(last[cut:] + whole)
                for _ in range(2):
                    equal(answer(connection.read_reply("POST")), GOOD, f"after {cut} bytes")
                connection.close()


@scenario(GROUP, "a body in chunks of any size, with extensions and trailers, is a body")
def _(case):
    with started(case) as google:
        for size in (1, 7, 1000):
            equal(answer(google.ask(fields=TYPE, body=BODY, as_chunks=size)), GOOD)
        data = b"%X;a=b\r\n%s\r\n000\r\nTrailer-Field: x\r\n\r\n" % (len(BODY), BODY)
        head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        connection = google.connect()
        connection.send(head + data + wire.request("POST", "/", TYPE, BODY))
        equal(answer(connection.read_reply("POST")), GOOD)
        equal(answer(connection.read_reply("POST")), GOOD)


@scenario(GROUP, "a client that expects 100-continue is told to go on")
def _(case):
    with started(case) as google:
        connection = google.connect(3.0)
        connection.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
                        b"Content-Length: %d\r\n\r\n" % len(BODY))
        while b"\r\n\r\n" not in connection.rest:
            check(connection.more(), "closed")
        check(connection.rest.startswith(b"HTTP/1.1 100"), connection.rest)
        connection.rest = b""
        connection.send(BODY)
        equal(answer(connection.read_reply("POST")), GOOD)


CHUNKED = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
HOSTILE = [
    ("both lengths", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("two different lengths", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
    ("a length that is a list", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 4\r\n\r\nabcd"),
    ("a length with a sign", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc"),
    ("a negative length", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"),
    ("a hexadecimal length", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x3\r\n\r\nabc"),
    ("a length of many digits", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999999\r\n\r\n"),
    ("a coding nobody knows", b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    ("a coding that hides", b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
    ("space before a colon", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 3\r\n\r\nabc"),
    ("a folded line", b"POST / HTTP/1.1\r\nHost: x\r\nX: a\r\n Content-Length: 3\r\nContent-Length: 0\r\n\r\n"),
    ("a NUL in a field", b"POST / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\nContent-Length: 0\r\n\r\n"),
    ("a lone carriage return", b"POST / HTTP/1.1\r\nHost: x\r\nX: a\rContent-Length: 3\r\nContent-Length: 0\r\n\r\n"),
    ("no host", b"POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n"),
    ("two hosts", b"POST / HTTP/1.1\r\nHost: x\r\nHost: y\r\nContent-Length: 0\r\n\r\n"),
    ("no version", b"POST /\r\nHost: x\r\n\r\n"),
    ("a version that is none", b"POST / HTTP/9.9\r\nHost: x\r\nContent-Length: 0\r\n\r\n"),
    ("another protocol", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 64 + b"\r\n\r\n"),
    ("a size of a chunk that is none", CHUNKED + b"zz\r\n"),
    ("a chunk of a size nobody has", CHUNKED + b"ffffffffffffffff0\r\n"),
    ("a chunk longer than it said", CHUNKED + b"1\r\nabcdef\r\n0\r\n\r\n"),
]


@scenario(GROUP, "requests that two servers might read in two ways are refused and their connection closed")
def _(case):
    with started(case) as google:
        for what, data in HOSTILE:
            connection = google.connect(5.0)
            connection.send(data)
            try:
                reply = connection.read_reply("POST")
                check(reply.status in (400, 411, 413, 501, 505), what, reply.status, reply.body)
                connection.rest = b""
                try:
                    check(not connection.more() and not connection.rest, what, "the connection stayed open")
                except ConnectionResetError:
                    pass
            except (wire.Closed, ConnectionResetError):
                check(what == "another protocol", what, "got no reply")
            finally:
                connection.close()
        serves(google)


@scenario(GROUP, "a head without end, and more fields than anyone sends, are refused in bounded memory")
def _(case):
    with started(case) as google:
        for what, piece in (("target", b"a" * 65536), ("fields", b"X-Field: 1\r\n" * 5000), ("value", b"a" * 65536)):
            connection = google.connect(5.0)
            start = {"target": b"POST /", "fields": b"POST / HTTP/1.1\r\nHost: x\r\n",
                     "value": b"POST / HTTP/1.1\r\nHost: x\r\nX: "}[what]
            try:
                connection.send(start)
                for _ in range(200):
                    connection.send(piece)
                reply = connection.read_reply("POST")  # it threw away what it read
                check(reply.status in (400, 413, 414, 431), what, reply.status)
            except (ConnectionResetError, BrokenPipeError):
                pass
            except socket.timeout:
                pass  # it does not read on; that it answers others is seen below
            finally:
                connection.close()
            serves(google)
        check(google.sandbox.resident()["kilobytes"] < 100_000, google.sandbox.resident())


@scenario(GROUP, "a body over the limit is 413 before it is sent, and while it is sent in chunks")
def _(case):
    with started(case) as google:
        reply = raw(google, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000000\r\n\r\n")
        equal(reply.status, 413)
        connection = google.connect(20.0)
        connection.send(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        piece = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
        status = None
        try:
            for _ in range(64):
                connection.send(piece)
            connection.send(b"0\r\n\r\n")
        except (ConnectionResetError, BrokenPipeError):
            pass
        try:
            status = connection.read_reply("POST").status
        except (ConnectionResetError, BrokenPipeError, wire.Closed):
            pass  # the reset may overtake the reply
        check(status in (413, None), status)
        serves(google)


@scenario(GROUP, "clients that dawdle, stop half way or go away do not keep others waiting")
def _(case):
    with started(case) as google:
        idle = [google.connect() for _ in range(40)]
        for i, connection in enumerate(idle):
            connection.send([b"", b"P", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
                             b"GET / HTTP/1.1\r\n"][i % 4])
        began = time.monotonic()
        for _ in range(20):
            serves(google)
        check(time.monotonic() - began < 5.0, "twenty requests took", time.monotonic() - began)
        for i in range(40):
            connection = google.connect()
            connection.send(wire.request("POST", "/", TYPE, BODY))
            connection.close(reset=i % 2 == 0)  # gone before the reply
        for connection in idle:
            connection.close(reset=True)
        serves(google)
        check(google.sandbox.running, "it died of a client that went away")


def crowd(google, kind):
    """More clients than there are places, all of them in the middle of something and in no hurry."""
    clients = []
    for _ in range(160):
        connection = google.connect()
        if kind == "heads":
            connection.send(b"POST / HTTP/1.1\r\nHost: x\r\n")
        else:
            connection.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{" + b" " * 5000)
        clients.append(connection)
    return clients


@scenario(GROUP, "more stalled or dripping requests than it has places: a newcomer is answered within seconds")
def _(case):
    for kind in ("bodies", "heads", "dripping bodies"):
        with started(case) as google:
            clients, ended = crowd(google, kind), threading.Event()

            def drip():
                while not ended.wait(0.3):
                    for connection in clients:
                        try:
                            connection.send(b" " if kind == "dripping bodies" else b"")
                        except OSError:
                            pass  # it was put out
            dripping = threading.Thread(target=drip, daemon=True)
            dripping.start()
            began, slowest = time.monotonic(), 0.0
            while time.monotonic() - began < 3.0:
                asked = time.monotonic()
                serves(google)
                slowest = max(slowest, time.monotonic() - asked)
                time.sleep(0.1)
            ended.set()
            dripping.join()
            print(f"          {kind}: a newcomer waits {slowest:.1f} s at most")
            check(slowest < 6.0, f"{kind}: a newcomer waited {slowest:.1f} s")
            check(google.sandbox.running, "it ended")
            for connection in clients:
                connection.close(reset=True)


@scenario(GROUP, "a client that closes its half and waits gets its reply")
def _(case):
    with started(case) as google:
        connection = google.connect()
        connection.send(wire.request("POST", "/", TYPE, BODY))
        connection.sock.shutdown(socket.SHUT_WR)
        equal(answer(connection.read_reply("POST")), GOOD)


@scenario(GROUP, "a client that closes its half gets a large reply too")
def _(case):
    with started(case) as google:
        connection = google.connect(20.0)
        body = credit.text({"data": [credit.ROWS[0]] * 20_000, "outputs": ["predict", "proba"]}).encode()
        connection.send(wire.request("POST", "/", TYPE, body))
        connection.sock.shutdown(socket.SHUT_WR)
        time.sleep(0.2)
        equal(len(json.loads(connection.read_reply("POST").body)["proba"]), 20_000)


@scenario(GROUP, "fields of 16 KB, as proxies and tokens make them, are taken")
def _(case):
    with started(case) as google:
        equal(answer(google.ask(fields=TYPE + [("Authorization", "Bearer " + "a" * 16_000)], body=BODY)), GOOD)


@scenario(GROUP, "more clients at once than it has places: all are answered, and waiting costs no CPU")
def _(case):
    with started(case) as google:
        idle = [google.connect() for _ in range(600)]
        busy = [google.connect() for _ in range(100)]
        for connection in busy:
            connection.send(wire.request("POST", "/", TYPE, BODY))
        for connection in busy:
            equal(answer(connection.read_reply("POST")), GOOD)
        before = google.sandbox.cpu_seconds()
        time.sleep(0.5)
        check(google.sandbox.cpu_seconds() - before < 0.1, "it spins while it waits")
        serves(google)
        for connection in idle + busy:
            connection.close()
        serves(google)


@scenario(GROUP, "fewer descriptors than clients: it serves who it can and does not spin")
def _(case):
    with started(case, descriptors=24) as google:
        idle = [google.connect() for _ in range(60)]
        time.sleep(0.1)
        before = google.sandbox.cpu_seconds()
        time.sleep(0.5)
        check(google.sandbox.cpu_seconds() - before < 0.2, "it spins while it waits")
        for connection in idle:
            connection.close()
        serves(google)


@scenario(GROUP, "a client that sends tens of thousands of requests at once does not hold up the others")
def _(case):
    with started(case) as google:
        flood = google.connect(60.0)
        count = 3_000 if case.slow else 60_000
        data = wire.request("GET", "/robots.txt") * count
        sender = threading.Thread(target=flood.send, args=(data,), daemon=True)
        began = time.monotonic()
        sender.start()
        received, slowest = [0], 0.0

        def drain():
            while received[0] < count:
                piece = flood.sock.recv(1 << 18)
                received[0] += piece.count(b"HTTP/1.1 404")
        reader = threading.Thread(target=drain, daemon=True)
        reader.start()
        while reader.is_alive() and time.monotonic() - began < 30.0:
            asked = time.monotonic()
            serves(google)
            slowest = max(slowest, time.monotonic() - asked)
        speed = count / (time.monotonic() - began)
        print(f"          {speed:,.0f} requests a second, another client waits {slowest * 1e3:.0f} ms at most")
        check(received[0] >= count * 0.99, received[0], "of", count)  # one may be cut by the end of a piece
        check(slowest < 1.0, f"another client waited {slowest:.2f} s")


@scenario(GROUP, "a reply larger than a socket takes at once arrives whole, however slowly it is read")
def _(case):
    with started(case) as google:
        connection = google.connect(20.0)
        connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        body = credit.text({"data": [credit.ROWS[0]] * 20_000, "outputs": ["predict", "proba"]}).encode()
        connection.send(wire.request("POST", "/", TYPE, body))
        time.sleep(0.3)
        serves(google)  # meanwhile
        reply = connection.read_reply("POST")
        answers = json.loads(reply.body)
        equal((reply.status, len(answers["predict"]), len(answers["proba"])), (200, 20_000, 20_000))


@scenario(GROUP, "HTTP/1.0 is answered and closed")
def _(case):
    with started(case) as google:
        connection = google.connect(5.0)
        head = b"POST / HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        connection.send(head % len(BODY) + BODY)
        while connection.more():
            pass
        check(connection.rest.split(b"\r\n")[0].split(b" ")[1] == b"200", connection.rest[:200])
        equal(json.loads(connection.rest.split(b"\r\n\r\n", 1)[1]), ["good", "bad"])
