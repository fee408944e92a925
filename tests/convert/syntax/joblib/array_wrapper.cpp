// tests/convert/syntax/joblib/array_wrapper.cpp -- arrays whose bytes follow in the stream.
#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "../pickle/reading.hpp"

// The files are made by ../pickle/files/make.py.

using namespace std::string_literals;
using convert::pickle::value;
using reading::global;
using reading::parsed;
using reading::refused;
using reading::text;

namespace {

using numbers = std::vector<double>;

/// A NumpyArrayWrapper of two bytes; `more` are further entries of its state, `after` what follows BUILD.
std::string wrapped(std::string_view more, std::string_view after,
                    std::string_view module = "joblib.numpy_pickle") {
  return "\x80\x03" + global(module, "NumpyArrayWrapper") + ")\x81}(" + text("shape") + "K\x02\x85" +
         text("order") + text("C") + text("dtype") + global("numpy", "dtype") + text("u1") + "\x89\x88\x87R" +
         std::string(more) + "ub" + std::string(after);
}

std::string aligned(int bytes) {
  return text("numpy_array_alignment_bytes") + "K" + static_cast<char>(bytes);
}

std::string fault(const std::string& pickle) {
  const auto message = refused(pickle);
  const auto colon = message.find(": ");
  return colon == std::string::npos ? message : message.substr(colon + 2);
}

} // namespace

TEST_SUITE("convert/syntax/joblib/array_wrapper") {

  TEST_CASE("arrays of every kind are read in every protocol") {
    for (int protocol = 0; protocol <= 5; ++protocol) {
      CAPTURE(protocol);
      const auto read =
          parsed(reading::beside(__FILE__, "files/arrays.p" + std::to_string(protocol) + ".joblib"));
      const auto of = [&](std::string_view name) { return *read.root().find(name); };
      for (const auto* const name : {"f8", "f4", "fortran"}) {
        CAPTURE(name);
        CHECK(of(name).numbers() == numbers{0, 1, 2, 3, 4, 5});
        CHECK(of(name).as_array().shape == std::vector<std::size_t>{2, 3});
      }
      CHECK(of("strided").numbers() == numbers{0, 2, 4, 6, 8, 10});
      CHECK(of("i1").numbers() == numbers{-128, 127});
      CHECK(of("big_i4").numbers() == numbers{1, -2});
      CHECK(of("empty").numbers().empty());
      CHECK(of("scalar").numbers() == numbers{7});
      for (std::size_t i = 0; i < 24; ++i) CHECK(of("cube").numbers()[i] == static_cast<double>(i));
      CHECK(of("texts").texts() == std::vector<std::string>{"caf\xc3\xa9", "", "b"});
      CHECK(of("objects").elements()[0].text() == "male");
      CHECK(of("objects").elements()[2].number() == 2.5);
      CHECK(of("object_grid").texts() == std::vector<std::string>{"a", "b", "c", "d"});
      CHECK(of("records").as_array().field_numbers("box") == numbers{0, 1, 2, 3, 4, 5, 6, 7});
    }
  }

  TEST_CASE("data follows at once up to joblib 1.1, and after padding from 1.2 on") {
    CHECK(parsed(wrapped("", "\7\x08.")).root().numbers() == numbers{7, 8});
    CHECK(parsed(wrapped(text("numpy_array_alignment_bytes") + "N", "\7\x08.")).root().numbers() ==
          numbers{7, 8});
    CHECK(parsed(wrapped(aligned(16), "\x03\xff\xff\xff\7\x08.")).root().numbers() == numbers{7, 8});
    CHECK(parsed(wrapped(aligned(16), "\0\7\x08."s)).root().numbers() == numbers{7, 8});
    CHECK(parsed(wrapped("", "\7\x08.", "sklearn.externals.joblib.numpy_pickle")).root().numbers() ==
          numbers{7, 8});
  }

  TEST_CASE("padding is as long as the alignment at most, and 0xff") {
    CHECK(fault(wrapped(aligned(16), "\x11" + std::string(17, '\xff') + "\7\x08.")) ==
          "an array's padding is longer than its alignment");
    CHECK(fault(wrapped(aligned(16), "\x02\xff\xfe\7\x08.")) == "an array's padding is not 0xff");
    CHECK(fault(wrapped(aligned(0), "\7\x08.")) ==
          "a NumpyArrayWrapper's alignment is not between 1 and 255");
    CHECK(fault(wrapped(aligned(16), "")) == "an array's padding is cut short");
    CHECK(fault(wrapped(aligned(16), "\x05\xff")) == "an array's padding is cut short");
  }

  TEST_CASE("data is as long as shape and type call for") {
    CHECK(fault(wrapped("", "")) == "an array's data is cut short");
    CHECK(fault(wrapped("", "\7")) == "an array's data is cut short");
    CHECK(fault(wrapped(text("shape") + "J\xff\xff\xff\x7f\x85", "\7\x08.")) ==
          "an array's data is cut short");
    CHECK(fault(wrapped(text("shape") + "L99999999999L\n\x85", "\7\x08.")) == "an array larger than 4 GiB");
  }

  TEST_CASE("a description lacks nothing and is of the right kinds") {
    const auto start = "\x80\x03" + global("joblib.numpy_pickle", "NumpyArrayWrapper") + ")\x81";
    CHECK(fault(start + "}b.") == "a NumpyArrayWrapper has no `shape`");
    CHECK(fault(start + "Nb.") == "a NumpyArrayWrapper has no `shape`");
    CHECK(fault(wrapped(text("order") + text("K"), "\7\x08.")) ==
          "a NumpyArrayWrapper's order is neither `C` nor `F`");
    CHECK(fault(wrapped(text("dtype") + "N", "\7\x08.")) == "an array's type is not a numpy dtype");
    CHECK(fault(wrapped(text("shape") + "N", "\7\x08.")) == "an array's shape is not a tuple");
  }

  TEST_CASE("data does not stand inside a frame") {
    const auto inner = wrapped("", "\7\x08.").substr(2);
    CHECK(fault("\x80\x04\x95" + reading::little(inner.size(), 8) + inner) == "array data inside a frame");
    CHECK(fault("\x80\x04\x95" + reading::little(inner.size() - 3, 8) + inner) == "");
  }

  TEST_CASE("an array of objects is a pickle of its own, with a memo and frames of its own") {
    const auto objects = text("dtype") + global("numpy", "dtype") + text("O8") + "\x89\x88\x87R";
    const auto nested =
        "\x80\x04\x95" + reading::little(1, 8) + "(0"; // MARK and POP: the frame ends before the rest
    const auto array = global("numpy.core.multiarray", "_reconstruct") + global("numpy", "ndarray") +
                       "K\0\x85"s + "C\1b\x87Rq\0(K\1K\2\x85"s + objects.substr(7) + "\x89](NK\5etb.";
    const auto made = parsed(wrapped(objects, nested + array + "."));
    CHECK(made.root().elements()[1].integer() == 5);
    CHECK(fault(wrapped(objects, "N..")) == "an array of objects turns out to be none");
    CHECK(fault(wrapped(objects, "\x80\x04N")) == "the pickle is cut short");
    // Python's own pickle reads it, so joblib's wrapper is a mere object in there.
    CHECK(fault(wrapped(objects, wrapped(objects, ".") + ".")) == "an array of objects turns out to be none");
  }

  TEST_CASE("companion files are not opened") {
    CHECK(refused(global("joblib.numpy_pickle_compat", "NDArrayWrapper") + ")\x81}" + text("filename") +
                  text("../../etc/passwd") + "sb.") ==
          "byte 75: an array lies in a file of its own (`../../etc/passwd`), as joblib before 0.10 wrote it; "
          "load the model and save it again with a later joblib");
  }

  TEST_CASE("a file cut at any byte is refused") {
    const auto whole = reading::beside(__FILE__, "files/arrays.p4.joblib");
    for (std::size_t length = 0; length < whole.size(); ++length) {
      CAPTURE(length);
      CHECK_FALSE(refused(whole.substr(0, length)).empty());
    }
  }
}
