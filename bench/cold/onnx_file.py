# onnx_file.py -- writes the ONNX files of the race: the same graphs that skl2onnx makes, encoded by hand, because Debian has
# the trainers and no skl2onnx.
#
# Source  onnx.proto of ONNX 1.12 (field numbers); golden files of skl2onnx 1.14 (operators, attributes, their order).
import struct

FLOAT, INT64, STRING = 1, 7, 8  # TensorProto.DataType


def varint(n):
    out = bytearray()
    n &= (1 << 64) - 1
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def field(number, value):
    """One field of a message: int, float, str or bytes."""
    if isinstance(value, float):
        return varint(number << 3 | 5) + struct.pack('<f', value)
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    if isinstance(value, str):
        value = value.encode()
    return varint(number << 3 | 2) + varint(len(value)) + value


def attribute(name, value):
    """AttributeProto: the type is told from the Python value; numbers in lists are all int or all float."""
    out = field(1, name)
    if isinstance(value, float):
        return out + field(2, value) + field(20, 1)
    if isinstance(value, int):
        return out + field(3, value) + field(20, 2)
    if isinstance(value, str):
        return out + field(4, value) + field(20, 3)
    if isinstance(value[0], str):
        return out + b''.join(field(9, v) for v in value) + field(20, 8)
    if isinstance(value[0], float):
        key = varint(7 << 3 | 5)
        return out + b''.join(key + struct.pack('<f', v) for v in value) + field(20, 6)
    key = varint(8 << 3)
    return out + b''.join(key + varint(v) for v in value) + field(20, 7)


def node(op, inputs, outputs, domain='', **attributes):
    out = b''.join(field(1, i) for i in inputs) + b''.join(field(2, o) for o in outputs)
    out += field(3, outputs[0] + '_node') + field(4, op)
    out += b''.join(field(5, attribute(k, v)) for k, v in sorted(attributes.items()))
    return out + field(7, domain)


def ml(op, inputs, outputs, **attributes):
    return node(op, inputs, outputs, 'ai.onnx.ml', **attributes)


def tensor(name, array):
    """An initializer of floats. Shapes  a numpy array of any shape."""
    dims = b''.join(field(1, int(d)) for d in array.shape)
    return dims + field(2, FLOAT) + field(8, name) + field(9, array.astype('<f4').tobytes())


def value(name, kind, columns):
    shape = field(1, field(2, 'N')) + field(1, field(1, columns))
    return field(1, name) + field(2, field(1, field(1, kind) + field(2, shape)))


def model(name, nodes, inputs, outputs, initializers=()):
    """The file. inputs and outputs: (name, element type, columns)."""
    graph = b''.join(field(1, n) for n in nodes) + field(2, name)
    graph += b''.join(field(5, t) for t in initializers)
    graph += b''.join(field(11, value(*i)) for i in inputs) + b''.join(field(12, value(*o)) for o in outputs)
    opsets = field(8, field(1, '') + field(2, 14)) + field(8, field(1, 'ai.onnx.ml') + field(2, 1))
    return field(1, 8) + field(2, 'pounce bench/cold') + field(7, graph) + opsets
