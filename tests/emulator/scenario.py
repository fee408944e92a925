"""scenario.py -- scenarios by name, what they check with, and how they are run."""
import json
import sys
import time
import traceback

ALL = {}  # group -> [(sentence, function)]


def scenario(group, sentence):
    def keep(function):
        ALL.setdefault(group, []).append((sentence, function))
        return function
    return keep


class Failed(AssertionError):
    pass


def check(truth, *words):
    if not truth:
        raise Failed(" ".join(word if isinstance(word, str) else repr(word)[:1500] for word in words))


def equal(got, wanted, what="got"):
    check(got == wanted, f"{what}:", got, "wanted:", wanted)


def body_of(outcome):
    """What a direct invoke replied: its status and its body."""
    check(outcome.kind == "response", "the invocation failed:", outcome)
    reply = json.loads(outcome.body)
    check(isinstance(reply, dict) and type(reply.get("statusCode")) is int and isinstance(reply.get("body"), str),
          "not a status and a body:", reply)
    return reply["statusCode"], json.loads(reply["body"])


def is_error(document, row=None):
    """{"error": {"code", "message"}}, with the row to blame where there is one."""
    error = document.get("error") if isinstance(document, dict) else None
    check(isinstance(error, dict) and error.get("code") and error.get("message"), "not an error document:", document)
    if row is not None:
        equal(error.get("row"), row, "the row to blame")
    return error


def run(group, case, only=None, out=sys.stdout):
    """The sentences that failed, each with why."""
    failed = []
    for sentence, function in ALL[group]:
        if only and only not in sentence:
            continue
        began = time.monotonic()
        try:
            function(case)
            verdict = "ok"
        except Exception as why:  # a scenario that breaks has failed too
            verdict = "FAILED"
            where = traceback.extract_tb(why.__traceback__)
            line = next((f for f in reversed(where) if "/scenarios/" in f.filename), where[-1])
            text = str(why) if isinstance(why, Failed) else repr(why)
            failed.append((sentence, f"{line.filename.rsplit('/', 1)[-1]}:{line.lineno}: {text}"))
        print(f"{time.monotonic() - began:6.2f} s  {verdict:6}  {sentence}", file=out, flush=True)
        if verdict != "ok":
            print("          " + failed[-1][1], file=out, flush=True)
    return failed
