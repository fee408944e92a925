"""bad_requests.py -- bodies that the credit model does not answer, with the statuses each may have.

400: not JSON at all (RFC 8259, UTF-8, one document, not too deep). 422: JSON, but no rows this model takes.
"""
import credit

ROW = credit.text(credit.ROWS[0])
NAMED = credit.text(credit.named(0))[1:-1]


def cell(name, value):
    """Row 0 by position with one cell of raw JSON in place of its own."""
    cells = [credit.text(c) for c in credit.ROWS[0]]
    cells[credit.NAMES.index(name)] = value
    return "{\"data\":[[" + ",".join(cells) + "]]}"


def rows(inside):
    return "{\"data\":[" + inside + "]}"


NOT_JSON = [
    ("an empty body", b""),
    ("nothing but white space", b" \r\n\t "),
    ("a word", b"hello"),
    ("half a document", b'{"data":[[9,"owner"'),
    ("two documents", rows(ROW).encode() * 2),
    ("something behind the document", rows(ROW).encode() + b" x"),
    ("a byte order mark", b"\xef\xbb\xbf" + rows(ROW).encode()),
    ("a NUL behind the document", rows(ROW).encode() + b"\0"),
    ("UTF-16", rows(ROW).encode("utf-16")),
    ("bytes that are no UTF-8", rows(ROW).encode().replace(b"owner", b"o\xffner")),
    ("a surrogate in UTF-8", rows(ROW).encode().replace(b"owner", b"\xed\xa0\x80")),
    ("half a surrogate pair", rows(ROW).encode().replace(b"owner", b"\\ud800")),
    ("a control character in a string", rows(ROW).encode().replace(b"owner", b"ow\x01ner")),
    ("an escape that does not exist", rows(ROW).encode().replace(b"owner", b"ow\\qner")),
    ("NaN as a word", cell("Age", "NaN").encode()),
    ("Infinity as a word", cell("Age", "-Infinity").encode()),
    ("a number with a plus", cell("Age", "+47").encode()),
    ("a number with leading zeros", cell("Age", "047").encode()),
    ("a number that ends at its point", cell("Age", "47.").encode()),
    ("a hexadecimal number", cell("Age", "0x2f").encode()),
    ("a comma too many", rows(ROW + ",").encode()),
    ("single quotes", b"{'data':[[1]]}"),
    ("a comment", b"/* rows */ " + rows(ROW).encode()),
]
NO_ROWS = [
    ("a row one value short", rows(credit.text(credit.ROWS[0][:-1])), 0),
    ("a row one value long", rows(credit.text(credit.ROWS[0] + [1])), 0),
    ("a second row of another width", rows(ROW + "," + credit.text(credit.ROWS[1][:-1])), 1),
    ("rows inside rows", rows("[" + ROW + "]"), 0),
    ("an object where a number belongs", cell("Age", '{"years":47}'), 0),
    ("an array where a number belongs", cell("Age", "[47]"), 0),
    ("a word where a number belongs", cell("Age", '"old"'), 0),
    ("a number in quotes of another kind", cell("Age", '"NaN"'), 0),
    ("true where a number belongs", cell("Age", "true"), 0),
    ("a number no double holds", cell("Age", "1e400"), 0),
    ("a name the model does not know", rows("{" + NAMED + ',"Shoe size":43}'), 0),
    ("a name twice", rows("{" + NAMED + ',"Age":48}'), 0),
    ("neither data nor instances", '{"rows":[' + ROW + "]}", None),
    ("both data and instances", '{"data":[' + ROW + '],"instances":[' + ROW + "]}", None),
    ("rows that are a word", '{"data":"rows"}', None),
    ("rows that are null", '{"data":null}', None),
    ("a member nobody asked for", '{"data":[' + ROW + '],"model":"other"}', None),
    ("an output the model has not", '{"data":[' + ROW + '],"outputs":["variance"]}', None),
    ("outputs that are a number", '{"data":[' + ROW + '],"outputs":7}', None),
    ("a row that is a word", rows('"row"'), 0),
]
DEEP = [  # where it stops to read is its own affair
    ("arrays 100,000 deep", b'{"data":' + b"[" * 100_000),
    ("objects 10,000 deep", b'{"data":' + b'{"a":' * 10_000),
    ("arrays 100,000 deep behind the rows", rows(ROW)[:-1].encode() + b',"outputs":' + b"[" * 100_000),
]
ALL = [(what, body, (400,), None) for what, body in NOT_JSON] + \
      [(what, body, (400, 422), None) for what, body in DEEP] + \
      [(what, body.encode(), (422,), row) for what, body, row in NO_ROWS]
