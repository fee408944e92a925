"""azure.py -- Azure's custom handler contract: its three modes, queues, timers, the host's traps."""
import json
import time

import azure_host
import bad_requests
import credit
import wire
from scenario import check, equal, is_error, scenario

GROUP = "azure-functions"
JSON = [("Content-Type", "application/json")]
DEFAULT = {"enableForwardingHttpRequest": False, "enableProxyingHttpRequest": False}
FORWARDING = {"enableForwardingHttpRequest": True, "enableProxyingHttpRequest": False}
PROXYING = {"enableForwardingHttpRequest": False, "enableProxyingHttpRequest": True}


def started(case, mode, **more):
    host = azure_host.Azure(case.azure_package(), mode, **more)
    equal(host.start(), "ready", "start")
    return host


def posts(host, body, **more):
    result = host.http("predict", fields=more.pop("fields", JSON), body=credit.text(body).encode(), **more)
    equal(result.failure, None)
    return result.status, json.loads(result.body)


def serves(host):
    equal(posts(host, credit.ask(0, 2)), (200, ["good", "bad"]))


def ping(host):
    """What GET is answered with: the host itself says 404 where the function does not list the method."""
    trigger = next(b for b in host.functions["predict"] if b["type"] == "httpTrigger")
    return 200 if "get" in [m.lower() for m in trigger.get("methods", ["get"])] else 404


@scenario(GROUP, "the package is one the host starts, with a function that takes HTTP")
def _(case):
    with azure_host.Azure(case.package("azure-functions")) as host:
        check(any(b["type"].lower() == "httptrigger" for bindings in host.functions.values() for b in bindings),
              host.functions)
        equal(host.start(), "ready")


@scenario(GROUP, "it answers the first ping after it listens, and every later one, whatever the port")
def _(case):
    with started(case, DEFAULT) as host:
        for _ in range(30):
            reply = wire.ask(host.port, wire.request("GET", "/"))
            check(reply.status < 500, reply.status)
        serves(host)


@scenario(GROUP, "arguments that older hosts add do not stop it")
def _(case):
    arguments = ["--workerId", "1", "--port", "1"]
    mode = {**DEFAULT, "description": {"defaultExecutablePath": "handler", "arguments": arguments}}
    with started(case, mode) as host:
        serves(host)


@scenario(GROUP, "a host that knows only the older name of the port is served, whatever else is set")
def _(case):
    settings = {"FUNCTIONS_CUSTOMHANDLER_PORT": None, "PORT": "1"}
    with started(case, DEFAULT, settings=settings) as host:
        serves(host)


@scenario(GROUP, "default mode: an HTTP request inside Data is answered through the http output")
def _(case):
    with started(case, DEFAULT) as host:
        result = host.http("predict", fields=JSON, body=credit.text(credit.ask(0, 2)).encode())
        equal((result.failure, result.status, json.loads(result.body)), (None, 200, ["good", "bad"]))
        check(result.fields.get("content-type", "").startswith("application/json"), result.fields)
        equal(posts(host, {"instances": [credit.named(2)]}), (200, {"predictions": ["bad"]}))
        status, answers = posts(host, credit.ask(0, 2, outputs=["proba"]))
        check(status == 200 and all(map(credit.close, answers["proba"][1], credit.PROBA[2])), answers)
        result = host.http("predict", fields=[("Content-Type", "application/octet-stream")],
                           body=credit.text(credit.ask(2)).encode())  # travels as base64
        equal((result.failure, result.status, result.body), (None, 200, b'["bad"]'))
        result = host.http("predict", fields=[("Content-Type", "text/csv")], body=credit.table(0, 2).encode())
        equal((result.failure, result.status, json.loads(result.body)), (None, 200, ["good", "bad"]))


@scenario(GROUP, "default mode: what the client did wrong is the client's status, and the invocation has not failed")
def _(case):
    with started(case, DEFAULT) as host:
        for what, body, statuses, row in bad_requests.ALL:
            try:
                body.decode()
            except UnicodeDecodeError:
                continue  # the host itself replaces such bytes
            result = host.http("predict", fields=JSON, body=body)
            check(result.failure is None and result.status in statuses, what, result)
            is_error(json.loads(result.body), row)
        result = host.http("predict", fields=JSON, body=credit.text(credit.ask(0)).encode(), chunked=True)
        equal((result.failure, result.status), (None, 400), "a body that the host left out")
        equal(host.http("predict", "GET").status, ping(host))
        serves(host)


@scenario(GROUP, "default mode: a queue's message, which the host encodes twice, is answered and not corrupted")
def _(case):
    with started(case, DEFAULT) as host:
        messages = (credit.text(credit.ask(2)), json.dumps(credit.ask(2), indent=1),
                    credit.text({"instances": [credit.named(2)]}))
        for message in messages:
            for name in ("score", "relay"):
                result = host.queue(name, message)
                equal((result.failure, result.status), (None, 200))
                check(not isinstance(result.returned, bytes), "the return value was read as base64:", result.returned)
        said = host.sandbox.said('"bad"') or "bad" in str(result.logs)
        check(said, "the answer is nowhere:", host.sandbox.text(), result)


@scenario(GROUP, "default mode: an output named $return gets the answer, of HTTP and of a queue")
def _(case):
    with started(case, DEFAULT) as host:
        result = host.http("direct", fields=JSON, body=credit.text(credit.ask(0, 2)).encode())
        equal((result.failure, result.status, json.loads(result.body or b"0")), (None, 200, ["good", "bad"]))
        check(result.fields.get("content-type", "").startswith("application/json"), result.fields)
        result = host.http("direct", fields=JSON, body=b'{"data":[[1]]}')
        equal((result.failure, result.status), (None, 422))
        is_error(json.loads(result.body), 0)
        result = host.queue("relay", credit.text(credit.ask(2)))
        equal((result.failure, result.returned), (None, ["bad"]))


@scenario(GROUP, "default mode: a wrong message fails, so that it comes again and ends in the poison queue")
def _(case):
    with started(case, DEFAULT) as host:
        for message in ("poison", "", credit.text({"data": [[1]]}), "7", "null", '"text"', "aGVsbG8="):
            for count in (1, 2):
                check(host.queue("score", message, count).failure, "not failed:", message)
            equal(host.queue("score", credit.text(credit.ask(2))).failure, None, "the next message")
        check(host.sandbox.running, "it ended")


@scenario(GROUP, "default mode: a timer, which has no rows, neither crashes nor hangs it")
def _(case):
    with started(case, DEFAULT) as host:
        result = host.timer("tick")
        check(result.failure is None or "status code" in result.failure, result)
        serves(host)


@scenario(GROUP, "forwarding mode: the request itself arrives and the reply is the client's")
def _(case):
    with started(case, FORWARDING) as host:
        equal(posts(host, credit.ask(0, 2)), (200, ["good", "bad"]))
        equal(posts(host, credit.ask(0, 2), target="/api/predict?code=secret"), (200, ["good", "bad"]))
        result = host.http("predict", fields=JSON, body=b'{"data":[[1]]}')
        equal((result.failure, result.status), (None, 422))
        is_error(json.loads(result.body), 0)
        equal(host.http("predict", fields=JSON, body=b"{}", chunked=True).status, 400)
        equal(host.http("predict", "GET").status, ping(host))
        equal(host.queue("score", credit.text(credit.ask(2))).failure, None, "a queue's message is never forwarded")


@scenario(GROUP, "forwarding mode: a client's request may itself look like the host's")
def _(case):
    with started(case, FORWARDING) as host:
        looks = {"Data": {"req": {"Method": "POST", "Body": credit.text(credit.ask(2))}}, "Metadata": {}}
        result = host.http("predict", fields=JSON, body=credit.text(looks).encode())
        check(result.failure is None and result.status in (200, 400, 422), result)
        serves(host)


@scenario(GROUP, "proxying mode: chunked bodies and any method arrive as they are")
def _(case):
    with started(case, PROXYING) as host:
        equal(posts(host, credit.ask(0, 2)), (200, ["good", "bad"]))
        equal(posts(host, credit.ask(0, 2), chunked=True), (200, ["good", "bad"]))
        for what, body, statuses, _ in bad_requests.ALL:
            if body:
                result = host.http("predict", fields=JSON, body=body, chunked=True)
                check(result.status in statuses, what, result)
        serves(host)


@scenario(GROUP, "no model: it exits with a word and never answers a ping")
def _(case):
    with azure_host.Azure(case.azure_package().without("model.pounce"), DEFAULT) as host:
        equal(host.start(limit=5.0), "exit")
        check(host.sandbox.exit_code(0) > 0 and "model.pounce" in host.sandbox.text("err"), host.sandbox.text())


@scenario(GROUP, "killed without a word it starts again on another port")
def _(case):
    with started(case, DEFAULT) as host:
        serves(host)
        host.sandbox.kill()
        equal(host.start(), "ready")
        serves(host)


@scenario(GROUP, "a port that is none: one line on standard error and an exit code")
def _(case):
    for port in ("abc", "0", "70000", ""):
        settings = {"FUNCTIONS_CUSTOMHANDLER_PORT": port, "FUNCTIONS_HTTPWORKER_PORT": port}
        with azure_host.Azure(case.azure_package(), DEFAULT, settings) as host:
            equal(host.start(limit=5.0), "exit", f"port {port!r}")
            check(host.sandbox.exit_code(0) > 0 and 0 < len(host.sandbox.text("err")) < 1000, host.sandbox.text())


@scenario(GROUP, "several invocations at once are answered each with its own")
def _(case):
    with started(case, DEFAULT) as host:
        connections = [wire.connect(host.port) for _ in range(16)]
        for i, connection in enumerate(connections):
            payload = {"Data": {"item": json.dumps(credit.text(credit.ask(i, outputs=["proba"])))}, "Metadata": {}}
            connection.send(wire.request("POST", "/score", [("Content-Type", "application/json")],
                                         credit.text(payload).encode(), as_chunks=64))
        for connection in connections:
            equal(connection.read_reply("POST").status, 200)
            connection.close()
        time.sleep(0.05)
        check(host.sandbox.running, "it ended")


@scenario(GROUP, "more stalled bodies than it has places: the next invocation is answered within seconds")
def _(case):
    with started(case, DEFAULT) as host:
        stalled = [wire.connect(host.port) for _ in range(160)]
        for connection in stalled:
            connection.send(b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{\"Data\":")
        began = time.monotonic()
        for _ in range(3):
            serves(host)
        check(time.monotonic() - began < 6.0, "three invocations took", time.monotonic() - began)
        for connection in stalled:
            connection.close(reset=True)
