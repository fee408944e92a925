"""on_lambda.py -- the reference handler's Runtime API loop. `wrong` names a fault that the emulator has to catch."""
import json
import os
import sys
import time

import answers
import credit
import wire

ROOT = "/2018-06-01/runtime/"
PLAIN = [("Content-Type", "application/json"), ("User-Agent", "reference")]


class Client:
    def __init__(self, address):
        host, _, port = address.rpartition(":")
        if not host or not port.isdigit() or not 0 < int(port) < 65536 or len(host) > 255:
            raise ValueError("AWS_LAMBDA_RUNTIME_API is no address")
        self.host, self.port, self.connection = host, int(port), None

    def ask(self, method, path, body=None, fields=PLAIN):
        if self.connection is None:
            self.connection = wire.connect(self.port, self.host, None)
        try:
            self.connection.send(wire.request(method, ROOT + path, fields, body, host=self.host))
            reply = self.connection.read_reply(method)
            if not reply.keeps_alive or self.connection.rest:
                self.drop()
            return reply
        except (wire.Broken, wire.Closed, OSError):
            self.drop()
            raise

    def drop(self):
        if self.connection:
            self.connection.close()
        self.connection = None


def failed(client, path, kind, message):
    body = credit.text({"errorMessage": message, "errorType": kind}).encode()
    return client.ask("POST", path, body, PLAIN + [("Lambda-Runtime-Function-Error-Type", kind)])


def main(wrong):
    try:
        client = Client(os.environ["AWS_LAMBDA_RUNTIME_API"])
    except ValueError as why:
        print(why, file=sys.stderr)
        return 1
    try:
        model = answers.opened()
    except (OSError, ValueError) as why:
        text = f"model.pounce: {getattr(why, 'strerror', None) or why}"
        print(text, file=sys.stderr, flush=True)
        if wrong != "dies in silence":
            failed(client, "init/error", "Runtime.InvalidModel" if wrong != "odd type" else "oops", text)
        if wrong == "serves without a model":
            client.ask("GET", "invocation/next")
        return 0 if wrong == "exits with 0" else 1
    misses = 0
    while True:
        try:
            event = client.ask("GET", "invocation/next")
            if event.status != 200:
                raise OSError(f"the API said {event.status}")
            misses = 0
        except (wire.Broken, wire.Closed, OSError) as why:
            misses += 1
            if misses > 6 or wrong == "gives up":
                print(f"no event: {why}", file=sys.stderr)
                return 1
            if wrong != "hammers":
                time.sleep(0.01 * 2 ** misses)
            continue
        identifier = event.field("Lambda-Runtime-Aws-Request-Id")
        if wrong == "wants capitals":
            identifier = dict(event.fields).get("Lambda-Runtime-Aws-Request-Id")
        if identifier or wrong == "takes any id":
            serve(client, model, identifier, event.body, wrong)


def serve(client, model, identifier, event, wrong):
    try:
        reply = answered(model, event, wrong)
    except answers.Refused as why:
        if wrong == "ends at a bad event":
            sys.exit(1)
        reply = None
        error = why
    if wrong == "sleeps":
        time.sleep(60)
    if wrong == "answers someone else":
        identifier = identifier[::-1]
    for _ in range(2 if wrong == "answers twice" else 1):
        try:
            if reply is None:
                failed(client, f"invocation/{identifier}/error", "Function.BadEvent", str(error))
            else:
                got = client.ask("POST", f"invocation/{identifier}/response", reply.encode())
                if got.status == 413 and wrong == "ends at 413":
                    sys.exit(1)
        except (wire.Broken, wire.Closed, OSError):
            pass
    if wrong == "leaks":
        answers.leaked = getattr(answers, "leaked", []) + [bytearray(4096)]


def answered(model, event, wrong):
    """As answer; an event with anything in the wrong place is refused."""
    try:
        return answer(model, event, wrong)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        if wrong == "ends at an odd event":
            sys.exit(1)
        raise answers.Refused(422, "event", "not an event") from None


def answer(model, event, wrong):
    """The reply's text; Refused makes it an error of the invocation."""
    document = answers.strict(event)
    records = document.get("Records") if isinstance(document, dict) else None
    if isinstance(document, dict) and "Records" in document:
        if not isinstance(records, list) or not all(isinstance(r, dict) for r in records):
            raise answers.Refused(422, "records", "no list of records")
        return batch(model, records, wrong)
    if isinstance(document, dict) and "detail-type" in document:
        return said(model, credit.text(document.get("detail")))
    context = document.get("requestContext") if isinstance(document, dict) else None
    if isinstance(context, dict) or isinstance(document, dict) and ("httpMethod" in document or "version" in document):
        return over_http(model, document, context if isinstance(context, dict) else {}, wrong)
    status, body = answers.reply(model, event)
    if wrong == "bare reply":
        return body
    return credit.text({"statusCode": status, "body": body})


def over_http(model, event, context, wrong):
    http = context.get("http") if isinstance(context.get("http"), dict) else {}
    fields = {k.lower(): v for k, v in (event.get("headers") or {}).items()}
    several = event.get("multiValueHeaders")
    fields = fields or {k.lower(): v[0] for k, v in (several or {}).items()}
    body = event.get("body") or ""
    if (event.get("httpMethod") or http.get("method")) == "GET":
        status, text = 200, "{}"
    elif not isinstance(body, str):
        status, text = 400, credit.text({"error": {"code": "body", "message": "not a string"}})
    else:
        try:
            data = answers.decoded(body) if event.get("isBase64Encoded") and wrong != "takes base64 as text" else body
            if wrong == "parses the body loosely":
                data = credit.text(json.loads(data))
            data = data.encode() if isinstance(data, str) else data
            status, text = answers.reply(model, data, fields.get("content-type"))
        except answers.Refused as why:
            status, text = why.status, credit.text(why.document)
    reply = {"statusCode": status, "body": text, "isBase64Encoded": False}
    if "elb" in context:
        reply["statusDescription"] = f"{status} {wire.REASONS[status]}"
    kind = "application/json"
    if several and wrong != "single headers only":
        reply["multiValueHeaders"] = {"Content-Type": [kind]}
    else:
        reply["headers"] = {"Content-Type": kind}
    return credit.text(reply if wrong != "status as text" else {**reply, "statusCode": str(status)})


def said(model, body):
    text = answers.answer(model, body)
    try:
        print(text, flush=True)
    except OSError:
        raise answers.Refused(500, "log", "nobody reads the log") from None
    return '""'


def batch(model, records, wrong):
    kinds = {r.get("eventSource", r.get("EventSource")) for r in records}
    if kinds <= {"aws:sns"} and records:
        try:
            return [said(model, r["Sns"]["Message"]) for r in records][0]
        except answers.Refused:
            if wrong == "swallows a topic's message":
                return "null"
            raise
    if not kinds <= {"aws:sqs", "aws:kinesis"}:
        raise answers.Refused(422, "event", "no rows in such an event")
    failures = []
    for i, r in enumerate(records):
        key = r.get("messageId") if "messageId" in r else r.get("kinesis", {}).get("sequenceNumber")
        try:
            if not isinstance(key, str) or not isinstance(r.get("body", ""), str):
                raise answers.Refused(422, "records", "a record without its id")
            said(model, r["body"] if "body" in r else answers.decoded(r["kinesis"]["data"]))
        except answers.Refused:
            if not isinstance(key, str):
                raise
            failures.append(key)
            if wrong == "fails the whole batch":
                raise
            if str(r.get("eventSourceARN", "")).endswith(".fifo") and wrong != "mixes up a FIFO queue":
                failures += [later["messageId"] for later in records[i + 1:]]
                break
            if "kinesis" in r:
                break
    if wrong == "loses a message":
        failures = failures[1:]
    return credit.text({"batchItemFailures": [{"itemIdentifier": key} for key in failures]})
