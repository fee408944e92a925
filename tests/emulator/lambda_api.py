"""lambda_api.py -- AWS Lambda's Runtime API, as its documentation and AWS's own local emulator have it.

States: Started -> (GET next) Ready -> (an event) Running -> (POST response or error) ResponseSent -> (GET next) Ready;
Started -> (POST init/error) InitError. A wrong id is 400 before any state is looked at, a wrong state is 403, more
than 6 MiB + 100 bytes are 413 and the caller gets an error. GET next while Running hands out the same event again.
Go's server, which Lambda uses, sends bodies of more than 2,048 bytes in chunks: so does this.
"""
import collections
import json
import re
import socket
import threading
import time
import uuid

import wire

LARGEST = 6 * 1024 * 1024 + 100
ROOT = "/2018-06-01"
ARN = "arn:aws:lambda:eu-central-1:123456789012:function:credit"


class Invocation:
    def __init__(self, event, timeout):
        self.event, self.identifier = event, str(uuid.uuid4())
        self.trace = f"Root=1-{int(time.time()):08x}-{uuid.uuid4().hex[:24]};Parent={uuid.uuid4().hex[:16]};Sampled=0"
        self.deadline_ms = int((time.time() + timeout) * 1000)
        self.outcome, self.handed_out = None, 0


# kind: response, error (the handler's own or the platform's about its reply), timeout, exit
Outcome = collections.namedtuple("Outcome", "kind body type fields")


class RuntimeApi:
    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.change = threading.Condition()
        self.state, self.current, self.init_error = "Started", None, None
        self.generation, self.polls, self.largest = 0, 0, LARGEST
        self.violations, self.requests, self.faults, self.refused = [], [], [], []
        self.accepting = threading.Thread(target=self._accept, daemon=True)
        self.accepting.start()

    def close(self):
        """A close alone leaves a thread in accept, which takes clients from whoever gets that descriptor next."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.accepting.join()
        self.listener.close()

    # What the platform does.
    def new_runtime(self):
        """A new process is about to start; what the old one still asks is not answered."""
        with self.change:
            self.generation += 1
            self.state, self.current, self.init_error = "Started", None, None
            self.change.notify_all()

    def hand_out(self, invocation):
        with self.change:
            self.current = invocation
            self.change.notify_all()

    def fault(self, route, action, *details):
        """The next request to `route` meets `action`; several are met in order."""
        self.faults.append((route, action, details))

    def wait(self, question, seconds):
        with self.change:
            return self.change.wait_for(question, seconds)

    # What the runtime meets.
    def _accept(self):
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(wire.Connection(sock, None),), daemon=True).start()

    def _serve(self, connection):
        generation = self.generation
        try:
            while True:
                request = connection.read_request()
                if self._answer(connection, request, generation) or not request.keeps_alive:
                    break
        except wire.Broken as why:
            self._violation(f"not HTTP: {why}", generation)
        except (wire.Closed, OSError):
            pass
        finally:
            connection.close()

    def _violation(self, text, generation):
        with self.change:
            if generation == self.generation:
                self.violations.append(text)

    def _take_fault(self, route):
        for i, (wanted, action, details) in enumerate(self.faults):
            if wanted == route:
                del self.faults[i]
                return action, details
        return None, ()

    def _answer(self, connection, request, generation):
        """True when the connection is to be closed."""
        route, identifier = self._route(request)
        self.requests.append((route, request))
        if route is None:
            known = request.target.startswith(ROOT)
            self._violation(f"no such route: {request.method} {request.target}", generation)
            connection.send(wire.reply(405 if known else 404))
            return False
        action, details = self._take_fault(route)
        if action == "status":
            self.refused.append((route, time.monotonic()))
            connection.send(error(details[0], "InternalServerError", "Internal Server Error"))
            return False
        if action in ("close", "reset"):
            connection.close(reset=action == "reset")
            return True
        if route == "next":
            return self._next(connection, generation, action, details)
        with self.change:
            answer = self._post(route, identifier, request)
            self.change.notify_all()
        if action == "lost reply":
            connection.close()
            return True
        connection.send(answer)
        return False

    @staticmethod
    def _route(request):
        if (request.method, request.target) == ("GET", ROOT + "/runtime/invocation/next"):
            return "next", None
        if (request.method, request.target) == ("POST", ROOT + "/runtime/init/error"):
            return "init/error", None
        match = re.fullmatch(ROOT + "/runtime/invocation/([^/?]+)/(response|error)", request.target)
        return (match[2], match[1]) if match and request.method == "POST" else (None, None)

    def _next(self, connection, generation, action, details):
        with self.change:
            self.polls += 1
            if self.state not in ("Started", "Ready", "Running", "ResponseSent"):
                self.violations.append(f"GET next in state {self.state}")
                connection.send(forbidden(self.state, "Ready"))
                return False
            if self.state != "Running":
                if self.state == "ResponseSent":
                    self.current = None
                self.state = "Ready"
                self.change.notify_all()
                self.change.wait_for(lambda: self.generation != generation or self.current is not None)
                if self.generation != generation:
                    return True
                self.state = "Running"
            invocation = self.current
            invocation.handed_out += 1
            self.change.notify_all()
        return send_event(connection, invocation, action, details)

    def _post(self, route, identifier, request):
        if route == "init/error":
            if self.state != "Started":
                self.violations.append(f"POST init/error in state {self.state}")
                return forbidden(self.state, "InitError")
            self.state, self.init_error = "InitError", request
            return accepted()
        if self.current is None or identifier != self.current.identifier:
            self.violations.append(f"POST {route} for {identifier}, which is not the current request")
            return error(400, "InvalidRequestID", "Invalid request ID")
        if self.state != "Running":
            self.violations.append(f"POST {route} in state {self.state}")
            return forbidden(self.state, "InvocationResponse")
        mode = request.field("Lambda-Runtime-Function-Response-Mode", "streaming")
        if route == "response" and mode != "streaming":
            self.current.outcome = Outcome("error", b"", "Runtime.InvalidResponseModeHeader", [])
            return error(400, "InvalidFunctionResponseMode", "Invalid function response mode")
        self.state = "ResponseSent"
        if route == "error":
            given = request.field("Lambda-Runtime-Function-Error-Type", "")
            self.current.outcome = Outcome("error", request.body, valid_type(given), request.fields)
        elif len(request.body) > self.largest:
            text = f"Response payload size exceeded maximum allowed payload size ({LARGEST} bytes)."
            body = json.dumps({"errorMessage": text, "errorType": "Function.ResponseSizeTooLarge"}).encode()
            self.current.outcome = Outcome("error", body, "Function.ResponseSizeTooLarge", request.fields)
            return error(413, "RequestEntityTooLarge", f"Exceeded maximum allowed payload size ({LARGEST} bytes).")
        else:
            self.current.outcome = Outcome("response", request.body, None, request.fields)
        return accepted()


def send_event(connection, invocation, action, details):
    """True when the connection is to be closed."""
    fields = [("Content-Type", "application/json"),
              ("Lambda-Runtime-Aws-Request-Id", invocation.identifier),
              ("Lambda-Runtime-Deadline-Ms", str(invocation.deadline_ms)),
              ("Lambda-Runtime-Invoked-Function-Arn", ARN),
              ("Lambda-Runtime-Trace-Id", invocation.trace),
              ("Date", time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime()))]
    if action == "without":
        fields = [(k, v) for k, v in fields if k not in details]
    if action == "lower case":
        fields = [(k.lower(), v) for k, v in fields]
    if action == "closing":
        fields.append(("Connection", "close"))
    size = details[0] if action == "chunked" else (2048 if len(invocation.event) > 2048 else 0)
    data = wire.reply(200, fields, invocation.event, size)
    if action == "cut":  # the connection breaks `details[0]` bytes before the end
        connection.send(data[:-details[0]])
        return True
    if action == "longer":  # bytes that no length announced, then the end
        connection.send(data + details[0])
        return True
    if action == "drip":
        for i in range(0, len(data), details[0]):
            connection.send(data[i:i + details[0]])
            time.sleep(0.001)
        return False
    connection.send(data)
    return action == "closing"


def valid_type(given):
    if re.search(r"(Runtime|Function)\.[A-Z][a-zA-Z]+", given):
        return given
    return "Function.Unknown" if given.startswith("Function.") else "Runtime.Unknown"


def accepted():
    return wire.reply(202, [("Content-Type", "application/json")], b'{"status":"OK"}\n')


def error(status, kind, message):
    body = json.dumps({"errorMessage": message, "errorType": kind}).encode()
    return wire.reply(status, [("Content-Type", "application/json")], body)


def forbidden(state, wanted):
    return error(403, "InvalidStateTransition", f"State transition from {state} to {wanted} failed for runtime.")
