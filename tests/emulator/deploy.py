"""deploy.py -- the packages under test: made by `pounce package`, or put together from a handler and a model."""
import json
import pathlib
import shutil
import subprocess
import tempfile

import credit
from sandbox import Package

HOST = {"version": "2.0", "customHandler": {"description": {"defaultExecutablePath": "handler"}},
        "extensions": {"http": {"routePrefix": "api"}}}
HTTP = {"bindings": [{"type": "httpTrigger", "direction": "in", "name": "req", "methods": ["get", "post"],
                      "authLevel": "function"}, {"type": "http", "direction": "out", "name": "res"}]}
RETURN = {"bindings": [HTTP["bindings"][0], {"type": "http", "direction": "out", "name": "$return"}]}
QUEUE = {"bindings": [{"type": "queueTrigger", "direction": "in", "name": "item", "queueName": "applications",
                       "connection": "AzureWebJobsStorage"}]}
RELAY = {"bindings": [*QUEUE["bindings"], {"type": "queue", "direction": "out", "name": "$return",
                                           "queueName": "decisions", "connection": "AzureWebJobsStorage"}]}
TIMER = {"bindings": [{"type": "timerTrigger", "direction": "in", "name": "timer", "schedule": "0 */5 * * * *"}]}


class Case:
    """What a scenario is given. `handler`: a program, or the path of a Python script. `machine`: a static qemu."""

    def __init__(self, handler, machine=None, processor=None, pounce=None, arch="x86_64", arguments=(),
                 interpreter=None, settings=(), embed=False):
        self.handler, self.machine, self.processor = str(handler), machine, processor
        self.pounce, self.arch, self.arguments, self.interpreter = pounce, arch, tuple(arguments), interpreter
        self.settings, self.embed = dict(settings), embed
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="pounce-packages."))
        self._made = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def slow(self):
        """Whether it runs in an emulator or an interpreter: then a tenth is enough of what is counted in thousands."""
        return bool(self.machine or self.interpreter)

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def package(self, cloud, model=credit.MODEL):
        key = (cloud, str(model))
        if key not in self._made:
            files = self._packed(cloud, model) if self.pounce else self._by_hand(cloud, model)
            program = "bootstrap" if cloud == "aws-lambda" else "handler"
            self._made[key] = Package(files, program, self.arguments, self.machine, self.processor,
                                         self.interpreter, self.settings)
        return self._made[key]

    def _packed(self, cloud, model):
        folder = self.folder / f"{cloud}.{len(self._made)}"
        done = subprocess.run([self.pounce, "package", str(model), "--for", cloud, "--arch", self.arch, "--handler",
                               self.handler, "-o", str(folder), *(["--embed"] if self.embed else [])], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return {str(p.relative_to(folder)): str(p) for p in folder.rglob("*") if p.is_file()}

    def _by_hand(self, cloud, model):
        program = "bootstrap" if cloud == "aws-lambda" else "handler"
        files = {program: self.handler, "model.pounce": str(model)}
        if cloud == "azure-functions":
            files["host.json"] = self.written("host.json", HOST)
            files["predict/function.json"] = self.written("predict.json", HTTP)
        return files

    def written(self, name, value):
        """A file of that content outside the package, to be put into one."""
        path = self.folder / name
        path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
        return str(path)

    def azure_package(self):
        """The package with functions for two queues, a timer and an HTTP output named $return beside its own."""
        package = self.package("azure-functions")
        package = package.with_file("direct/function.json", self.written("direct.json", RETURN))
        package = package.with_file("score/function.json", self.written("score.json", QUEUE))
        package = package.with_file("relay/function.json", self.written("relay.json", RELAY))
        return package.with_file("tick/function.json", self.written("tick.json", TIMER))
