"""azure_host.py -- the Azure Functions host in front of a custom handler, after the host's own source (4.1037).

It reads host.json and each function.json, starts the executable with its port in the environment, polls GET / every
25 ms until anything answers, posts each trigger to /<function> in chunks, refuses a reply that is no success or no
JSON, and turns Outputs and ReturnValue into bindings with the host's own conversions, traps included.
"""
import base64
import collections
import json
import time
import urllib.parse
import uuid

import wire
from sandbox import Sandbox, free_port

VERSION = "4.1037.0.0"
POLL = 0.025

# status: what the caller of an HTTP function gets; failure: why the invocation failed, None if it did not.
Result = collections.namedtuple("Result", "status fields body outputs returned logs failure")


class Refused(Exception):
    """The package is one that the host would not start."""


def failed(why):
    return Result(500, {}, b"", {}, None, [], why)


class Azure:
    def __init__(self, package, overrides=None, settings=(), **start):
        self.sandbox = Sandbox(package, "home/site/wwwroot")
        self.start_options, self.settings = start, dict(settings)
        self.host = json.loads((self.sandbox.home / "host.json").read_text())
        self.host.setdefault("customHandler", {}).update(overrides or {})
        self.functions = {p.parent.name: json.loads(p.read_text())["bindings"]
                          for p in self.sandbox.home.glob("*/function.json")}
        self._check()
        self.port, self.polls, self.ready_seconds = None, 0, None

    def _check(self):
        handler = self.host["customHandler"]
        if self.host.get("version") != "2.0":
            raise Refused("host.json: version is not 2.0")
        path = handler.get("description", {}).get("defaultExecutablePath")
        if not path:
            raise Refused("host.json: customHandler.description.defaultExecutablePath is empty")
        if not (self.sandbox.home / path).is_file():
            raise Refused(f"host.json: {path} is not in the package")
        if not self.functions:
            raise Refused("no function.json: there is no function")
        for name, bindings in self.functions.items():
            triggers = [b for b in bindings if b["type"].lower().endswith("trigger")]
            if len(triggers) != 1 or triggers[0].get("direction") != "in":
                raise Refused(f"{name}/function.json: not one trigger with direction in")
            if any(not b.get("name") or b.get("direction") not in ("in", "out", "inout") for b in bindings):
                raise Refused(f"{name}/function.json: a binding without name or direction")

    def start(self, limit=30.0):
        handler = self.host["customHandler"]
        description = handler["description"]
        self.port = free_port()
        worker = str(uuid.uuid4())
        environment = {
            "FUNCTIONS_CUSTOMHANDLER_PORT": str(self.port), "FUNCTIONS_HTTPWORKER_PORT": str(self.port),
            "FUNCTIONS_CUSTOMHANDLER_WORKER_ID": worker, "FUNCTIONS_HTTPWORKER_ID": worker,
            "FUNCTIONS_APP_ROOT_PATH": self.sandbox.inside, "FUNCTIONS_WORKER_RUNTIME": "custom",
            "WEBSITE_SITE_NAME": "credit", **self.settings}
        environment = {k: v.format(port=self.port) for k, v in environment.items() if v is not None}
        began = time.monotonic()
        self.sandbox.start(environment, tuple(description.get("arguments", ())),
                           program=description["defaultExecutablePath"], **self.start_options)
        while time.monotonic() - began < limit:
            if not self.sandbox.running:
                return "exit"
            self.polls += 1
            try:
                wire.ask(self.port, wire.request("GET", "/", [("Host", f"127.0.0.1:{self.port}")]), timeout=limit)
                self.ready_seconds = time.monotonic() - began
                return "ready"
            except ConnectionRefusedError:
                time.sleep(POLL)
        self.sandbox.kill()
        return "timeout"

    def restart_if_dead(self):
        return "ready" if self.sandbox.running else self.start()

    # Triggers.
    def http(self, name, method="POST", target=None, fields=(), body=b"", chunked=False):
        """A client's request to the function app. `chunked`: the client sent no length."""
        bindings = self.functions[name]
        trigger = next(b for b in bindings if b["type"].lower() == "httptrigger")
        if method.lower() not in [m.lower() for m in trigger.get("methods", [method])]:
            return Result(404, {}, b"", {}, None, [], None)
        prefix = self.host.get("extensions", {}).get("http", {}).get("routePrefix", "api")
        path = "/" + "/".join(p for p in (prefix, trigger.get("route", name)) if p)
        target = target or path
        outs = [b for b in bindings if b["direction"] == "out"]
        plain = len(bindings) == 2 and len(outs) == 1 and outs[0]["type"].lower() == "http"
        custom = self.host["customHandler"]
        if custom.get("enableProxyingHttpRequest") and plain:
            return self._proxied(method, target, fields, body, chunked)
        if custom.get("enableForwardingHttpRequest") and plain:
            return self._forwarded(method, target, fields, body, chunked)
        url = urllib.parse.urlsplit(target)
        query = {k: ",".join(v) for k, v in urllib.parse.parse_qs(url.query).items()}
        request = {"Url": f"https://credit.azurewebsites.net{target}", "Method": method, "Query": query,
                   "Headers": {**{k: [v] for k, v in fields}, "Host": ["credit.azurewebsites.net"]}, "Params": {},
                   "Identities": [{"AuthenticationType": None, "IsAuthenticated": False, "Actor": None,
                                   "BootstrapContext": None, "Claims": [], "Label": None, "Name": None,
                                   "NameClaimType": "name", "RoleClaimType": "role"}]}
        if body and not chunked:  # the host leaves out a body whose length the client did not give
            kind = next((v for k, v in fields if k.lower() == "content-type"), "")
            binary = kind.startswith(("application/octet-stream", "multipart/"))
            request["Body"] = base64.b64encode(body).decode() if binary else body.decode("utf-8", "replace")
        metadata = {"Query": json.dumps(query), "Headers": json.dumps(dict(fields)), "sys": system(name)}
        return self._default(name, {trigger["name"]: request}, metadata)

    def queue(self, name, text, count=1):
        """A storage queue's message: a string, which the host turns into JSON text once more."""
        trigger = self._trigger(name)
        now = "2026-01-01T00:00:00+00:00"
        metadata = {"DequeueCount": str(count), "ExpirationTime": now, "Id": str(uuid.uuid4()), "InsertionTime": now,
                    "NextVisibleTime": now, "PopReceipt": json.dumps("AgAAAAMAAAAAAAAA"), "sys": system(name)}
        try:  # a message that is an object also lends its members that are no arrays to the metadata
            members = json.loads(text)
            for key, value in members.items() if isinstance(members, dict) else ():
                if value is not None and not isinstance(value, list):
                    metadata[key] = value if isinstance(value, dict) else json.dumps(value)
        except ValueError:
            pass
        return self._default(name, {trigger["name"]: json.dumps(text, ensure_ascii=False)}, metadata)

    def timer(self, name):
        trigger = self._trigger(name)
        value = {"Schedule": {"AdjustForDST": True}, "IsPastDue": False,
                 "ScheduleStatus": {"Last": "2026-01-01T00:00:00+00:00", "Next": "2026-01-01T00:05:00+00:00",
                                    "LastUpdated": "2026-01-01T00:00:00+00:00"}}
        return self._default(name, {trigger["name"]: value}, {"sys": system(name)})

    def _trigger(self, name):
        return next(b for b in self.functions[name] if b["type"].lower().endswith("trigger"))

    # The three ways to the handler.
    def _fields(self):
        return [("Host", f"127.0.0.1:{self.port}"), ("X-Azure-Functions-HostVersion", VERSION),
                ("X-Azure-Functions-InvocationId", str(uuid.uuid4())),
                ("User-Agent", f"Azure-Functions-Host/{VERSION}")]

    def _send(self, data, to="POST"):
        try:
            return wire.ask(self.port, data, to), None
        except wire.Broken as why:
            return None, f"not HTTP: {why}"
        except (wire.Closed, OSError) as why:
            return None, f"no reply: {why!r}"

    def _default(self, name, data, metadata):
        body = json.dumps({"Data": data, "Metadata": metadata}, ensure_ascii=False).encode()
        fields = self._fields() + [("Content-Type", "application/json; charset=utf-8")]
        reply, why = self._send(wire.request("POST", "/" + name, fields, body, as_chunks=4096))
        if why:
            return failed(why)
        if not 200 <= reply.status < 300:
            return failed(f"Response status code does not indicate success: {reply.status}")
        if not reply.body:
            return failed("an empty reply: the host waits until the function's timeout")
        kind = (reply.field("Content-Type") or "application/octet-stream").split(";")[0].strip().lower()
        if kind not in ("application/json", "text/json"):
            return failed(f"Invalid HttpResponseMessage: no formatter reads {kind}")
        try:
            result = json.loads(reply.body)
            if not isinstance(result, dict):
                raise ValueError("not an object")
            result = {k.lower(): v for k, v in result.items()}
            outputs, logs = result.get("outputs") or {}, result.get("logs") or []
            if not isinstance(outputs, dict) or not isinstance(logs, list) or not all(isinstance(v, str) for v in logs):
                raise ValueError("Outputs is no object or Logs is no list of strings")
            return self._bind(name, outputs, result.get("returnvalue"), logs)
        except ValueError as why:
            return failed(f"Invalid HttpResponseMessage: {why}")

    def _bind(self, name, outputs, returned, logs):
        bound, response = {}, None
        for binding in (b for b in self.functions[name] if b["direction"] == "out"):
            target = binding["name"]
            if target == "$return":
                returned = bytes_if_base64(returned, binding)
                response = returned if binding["type"].lower() == "http" else response
            elif binding["type"].lower() == "http":
                response = outputs.get(target, {})
                if not isinstance(response, dict):
                    return failed("Failed while trying to Deserialize to httpOutputBindingResponse")
            elif target in outputs:
                bound[target] = bytes_if_base64(outputs[target], binding)
        if response is None:
            return Result(200, {}, b"", bound, returned, logs, None)
        status, fields, content = 200, {}, response
        if isinstance(response, dict):
            lower = {k.lower(): v for k, v in response.items()}
            if "body" in lower:
                content, given = lower["body"], lower.get("statuscode", lower.get("status"))
                fields = {k.lower(): str(v) for k, v in (lower.get("headers") or {}).items()}
                status = int(given) if isinstance(given, int) or isinstance(given, str) and given.isdigit() else 200
        if isinstance(content, bytes):
            body = content
        else:
            body = content.encode() if isinstance(content, str) else json.dumps(content).encode()
        return Result(status, fields, body, bound, returned, logs, None)

    def _forwarded(self, method, target, fields, body, chunked):
        """The request is built again; without a Content-Length its body is lost on the way."""
        kept = [(k, v) for k, v in fields if k.lower() not in ("host", "content-length", "transfer-encoding")]
        content = body if body and not chunked else None
        data = wire.request(method, target, [("Host", "credit.azurewebsites.net")] + self._fields()[1:] + kept, content)
        return self._passed_on(*self._send(data, method))

    def _proxied(self, method, target, fields, body, chunked):
        kept = [(k, v) for k, v in fields if k.lower() not in ("content-length", "transfer-encoding")]
        data = wire.request(method, target, kept, body or None, as_chunks=4096 if chunked else 0)
        return self._passed_on(*self._send(data, method))

    @staticmethod
    def _passed_on(reply, why):
        if why:
            return failed(why)
        return Result(reply.status, {k.lower(): v for k, v in reply.fields}, reply.body, {}, None, [], None)

    def close(self):
        self.sandbox.close()  # the host kills: there is no SIGTERM here

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def system(name):
    return {"MethodName": name, "UtcNow": "2026-01-01T00:00:00.0000000Z", "RandGuid": str(uuid.uuid4())}


def bytes_if_base64(value, binding):
    """The host tries Convert.FromBase64String on every string of a binding that is not declared binary."""
    if binding.get("dataType", "").lower() == "binary" or not isinstance(value, str):
        return value
    try:
        return base64.b64decode("".join(value.split()), validate=True)
    except ValueError:
        return value
