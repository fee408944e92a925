"""on_a_port.py -- the reference handler as a server, for Azure's host and for Cloud Run. `wrong` names a fault."""
import base64
import json
import os
import select
import signal
import socket
import sys
import threading
import time
import urllib.parse

import answers
import credit
import wire

LIMIT = 6 * 1024 * 1024


def main(wrong):
    names = [n for n in ("FUNCTIONS_CUSTOMHANDLER_PORT", "FUNCTIONS_HTTPWORKER_PORT", "PORT") if n in os.environ]
    azure, given = names[0] != "PORT", os.environ[names[0]]
    if not given.isdigit() or len(given) > 5 or not 0 < int(given) < 65536:
        print("the port in the environment is none", file=sys.stderr)
        return 1
    try:
        model = answers.opened()
    except (OSError, ValueError) as why:
        print(f"model.pounce: {why}", file=sys.stderr)
        return 1
    answers.loose = wrong == "reads JSON loosely"
    Server(model, azure, int(given), wrong).run()
    return 0


class Server:
    def __init__(self, model, azure, port, wrong):
        self.model, self.azure, self.wrong = model, azure, wrong
        address = "127.0.0.1" if wrong == "listens on one address" else "0.0.0.0"
        self.listener = socket.create_server((address, port), backlog=512)
        self.busy, self.stopping = set(), False
        if wrong != "ignores SIGTERM":
            signal.signal(signal.SIGTERM, self.stop)
        else:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)

    def stop(self, *_):
        if self.stopping or self.wrong == "drops what it was doing":
            os._exit(0)
        self.stopping = True

    def run(self):
        while not self.stopping:
            if not select.select([self.listener], [], [], 0.05)[0]:
                continue
            try:
                sock, _ = self.listener.accept()
            except OSError:  # no descriptor left
                time.sleep(0.05)
                continue
            if self.wrong == "one at a time":
                self.serve(sock)
            else:
                threading.Thread(target=self.serve, args=(sock,), daemon=True).start()
        self.listener.close()
        end = time.monotonic() + 5.0
        while self.busy and time.monotonic() < end:
            time.sleep(0.01)

    def serve(self, sock):
        connection = wire.Connection(sock, 20.0, LIMIT)
        try:
            while True:
                if not connection.rest and not connection.more():
                    return
                self.busy.add(connection)
                request = connection.read_request(("HTTP/1.1", "HTTP/1.0"))
                keep = request.keeps_alive and request.start[2] == "HTTP/1.1" and not self.stopping
                status, fields, body = self.answer(request)
                if request.method == "HEAD":
                    body = b""
                fields = fields + ([] if keep else [("Connection", "close")])
                connection.send(wire.reply(status, fields, body))
                self.busy.discard(connection)
                if not keep:
                    return
        except wire.TooLarge:
            connection.send(wire.reply(413, [("Connection", "close")]))
        except wire.Broken:
            if self.wrong == "dies of a broken request":
                os._exit(1)
            connection.send(wire.reply(400, [("Connection", "close")]))
        except (wire.Closed, OSError):
            pass
        finally:
            self.busy.discard(connection)
            if self.wrong != "keeps descriptors":
                connection.close()
            else:
                answers.kept = getattr(answers, "kept", []) + [connection]

    def answer(self, request):
        kind = request.field("Content-Type", "application/json")
        path = request.target.split("?")[0]
        fields = [("Content-Type", "application/json")]
        if self.wrong == "sends an ETag":
            fields.append(("ETag", "x"))
        if path in ("/robots.txt", "/favicon.ico") and self.wrong != "answers robots":
            return 404, fields, b""
        if request.method in ("GET", "HEAD"):
            return 200, fields, b"{}"
        if request.method != "POST":
            return 405, fields, b""
        if self.azure and request.field("X-Azure-Functions-InvocationId") or path == "/score":
            return self.from_host(request, kind, path, fields)
        marks = [(k.lower()[3:], urllib.parse.unquote(v)) for k, v in request.fields if k.lower().startswith("ce-")]
        if not self.azure and (marks or kind.startswith("application/cloudevents")):
            return self.from_events(request, kind, fields, marks)
        return self.plain(request, kind, fields)

    def plain(self, request, kind, fields):
        known = ("application/json", "text/csv", "text/plain", "application/octet-stream")
        if request.field("Content-Encoding") or not kind.startswith(known):
            return 415, fields, b'{"error":{"code":"media_type","message":"JSON or CSV"}}'
        status, text = answers.reply(self.model, request.body, kind)
        return (200 if self.wrong == "always 200" else status), fields, text.encode()

    def from_host(self, request, kind, path, fields):
        """Default mode, told by its two members; a forwarded request has neither."""
        try:
            document = json.loads(request.body)
            data = document["Data"] if set(document) == {"Data", "Metadata"} else None
        except (ValueError, KeyError, TypeError):
            data = None
        if not isinstance(data, dict):
            return self.plain(request, kind, fields)
        name, value = next(iter(data.items()))
        if self.wrong == "says text/plain":
            fields = [("Content-Type", "text/plain")]
        if isinstance(value, dict) and "Method" in value:
            status, text = 200, "{}"
            if value["Method"] != "GET":
                kinds = {k.lower(): v[0] for k, v in value.get("Headers", {}).items()}.get("content-type", "")
                body = value.get("Body", "")
                if kinds.startswith("application/octet-stream") and self.wrong != "forgets base64":
                    body = base64.b64decode(body)
                status, text = answers.reply(self.model, body, kinds)
            if self.wrong == "fails the invocation" and status != 200:
                return status, fields, b""
            out = {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": text}
            return 200, fields, credit.text({"Outputs": {"res": out}, "Logs": [], "ReturnValue": out}).encode()
        if self.wrong == "replies nothing":
            return 200, fields, b""
        try:
            message = value if self.wrong == "decodes once" else json.loads(value)
            text = answers.answer(self.model, message)
        except (answers.Refused, TypeError, ValueError):
            if self.wrong == "swallows a message":
                return 200, fields, b'{"Outputs":{},"Logs":[],"ReturnValue":null}'
            return 500, fields, b""
        print(text, flush=True)
        returned = "abcd" if self.wrong == "returns base64 by chance" else json.loads(text)
        returned = None if self.wrong == "returns nothing" else returned
        return 200, fields, credit.text({"Outputs": {}, "Logs": ["done"], "ReturnValue": returned}).encode()

    def from_events(self, request, kind, fields, marks):
        try:
            if kind.startswith("application/cloudevents-batch"):
                events = answers.strict(request.body)
            elif kind.startswith("application/cloudevents"):
                events = [answers.strict(request.body)]
            else:
                events = [{**dict(marks), "data": answers.strict(request.body)}]
            texts = [self.event(event) for event in events]
            for text in texts:
                print(text, flush=True)
            return 204, [], b""
        except answers.Refused as why:
            status = 200 if self.wrong == "takes any event" else why.status
            return status, fields, credit.text(why.document).encode()

    def event(self, event):
        if not isinstance(event, dict) or not {"id", "source", "type", "specversion"} <= set(event) or \
                {"data", "data_base64"} <= set(event):
            raise answers.Refused(400, "event", "not a CloudEvent")
        data = event.get("data")
        if "data_base64" in event:
            return answers.answer(self.model, answers.decoded(event["data_base64"]))
        if isinstance(data, dict) and isinstance(data.get("message"), dict):
            return answers.answer(self.model, answers.decoded(data["message"]["data"]))
        return answers.answer(self.model, credit.text(data))
