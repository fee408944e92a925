"""lambda_events.py -- real events of every kind that Lambda delivers, and what their senders make of the reply."""
import json

import credit
import lambda_fronts as fronts
from lambda_platform import Lambda
from sandbox import until
from scenario import body_of, check, equal, is_error, scenario

GROUP = "lambda-events"


def started(case, **more):
    return Lambda(case.package("aws-lambda"), **more)


@scenario(GROUP, "a direct invoke answers with the trainer's labels, wrapped as a status and a body")
def _(case):
    with started(case) as aws:
        outcome = aws.invoke(credit.ask(*range(len(credit.ROWS))))
        equal(body_of(outcome), (200, credit.LABELS))
        equal(json.loads(outcome.body)["body"], credit.text(credit.LABELS), "the body is the JSON text")
        equal(aws.violations, [])


@scenario(GROUP, "one row, rows by name in any order, and instances are understood")
def _(case):
    with started(case) as aws:
        equal(body_of(aws.invoke({"data": credit.ROWS[2]})), (200, ["bad"]))
        backwards = dict(reversed(credit.named(2).items()))
        equal(body_of(aws.invoke({"data": [backwards, credit.named(0)]})), (200, ["bad", "good"]))
        equal(body_of(aws.invoke({"data": backwards})), (200, ["bad"]))
        equal(body_of(aws.invoke({"instances": [credit.ROWS[2]]})), (200, {"predictions": ["bad"]}))
        equal(body_of(aws.invoke({"data": []})), (200, []))
        equal(body_of(aws.invoke({"data": [credit.ROWS[credit.MISSING]]})), (200, [credit.LABELS[credit.MISSING]]))


@scenario(GROUP, "outputs that are asked for come as the trainer's numbers")
def _(case):
    with started(case) as aws:
        status, answers = body_of(aws.invoke(credit.ask(*range(20), outputs=["predict", "proba", "raw"])))
        equal(status, 200)
        equal(sorted(answers), ["predict", "proba", "raw"])
        equal(answers["predict"], credit.LABELS[:20])
        for got, wanted in zip(answers["proba"], credit.PROBA):
            check(len(got) == 2 and all(map(credit.close, got, wanted)), got, wanted)
        for got, wanted in zip(answers["raw"], credit.RAW):
            check(credit.close(got[0] if isinstance(got, list) else got, wanted), got, wanted)


@scenario(GROUP, "what the trainer refuses is refused, with the row and the feature to blame")
def _(case):
    if case.interpreter:
        return  # it knows no other model
    with Lambda(case.package("aws-lambda", credit.GOLDEN / "valid/tree.pounce")) as aws:
        good = [6.3, 2.5, 5.0, 1.9]
        equal(body_of(aws.invoke({"data": [good]})), (200, [2]))
        named = {f"x{i}": value for i, value in enumerate(good)}
        equal(body_of(aws.invoke({"data": [named]})), (200, [2]))
        without = {name: value for name, value in named.items() if name != "x2"}
        rows = [[6.3, 2.5, value, 1.9] for value in (None, 1e39, -1e300)]
        for row in (*rows, {**named, "x2": None}, without):
            status, document = body_of(aws.invoke({"data": [good, row]}))
            equal(status, 422, row)
            equal(is_error(document, 1).get("feature"), "x2", f"{row}: the feature")
        equal(body_of(aws.invoke({"data": [good] * 200 + [without]}))[1]["error"]["row"], 200)
        equal(body_of(aws.invoke({"data": [good]})), (200, [2]))


def fronts_of_http():
    return [("function_url", fronts.payload_2), ("http_api", fronts.payload_2), ("rest_api", fronts.payload_1),
            ("balancer", lambda o: fronts.balancer(o, False)),
            ("balancer_several_values", lambda o: fronts.balancer(o, True))]


@scenario(GROUP, "a function URL, both API gateways and both kinds of balancer get 200, JSON and its content type")
def _(case):
    with started(case) as aws:
        for name, front in fronts_of_http():
            for as_base64 in (False, True):
                seen = front(aws.invoke(credit.http_event(name, credit.ask(0, 2), as_base64=as_base64)))
                equal(seen.status, 200, f"{name}, base64 {as_base64}")
                equal(json.loads(seen.body), ["good", "bad"], name)
                check(seen.fields.get("content-type", "").startswith("application/json"), name, seen.fields)
        equal(aws.violations, [])


@scenario(GROUP, "a bad request through each of them is their client's 4xx, and the next one is answered")
def _(case):
    with started(case) as aws:
        for name, front in fronts_of_http():
            seen = front(aws.invoke(credit.http_event(name, '{"data":[[1,2]]}')))
            equal(seen.status, 422, name)
            is_error(json.loads(seen.body), row=0)
            equal(front(aws.invoke(credit.http_event(name, "{"))).status, 400, name)
            without = credit.http_event(name, "")
            del without["body"]
            equal(front(aws.invoke(without)).status, 400, f"{name} without a body")
            null = credit.http_event(name, "")
            null["body"] = None
            equal(front(aws.invoke(null)).status, 400, f"{name} with body null")
            broken = credit.http_event(name, credit.ask(0), as_base64=True)
            broken["body"] = "=%=" + broken["body"]
            equal(front(aws.invoke(broken)).status, 400, f"{name} with base64 that is none")
            equal(json.loads(front(aws.invoke(credit.http_event(name, credit.ask(2)))).body), ["bad"], name)


@scenario(GROUP, "CSV through a function URL is answered, as text and as base64")
def _(case):
    with started(case) as aws:
        for as_base64 in (False, True):
            made = credit.http_event("function_url", credit.table(0, 2, credit.MISSING), "text/csv", as_base64)
            seen = fronts.payload_2(aws.invoke(made))
            equal((seen.status, json.loads(seen.body)), (200, ["good", "bad", credit.LABELS[credit.MISSING]]))


@scenario(GROUP, "a message over a web socket, which has no method, is answered like a post")
def _(case):
    with started(case) as aws:
        seen = fronts.payload_2(aws.invoke(credit.http_event("websocket", credit.ask(2))))
        equal((seen.status, seen.body), (200, b'["bad"]'))


@scenario(GROUP, "a balancer's health check is answered with 200")
def _(case):
    with started(case) as aws:
        equal(fronts.balancer(aws.invoke(credit.event("balancer_health")), False).status, 200)


@scenario(GROUP, "a queue's batch: only the message that is wrong comes again")
def _(case):
    with started(case) as aws:
        good = credit.queue_event([credit.ask(i) for i in range(10)])
        equal(fronts.queue(aws.invoke(good), good), [])
        bodies = [credit.ask(i) for i in range(10)]
        bodies[3], bodies[7], bodies[9] = "poison", credit.text({"data": [[1]]}), ""
        mixed = credit.queue_event(bodies)
        ids = [r["messageId"] for r in mixed["Records"]]
        equal(fronts.queue(aws.invoke(mixed), mixed), [ids[3], ids[7], ids[9]])
        one = credit.queue_event(["poison"])
        equal(fronts.queue(aws.invoke(one), one), [one["Records"][0]["messageId"]])
        equal(aws.violations, [])


@scenario(GROUP, "a queue's batch of 5,000, every third wrong, as large as an event may be")
def _(case):
    with started(case) as aws:
        count = 500 if case.slow else 5000
        event = credit.queue_event([credit.ask(i % 40) if i % 3 else "poison" for i in range(count)])
        wanted = [r["messageId"] for r in event["Records"]][::3]
        equal(fronts.queue(aws.invoke(event, timeout=20.0), event), wanted)
        check(aws.sandbox.restarts == 0 and not aws.violations, aws.violations)


@scenario(GROUP, "an answer longer than a pipe holds is one whole line, and a log that nobody reads ends nothing")
def _(case):
    with started(case) as aws:
        event = credit.queue_event([{"data": [credit.ROWS[2]] * 20_000}])
        equal(fronts.queue(aws.invoke(event, timeout=20.0), event), [])
        check(aws.sandbox.said('"bad"]'), "no end of the answer", aws.sandbox.text()[-200:])
        lines = [line for line in aws.sandbox.text("out").splitlines() if '"bad"' in line]
        equal((len(lines), lines[0].count('"bad"')), (1, 20_000))
        json.loads(lines[0])
        aws.sandbox.close_logs()
        small = credit.queue_event([credit.ask(2), "poison"])
        for _ in range(3):  # an answer that could not be written is none: its message comes again
            equal(fronts.queue(aws.invoke(small), small), [r["messageId"] for r in small["Records"]])
        equal((body_of(aws.invoke(credit.ask(2))), aws.sandbox.restarts), ((200, ["bad"]), 0))


@scenario(GROUP, "a FIFO queue's batch: everything behind the wrong message comes again, in order")
def _(case):
    with started(case) as aws:
        bodies = [credit.ask(i) for i in range(6)]
        bodies[2] = "poison"
        event = credit.queue_event(bodies, fifo=True)
        ids = [r["messageId"] for r in event["Records"]]
        equal(fronts.queue(aws.invoke(event), event), ids[2:])


@scenario(GROUP, "the answers to a queue are one JSON line each on standard output")
def _(case):
    with started(case) as aws:
        event = credit.queue_event([credit.ask(0), "poison", credit.ask(2)])
        aws.invoke(event)
        check(aws.sandbox.said('"bad"'), "no answer in the log:", aws.sandbox.text())
        lines = aws.sandbox.text("out").splitlines()
        lines = [json.loads(line) for line in lines if '"good"' in line or '"bad"' in line]
        equal(len(lines), 2, "lines with answers")
        check("poison" not in aws.sandbox.text(), "the log repeats what was sent:", aws.sandbox.text())


@scenario(GROUP, "a stream's batch comes again from the first record that is wrong, and no earlier")
def _(case):
    with started(case) as aws:
        good = credit.stream_event([credit.ask(i) for i in range(5)])
        equal(fronts.stream(aws.invoke(good), good), [])
        bodies = [credit.ask(i) for i in range(5)]
        bodies[2] = b"\xff\xfe"
        event = credit.stream_event(bodies)
        numbers = [r["kinesis"]["sequenceNumber"] for r in event["Records"]]
        equal(fronts.stream(aws.invoke(event), event), numbers[2:])
        event["Records"][1]["kinesis"]["data"] = "%%%"
        equal(fronts.stream(aws.invoke(event), event), numbers[1:])


@scenario(GROUP, "a topic's message and a bus's event are answered; a wrong one is an error, so that it is tried again")
def _(case):
    with started(case) as aws:
        bus = credit.event("eventbridge")
        bus["detail"] = credit.ask(2)
        equal(fronts.asynchronous(aws.invoke(credit.topic_event(credit.ask(2)))), "done")
        check(aws.sandbox.said('"bad"'), "the answer is not in the log:", aws.sandbox.text())
        equal(fronts.asynchronous(aws.invoke(bus)), "done")
        equal(fronts.asynchronous(aws.invoke(credit.topic_event("poison"))), "again")
        bus["detail"] = {"data": [[1]]}
        equal(fronts.asynchronous(aws.invoke(bus)), "again")
        equal(fronts.asynchronous(aws.invoke(credit.event("s3"))), "again")
        equal(body_of(aws.invoke(credit.ask(0))), (200, ["good"]))
        equal(aws.violations, [])


@scenario(GROUP, "words that only look like an event's do not change how it is answered")
def _(case):
    with started(case) as aws:
        made = credit.http_event("http_api", credit.ask(2))
        made["headers"]["records"] = '[{"eventSource":"aws:sqs"}]'
        made["requestContext"]["authorizer"]["elb"] = {"httpMethod": "GET", "body": "x"}
        equal(json.loads(fronts.payload_2(aws.invoke(made)).body), ["bad"])
        reordered = dict(reversed(credit.http_event("rest_api", credit.ask(2)).items()))
        equal(json.loads(fronts.payload_1(aws.invoke(reordered)).body), ["bad"])
        event = credit.queue_event([credit.ask(2), "poison"])
        escaped = "".join(f"\\u{ord(c):04x}" for c in event["Records"][0]["body"]).encode()
        data = credit.text(event).encode().replace(credit.text(event["Records"][0]["body"])[1:-1].encode(), escaped)
        equal(fronts.queue(aws.invoke(data), event), [event["Records"][1]["messageId"]])
        equal(body_of(aws.invoke(credit.escaped(credit.ask(2)).encode())), (200, ["bad"]))
        bus = {**credit.event("eventbridge"), "detail": credit.ask(2)}
        equal(fronts.asynchronous(aws.invoke(credit.escaped(bus).encode())), "done")
        check(until(lambda: aws.sandbox.text().count('"bad"') == 2, 3.0), aws.sandbox.text())
        spaced = json.dumps(credit.queue_event([credit.ask(2)]), indent=2).encode()
        equal(fronts.queue(aws.invoke(spaced), json.loads(spaced)), [])
