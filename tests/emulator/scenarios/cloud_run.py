"""cloud_run.py -- Google: HTTP and CloudEvents, the startup probe, SIGTERM."""
import base64
import json
import signal
import threading
import time

import bad_requests
import cloud_run
import credit
import wire
from scenario import check, equal, is_error, scenario
from sandbox import until

GROUP = "google-cloud"
JSON = [("Content-Type", "application/json")]


def started(case, environment=(), **more):
    google = cloud_run.CloudRun(case.package("google-cloud"), environment, **more)
    equal(google.start(), "ready", "start")
    return google


def serves(google):
    reply = google.ask(fields=JSON, body=credit.ask(0, 2))
    equal((reply.status, json.loads(reply.body)), (200, ["good", "bad"]))


@scenario(GROUP, "rows posted to any path are answered, as JSON without an ETag")
def _(case):
    with started(case) as google:
        for target in ("/", "/predict", "/a/b?c=d%20e", "//"):
            reply = google.ask(target=target, fields=JSON, body=credit.ask(0, 2, outputs=["predict", "proba"]))
            equal(reply.status, 200, target)
            answers = json.loads(reply.body)
            equal(answers["predict"], ["good", "bad"])
            check(all(map(credit.close, answers["proba"][1], credit.PROBA[2])), answers)
            check(reply.field("Content-Type", "").startswith("application/json"), reply.fields)
            equal(reply.field("ETag"), None)
        reply = google.ask(fields=JSON, body={"instances": [credit.named(2)]})
        equal(json.loads(reply.body), {"predictions": ["bad"]})
        reply = google.ask(fields=[("Content-Type", "text/csv")], body=credit.table(0, 2).encode())
        equal((reply.status, json.loads(reply.body)), (200, ["good", "bad"]))


@scenario(GROUP, "robots.txt and favicon.ico are not found, without the model")
def _(case):
    with started(case) as google:
        for target in ("/robots.txt", "/favicon.ico"):
            equal(google.ask("GET", target).status, 404, target)
        serves(google)


@scenario(GROUP, "GET and HEAD tell that it lives; other methods are refused")
def _(case):
    with started(case) as google:
        equal(google.ask("GET", "/").status, 200)
        reply = google.ask("HEAD", "/")
        equal((reply.status, reply.body), (200, b""))
        equal(google.ask("DELETE", "/").status, 405)
        equal(google.ask("PUT", "/", JSON, credit.ask(0)).status, 405)
        serves(google)


@scenario(GROUP, "each bad body gets its status and an error document; the next request is served")
def _(case):
    with started(case) as google:
        for what, body, statuses, row in bad_requests.ALL:
            reply = google.ask(fields=JSON, body=body)
            check(reply.status in statuses, what, reply.status, reply.body)
            is_error(json.loads(reply.body), row)
        serves(google)
        equal(google.ask(fields=[("Content-Type", "image/png")], body=credit.ask(0)).status, 415)
        equal(google.ask(fields=JSON + [("Content-Encoding", "gzip")], body=b"\x1f\x8b").status, 415)


@scenario(GROUP, "CloudEvents in their binary mode, with names and values as the binding encodes them")
def _(case):
    with started(case) as google:
        event = credit.event("application_received")
        event["data"] = credit.ask(2)
        fields, body = cloud_run.binary(event)
        reply = google.ask(fields=fields, body=body)
        check(200 <= reply.status < 300, reply.status, reply.body)
        check(google.sandbox.said('"bad"'), "the answer is not in the log:", google.sandbox.text())


@scenario(GROUP, "CloudEvents in their structured mode: data, data_base64, and Pub/Sub's message inside")
def _(case):
    with started(case) as google:
        event = credit.event("application_received")
        encoded = {k: v for k, v in event.items() if k != "data"}
        encoded["data_base64"] = base64.b64encode(credit.text(credit.ask(2)).encode()).decode()
        pubsub = credit.event("pubsub")
        pubsub["data"]["message"]["data"] = base64.b64encode(credit.text(credit.ask(2)).encode()).decode()
        for count, made in enumerate(({**event, "data": credit.ask(2)}, encoded, pubsub), 1):
            fields, body = cloud_run.structured(made)
            body = credit.escaped(made).encode() if made is not pubsub else body
            reply = google.ask(fields=fields, body=body)
            check(200 <= reply.status < 300, made["type"], reply.status, reply.body)
            check(until(lambda: google.sandbox.text("out").count('"bad"') == count, 2.0), count, google.sandbox.text())


@scenario(GROUP, "a batch of CloudEvents answers each of them")
def _(case):
    with started(case) as google:
        events = [{**credit.event("application_received"), "id": str(i), "data": credit.ask(2)} for i in range(3)]
        fields, body = cloud_run.batch(events)
        reply = google.ask(fields=fields, body=body)
        check(200 <= reply.status < 300, reply.status, reply.body)
        check(until(lambda: google.sandbox.text("out").count('"bad"') == 3, 2.0), google.sandbox.text())
        fields, body = cloud_run.batch([])
        check(200 <= google.ask(fields=fields, body=body).status < 300, "an empty batch")


@scenario(GROUP, "a CloudEvent that is malformed, or holds no rows, is 400 or 422, so that it is sent again")
def _(case):
    with started(case) as google:
        event = {**credit.event("application_received"), "data": credit.ask(2)}
        fields, body = cloud_run.binary(event)
        for missing in ("ce-id", "ce-source", "ce-type"):
            reply = google.ask(fields=[f for f in fields if f[0] != missing], body=body)
            equal(reply.status, 400, f"without {missing}")
        for key in ("id", "source", "type", "specversion"):
            made = {k: v for k, v in event.items() if k != key}
            equal(google.ask(fields=cloud_run.structured(made)[0], body=made).status, 400, f"without {key}")
        equal(google.ask(fields=cloud_run.structured(event)[0], body=b"{").status, 400)
        equal(google.ask(fields=cloud_run.structured(event)[0], body={**event, "data": {"data": [[1]]}}).status, 422)
        both = {**event, "data_base64": "e30="}
        equal(google.ask(fields=cloud_run.structured(event)[0], body=both).status, 400, "data twice")
        equal(google.ask(fields=cloud_run.batch([])[0], body=[event, {"id": "1"}]).status, 400, "one of a batch")
        serves(google)


@scenario(GROUP, "it listens on every address, for the port it was given, and serves at once")
def _(case):
    with started(case) as google:
        serves(google)
        check(google.ready_seconds < 5.0, google.ready_seconds)


@scenario(GROUP, "a port that is none: one line on standard error and an exit code")
def _(case):
    for port in ("abc", "0", "-1", "65536", "8080x", " 8080", "9" * 400):
        with cloud_run.CloudRun(case.package("google-cloud"), {"PORT": port}) as google:
            equal(google.start(limit=5.0), "exit", f"PORT={port[:20]}")
            check(google.sandbox.exit_code(0) > 0, google.sandbox.exit_code(0))
            check(0 < len(google.sandbox.text("err")) < 1000, google.sandbox.text())


@scenario(GROUP, "no model: it exits with a word before it listens")
def _(case):
    with cloud_run.CloudRun(case.package("google-cloud").without("model.pounce")) as google:
        equal(google.start(), "exit")
        check(google.sandbox.exit_code(0) > 0 and "model.pounce" in google.sandbox.text("err"), google.sandbox.text())


@scenario(GROUP, "SIGTERM while idle, also with connections kept open: exit 0 at once")
def _(case):
    for kept in (0, 3):
        with started(case) as google:
            serves(google)
            connections = [google.connect() for _ in range(kept)]
            time.sleep(0.05)
            code, took = google.stop()
            equal(code, 0, f"{kept} open connections")
            check(took < 1.0, f"{took:.2f} s")
            for connection in connections:
                connection.close()


@scenario(GROUP, "SIGTERM in the middle of a request: it is answered, then the process ends")
def _(case):
    with started(case) as google:
        connection = google.connect()
        body = credit.text(credit.ask(0, 2)).encode()
        data = wire.request("POST", "/", JSON + [("Expect", "100-continue")], body)
        connection.send(data[:-len(body)])
        while b"\r\n\r\n" not in connection.rest:
            check(connection.more(), "closed")
        check(connection.rest.startswith(b"HTTP/1.1 100"), connection.rest)  # so it has read the head
        connection.rest = b""
        connection.send(body[:-40])
        code = []
        stopping = threading.Thread(target=lambda: code.append(google.stop()))
        stopping.start()
        time.sleep(0.1)
        connection.send(data[-40:])
        reply = connection.read_reply("POST")
        equal((reply.status, json.loads(reply.body)), (200, ["good", "bad"]))
        stopping.join()
        equal(code[0][0], 0)
        check(code[0][1] < 5.0, code)


@scenario(GROUP, "SIGTERM while a client dawdles: it ends within its ten seconds; a second one ends it now")
def _(case):
    with started(case) as google:
        connection = google.connect()
        connection.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        time.sleep(0.1)
        google.sandbox.signal(signal.SIGTERM)
        time.sleep(0.5)  # two that are sent too close together are one to the process
        began = time.monotonic()
        google.sandbox.signal(signal.SIGTERM)
        check(google.sandbox.exit_code(9.0) is not None, "still running after a second SIGTERM")
        check(time.monotonic() - began < 1.0, "a second SIGTERM took", time.monotonic() - began)


@scenario(GROUP, "it is killed without a word and started again: the same answers")
def _(case):
    with started(case) as google:
        serves(google)
        google.sandbox.kill()
        equal(google.start(), "ready")
        serves(google)
