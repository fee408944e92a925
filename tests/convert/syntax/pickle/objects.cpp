// tests/convert/syntax/pickle/objects.cpp -- names, calls that never happen, states.
#include <string>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace std::string_literals;
using convert::pickle::kind;
using reading::global;
using reading::parsed;
using reading::raw;
using reading::refused;
using reading::text;

TEST_SUITE("convert/syntax/pickle/objects") {

  TEST_CASE("a call of os.system stays an inert record") {
    for (const auto& payload : {
             "cos\nsystem\n(S'touch pounce-was-here'\ntR."s, // protocol 0
             "\x80\x02" + global("posix", "system") + "X\x15\0\0\0touch pounce-was-here\x85R."s,
             "\x80\x04" + text("os") + text("system") + "\x93" + text("touch pounce-was-here") + "\x85R.",
         }) {
      const auto read = parsed(payload);
      CHECK(read.root().type() == kind::call);
      CHECK(read.root().class_name() == "system");
      CHECK(read.root().arguments()[0].text() == "touch pounce-was-here");
      CHECK_FALSE(std::filesystem::exists("pounce-was-here"));
    }
  }

  TEST_CASE("the other ways to have something called stay inert as well") {
    const auto inst = parsed("(S'touch pounce-was-here'\nios\nsystem\n.");
    CHECK(inst.root().type() == kind::instance);
    CHECK(inst.root().qualified_name() == "os.system");
    const auto obj = parsed("(cos\nsystem\nS'touch pounce-was-here'\no.");
    CHECK(obj.root().arguments().size() == 1);
    const auto code = global("builtins", "eval") + text("__import__('os').system('touch pounce-was-here')");
    CHECK(parsed(code + "\x85R.").root().qualified_name() == "builtins.eval");
    CHECK(parsed(code + "\x85\x81.").root().type() == kind::instance);
    const auto chain =
        parsed(global("builtins", "getattr") + global("os", "path") + text("join") + "\x86R(tR.");
    CHECK(chain.root().type() == kind::call);
    CHECK(chain.root().qualified_name() == "?");
    CHECK_FALSE(std::filesystem::exists("pounce-was-here"));
  }

  TEST_CASE("a callable that is spelled like a class makes an instance") {
    const auto made = [](std::string_view module, std::string_view name) {
      return parsed(global(module, name) + ")R.").root().type();
    };
    CHECK(made("sklearn.tree._tree", "Tree") == kind::instance);
    CHECK(made("sklearn._loss._loss", "__Cy") == kind::instance);
    CHECK(made("collections", "defaultdict") == kind::instance);
    CHECK(made("functools", "partial") == kind::instance);
    CHECK(made("numpy.random._pickle", "__randomstate_ctor") == kind::call);
    CHECK(made("sklearn._loss._loss", "__pyx_unpickle_CyLoss") == kind::call);
    CHECK(made("numpy", "dtype") == kind::call);
  }

  TEST_CASE("NEWOBJ, NEWOBJ_EX, INST, OBJ and copyreg make instances with their arguments") {
    const auto type = global("shop", "model");
    CHECK(parsed(type + "K\x01\x85\x81.").root().arguments()[0].integer() == 1);
    CHECK(parsed(type + "K\x01\x85}\x92.").root().type() == kind::instance);
    CHECK(parsed("(K\x01ishop\nmodel\n.").root().arguments().size() == 1);
    CHECK(parsed("(" + type + "K\x01K\x02o.").root().arguments().size() == 2);
    const auto late = parsed(global("copyreg", "__newobj__") + "(" + type + "K\x07tR.");
    CHECK(late.root().qualified_name() == "shop.model");
    CHECK(late.root().arguments()[0].integer() == 7);
    CHECK(parsed(global("copyreg", "__newobj_ex__") + type + ")}\x87R.").root().qualified_name() ==
          "shop.model");
    const auto old = parsed(global("copy_reg", "_reconstructor") + "(" + type +
                            global("__builtin__", "object") + "NtR}S'coef_'\nK\x05sb.");
    CHECK(old.root().type() == kind::instance);
    CHECK(old.root().required("coef_").integer() == 5);
    CHECK(old.root().arguments().size() == 0);
  }

  TEST_CASE("what is no class or function cannot be called") {
    for (const auto* const bad : {"N)R.", "])R.", "K\x01)\x81."}) {
      CAPTURE(bad);
      CHECK(refused(bad).ends_with(": a value that is neither class nor function is called"));
    }
    CHECK(refused("cA\nB\n]R.") == "byte 6: arguments are not a tuple");
    CHECK(refused("cA\nB\nN\x81.") == "byte 6: arguments are not a tuple");
    CHECK(refused("cA\nB\n)N\x92.") == "byte 7: keyword arguments are not a dict");
    CHECK(refused("(o.") == "byte 1: OBJ without a class");
    CHECK(refused(text("a") + "N\x93.") == "byte 4: a name that is not a text");
    CHECK(refused("c\xff\nB\n.") == "byte 0: a name is not UTF-8");
    CHECK(refused(global("copyreg", "__newobj__") + ")R.") ==
          "byte 21: `copyreg.__newobj__` without a class");
    CHECK(refused(global("copyreg", "__newobj_ex__") + ")R.") ==
          "byte 24: `copyreg.__newobj_ex__` without its three arguments");
    CHECK(refused(global("copyreg", "_reconstructor") + ")R.") ==
          "byte 25: `copyreg._reconstructor` without its three arguments");
  }

  TEST_CASE("BUILD attaches a dict, or a dict and slots, once") {
    const auto type = "cshop\nModel\n)\x81"s;
    CHECK(parsed(type + "}" + text("a") + "K\x01sb.").root().required("a").integer() == 1);
    CHECK(parsed(type + "N}" + text("a") +
                 "K\x02s\x86"
                 "b.")
              .root()
              .required("a")
              .integer() == 2);
    const auto both = parsed(type + "}" + text("a") + "K\x01s}" + text("b") +
                             "K\x02s\x86"
                             "b.");
    CHECK(both.root().required("a").integer() == 1);
    CHECK(both.root().required("b").integer() == 2);
    CHECK(parsed(type + "(K\x01K\x02K\x03tb.").root().state()->size() == 3);
    CHECK_FALSE(parsed(type + ".").root().state());
    CHECK(refused(type + "}b}b.") == "byte 17: a second state is given to an object");
    CHECK(refused("]}b.") == "byte 2: a state is given to a value that is no object");
    CHECK(refused("cA\nB\n}b.") == "byte 6: a state is given to a value that is no object");
  }

  TEST_CASE("sets and frozen sets are sets in every protocol") {
    for (const auto* const name : {"set", "frozenset"}) {
      const auto old = parsed(global("__builtin__", name) + "]K\x01"
                                                            "aK\x02"
                                                            "a\x85R.");
      CHECK(old.root().type() == kind::set);
      CHECK(old.root()[1].integer() == 2);
      CHECK(parsed(global("builtins", name) + ")R.").root().size() == 0);
    }
    CHECK(parsed("\x8f(K\x01K\x02\x90.").root().size() == 2);
    CHECK(parsed("(K\x01K\x02\x91.").root().type() == kind::set);
    CHECK(refused(global("builtins", "set") + "N\x85R.") ==
          "byte 16: a set is made of something else than a list");
  }

  TEST_CASE("bytes and byte arrays are bytes in every protocol") {
    CHECK(parsed(global("_codecs", "encode") +
                 "X\x04\0\0\0\xc3\xbf"
                 "a\0"s +
                 text("latin1") + "\x86R.")
              .root()
              .bytes() == "\xff"
                          "a\0"s);
    CHECK(parsed(global("__builtin__", "bytes") + ")R.").root().bytes().empty());
    CHECK(parsed(global("__builtin__", "bytearray") + raw("ab") + "\x85R.").root().bytes() == "ab");
    CHECK(parsed(global("__builtin__", "bytearray") + text("a\xc3\xa9") + text("latin-1") + "\x86R.")
              .root()
              .bytes() == "a\xe9");
    CHECK(parsed("\x96\x02\0\0\0\0\0\0\0ab."s).root().bytes() == "ab");
    CHECK(refused(global("_codecs", "encode") + text("\xe2\x82\xac") + text("latin1") + "\x86R.") ==
          "byte 30: a text is not Latin-1");
    CHECK(parsed(global("_codecs", "encode") + text("ab") + text("rot13") + "\x86R.").root().type() ==
          kind::call);
  }

  TEST_CASE("subclasses of dict and list keep what is put into them") {
    const auto bunch = parsed("csklearn.utils\nBunch\n)\x81(" + text("a") + "K\x01u}b.");
    CHECK(bunch.root().qualified_name() == "sklearn.utils._bunch.Bunch");
    CHECK(bunch.root().find("a")->integer() == 1);
    CHECK_FALSE(bunch.root().find("b"));
    CHECK(bunch.root().size() == 1);
    CHECK(bunch.root().key(0).text() == "a");
    const auto numbers = parsed("cshop\nNumbers\n)\x81(K\x01K\x02"
                                "eK\x03"
                                "a.");
    CHECK(numbers.root().size() == 3);
    CHECK(numbers.root()[2].integer() == 3);
    const auto old = parsed(global("copy_reg", "_reconstructor") + "(" + global("shop", "Bunch") +
                            global("__builtin__", "dict") + "(dS'a'\nK\x04stR.");
    CHECK(old.root().find("a")->integer() == 4);
  }

  TEST_CASE("an OrderedDict comes with its entries or gets them later") {
    const auto late = parsed("ccollections\nOrderedDict\n)R(" + text("b") + "K\x01" + text("a") + "K\x02u.");
    CHECK(late.root().key(0).text() == "b");
    const auto early = parsed("ccollections\nOrderedDict\n((lp0\n(lp1\nS'b'\naK\x01"
                              "aa(lp2\nS'a'\naK\x02"
                              "aatR.");
    CHECK(early.root().size() == 2);
    CHECK(early.root().find("a")->integer() == 2);
    CHECK(refused("ccollections\nOrderedDict\n]Na\x85R.") ==
          "byte 29: an OrderedDict is made of something else than pairs");
  }

  TEST_CASE("a key given twice counts with its last value") {
    CHECK(parsed("}(" + text("a") + "K\x01" + text("a") + "K\x02u.").root().find("a")->integer() == 2);
  }

  TEST_CASE("containers are filled, and what is none is not") {
    CHECK(parsed("]K\x01"
                 "a.")
              .root()
              .size() == 1);
    CHECK(parsed("}K\x01Ns(K\x03Nu.").root().size() == 2);
    CHECK(parsed("(K\x01NK\x02Nd.").root().size() == 2);
    CHECK(refused("(Nd.") == "byte 2: a key without a value");
    CHECK(refused("}(Nu.") == "byte 3: a key without a value");
    CHECK(refused("}Na.") == "byte 2: items are added to a dict");
    CHECK(refused(")Na.") == "byte 2: items are added to a tuple");
    CHECK(refused("NNa.") == "byte 2: items are added to a value that is no container");
    CHECK(refused("]NNs.") == "byte 3: entries are added to a list");
    CHECK(refused("\x8f(NNu.") == "byte 4: entries are added to a set");
  }
}
