// tests/convert/syntax/pickle/numpy.cpp -- dtypes, arrays and scalars, sound and otherwise.
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace std::string_literals;
using convert::pickle::kind;
using reading::global;
using reading::parsed;
using reading::raw;
using reading::refused;
using reading::text;

namespace {

using numbers = std::vector<double>;

/// numpy.dtype(letter, False, True) without a state, or with (3, order, None, None, None, item_bytes, -1, flags).
std::string dtype(std::string_view letter) {
  return global("numpy", "dtype") + text(letter) + "\x89\x88\x87R";
}
std::string dtype(std::string_view letter, std::string_view order, int item_bytes = -1, int flags = 0) {
  return dtype(letter) + "(K\x03" + text(order) + "NNNJ" +
         reading::little(static_cast<std::uint32_t>(item_bytes), 4) + "J\xff\xff\xff\xffK" +
         static_cast<char>(flags) + "tb";
}
/// A record's dtype; `fields` is what stands between MARK and SETITEMS.
std::string record(std::string_view names, std::string_view fields, int item_bytes) {
  return dtype("V") + "(K\x03" + text("|") + "N(" + std::string(names) + "t}(" + std::string(fields) + "uK" +
         static_cast<char>(item_bytes) + "K\x01K\x10tb";
}
std::string field(std::string_view name, std::string_view type, int offset) {
  return text(name) + std::string(type) + "K" + static_cast<char>(offset) + "\x86";
}
std::string shape(std::string_view lengths) {
  std::string tuple = "(";
  for (const char c : lengths) tuple += "K"s + c;
  return tuple + "t";
}
std::string blank(std::string_view module = "numpy.core.multiarray") {
  return global(module, "_reconstruct") + global("numpy", "ndarray") + "K\0\x85"s + raw("b") + "\x87R";
}
/// _reconstruct(ndarray, (0,), b'b') with the state (1, shape, type, fortran, data).
std::string array(std::string_view type, std::string_view lengths, std::string_view data) {
  return blank() + "(K\x01" + shape(lengths) + std::string(type) + "\x89" + std::string(data) + "tb";
}
std::string buffer(std::string_view data, std::string_view type, std::string_view lengths,
                   std::string_view order) {
  return "\x80\x05" + global("numpy.core.numeric", "_frombuffer") + "(\x96" +
         reading::little(data.size(), 8) + std::string(data) + std::string(type) + shape(lengths) +
         text(order) + "tR";
}

/// The fault without its byte.
std::string fault(const std::string& pickle) {
  const auto message = refused(pickle);
  const auto colon = message.find(": ");
  return colon == std::string::npos ? message : message.substr(colon + 2);
}

} // namespace

TEST_SUITE("convert/syntax/pickle/numpy") {

  TEST_CASE("numpy 1 and numpy 2 name the same things") {
    for (const auto* const module : {"numpy.core.multiarray", "numpy._core.multiarray"}) {
      const auto made =
          parsed(blank(module) + "(K\x01" + shape("\x02") + dtype("u1") + "\x89" + raw("\x05\x06") + "tb.");
      CHECK(made.root().numbers() == numbers{5, 6});
      CHECK(parsed(global(module, "scalar") + dtype("i2") + raw("\xff\xff") + "\x86R.").root().integer() ==
            -1);
    }
    for (const auto* const module : {"numpy.core.numeric", "numpy._core.numeric"}) {
      const auto made = parsed(global(module, "_frombuffer") + "(" + raw("\x05\x06") + dtype("u1") +
                               shape("\x02") + text("C") + "tR.");
      CHECK(made.root().numbers() == numbers{5, 6});
    }
  }

  TEST_CASE("a buffer of protocol 5 is an array in C or Fortran order") {
    const auto c = parsed(buffer("\1\2\3\4\5\6", dtype("u1"), "\2\3", "C") + ".");
    CHECK(c.root().numbers() == numbers{1, 2, 3, 4, 5, 6});
    const auto fortran = parsed(buffer("\1\2\3\4\5\6", dtype("u1"), "\2\3", "F") + ".");
    CHECK(fortran.root().numbers() == numbers{1, 3, 5, 2, 4, 6});
    CHECK(fault(buffer("\1\2\3\4", dtype("u1"), "\2\2", "K") + ".") ==
          "an array in an order other than `C` and `F`; save it again after numpy.ascontiguousarray");
    CHECK(fault(buffer("12345678", dtype("O"), "\1", "C") + ".") == "an array of objects out of bytes");
    CHECK(fault(global("numpy.core.numeric", "_frombuffer") + ")R.") ==
          "`_frombuffer` without its four arguments");
  }

  TEST_CASE("the data has the bytes that shape and type call for") {
    CHECK(fault(array(dtype("f8"), "\2", raw("1234567812345678")) + ".") == "");
    CHECK(fault(array(dtype("f8"), "\2", raw("123456781234567")) + ".") == "an array of 16 bytes has 15");
    CHECK(fault(array(dtype("f8"), "", raw("1")) + ".") == "an array of 8 bytes has 1");
    CHECK(fault(array(dtype("f8"), "\0"s, raw("1")) + ".") == "an array of 0 bytes has 1");
    CHECK(fault(array(dtype("f8"), "\1", "N") + ".") == "an array's data is not bytes");
    CHECK(fault(array(dtype("V"), "\1", raw("")) + ".") == "an array of elements without bytes");
    CHECK(fault(array(dtype("U"), "\1", raw("")) + ".") == "an array of elements without bytes");
    CHECK(parsed(array(dtype("U"), "\0"s, raw("")) + ".").root().texts().empty());
  }

  TEST_CASE("a shape whose product overflows is refused") {
    const auto huge = [](std::string_view length) {
      return blank() + "(K\x01(" + std::string(length) + "t" + dtype("f8") + "\x89" + raw("") + "tb.";
    };
    const auto half = "\x8a\x08" + reading::little(std::uint64_t{1} << 62, 8);
    CHECK(fault(huge(half)) == "an array larger than 4 GiB");
    CHECK(fault(huge(half + "K\x04")) == "an array larger than 4 GiB");
    CHECK(fault(huge("J\xff\xff\xff\x7fJ\xff\xff\xff\x7fJ\xff\xff\xff\x7f")) == "an array larger than 4 GiB");
    CHECK(fault(huge(half + half + "K\0"s)) == "");
    CHECK(fault(huge("J\xff\xff\xff\xff")) == "an array's shape holds something else than counts");
    CHECK(fault(huge("N")) == "an array's shape holds something else than counts");
    CHECK(fault(array(dtype("u1"), std::string(65, '\1'), raw("1")) + ".") ==
          "an array of more than 64 dimensions");
  }

  TEST_CASE("an array's state has its five parts") {
    CHECK(fault(blank() + "(K\x01K\x02tb.") == "an array's state is not a tuple of five");
    CHECK(fault(blank() + "}b.") == "an array's state is not a tuple of five");
    CHECK(fault(blank() + "(K\x02)" + dtype("u1") + "\x89" + raw("1") + "tb.") ==
          "an array's state is not of version 1");
    CHECK(fault(blank() + "(K\x01N" + dtype("u1") + "\x89" + raw("1") + "tb.") ==
          "an array's shape is not a tuple");
    CHECK(fault(blank() + "(K\x01)N\x89" + raw("1") + "tb.") == "an array's type is not a numpy dtype");
    CHECK(fault(blank() + "(K\x01)" + global("numpy", "float64") + "\x89" + raw("1") + "tb.") ==
          "an array's type is not a numpy dtype");
    CHECK(fault(blank() + "(K\x01)" + dtype("u1") + "N" + raw("1") + "tb.") ==
          "an array's order is not a bool");
    CHECK(fault(blank() + "(K\x01)" + dtype("u1") + "K\x02" + raw("1") + "tb.") ==
          "an array's order is not a bool");
  }

  TEST_CASE("an array of objects has as many as its shape") {
    const auto objects = dtype("O", "|", -1, 63);
    CHECK(parsed(array(objects, "\2", "](NNe") + ".").root().elements().size() == 2);
    CHECK(fault(array(objects, "\3", "](NNe") + ".") == "an array of 3 objects has 2");
    CHECK(fault(array(objects, "\2", raw("1234567812345678")) + ".") == "an array of objects without a list");
    CHECK(fault(array(record(text("a"), field("a", objects, 0), 8), "\1", "](Ne") + ".") ==
          "an array of records that hold objects");
  }

  TEST_CASE("arrays as dill writes them are arrays, unless they are subclasses or have attributes") {
    const auto of = [](std::string_view type, std::string_view more) {
      return global("dill._dill", "_create_array") + "(" + global("numpy.core.multiarray", "_reconstruct") +
             std::string(type) + "K\0\x85"s + raw("b") + "\x87" + "(K\x01" + shape("\x02"s) + dtype("u1") +
             "\x89" + raw("\x05\x07") + "t" + std::string(more) + "tR.";
    };
    const auto plain = parsed(of(global("numpy", "ndarray"), "N"));
    REQUIRE(plain.root().is_array());
    CHECK(plain.root().numbers() == std::vector{5.0, 7.0});
    CHECK(parsed(of(global("pandas", "Odd"), "N")).root().type() == kind::call);
    CHECK(parsed(of(global("numpy", "ndarray"), "}")).root().type() == kind::call);
    const auto bytes =
        parsed(global("dill._dill", "_load_type") + text("bytearray") + "\x85R" + raw("abc") + "\x85R.");
    CHECK(bytes.root().bytes() == "abc");
    CHECK(parsed(global("dill._dill", "_load_type") + text("CodeType") + "\x85R.").root().type() ==
          kind::call);
  }

  TEST_CASE("other libraries' subclasses of arrays keep their own state") {
    const auto made = parsed(global("numpy.core.multiarray", "_reconstruct") + global("pandas", "Odd") +
                             "K\0\x85"s + raw("b") + "\x87R(K\x01K\x02tb.");
    CHECK(made.root().type() == kind::call);
    CHECK(made.root().state()->size() == 2);
  }

  TEST_CASE("dtypes are known by letter and width") {
    for (const auto* const good :
         {"f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1", "<f8", "|b1"}) {
      CAPTURE(good);
      CHECK(fault(array(dtype(good), "\0"s, raw("")) + ".") == "");
    }
    for (const auto* const bad :
         {"f16", "f", "i3", "u16", "b2", "f9", "q8", "", "<", "f-8", "f8x", "f+8", "M4", "U999999999"}) {
      CAPTURE(bad);
      CHECK(fault(array(dtype(bad), "\0"s, raw("")) + ".") ==
            "dtype `" + std::string(bad) + "` is not known");
    }
  }

  TEST_CASE("a dtype's state is of version 3 or 4") {
    const auto with = [](std::string_view state) {
      return array(dtype("f8") + std::string(state) + "b", "\0"s, raw("")) + ".";
    };
    CHECK(fault(with("(K\x03" + text("<") + "NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0t"s)) == "");
    CHECK(fault(with("(K\x04" + text("<") + "NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0}t"s)) == "");
    CHECK(fault(with("(K\x05" + text("<") + "NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0}t"s)) ==
          "a dtype's state is not of version 3 or 4");
    CHECK(fault(with("(K\x03" + text("<") + "t")) == "a dtype's state is not of version 3 or 4");
    CHECK(fault(with("N")) == "a dtype's state is not of version 3 or 4");
    CHECK(fault(with("(K\x03NNNNK\x08K\x08K\0t"s)) == "a dtype's byte order is not a text");
    CHECK(fault(with("(K\x03" + text("<") + "NNNNK\x08K\0t"s)) ==
          "a dtype's state holds something else than a number");
    CHECK(fault(with("(N" + text("<") + "NNNK\x08K\x08K\0t"s)) ==
          "a dtype's state holds something else than a number");
  }

  TEST_CASE("big-endian data is swapped") {
    CHECK(parsed(array(dtype("i2", ">"), "\2", raw("\x01\x02\xff\xfe")) + ".").root().numbers() ==
          numbers{258, -2});
    CHECK(parsed(array(dtype("f4", ">"), "\1", raw("\x3f\xc0\0\0"s)) + ".").root().numbers() == numbers{1.5});
    CHECK(parsed(array(dtype("U1", ">", 4), "\1", raw("\0\0\x20\xac"s)) + ".").root().texts()[0] ==
          "\xe2\x82\xac");
  }

  TEST_CASE("a record's fields are read at their own places") {
    const auto type =
        record(text("b") + text("a"), field("a", dtype("u1"), 0) + field("b", dtype("u2", ">"), 3), 8);
    const auto made = parsed(array(type, "\2", raw("\x07..\x01\x02...\x09..\x03\x04...")) + ".");
    const auto& records = made.root().as_array();
    CHECK(records.field_integers("a") == std::vector<std::int64_t>{7, 9});
    CHECK(records.field_integers("b") == std::vector<std::int64_t>{0x102, 0x304});
    CHECK(records.type.fields[0].name == "b");
  }

  TEST_CASE("a record's fields lie in its item and have types and names") {
    const auto refuse = [](std::string_view names, std::string_view fields) {
      return fault(array(record(names, fields, 8), "\0"s, raw("")) + ".");
    };
    CHECK(refuse(text("a"), field("a", dtype("u4"), 4)) == "");
    CHECK(refuse(text("a"), field("a", dtype("u4"), 5)) == "field `a` of a dtype does not lie in the item");
    CHECK(refuse(text("a"), text("a") + dtype("u4") + "J\xff\xff\xff\xff\x86") ==
          "field `a` of a dtype does not lie in the item");
    CHECK(refuse(text("a"), field("a", dtype("V", "|", 9), 0)) ==
          "field `a` of a dtype does not lie in the item");
    CHECK(refuse(text("b"), field("a", dtype("u4"), 4)) == "field `b` of a dtype has no type and offset");
    CHECK(refuse(text("a"), text("a") + "N") == "field `a` of a dtype has no type and offset");
    CHECK(refuse("N", field("a", dtype("u4"), 4)) == "a field's name is not a text");
    CHECK(refuse(text("a"), text("a") + "NK\0\x86"s) == "an array's type is not a numpy dtype");
    CHECK(fault(array(dtype("V") + "(K\x03" + text("|") + "N)NK\x08K\x01K\x10tb", "\0"s, raw("")) + ".") ==
          "a dtype whose fields are not a dict");
    std::string many;
    for (int i = 0; i < 257; ++i) many += text("a");
    CHECK(refuse(many, field("a", dtype("u4"), 4)) == "a dtype of more than 256 fields");
  }

  TEST_CASE("a field may be a subarray that fits its bytes") {
    const auto box = [](int bytes, std::string_view sub) {
      const auto type = dtype("V") + "(K\x03" + text("|") + std::string(sub) + "NNK" +
                        static_cast<char>(bytes) + "K\x01K\0tb"s;
      return array(record(text("a"), field("a", type, 0), 8), "\1", raw("\1\2\3\4....")) + ".";
    };
    CHECK(parsed(box(4, dtype("u1") + shape("\2\2") + "\x86")).root().as_array().field_numbers("a") ==
          numbers{1, 2, 3, 4});
    CHECK(parsed(box(2, dtype("u1") + "K\2\x86")).root().as_array().field_numbers("a") == numbers{1, 2});
    CHECK(fault(box(4, dtype("u1") + "K\3\x86")) == "a subarray whose bytes do not fit its shape");
    CHECK(fault(box(4, dtype("u1") + "J\xff\xff\xff\xff\x86")) == "an array larger than 4 GiB");
    CHECK(fault(box(4, dtype("u1") + "\x85")) == "a subarray without type and shape");
    CHECK(fault(box(4, "K\1")) == "a subarray without type and shape");
  }

  TEST_CASE("a scalar's bytes fit its type") {
    const auto scalar = [](std::string_view type, std::string_view data) {
      return global("numpy.core.multiarray", "scalar") + std::string(type) + std::string(data) + "\x86R.";
    };
    CHECK(parsed(scalar(dtype("u8"), raw("\xff\xff\xff\xff\xff\xff\xff\xff"))).root().number() ==
          18446744073709551615.0);
    CHECK(parsed(scalar(dtype("u8", ">"), raw("\xff\0\0\0\0\0\0\0"s))).root().number() == 255.0 * 0x1p56);
    CHECK(fault(scalar(dtype("f8"), raw("1234"))) == "a numpy scalar whose bytes do not fit its type");
    CHECK(fault(scalar(dtype("f8"), "N")) == "an array's data is not bytes");
    CHECK(fault(scalar(dtype("U1", "<", 4), raw("\xff\xff\xff\xff"))) ==
          "a character that Unicode does not know");
    CHECK(parsed(scalar(dtype("M8", "<"), raw("12345678"))).root().type() == kind::call);
    CHECK(fault(global("numpy.core.multiarray", "scalar") + ")R.") ==
          "a numpy scalar without type and bytes");
  }

  TEST_CASE("arrays made again and again from shared parts are refused") {
    const auto once = buffer("1", dtype("u1"), "", "C").substr(2);
    const auto parts = once.substr(0, once.size() - 1); // callable and arguments
    std::string text =
        "(" + parts.substr(0, parts.find('(')) + "q\0"s + parts.substr(parts.find('(')) + "q\1";
    for (int i = 0; i < 10'000; ++i) text += "h\0h\1R"s;
    CHECK(fault(text + "t.") == "shared values are unpacked more than four times over");
  }
}
