"""answers.py -- request bytes to reply, for the reference handler: its model is a table of known answers."""
import base64
import csv
import io
import json
import math
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import credit  # noqa: E402

MODELS = {path.read_bytes(): path.stem for path in sorted((credit.GOLDEN / "valid").glob("*.pounce"))}
DEEPEST, BRACKETS = 32, re.compile(r"[\[\]{}]")
KNOWN = {tuple(row): i for i, row in enumerate(credit.ROWS)}


loose = False  # whether what stands behind a document is overlooked: wrong on purpose


class Refused(Exception):
    def __init__(self, status, code, message, row=None):
        super().__init__(message)
        self.status, self.document = status, {"error": {"code": code, "message": message}}
        if row is not None:
            self.document["error"]["row"] = row


def opened(path="model.pounce"):
    """The name of the model in that file; OSError or ValueError say why there is none."""
    with open(path, "rb") as file:
        data = file.read()
    if data not in MODELS:
        raise ValueError("not a model")
    return MODELS[data]


def strict(data):
    """RFC 8259, as Python's parser is not by itself."""
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        if loose:
            return json.JSONDecoder().raw_decode(text.lstrip())[0]
        depth = deepest = 0
        for letter in BRACKETS.findall(text):
            depth += 1 if letter in "[{" else -1
            deepest = max(deepest, depth)
        if deepest > DEEPEST:
            raise ValueError("too deep")

        def constant(word):
            raise ValueError(f"{word} is not JSON")

        def members(pairs):
            keys = [k for k, _ in pairs]
            return {**dict(pairs), **({"\0twice": True} if len(set(keys)) < len(keys) else {})}

        document = json.loads(text, parse_constant=constant, object_pairs_hook=members)
        json.dumps(document, ensure_ascii=False).encode("utf-8")
        return document
    except (ValueError, RecursionError) as why:
        raise Refused(400, "bad_json", str(why)[:80].split(":")[0]) from None


def found(model, row, number):
    if model != "categories":
        return "0", [0.12345678901234567] * 10, [0.0]
    if isinstance(row, dict):
        if "\0twice" in row or set(row) - set(credit.NAMES):
            raise Refused(422, "name", "an unknown name or one that stands there twice", number)
        row = [row.get(name) for name in credit.NAMES]
    if not isinstance(row, list):
        raise Refused(422, "not_a_row", "a row is an array or an object", number)
    if len(row) != len(credit.NAMES):
        raise Refused(422, "wrong_width", f"{len(row)} values where {len(credit.NAMES)} are wanted", number)
    for value, sample in zip(row, credit.ROWS[0]):
        if value is None:
            continue
        if isinstance(value, bool) or isinstance(value, str) != isinstance(sample, str) or \
                not isinstance(value, (str, int, float)) or isinstance(value, float) and not math.isfinite(value):
            raise Refused(422, "not_a_value", "not what the feature takes", number)
    i = KNOWN.get(tuple(row))
    if i is None:
        raise Refused(422, "unknown", "the reference handler does not know that row", number)
    return credit.LABELS[i], credit.PROBA[i], credit.RAW[i]


def answer(model, body, kind="application/json"):
    """The JSON text of the reply."""
    if kind.startswith("text/csv"):
        lines = csv.DictReader(io.StringIO(body.decode() if isinstance(body, bytes) else body))
        rows = [{name: credit._cell(c) for name, c in line.items()} for line in lines]
        return credit.text([found(model, row, i)[0] for i, row in enumerate(rows)])
    document = strict(body)
    if not isinstance(document, dict) or ("data" in document) == ("instances" in document):
        raise Refused(422, "no_rows", "neither `data` nor `instances`")
    if set(document) - {"data", "instances", "outputs"}:
        raise Refused(422, "unknown_member", "an unknown member")
    rows = document.get("data", document.get("instances"))
    bare = isinstance(rows, list) and len(rows) > 1 and not isinstance(rows[0], (list, dict))
    if bare or isinstance(rows, dict):
        rows = [rows]
    if not isinstance(rows, list):
        raise Refused(422, "not_rows", "rows are an array")
    wanted = document.get("outputs", [])
    if not isinstance(wanted, list) or not set(wanted) <= {"predict", "proba", "raw"}:
        raise Refused(422, "no_such_answer", "an output that the model does not have")
    answers = [found(model, row, i) for i, row in enumerate(rows)]
    if wanted:
        column = {"predict": 0, "proba": 1, "raw": 2}
        return credit.text({name: [a[column[name]] for a in answers] for name in wanted})
    labels = [a[0] for a in answers]
    return credit.text(labels if "data" in document else {"predictions": labels})


def reply(model, body, kind="application/json"):
    """Status and JSON text, whatever comes."""
    try:
        return 200, answer(model, body, kind or "application/json")
    except Refused as why:
        return why.status, credit.text(why.document)


def decoded(text):
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise Refused(400, "bad_base64", "not base64") from None
