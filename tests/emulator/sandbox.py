"""sandbox.py -- a handler in a bare folder: nothing but its package, an empty environment, no privilege.

As root the folder is the whole file system it sees (chroot) and it runs as nobody, so that modes mean something;
without root the folder is only its working directory, and `isolated` says so.
"""
import os
import pathlib
import resource
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

NOBODY = 65534
# A program is not written while another starts: the new process would hold it open, and it could not be run.
ONE_AT_A_TIME = threading.Lock()
EMULATED = "/.machine"  # where a static qemu stands inside the folder


class Package:
    """What is deployed: files by name, copied afresh for each sandbox, so that a scenario may damage them."""

    def __init__(self, files, program, arguments=(), machine=None, processor=None, interpreter=None, settings=()):
        self.files, self.program, self.arguments = dict(files), program, tuple(arguments)
        self.machine, self.processor = machine, processor  # a static qemu, and what it is to be
        self.interpreter = interpreter  # Python, for the tests' own handlers
        self.settings = dict(settings)  # the function's own environment, on any platform

    def _with(self, files):
        return Package(files, self.program, self.arguments, self.machine, self.processor, self.interpreter,
                       self.settings)

    def without(self, name):
        return self._with({k: v for k, v in self.files.items() if k != name})

    def with_file(self, name, path):
        return self._with({**self.files, name: path})


class Sandbox:
    def __init__(self, package, home="var/task"):
        self.package = package
        self.isolated = os.geteuid() == 0 and not package.interpreter
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="pounce-emulator."))
        self.home = self.root / home
        self.home.mkdir(parents=True)
        self.inside = "/" + home if self.isolated else str(self.home)
        (self.root / "tmp").mkdir()
        os.chmod(self.root / "tmp", 0o1777)
        os.chmod(self.root, 0o755)
        with ONE_AT_A_TIME:
            for name, path in package.files.items():
                target = self.home / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
                os.chmod(target, 0o755 if os.access(path, os.X_OK) else 0o644)
            if package.machine:
                shutil.copyfile(package.machine, self.root / EMULATED.lstrip("/"))
                os.chmod(self.root / EMULATED.lstrip("/"), 0o755)
        self.process, self.log, self._reader, self.restarts = None, [], None, -1
        self._reading = True

    def start(self, environment, arguments=(), program=None, descriptors_closed=False,
              address_space=None, descriptors=None):
        program = os.path.join(self.inside, program or self.package.program)
        command = [program, *self.package.arguments, *arguments]
        if self.package.machine:
            inside = EMULATED if self.isolated else str(self.root / EMULATED.lstrip("/"))
            command = [inside, *command]
            environment = {**environment, **({"QEMU_CPU": self.package.processor} if self.package.processor else {})}

        if self.package.interpreter:
            command = [self.package.interpreter, *command]

        def enter():
            if self.isolated:
                os.chroot(self.root)
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            os.chdir(self.inside)
            if descriptors:
                resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))
            if address_space:
                resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
            if descriptors_closed:
                os.closerange(0, 3)

        environment = {**self.package.settings, **environment}
        self.restarts += 1
        out = subprocess.PIPE
        with ONE_AT_A_TIME:
            self.process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                            preexec_fn=enter, start_new_session=True)
        readers = [threading.Thread(target=self._collect, args=(stream, name), daemon=True)
                   for stream, name in ((self.process.stdout, "out"), (self.process.stderr, "err"))]
        for reader in readers:
            reader.start()
        self._reader = readers

    def _collect(self, stream, name):
        rest = b""
        while self._reading:
            if not select.select([stream], [], [], 0.05)[0]:
                continue
            data = os.read(stream.fileno(), 1 << 16)
            if not data:
                break
            *lines, rest = (rest + data).split(b"\n")
            self.log += [(name, line + b"\n") for line in lines]
        if rest:
            self.log.append((name, rest))
        stream.close()

    def close_logs(self):
        """Nobody reads what it writes from now on: a write fails with EPIPE."""
        self._reading = False
        for reader in self._reader:
            reader.join(2.0)

    def text(self, name=None):
        """What the handler wrote to both streams, or to one of them."""
        return b"".join(line for stream, line in list(self.log) if name in (None, stream)).decode("utf-8", "replace")

    def said(self, word, seconds=3.0):
        return until(lambda: word in self.text(), seconds)

    @property
    def running(self):
        return self.process is not None and self.process.poll() is None

    def exit_code(self, seconds):
        """The code, negative for a signal, None if it still runs after `seconds`."""
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        for reader in self._reader:
            reader.join(2.0)
        return code

    def signal(self, number):
        if self.running:
            os.kill(self.process.pid, number)

    def kill(self):
        self.signal(signal.SIGKILL)
        if self.process is not None:
            self.exit_code(5.0)

    def resident(self):
        """Kilobytes in memory, and how many descriptors and threads."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        fields = dict(line.split(":", 1) for line in status.splitlines())
        return {"kilobytes": int(fields["VmRSS"].split()[0]), "threads": int(fields["Threads"]),
                "descriptors": len(os.listdir(f"/proc/{self.process.pid}/fd"))}

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self):
        self.kill()
        shutil.rmtree(self.root, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def until(question, seconds, every=0.005):
    """Asks until it is true; the last answer."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = question()
        if answer:
            return answer
        time.sleep(every)
    return question()


def free_port():
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("0.0.0.0", 0))
        return probe.getsockname()[1]
