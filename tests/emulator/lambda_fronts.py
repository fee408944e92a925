"""lambda_fronts.py -- what stands in front of a Lambda function, as far as the function's reply goes.

Each turns an outcome into what its own client sees. A reply of the wrong shape is the front's 502, and for a queue
it means that the whole batch comes again.
"""
import base64
import collections
import json

Seen = collections.namedtuple("Seen", "status fields body")
BAD_GATEWAY = Seen(502, {}, b'{"message": "Internal server error"}')


def parsed(outcome):
    if outcome.kind != "response":
        return None
    try:
        return json.loads(outcome.body)
    except ValueError:
        return None


def _body(reply):
    text = reply.get("body")
    text = "" if text is None else text
    if not isinstance(text, str) or not isinstance(reply.get("isBase64Encoded", False), bool):
        return None
    if reply.get("isBase64Encoded"):
        try:
            return base64.b64decode(text, validate=True)
        except ValueError:
            return None
    return text.encode()


def _single(fields):
    if not isinstance(fields, dict):
        return None
    plain = all(isinstance(v, (str, int, float)) for v in fields.values())
    return {k.lower(): str(v) for k, v in fields.items()} if plain else None


def _several(fields):
    if not isinstance(fields, dict) or not all(isinstance(v, list) for v in fields.values()):
        return None
    return {k.lower(): ",".join(v) for k, v in fields.items()}


def payload_2(outcome):
    """Function URL and HTTP API, payload format 2.0: a reply without statusCode is itself the body."""
    reply = parsed(outcome)
    if outcome.kind != "response" or reply is None:
        return BAD_GATEWAY
    if not isinstance(reply, dict) or "statusCode" not in reply:
        return Seen(200, {"content-type": "application/json"}, outcome.body)
    fields, body = _single(reply.get("headers") or {}), _body(reply)
    if type(reply["statusCode"]) is not int or fields is None or body is None:
        return BAD_GATEWAY
    return Seen(reply["statusCode"], {"content-type": "application/json", **fields}, body)


def payload_1(outcome):
    """REST API, proxy integration: only the documented keys, and a status."""
    reply = parsed(outcome)
    known = {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}
    if not isinstance(reply, dict) or "statusCode" not in reply or set(reply) - known:
        return BAD_GATEWAY
    single, several = _single(reply.get("headers") or {}), _several(reply.get("multiValueHeaders") or {})
    body = _body(reply)
    if type(reply["statusCode"]) is not int or single is None or several is None or body is None:
        return BAD_GATEWAY
    return Seen(reply["statusCode"], {"content-type": "application/json", **single, **several}, body)


def balancer(outcome, several_values):
    """An application load balancer reads the kind of headers its target group is set to, and no other."""
    reply = parsed(outcome)
    if not isinstance(reply, dict) or type(reply.get("statusCode")) is not int:
        return BAD_GATEWAY
    chosen = reply.get("multiValueHeaders" if several_values else "headers") or {}
    fields, body = _several(chosen) if several_values else _single(chosen), _body(reply)
    description = reply.get("statusDescription", str(reply["statusCode"]))
    if fields is None or body is None or not str(description).startswith(str(reply["statusCode"])):
        return BAD_GATEWAY
    return Seen(reply["statusCode"], fields, body)


def _failed(outcome, known):
    """The identifiers a batch reply names, or None where the whole batch counts as failed."""
    if outcome.kind != "response":
        return None
    reply = parsed(outcome)
    if reply is None:
        return [] if outcome.body in (b"", b"null") else None
    failures = reply.get("batchItemFailures") if isinstance(reply, dict) else 0
    if failures is None:
        return []
    if not isinstance(failures, list):
        return None
    names = [f.get("itemIdentifier") if isinstance(f, dict) else None for f in failures]
    return names if all(isinstance(n, str) and n in known for n in names) else None


def queue(outcome, event):
    """SQS with ReportBatchItemFailures: the messages that come again. In a FIFO queue all after a failed one must."""
    known = [record["messageId"] for record in event["Records"]]
    failed = _failed(outcome, known)
    return known if failed is None else [name for name in known if name in failed]


def stream(outcome, event):
    """Kinesis: the batch comes again from the lowest failed sequence number on."""
    known = [record["kinesis"]["sequenceNumber"] for record in event["Records"]]
    failed = _failed(outcome, known)
    if failed is None:
        return known
    return known[min(known.index(name) for name in failed):] if failed else []


def asynchronous(outcome):
    """SNS, S3, EventBridge: done, or tried again and at last sent to where the function's failures go."""
    return "done" if outcome.kind == "response" else "again"
