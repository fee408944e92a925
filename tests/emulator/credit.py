"""credit.py -- the model that the scenarios deploy, rows nobody trained on, and the trainer's own answers to them."""
import base64
import copy
import csv
import json
import math
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
GOLDEN = HERE.parent / "golden"
CASE = GOLDEN / "models/scikit-learn-1.9/pipeline_mixed_credit"
MODEL = GOLDEN / "valid/categories.pounce"  # the same case, converted


def _cell(text):
    if text == "":
        return None
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


with open(CASE / "input.csv", newline="") as file:
    lines = list(csv.reader(file))
NAMES, ROWS = lines[0], [[_cell(c) for c in line] for line in lines[1:]]
with open(CASE / "expected.csv", newline="") as file:
    ANSWERS = list(csv.DictReader(file))
LABELS = [answer["predict"] for answer in ANSWERS]
PROBA = [[float(answer["proba_0"]), float(answer["proba_1"])] for answer in ANSWERS]
RAW = [float(answer["raw"]) for answer in ANSWERS]
MISSING = next(i for i, row in enumerate(ROWS) if None in row)


def named(i):
    return dict(zip(NAMES, ROWS[i]))


def ask(*rows, **more):
    return {"data": [ROWS[i] for i in rows], **more}


def text(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def escaped(value):
    """JSON in which category words are written with escapes."""
    return text(value).replace('"priv"', '"\\u0070r\\u0069v"').replace('"married"', '"m\\u0061rried"')


def table(*rows):
    """CSV with a header; None is an empty cell."""
    cells = [NAMES] + [["" if c is None else str(c) for c in ROWS[i]] for i in rows]
    return "\n".join(",".join(line) for line in cells) + "\n"


def close(a, b):
    return isinstance(a, (int, float)) and math.isfinite(a) and abs(a - b) <= 1e-10 * max(1.0, abs(b))


def event(name):
    return json.loads((HERE / "events" / f"{name}.json").read_text())


def http_event(name, body, kind=None, as_base64=False):
    made = event(name)
    body = body if isinstance(body, (str, bytes)) else text(body)
    data = body.encode() if isinstance(body, str) else body
    made["body"] = base64.b64encode(data).decode() if as_base64 else data.decode()
    made["isBase64Encoded"] = as_base64
    if kind:
        for fields in (made.get("headers"), made.get("multiValueHeaders")):
            for key in fields or {}:
                if key.lower() == "content-type":
                    fields[key] = [kind] if isinstance(fields[key], list) else kind
    return made


def queue_event(bodies, fifo=False):
    made = event("sqs")
    record = made["Records"][0]
    made["Records"] = []
    for i, body in enumerate(bodies):
        one = copy.deepcopy(record)
        one["messageId"] = f"059f36b4-87a3-44ab-83d2-{i:012d}"
        one["body"] = body if isinstance(body, str) else text(body)
        if fifo:
            one["eventSourceARN"] += ".fifo"
            one["attributes"].update(MessageGroupId="desk", SequenceNumber=f"{18849496460467696128 + i}")
        made["Records"].append(one)
    return made


def stream_event(bodies):
    made = event("kinesis")
    record = made["Records"][0]
    made["Records"] = []
    for i, body in enumerate(bodies):
        one = copy.deepcopy(record)
        data = body if isinstance(body, bytes) else (body if isinstance(body, str) else text(body)).encode()
        one["kinesis"]["data"] = base64.b64encode(data).decode()
        one["kinesis"]["sequenceNumber"] = str(49590338271490256608559692538361571095921575989136588898 + i)
        made["Records"].append(one)
    return made


def topic_event(body):
    made = event("sns")
    made["Records"][0]["Sns"]["Message"] = body if isinstance(body, str) else text(body)
    return made
