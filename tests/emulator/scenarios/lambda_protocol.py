"""lambda_protocol.py -- the Runtime API on good days and on bad ones: nothing is lost, the next is served."""
import json
import time

import bad_requests
import credit
import lambda_api
import lambda_fronts as fronts
from lambda_platform import Lambda
from scenario import body_of, check, equal, is_error, scenario

GROUP = "lambda-protocol"
GOOD = (200, ["bad"])


def started(case, **more):
    aws = Lambda(case.package("aws-lambda"), **more)
    equal(aws.init(), "ready", "init")
    return aws


def serves(aws, **more):
    equal(body_of(aws.invoke(credit.ask(2), **more)), GOOD)


@scenario(GROUP, "the handler asks for work by itself, once, and says nothing else before")
def _(case):
    with started(case) as aws:
        equal([route for route, _ in aws.api.requests], ["next"])
        serves(aws)
        serves(aws)
        equal([route for route, _ in aws.api.requests], ["next", "response"] * 2 + ["next"])
        equal(aws.violations, [])


@scenario(GROUP, "frozen between events and past old deadlines, it answers when it is thawed")
def _(case):
    with started(case, freezes=True) as aws:
        for pause in (0.0, 0.4, 1.2):
            serves(aws, deadline=1.0)
            time.sleep(pause)
        serves(aws, deadline=1.0)
        equal(aws.violations, [])


@scenario(GROUP, "events arrive in chunks, in drops, with small letters, and on connections that are closed after")
def _(case):
    with started(case) as aws:
        for action, *details in (("chunked", 1), ("chunked", 7), ("drip", 50), ("lower case",), ("closing",),
                                 ("closing",), ("chunked", 65536)):
            aws.api.fault("next", action, *details)
            serves(aws)   # the poll that is under way was made before the fault was set
        serves(aws)
        equal(aws.api.faults, [])
        equal(aws.api.polls, 9, "polls for eight events")
        equal(aws.violations, [])


@scenario(GROUP, "an event of almost 6 MB is answered whole")
def _(case):
    with started(case) as aws:
        count = (1_500_000 if case.interpreter else 5_900_000) // len(credit.text(credit.ROWS[0]) + ",")
        outcome = aws.invoke({"data": credit.ROWS[0:1] * (count - 1) + [credit.ROWS[2]]}, timeout=30.0)
        status, answers = body_of(outcome)
        equal((status, len(answers), answers[0], answers[-1]), (200, count, "good", "bad"))
        largest = credit.text(credit.ask(2)).encode().ljust(lambda_api.LARGEST)
        equal(body_of(aws.invoke(largest, timeout=10.0)), GOOD, "the largest event there is")
        serves(aws)
        equal(aws.violations, [])


@scenario(GROUP, "an event that was cut off on the wire is asked for again and answered once")
def _(case):
    with started(case) as aws:
        for cut in (1, 20, 400):
            aws.api.fault("next", "cut", cut)
            serves(aws)  # the poll under way
            before = len([1 for route, _ in aws.api.requests if route == "response"])
            serves(aws)
            after = [request for route, request in aws.api.requests if route == "response"][before:]
            equal(len(after), 1, "responses to one event")
        equal(aws.violations, [])


@scenario(GROUP, "the connection is reset or closed while it waits, and it connects again")
def _(case):
    with started(case) as aws:
        for action in ("reset", "close", "close"):
            aws.api.fault("next", action)
            serves(aws)
            serves(aws)
        equal(aws.sandbox.restarts, 0)
        equal(aws.violations, [])


@scenario(GROUP, "the API answers 500 or 429 to a poll: it waits and polls again, or ends and is started anew")
def _(case):
    with started(case) as aws:
        for status in (500, 500, 429, 503, 500):
            aws.api.fault("next", "status", status)
        serves(aws)
        serves(aws, timeout=8.0)
        serves(aws)
        refused = [when for route, when in aws.api.refused if route == "next"]
        equal(len(refused), 5)
        pauses = [later - earlier for earlier, later in zip(refused, refused[1:])]
        check(min(pauses) > 0.005, "it polls without a pause:", pauses)
        equal(aws.violations, [])


@scenario(GROUP, "a reply whose receipt is lost is not answered twice in a way the API forbids for long")
def _(case):
    with started(case) as aws:
        for _ in range(3):
            aws.api.fault("response", "lost reply")
            serves(aws)
            serves(aws)
        check(len(aws.violations) <= 3, aws.violations)


@scenario(GROUP, "a connection that breaks before the reply was taken: the event is answered all the same")
def _(case):
    with started(case) as aws:
        for action in ("close", "reset"):
            aws.api.fault("response", action)
            serves(aws)
            serves(aws)
        equal(aws.violations, [])


@scenario(GROUP, "an event without a request id is passed over")
def _(case):
    with started(case) as aws:
        serves(aws)
        aws.api.fault("next", "without", "Lambda-Runtime-Aws-Request-Id")
        serves(aws)
        serves(aws, timeout=8.0)
        check(all("//" not in r.target and "None" not in r.target for _, r in aws.api.requests), "an empty request id")
        equal(aws.violations, [])


@scenario(GROUP, "an event without a deadline, an ARN and a trace is answered")
def _(case):
    with started(case) as aws:
        aws.api.fault("next", "without", "Lambda-Runtime-Deadline-Ms", "Lambda-Runtime-Invoked-Function-Arn",
                      "Lambda-Runtime-Trace-Id", "Content-Type", "Date")
        serves(aws)
        serves(aws)
        equal(aws.violations, [])


@scenario(GROUP, "bytes behind an event do not become part of the next one")
def _(case):
    with started(case) as aws:
        forged = b"HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: forged\r\nContent-Length: 2\r\n\r\n{}"
        aws.api.fault("next", "longer", forged)
        serves(aws)
        serves(aws)
        serves(aws)
        check(not any("forged" in r.target for _, r in aws.api.requests), "a forged event was answered")


@scenario(GROUP, "a reply of more than 6 MB is an error of its caller's and not the end of the process")
def _(case):
    model = credit.GOLDEN / "valid/pca.pounce"
    with Lambda(case.package("aws-lambda", model)) as aws:
        row = "[" + ",".join(["0"] * 64) + "]"
        small = ('{"data":[' + row + '],"outputs":["proba"]}').encode()
        equal(body_of(aws.invoke(small))[0], 200)
        pid, count = aws.sandbox.process.pid, 32_000 if case.interpreter else 45_000
        large = ('{"data":[' + ",".join([row] * count) + '],"outputs":["proba"]}').encode()
        check(len(large) < lambda_api.LARGEST, len(large))
        outcome = aws.invoke(large, timeout=60.0)
        if outcome.kind == "response":
            equal(body_of(outcome)[0], 413)
            is_error(body_of(outcome)[1])
        else:
            equal((outcome.kind, outcome.type), ("error", "Function.ResponseSizeTooLarge"))
        equal(body_of(aws.invoke(small))[0], 200)
        equal((aws.sandbox.process.pid, aws.sandbox.restarts), (pid, 0), "the process went on")
        equal(aws.violations, [])


@scenario(GROUP, "a platform that takes less than it says: 413 to the reply is not the end of the process")
def _(case):
    with started(case) as aws:
        aws.api.largest = 300
        outcome = aws.invoke(credit.ask(*range(40)))
        equal((outcome.kind, outcome.type), ("error", "Function.ResponseSizeTooLarge"))
        serves(aws)
        equal(aws.sandbox.restarts, 0)


@scenario(GROUP, "a deadline that is too near or past is an answer or a refusal, and the next event is served")
def _(case):
    model = credit.GOLDEN / "valid/pca.pounce"
    with Lambda(case.package("aws-lambda", model)) as aws:
        row = "[" + ",".join(["0"] * 64) + "]"
        count = 2_000 if case.slow else 45_000
        small, large = (('{"data":[' + ",".join([row] * n) + "]}").encode() for n in (1, count))
        equal(body_of(aws.invoke(small))[0], 200)
        for deadline in (0.15, 0.06, 0.02, 0.0, -5.0):  # the platform itself would wait longer
            status, document = body_of(aws.invoke(large, timeout=20.0, deadline=deadline))
            check(status == 200 and len(document) == count or status == 413 and is_error(document), deadline, status)
            equal(body_of(aws.invoke(small))[0], 200)
        equal(aws.sandbox.restarts, 0)
        equal(aws.violations, [])


@scenario(GROUP, "a clock that is a day off, or jumps while the process is frozen, makes no event fail")
def _(case):
    # What a process sees of a jump is that deadlines, which are times of day, are off by as much.
    model = credit.GOLDEN / "valid/pca.pounce"
    with Lambda(case.package("aws-lambda", model), freezes=True) as aws:
        row = "[" + ",".join(["0"] * 64) + "]"
        count = 1_000 if case.slow else 20_000
        large = ('{"data":[' + ",".join([row] * count) + "]}").encode()
        for jump in (-86_400, 86_400, 0, -3_600, 3_600, -10 * 365 * 86_400, 60 * 365 * 86_400):
            status, document = body_of(aws.invoke(large, timeout=30.0, deadline=30.0 + jump))
            equal((status, len(document)), (200, count), f"a jump of {jump} s")
        equal(aws.sandbox.restarts, 0)
        equal(aws.violations, [])


@scenario(GROUP, "no bad event ends the process: each gets its status and the next one is served")
def _(case):
    with started(case) as aws:
        pid = aws.sandbox.process.pid
        for what, body, statuses, row in bad_requests.ALL:
            seen = fronts.payload_2(aws.invoke(credit.http_event("function_url", body, as_base64=True)))
            check(seen.status in statuses, what, seen)
            is_error(json.loads(seen.body), row)
            serves(aws)
        equal(aws.sandbox.process.pid, pid, "the process went on")
        equal(aws.violations, [])


@scenario(GROUP, "an event that is no JSON, no object or nothing at all is refused and the next one served")
def _(case):
    with started(case) as aws:
        for event in (b"", b"{", b"null", b"7", b'"text"', b"[1,2]", b"\xff\xff", b"[" * 100_000,
                      b'{"data":' + b"[" * 100_000, b'{"version":"2.0"', b'{"Records":[]}', b'{"Records":null}',
                      b'{"Records":[{"eventSource":"aws:sqs"}]}', b'{"Records":{}}',
                      b'{"Records":[{"eventSource":"aws:sqs","messageId":7,"body":{}}]}',
                      b'{"Records":[{"eventSource":"aws:dynamodb","dynamodb":{"SequenceNumber":"1"}}]}',
                      b'{"version":"2.0","requestContext":null,"body":7}',
                      b'{"httpMethod":[],"requestContext":{"elb":1}}'):
            outcome = aws.invoke(event)
            refused = outcome.kind == "error" or event == b'{"Records":[]}'
            if outcome.kind == "response":
                reply = fronts.parsed(outcome)
                refused = refused or isinstance(reply, dict) and reply.get("statusCode", 0) in (400, 422) or \
                    isinstance(reply, dict) and bool(reply.get("batchItemFailures"))
            check(refused, event[:60], outcome)
            serves(aws)
        equal(aws.sandbox.restarts, 0)
        equal(aws.violations, [])


@scenario(GROUP, "a thousand events leave memory, descriptors and threads as they were")
def _(case):
    with started(case) as aws:
        for _ in range(50):
            serves(aws)
        before = aws.sandbox.resident()
        for i in range(300 if case.interpreter else 1000):
            aws.invoke(credit.ask(2) if i % 10 else {"data": [[1]]})
        after = aws.sandbox.resident()
        check(after["kilobytes"] <= before["kilobytes"] + 256, before, after)
        equal((after["threads"], after["descriptors"]), (before["threads"], before["descriptors"]))
        equal(aws.violations, [])


@scenario(GROUP, "a stalled process is killed at its deadline, and the next event is served by a new one")
def _(case):
    with started(case) as aws:
        serves(aws)
        equal(aws.invoke(credit.ask(2), timeout=0.3, stalls=True).kind, "timeout")
        serves(aws)
        equal(aws.sandbox.restarts, 1)


@scenario(GROUP, "a process that is killed while it waits is started again with the next event")
def _(case):
    with started(case) as aws:
        serves(aws)
        aws.sandbox.kill()
        serves(aws)
        equal(aws.sandbox.restarts, 1)
        equal(aws.violations, [])
