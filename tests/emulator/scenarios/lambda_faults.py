"""lambda_faults.py -- what is wrong before the first event, or goes wrong under the handler's feet."""
import errno
import json
import os
import re
import socket

import broken_disk
import credit
from lambda_platform import Lambda
from scenario import body_of, check, equal, scenario

GROUP = "lambda-faults"
GOOD = (200, ["bad"])
ID = slice(40, 56)  # of the content id in a model (FORMAT.md)


def is_init_error(aws, how, *words):
    """Reported to the API with a type it accepts, said on standard error, never asked for work, not exit 0."""
    equal(how, "init error", f"{words}: {aws.sandbox.text()[-300:]}")
    request = aws.api.init_error
    document = json.loads(request.body)
    check(document.get("errorMessage") and document.get("errorType"), document)
    kind = request.field("Lambda-Runtime-Function-Error-Type", "")
    check(re.fullmatch(r"(Runtime|Function)\.[A-Z][a-zA-Z]+", kind), "the type of the error:", kind)
    equal(document["errorType"], kind)
    said = aws.sandbox.text("err")
    for word in words:
        check(word in document["errorMessage"].lower(), word, "is not in", document)
        check(word in said.lower(), word, "is not on standard error:", said)
    check(aws.sandbox.exit_code(1.0) not in (0, None), "the exit code:", aws.sandbox.exit_code(0))
    equal(aws.api.polls, 0, "polls")
    equal(aws.violations, [])


@scenario(GROUP, "no model: an init error that names the file, and no poll")
def _(case):
    with Lambda(case.package("aws-lambda").without("model.pounce")) as aws:
        is_init_error(aws, aws.init(), "model.pounce", "no such file")


@scenario(GROUP, "a model that may not be read, or is a folder: an init error that names it")
def _(case):
    with Lambda(case.package("aws-lambda")) as aws:
        model = aws.sandbox.home / "model.pounce"
        if aws.sandbox.isolated:
            os.chmod(model, 0)
            is_init_error(aws, aws.init(), "model.pounce", "permission")
        model.unlink()
        model.mkdir()
        aws.api.polls = 0
        is_init_error(aws, aws.init(), "model.pounce")


@scenario(GROUP, "a model of any wrong length is an init error")
def _(case):
    whole = credit.MODEL.read_bytes()
    with Lambda(case.package("aws-lambda")) as aws:
        for length in (0, 1, 63, 64, 640, len(whole) // 2, len(whole) - 1):
            (aws.sandbox.home / "model.pounce").write_bytes(whole[:length])
            is_init_error(aws, aws.init(), "model.pounce")
        (aws.sandbox.home / "model.pounce").write_bytes(whole + b"\0")
        is_init_error(aws, aws.init(), "model.pounce")


@scenario(GROUP, "a file that is no model, and one of a newer format, are init errors")
def _(case):
    whole = credit.MODEL.read_bytes()
    with Lambda(case.package("aws-lambda")) as aws:
        for data in (b"PK\3\4" + whole, b"<html>", b"\x80\4" + b"a" * 1000, whole[:8] + b"\xff\xff" + whole[10:]):
            (aws.sandbox.home / "model.pounce").write_bytes(data)
            is_init_error(aws, aws.init(), "model.pounce")


@scenario(GROUP, "another model than POUNCE_MODEL_ID names is an init error that says both; the right one serves")
def _(case):
    if case.interpreter:
        return  # the variable is pounce's own
    right, other = credit.MODEL.read_bytes()[ID].hex(), "0123456789abcdef" * 2
    for wanted, words in ((other, ("model.pounce", right, other, "pounce_model_id")),
                          (right[1:], ("pounce_model_id is no content id",)),
                          ("no model", ("pounce_model_id is no content id",))):
        with Lambda(case.package("aws-lambda"), {"POUNCE_MODEL_ID": wanted}) as aws:
            is_init_error(aws, aws.init(), *words)
    for wanted in (right, right.upper(), ""):
        with Lambda(case.package("aws-lambda"), {"POUNCE_MODEL_ID": wanted}) as aws:
            equal(body_of(aws.invoke(credit.ask(2))), GOOD)
            equal(aws.violations, [])


@scenario(GROUP, "a byte changed anywhere in the model is an init error or leaves an answering handler, never a crash")
def _(case):
    whole = credit.MODEL.read_bytes()
    with Lambda(case.package("aws-lambda")) as aws:
        refused = 0
        for at in range(5, len(whole), len(whole) // (6 if case.slow else 24)):
            (aws.sandbox.home / "model.pounce").write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1:])
            how = aws.init()
            what = f"byte {at}: {how}, {aws.sandbox.exit_code(0)}"
            check(how in ("ready", "init error"), what, aws.sandbox.text()[-300:])
            if how == "ready":
                equal(aws.invoke(credit.ask(2)).kind, "response", f"byte {at}")
                aws.sandbox.kill()
            else:
                refused += 1
        check(refused > 0, "no change was noticed")


@scenario(GROUP, "address space too small for it: a refusal in words, not a signal")
def _(case):
    if case.machine or case.interpreter:
        return  # an emulator, like an interpreter, does not live by the limit
    for megabytes in (2, 4, 8, 12, 16, 24, 32, 48, 64):
        with Lambda(case.package("aws-lambda"), address_space=megabytes << 20) as aws:
            how = aws.init()
            if how == "ready":
                equal(body_of(aws.invoke(credit.ask(2))), GOOD)
                return
            code = aws.sandbox.exit_code(1.0)
            check(how in ("init error", "exit") and (code > 0 or aws.sandbox.text() == "" and code in (-9, -11)),
                  f"{megabytes} MB:", how, code, aws.sandbox.text())
    check(False, "64 MB of address space are not enough")


@scenario(GROUP, "standard input, output and error closed: it serves")
def _(case):
    with Lambda(case.package("aws-lambda"), descriptors_closed=True) as aws:
        equal(body_of(aws.invoke(credit.ask(2))), GOOD)
        equal(aws.invoke(credit.queue_event([credit.ask(2), "poison"])).kind, "response")
        equal(body_of(aws.invoke(credit.ask(2))), GOOD)
        equal(aws.violations, [])


@scenario(GROUP, "the model's file is closed as soon as it is mapped: two streams and one connection stay open")
def _(case):
    if case.machine or case.interpreter:
        return  # they keep files of their own open
    with Lambda(case.package("aws-lambda")) as aws:
        equal(body_of(aws.invoke(credit.ask(2))), GOOD)
        folder = f"/proc/{aws.sandbox.process.pid}/fd"
        kept = sorted(os.readlink(f"{folder}/{name}").split(":")[0] for name in os.listdir(folder))
        equal([name for name in kept if name not in ("/dev/null", "pipe")], ["socket"])


@scenario(GROUP, "an address of the API that is none: one line on standard error and an exit code")
def _(case):
    for address in ("", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:99999", "127.0.0.1:9x",
                    "x" * 5000 + ":1"):
        with Lambda(case.package("aws-lambda"), {"AWS_LAMBDA_RUNTIME_API": address}) as aws:
            equal(aws.init(limit=5.0), "exit", f"{address[:40]!r}")
            check(aws.sandbox.exit_code(0) > 0, f"{address[:40]!r}:", aws.sandbox.exit_code(0))
            check(0 < len(aws.sandbox.text("err")) < 1000, f"{address[:40]!r}:", aws.sandbox.text())


@scenario(GROUP, "an API that nobody serves: it gives up in bounded time")
def _(case):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: connections are refused
        address = "127.0.0.1:%d" % taken.getsockname()[1]
        with Lambda(case.package("aws-lambda"), {"AWS_LAMBDA_RUNTIME_API": address}) as aws:
            equal(aws.init(limit=15.0), "exit")
            check(aws.sandbox.exit_code(0) > 0 and aws.sandbox.text("err"), aws.sandbox.text())


@scenario(GROUP, "the model is cut in place under its mapping: the process ends with a word, a new one serves")
def _(case):
    whole = credit.MODEL.read_bytes()
    with Lambda(case.package("aws-lambda")) as aws:
        equal(body_of(aws.invoke(credit.ask(2))), GOOD)
        os.truncate(aws.sandbox.home / "model.pounce", 0)
        outcome = aws.invoke(credit.ask(2))
        if not case.interpreter:
            equal((outcome.kind, outcome.body), ("exit", b"Runtime exited with error: exit status 70"))
            check(aws.sandbox.text("err"), "it said nothing")
        (aws.sandbox.home / "model.pounce").write_bytes(whole)
        equal(body_of(aws.invoke(credit.ask(2))), GOOD)


@scenario(GROUP, "the storage fails when a page is read: the process ends with a word, and serves when it is well again")
def _(case):
    if case.machine or case.interpreter or not broken_disk.available():
        print("          not tried: it takes the right to mount, and a mapping of the handler's own")
        return
    with Lambda(case.package("aws-lambda"), {"POUNCE_MODEL": "/var/task/disk/model.pounce"}) as aws:
        disk = broken_disk.BrokenDisk(aws.sandbox.home / "disk", "model.pounce", credit.MODEL.read_bytes())
        try:
            for error in (errno.EIO, errno.ESTALE):
                equal(body_of(aws.invoke(credit.ask(2))), GOOD)
                disk.fail(error)
                outcome = aws.invoke(credit.ask(2))
                equal((outcome.kind, outcome.body), ("exit", b"Runtime exited with error: exit status 70"))
                check("its storage failed" in aws.sandbox.text("err"), "said:", aws.sandbox.text("err"))
                equal((aws.init(), aws.sandbox.exit_code(0)), ("exit", 70), "a start meanwhile")
                disk.heal()
            equal(body_of(aws.invoke(credit.ask(2))), GOOD)
            check(disk.reads > 0, "nothing was read")
            equal(aws.violations, [])
        finally:
            aws.sandbox.kill()
            disk.close()


@scenario(GROUP, "the model is replaced by rename: the running handler keeps the old one")
def _(case):
    with Lambda(case.package("aws-lambda")) as aws:
        equal(body_of(aws.invoke(credit.ask(2))), GOOD)
        (aws.sandbox.home / "new").write_bytes(b"something else")
        os.rename(aws.sandbox.home / "new", aws.sandbox.home / "model.pounce")
        for _ in range(20):
            equal(body_of(aws.invoke(credit.ask(2))), GOOD)
        equal(aws.sandbox.restarts, 0)


@scenario(GROUP, "what a client writes cannot forge or flood the log, and no row is repeated there")
def _(case):
    with Lambda(case.package("aws-lambda")) as aws:
        names = ["\n{\"level\":\"error\"}", "\x1b[2Jred", "a" * 100_000, "\r\nSTART RequestId: forged"]
        for name in names:
            aws.invoke(credit.topic_event({"data": [{name: 1, "Home": "sixtyseven"}]}))
            aws.invoke(credit.queue_event([{"data": [{name: 1, "Home": "sixtyseven"}]}]))
        equal(body_of(aws.invoke(credit.ask(2))), GOOD)
        said = aws.sandbox.text()
        check("\x1b" not in said and "\nSTART" not in said and "\n{\"level\"" not in said, said[:1000])
        check(all(len(line) <= 1024 for line in said.split("\n")), "a line is longer than 1,024 characters")
        check("sixtyseven" not in said, said[:1000])
