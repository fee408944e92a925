"""cloud_run.py -- Google Cloud Run in front of a container: port, startup probe, many connections, SIGTERM.

The container has to listen on every address, not only on 127.0.0.1: all of 127.0.0.0/8 is local on Linux, so the
front talks to 127.0.0.2. CloudEvents are put into requests here, in each of their three modes.
"""
import json
import signal
import time
import urllib.parse
import uuid

import wire
from sandbox import Sandbox, free_port

FRONT = "127.0.0.2"
GRACE = 10.0


class CloudRun:
    def __init__(self, package, environment=(), **start):
        self.sandbox = Sandbox(package, "workspace")
        self.port, self.start_options, self.more, self.ready_seconds = None, start, dict(environment), None

    def start(self, limit=10.0):
        """ready, exit or timeout: by the TCP probe that Cloud Run sets up by itself."""
        self.port = free_port()
        environment = {"PORT": str(self.port), "K_SERVICE": "credit", "K_REVISION": "credit-00001-abc",
                       "K_CONFIGURATION": "credit", **self.more}
        began = time.monotonic()
        self.sandbox.start(environment, **self.start_options)
        while time.monotonic() - began < limit:
            if not self.sandbox.running:
                return "exit"
            try:
                wire.connect(self.port, FRONT).close()
                self.ready_seconds = time.monotonic() - began
                return "ready"
            except ConnectionRefusedError:
                time.sleep(0.002)
        self.sandbox.kill()
        return "timeout"

    def connect(self, timeout=10.0):
        return wire.connect(self.port, FRONT, timeout)

    def ask(self, method="POST", target="/", fields=(), body=None, as_chunks=0, timeout=10.0):
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode()
        data = wire.request(method, target, front_fields() + list(fields), body, as_chunks, host="credit.run.app")
        return wire.ask(self.port, data, method, FRONT, timeout)

    def stop(self):
        """The exit code after SIGTERM and how long it took; None where it had to be killed."""
        began = time.monotonic()
        self.sandbox.signal(signal.SIGTERM)
        code = self.sandbox.exit_code(GRACE)
        took = time.monotonic() - began
        self.sandbox.kill()
        return code, took

    def close(self):
        self.sandbox.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def front_fields():
    trace = uuid.uuid4().hex
    return [("x-cloud-trace-context", trace + "/1;o=1"), ("x-forwarded-proto", "https"),
            ("x-forwarded-for", "192.0.2.1"), ("forwarded", 'for="192.0.2.1";proto=https'),
            ("user-agent", "emulator"), ("accept", "*/*")]


# CloudEvents' HTTP binding, version 1.0.2.
def binary(event):
    """Attributes as headers, percent-encoded; the data is the body."""
    fields = [("ce-" + k, urllib.parse.quote(str(v), safe=" !#$&'()*+,/:;=?@[]-._~"))
              for k, v in event.items() if k not in ("data", "data_base64", "datacontenttype")]
    data = event.get("data")
    body = data.encode() if isinstance(data, str) else json.dumps(data).encode()
    return fields + [("Content-Type", event.get("datacontenttype", "application/json"))], body


def structured(event):
    return [("Content-Type", "application/cloudevents+json; charset=utf-8")], json.dumps(event).encode()


def batch(events):
    return [("Content-Type", "application/cloudevents-batch+json; charset=utf-8")], json.dumps(events).encode()
