#!/usr/bin/env python3
"""check.py -- tests the emulators: a right handler passes every scenario, each wrong one fails the one made for it.

Usage: check.py right GROUP...   or   check.py wrong
"""
import concurrent.futures
import io
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import deploy  # noqa: E402  (after the path is set)
import scenario  # noqa: E402
from scenarios import azure, cloud_run, differences, http, load  # noqa: E402,F401
from scenarios import lambda_events, lambda_faults, lambda_protocol  # noqa: E402,F401

# What is wrong, the group that has to notice, words of the scenario that has to.
WRONG = [
    ("bare reply", "lambda-events", "a direct invoke answers"),
    ("status as text", "lambda-events", "a function URL, both"),
    ("takes base64 as text", "lambda-events", "a function URL, both"),
    ("single headers only", "lambda-events", "a function URL, both"),
    ("loses a message", "lambda-events", "a queue's batch"),
    ("fails the whole batch", "lambda-events", "a queue's batch"),
    ("mixes up a FIFO queue", "lambda-events", "a FIFO queue's batch"),
    ("swallows a topic's message", "lambda-events", "a topic's message"),
    ("answers someone else", "lambda-protocol", "asks for work by itself"),
    ("answers twice", "lambda-protocol", "asks for work by itself"),
    ("wants capitals", "lambda-protocol", "events arrive in chunks"),
    ("gives up", "lambda-protocol", "the connection is reset"),
    ("takes any id", "lambda-protocol", "without a request id"),
    ("hammers", "lambda-protocol", "answers 500 or 429"),
    ("ends at a bad event", "lambda-protocol", "an event that is no JSON"),
    ("ends at 413", "lambda-protocol", "more than 6 MB"),
    ("leaks", "lambda-protocol", "a thousand events"),
    ("parses the body loosely", "lambda-protocol", "no bad event ends"),
    ("sleeps", "lambda-protocol", "frozen between events"),
    ("dies in silence", "lambda-faults", "no model: an init error"),
    ("odd type", "lambda-faults", "no model: an init error"),
    ("serves without a model", "lambda-faults", "no model: an init error"),
    ("exits with 0", "lambda-faults", "no model: an init error"),
    ("always 200", "google-cloud", "each bad body"),
    ("answers robots", "google-cloud", "robots.txt"),
    ("sends an ETag", "google-cloud", "rows posted to any path"),
    ("listens on one address", "google-cloud", "listens on every address"),
    ("ignores SIGTERM", "google-cloud", "a second one ends it now"),
    ("drops what it was doing", "google-cloud", "in the middle of a request"),
    ("takes any event", "google-cloud", "a CloudEvent that is malformed"),
    ("one at a time", "http", "clients that dawdle"),
    ("dies of a broken request", "http", "two servers might read"),
    ("keeps descriptors", "load", "leave no descriptor"),
    ("reads JSON loosely", "differences", "what is not JSON"),
    ("ends at an odd event", "differences", "anything in the wrong place"),
    ("says text/plain", "azure-functions", "HTTP request inside Data"),
    ("fails the invocation", "azure-functions", "what the client did wrong"),
    ("forgets base64", "azure-functions", "HTTP request inside Data"),
    ("decodes once", "azure-functions", "encodes twice"),
    ("replies nothing", "azure-functions", "encodes twice"),
    ("returns base64 by chance", "azure-functions", "encodes twice"),
    ("returns nothing", "azure-functions", "named $return"),
    ("swallows a message", "azure-functions", "ends in the poison queue"),
]


def case(wrong=None):
    arguments = ("--home", str(HERE)) + (("--wrong", wrong) if wrong else ())
    return deploy.Case(HERE / "handler.py", arguments=arguments, interpreter=sys.executable)


def caught_by(one):
    wrong, group, words = one
    if not any(words in sentence for sentence, _ in scenario.ALL[group]):
        print(f"no scenario of {group} has the words: {words}", flush=True)
        return False
    with case(wrong) as handler:
        failed = scenario.run(group, handler, words, io.StringIO())
    print(f"caught  {wrong}: {failed[0][1][:130]}" if failed else f"MISSED  {wrong}", flush=True)
    return bool(failed)


def main(what, groups):
    if what == "right":
        with case() as handler:
            failed = [one for group in groups or scenario.ALL for one in scenario.run(group, handler)]
        return 1 if failed else 0
    with concurrent.futures.ProcessPoolExecutor(4) as pool:  # they mostly wait
        missed = [wrong for (wrong, _, _), caught in zip(WRONG, pool.map(caught_by, WRONG)) if not caught]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
