// cli/convert.cpp -- pounce convert: what it says, what it leaves behind.
#include <cli/program.hpp>

#include <sys/mount.h>
#include <unistd.h>

#include <doctest/doctest.h>

using support::golden_model;
using support::temporary_folder;
using names = std::vector<std::string>;

namespace {
const std::string iris = "scikit-learn-1.2/tree_classifier_iris";
} // namespace

TEST_SUITE("cli/convert") {
  TEST_CASE("a conversion says in one line what it made and how well") {
    const temporary_folder folder;
    const auto made = folder.pounce({"convert", golden_model(iris), "-o", "iris.pounce"});
    CHECK(made.code == 0);
    CHECK(made.out == "");
    const auto bytes = std::to_string(folder.read("iris.pounce").size());
    CHECK(made.err == "iris.pounce: DecisionTreeClassifier (scikit-learn 1.2.1); " + bytes +
                          " bytes, verified on 300 rows, largest difference 0\n");
    CHECK(folder.names() == names{"iris.pounce"});
  }

  TEST_CASE("without -o the model stands beside its source") {
    const temporary_folder folder;
    std::filesystem::copy_file(golden_model(iris), folder / "iris.v1.joblib");
    CHECK(folder.pounce({"convert", "iris.v1.joblib"}).code == 0);
    CHECK(folder.names() == names{"iris.v1.joblib", "iris.v1.pounce"});
  }

  TEST_CASE("the same source gives the same bytes, from a file and from standard input") {
    const temporary_folder folder;
    CHECK(folder.pounce({"convert", golden_model(iris), "-o", "a"}).code == 0);
    const auto piped = folder.pounce({"convert", "-"}, support::text_of_file(golden_model(iris)));
    CHECK(piped.code == 0);
    CHECK(piped.err.starts_with("standard output: DecisionTreeClassifier"));
    CHECK(piped.out == folder.read("a"));
  }

  TEST_CASE("what is no model is refused in one line, and nothing is left") {
    const temporary_folder folder;
    folder.write("notes.pkl", "these are notes\n");
    folder.write("empty.pkl", "");
    std::filesystem::create_directory(folder / "folder.pkl");
    const auto refused = [&](const std::string& name) {
      const auto made = folder.pounce({"convert", name, "-o", "m.pounce"});
      CHECK(made.code == 1);
      CHECK(made.out == "");
      return made.err;
    };
    CHECK(refused("notes.pkl").starts_with("pounce: notes.pkl: "));
    CHECK(refused("empty.pkl") == "pounce: empty.pkl: the file is empty\n");
    CHECK(refused("folder.pkl") == "pounce: folder.pkl: a directory, not a file\n");
    CHECK(refused("none.pkl") == "pounce: none.pkl: no such file\n");
    CHECK(folder.names() == names{"empty.pkl", "folder.pkl", "notes.pkl"});
  }

  TEST_CASE("a failed conversion leaves the model of before as it was") {
    const temporary_folder folder;
    folder.write("m.pounce", "the one of before");
    folder.write("notes.pkl", "these are notes\n");
    CHECK(folder.pounce({"convert", "notes.pkl", "-o", "m.pounce"}).code == 1);
    CHECK(folder.read("m.pounce") == "the one of before");
    CHECK(folder.names() == names{"m.pounce", "notes.pkl"});
  }

  TEST_CASE("a source is not written over") {
    const temporary_folder folder;
    std::filesystem::copy_file(golden_model(iris), folder / "iris.pkl");
    const auto made = folder.pounce({"convert", "iris.pkl", "-o", "./iris.pkl"});
    CHECK(made.code == 2);
    CHECK(made.err == "pounce: ./iris.pkl: the output is the input\n");
    CHECK(folder.read("iris.pkl") == support::text_of_file(golden_model(iris)));
  }

  TEST_CASE("a folder that can not be written is the system's failure") {
    const temporary_folder folder;
    folder.write("file", "");
    const auto made = folder.pounce({"convert", golden_model(iris), "-o", "none/m.pounce"});
    CHECK(made.code == 3);
    CHECK(made.err == "pounce: none/m.pounce: No such file or directory\n");
    const auto below = folder.pounce({"convert", golden_model(iris), "-o", "file/m.pounce"});
    CHECK(below.code == 3);
    CHECK(below.err == "pounce: file/m.pounce: Not a directory\n");
    CHECK(folder.names() == names{"file"});
  }

  TEST_CASE("a folder without write permission is the system's failure") {
    const temporary_folder folder;
    std::filesystem::create_directory(folder / "locked");
    std::filesystem::permissions(folder / "locked", std::filesystem::perms(0555));
    // Permissions do not hold root back; a folder of /proc holds everybody.
    const bool root = ::geteuid() == 0;
    const std::string output = root ? "/proc/self/m.pounce" : "locked/m.pounce";
    const auto made = folder.pounce({"convert", golden_model(iris), "-o", output});
    CHECK(made.code == 3);
    CHECK(made.err ==
          "pounce: " + output + (root ? ": No such file or directory\n" : ": Permission denied\n"));
  }

  TEST_CASE("a full device is the system's failure") {
    const temporary_folder folder;
    const auto made = folder.pounce({"convert", golden_model(iris), "-o", "/dev/full"});
    CHECK(made.code == 3);
    CHECK(made.err == "pounce: /dev/full: No space left on device\n");
    const auto piped = folder.pounce({"convert", golden_model(iris), "-o", "-"}, {}, "/dev/full");
    CHECK(piped.code == 3);
    CHECK(piped.err == "pounce: standard output: No space left on device\n");
  }

  TEST_CASE("a full disk keeps the model of before and nothing half-written") {
    const temporary_folder folder;
    std::filesystem::create_directory(folder / "disk");
    const std::string disk = folder / "disk";
    if (::mount("none", disk.c_str(), "tmpfs", 0, "size=8k") != 0) {
      MESSAGE("a small file system can not be mounted here");
      return;
    }
    folder.write("disk/m.pounce", "the one of before");
    const auto made =
        folder.pounce({"convert", golden_model("scikit-learn-1.2/forest_letter"), "-o", "disk/m.pounce"});
    CHECK(made.code == 3);
    CHECK(made.err == "pounce: disk/m.pounce: No space left on device\n");
    CHECK(folder.read("disk/m.pounce") == "the one of before");
    CHECK(std::distance(std::filesystem::directory_iterator(disk), {}) == 1);
    ::umount(disk.c_str());
  }

  TEST_CASE("expected answers are compared before the model gets its name") {
    const temporary_folder folder;
    const std::string at = support::test_file("golden/models/" + iris);
    const names command{"convert", golden_model(iris), "-o",      "m.pounce",
                        "--rows",  at + "/input.csv",  "--expect"};
    const auto with = [&](const std::string& expected) {
      auto arguments = command;
      arguments.push_back(expected);
      return folder.pounce(arguments);
    };
    CHECK(with(at + "/expected.csv").code == 0);
    std::filesystem::remove(folder / "m.pounce");

    const auto right = support::text_of_file(at + "/expected.csv");
    folder.write("short.csv", right.substr(0, right.rfind('\n', right.size() - 2) + 1));
    const auto shorter = with("short.csv");
    CHECK(shorter.code == 1);
    CHECK(shorter.err == "pounce: short.csv: 39 rows of answers to 40 rows in " + at + "/input.csv\n");

    std::string wrong = right;
    const auto cell = wrong.find('\n') + 1;
    wrong.replace(cell, wrong.find(',', cell) - cell, "tulip");
    folder.write("wrong.csv", wrong);
    const auto other = with("wrong.csv");
    CHECK(other.code == 1);
    CHECK(other.err.find("tulip") != std::string::npos);
    CHECK(folder.names() == names{"short.csv", "wrong.csv"});
  }

  TEST_CASE("what a file means is printed by --dump-ir, and nothing is written") {
    const temporary_folder folder;
    const auto made = folder.pounce({"convert", golden_model(iris), "--dump-ir"});
    CHECK(made.code == 0);
    CHECK(made.err == "");
    CHECK(made.out.find("forest") != std::string::npos);
    const auto explained = folder.pounce({"convert", golden_model(iris), "--explain"});
    CHECK(explained.code == 0);
    CHECK(folder.names().empty());
  }
}
