"""differences.py -- thousands of damaged requests: the handler and Python have to be of one opinion about each."""
import base64
import copy
import json
import random
import socket

import cloud_run
import credit
import lambda_fronts as fronts
import wire
from lambda_platform import Lambda
from scenario import body_of, check, equal, scenario

GROUP = "differences"
TYPE = [("Content-Type", "application/json")]
PIECES = [b"[", b"]", b"{", b"}", b",", b":", b'"', b"\\", b"null", b"true", b"-", b"0", b"1e5", b".5", b" ", b"\n",
          b"\x00", b"\xff", b"\xc3\xa9", b"\\u00e9", b"\\ud800", b"NaN", b'"data"', b"[[", b"]]", b"e", b"+", b"/"]


def damaged(rng, data, times):
    data = bytearray(data)
    for _ in range(times):
        at = rng.randrange(len(data) + 1)
        what = rng.randrange(4)
        if what == 0:
            data[at:at + 1] = rng.choice(PIECES)
        elif what == 1:
            data[at:at] = rng.choice(PIECES)
        elif what == 2:
            del data[at:at + rng.randrange(1, 4)]
        elif data:
            data[min(at, len(data) - 1)] = rng.randrange(256)
    return bytes(data)


def is_json(data):
    """By Python's reader, made as strict as RFC 8259."""
    def constant(word):
        raise ValueError(word)
    try:
        text = data.decode("utf-8")
        document = json.loads(text, parse_constant=constant)
        json.dumps(document, ensure_ascii=False).encode("utf-8")  # no half of a surrogate pair
        return True
    except (ValueError, RecursionError):
        return False


class Asking:
    """A kept connection to a handler, opened again when it was closed."""

    def __init__(self, google):
        self.google, self.connection = google, None

    def __call__(self, data, to="POST"):
        if self.connection is None:
            self.connection = self.google.connect(5.0)
        self.connection.send(data)
        reply = self.connection.read_reply(to)
        if not reply.keeps_alive:
            self.connection.close()
            self.connection = None
        return reply


@scenario(GROUP, "what is not JSON is never answered, and what is JSON is never called something else")
def _(case):
    rng = random.Random(5)
    bodies = [credit.ask(0, 2), {"instances": [credit.named(2)]}, credit.ask(2, outputs=["proba", "raw"]), {"data": []}]
    seeds = [credit.text(body).encode() for body in bodies]
    counts = {}
    with cloud_run.CloudRun(case.package("google-cloud")) as google:
        equal(google.start(), "ready")
        asks = Asking(google)
        for i in range(300 if case.slow else 6000):
            body = damaged(rng, rng.choice(seeds), rng.choice((1, 1, 1, 2, 5)))
            reply = asks(wire.request("POST", "/", TYPE, body))
            counts[reply.status] = counts.get(reply.status, 0) + 1
            check(reply.status in (200, 400, 422), reply.status, body)
            if is_json(body):
                check(reply.status != 400, "called no JSON:", body, reply.body)
            else:  # rows may be refused before the end of the document is read
                check(reply.status != 200, "answered:", body, reply.body)
            json.loads(reply.body)
    check(min(counts.get(status, 0) for status in (200, 400, 422)) > 1, "not all kinds were met:", counts)


@scenario(GROUP, "a number means what it means to Python, however it is written")
def _(case):
    if case.interpreter:
        return  # it knows no rows but the golden ones
    rng = random.Random(6)
    written = ["-0", "-0.0", "0e0", "1e-400", "-1e-320", "4.9406564584124654e-324", "2.4703282292062328e-324", "1e308",
               "1.7976931348623157e308", "0.1", "1E+2", "1e+00002", "9007199254740993", "12345678901234567890123456789",
               "0.1000000000000000055511151231257827021181583404541015625", "2.2250738585072011e-308",
               "1." + "0" * 400 + "1", "1" + "0" * 300, "0." + "0" * 320 + "123456"]
    for _ in range(200 if case.slow else 2000):
        digits = "".join(rng.choice("0123456789") for _ in range(rng.randrange(1, 25))).lstrip("0") or "0"
        point = rng.randrange(len(digits)) + 1
        text = rng.choice(("", "-")) + digits[:point] + ("." + digits[point:] if digits[point:] else "")
        written.append(text + rng.choice(("", f"e{rng.randrange(-330, 290)}", "E+3", "e-0")))
    model = credit.GOLDEN / "valid/smallest.pounce"  # a sum of ten features, each times its weight
    with cloud_run.CloudRun(case.package("google-cloud", model)) as google:
        equal(google.start(), "ready")
        asks = Asking(google)
        for text in written:
            value = float(text)
            if abs(value) == float("inf"):
                continue
            bodies = [b'{"data":[[%s,1,1,1,1,1,1,1,1,1]]}' % number.encode() for number in (text, repr(value))]
            both = [asks(wire.request("POST", "/", TYPE, body)) for body in bodies]
            equal(both[0].status, 200, text)
            equal(both[0].body, both[1].body, text)


@scenario(GROUP, "a table means what its rows mean, however its cells are quoted and its columns ordered")
def _(case):
    rng = random.Random(10)
    with cloud_run.CloudRun(case.package("google-cloud")) as google:
        equal(google.start(), "ready")
        asks = Asking(google)
        for _ in range(50 if case.slow else 400):
            order, end = list(range(len(credit.NAMES))), rng.choice(("\n", "\r\n"))
            if rng.randrange(2):
                rng.shuffle(order)
            rows = [rng.randrange(len(credit.ROWS)) for _ in range(rng.randrange(1, 6))]
            lines = [credit.NAMES] + [["" if c is None else str(c) for c in credit.ROWS[i]] for i in rows]
            quoted = [",".join(f'"{line[i]}"' if line[i] and not rng.randrange(4) else line[i] for i in order)
                      for line in lines]
            table = end.join(quoted) + rng.choice(("", end))
            reply = asks(wire.request("POST", "/", [("Content-Type", "text/csv; charset=utf-8")], table.encode()))
            wanted = [credit.LABELS[i] for i in rows]
            check(reply.status == 200 and json.loads(reply.body) == wanted, table, reply.status, reply.body, wanted)


@scenario(GROUP, "a head that two readers might read differently is answered by none")
def _(case):
    rng = random.Random(7)
    body = credit.text(credit.ask(0, 2)).encode()
    seeds = [wire.request("POST", "/", TYPE, body), wire.request("POST", "/", TYPE, body, 20)]
    pieces = [b"\r", b"\n", b"\r\n", b" ", b"\t", b":", b"\0", b"Content-Length: 5\r\n",
              b"Transfer-Encoding: chunked\r\n", b"Host: y\r\n", b"\x80", b",", b"0", b"x", b"1", b";", b"\r\n\r\n",
              b"+", b"chunked", b"HTTP/1.0"]
    answered = 0
    with cloud_run.CloudRun(case.package("google-cloud")) as google:
        equal(google.start(), "ready")
        for i in range(100 if case.slow else 1500):
            seed = bytearray(rng.choice(seeds))
            for _ in range(rng.choice((1, 1, 2))):
                at = rng.randrange(seed.index(b"\r\n\r\n") + 4 if b"\r\n\r\n" in seed else len(seed))
                seed[at:at + rng.randrange(2)] = rng.choice(pieces)
            connection = google.connect(5.0)
            try:
                connection.send(bytes(seed))
                connection.sock.shutdown(socket.SHUT_WR)
                reply = connection.read_reply("POST")
                if reply.status == 200 and b"HTTP/1.0" not in seed:
                    answered += 1
                    check(reads_the_same(bytes(seed), body), "answered:", bytes(seed))
            except (wire.Closed, ConnectionResetError, BrokenPipeError):
                pass
            finally:
                connection.close()
        equal(google.ask(fields=TYPE, body=body).status, 200)
    check(answered > 2, "hardly any was answered:", answered)


def reads_the_same(data, body):
    """Whether our own strict reader takes those bytes for a request with that body; empty lines before it are none."""
    while data.startswith(b"\r\n"):
        data = data[2:]
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        try:
            return wire.Connection(ours).read_request().body == body
        except (wire.Broken, wire.Closed):
            return False


@scenario(GROUP, "events with anything in the wrong place are answered or refused, and the process goes on")
def _(case):
    rng = random.Random(8)
    seeds = [credit.http_event(name, credit.ask(2)) for name in ("function_url", "rest_api", "balancer_several_values")]
    seeds += [credit.queue_event([credit.ask(2), credit.ask(0)]), credit.stream_event([credit.ask(2)]),
              credit.topic_event(credit.ask(2)), {**credit.event("eventbridge"), "detail": credit.ask(2)},
              credit.ask(2)]
    values = [None, True, 7, -0.5, "", "x", "aws:sqs", "=", [], {}, [[]], [{}], {"data": []}, "é\u0000\"\\", "POST",
              "a" * 300]

    def places(value, path=()):
        inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        return [path] * bool(path) + [p for key, one in inside for p in places(one, path + (key,))]

    with Lambda(case.package("aws-lambda")) as aws:
        for i in range(200 if case.slow else 1500):
            event = copy.deepcopy(rng.choice(seeds))
            for _ in range(rng.choice((1, 1, 3))):
                options = places(event)
                if not options:
                    break
                *way, last = rng.choice(options)
                where = event
                for key in way:
                    where = where[key]
                if rng.randrange(3) and isinstance(where, dict):
                    where[last] = copy.deepcopy(rng.choice(values))
                elif rng.randrange(2):
                    del where[last]
            outcome = aws.invoke(event)
            check(outcome.kind in ("response", "error"), outcome, event)
            check(outcome.kind == "error" or is_json(outcome.body), outcome, event)
            if i % 50 == 0:
                equal(body_of(aws.invoke(credit.ask(2))), (200, ["bad"]))
        equal((aws.violations, aws.sandbox.restarts), ([], 0))


@scenario(GROUP, "base64 with anything in it is decoded as Python does, or refused")
def _(case):
    rng = random.Random(9)
    with Lambda(case.package("aws-lambda")) as aws:
        for _ in range(100 if case.slow else 1000):
            good = base64.b64encode(credit.text(credit.ask(rng.choice((0, 2)))).encode()).decode()
            at = rng.randrange(len(good))
            body = good[:at] + rng.choice("AZaz09+/=-_ \n%") + good[at + rng.randrange(2):]
            event = {**credit.http_event("function_url", "", as_base64=True), "body": body}
            seen = fronts.payload_2(aws.invoke(event))
            try:
                data = base64.b64decode(body, validate=True)
            except ValueError:
                equal(seen.status, 400, body)
                continue
            check(is_json(data) or seen.status in (400, 422), body, data, seen)
        equal((aws.violations, aws.sandbox.restarts), ([], 0))
