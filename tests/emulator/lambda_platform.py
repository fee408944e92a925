"""lambda_platform.py -- what AWS Lambda does around the Runtime API: init, freeze, deadline, crash, restart.

The process is stopped between events, killed without a word at its deadline, and started again with the next event
after it died. Nothing of an event that was not answered is kept by Lambda for a synchronous caller: it gets the error.
"""
import json
import signal
import time

import lambda_api
from lambda_api import Invocation, Outcome
from sandbox import Sandbox

INIT_LIMIT = 10.0


class Lambda:
    def __init__(self, package, environment=(), freezes=False, **start):
        self.sandbox = Sandbox(package)
        self.api = lambda_api.RuntimeApi()
        self.freezes, self.start_options, self.init_seconds = freezes, start, None
        self.environment = {
            "AWS_LAMBDA_RUNTIME_API": self.api.address, "LAMBDA_TASK_ROOT": self.sandbox.inside,
            "LAMBDA_RUNTIME_DIR": "/var/runtime", "_HANDLER": "unused", "TZ": ":UTC", "LANG": "en_US.UTF-8",
            "PATH": "/usr/local/bin:/usr/bin/:/bin:/opt/bin", "AWS_REGION": "eu-central-1",
            "AWS_DEFAULT_REGION": "eu-central-1", "AWS_LAMBDA_FUNCTION_NAME": "credit",
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
            "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/credit", "AWS_LAMBDA_LOG_STREAM_NAME": "2026/01/01/[$LATEST]0",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "not a secret", "AWS_SESSION_TOKEN": "none", **dict(environment)}

    @property
    def violations(self):
        return self.api.violations

    def init(self, limit=INIT_LIMIT):
        """ready, init error, exit or timeout. A process that reported an init error has to end by itself."""
        self.api.new_runtime()
        began = time.monotonic()
        self.sandbox.start(self.environment, **self.start_options)
        settled = lambda: self.api.state in ("Ready", "InitError") or not self.sandbox.running
        while not self.api.wait(settled, 0.02):
            if time.monotonic() - began > limit:
                self.sandbox.kill()
                return "timeout"
        self.init_seconds = time.monotonic() - began
        if self.api.state == "Ready":
            self._freeze()
            return "ready"
        if self.api.state == "InitError":
            if self.sandbox.exit_code(2.0) is None:
                self.api.violations.append("still running two seconds after POST init/error")
                self.sandbox.kill()
            return "init error"
        return "init error" if self.api.init_error else "exit"

    def invoke(self, event, timeout=5.0, stalls=False, deadline=None):
        """The outcome as the caller has it. `event`: bytes, or anything JSON can say. `stalls`: it gets no CPU.

        `deadline`: in so many seconds, where the runtime is told another than the platform goes by.
        """
        if not self.sandbox.running:
            how = self.init()
            if how != "ready":
                return Outcome("exit", how.encode(), "Runtime.ExitError", [])
        if not isinstance(event, bytes):
            event = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
        self.sandbox.signal(signal.SIGSTOP if stalls else signal.SIGCONT)
        invocation = Invocation(event, timeout if deadline is None else deadline)
        end = time.monotonic() + timeout
        self.api.hand_out(invocation)
        # Lambda calls an invocation done when the runtime has answered and asks for the next event.
        done = lambda: invocation.outcome is not None and self.api.state == "Ready"
        while not self.api.wait(done, 0.02):
            if not self.sandbox.running:
                code = self.sandbox.exit_code(1.0)
                text = f"Runtime exited with error: {'signal' if code < 0 else 'exit status'} {abs(code)}"
                return invocation.outcome or Outcome("exit", text.encode(), "Runtime.ExitError", [])
            if time.monotonic() > end:
                self.sandbox.kill()
                return invocation.outcome or Outcome("timeout", b"Task timed out", "Sandbox.Timeout", [])
        self._freeze()
        return invocation.outcome

    def _freeze(self):
        if self.freezes:
            self.sandbox.signal(signal.SIGSTOP)

    def close(self):
        self.api.new_runtime()
        self.sandbox.close()
        self.api.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
