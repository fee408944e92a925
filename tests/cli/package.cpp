// cli/package.cpp -- pounce package: files, modes, refusals.
#include <cli/program.hpp>

#include <sys/stat.h>

#include <support/elf_file.hpp>

#include <doctest/doctest.h>

using support::temporary_folder;
using names = std::vector<std::string>;

namespace {

const std::string tree = support::test_file("golden/valid/tree.pounce");

unsigned mode_of(const std::filesystem::path& path) {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 ? about.st_mode & 07777U : 0;
}

/// A folder with a handler in it.
struct workplace : temporary_folder {
  workplace() { write("static", support::elf_file().text()); }
  support::outcome package(std::vector<std::string> more) const {
    more.insert(more.begin(), {"package", "--handler", "static"});
    return pounce(std::move(more));
  }
};

} // namespace

TEST_SUITE("cli/package") {
  TEST_CASE("a folder has the files of its cloud, with their modes and one moment") {
    const workplace folder;
    const auto made = folder.package({tree, "--for", "azure-functions", "-o", "f"});
    CHECK(made.err.starts_with("f: handler ("));
    REQUIRE(made.code == 0);
    CHECK(folder.names() == names{"f", "static"});
    CHECK(support::run_in(folder.path(), {"find", "f", "-type", "f", "!", "-newermt", "1980-01-02"})
              .out.size() > 0);
    CHECK(mode_of(folder / "f/handler") == 0755);
    CHECK(mode_of(folder / "f/model.pounce") == 0644);
    CHECK(mode_of(folder / "f/predict") == 0755);
    CHECK(folder.read("f/model.pounce") == support::text_of_file(tree));
    CHECK(support::run_in(folder.path(), {"f/handler"}).code == 0);
    const auto json = support::run_in(
        folder.path(),
        {"python3", "-c",
         "import json; h = json.load(open('f/host.json')); print(h['customHandler']['description']["
         "'defaultExecutablePath'], h['customHandler']['enableForwardingHttpRequest']); "
         "print(len(json.load(open('f/predict/function.json'))['bindings']))"});
    CHECK(json.out == "handler True\n2\n");
  }

  TEST_CASE("a zip keeps modes and is the same every time") {
    const workplace folder;
    const auto made = folder.package({tree, "--for", "aws-lambda", "-o", "a.zip"});
    REQUIRE(made.code == 0);
    CHECK(made.out.starts_with("aws lambda create-function "));
    CHECK(made.out.find("--payload '{\"data\": [[") != std::string::npos);
    REQUIRE(folder.package({tree, "--for", "aws-lambda", "-o", "b.zip"}).code == 0);
    CHECK(folder.read("a.zip") == folder.read("b.zip"));
    const auto unpacked = support::run_in(
        folder.path(), {"python3", "-c",
                        "import zipfile; [print(i.filename, oct(i.external_attr >> 16), i.date_time[0], "
                        "i.create_system) for i in zipfile.ZipFile('a.zip').infolist()]"});
    CHECK(unpacked.out == "bootstrap 0o100755 1980 3\nmodel.pounce 0o100644 1980 3\n");
  }

  TEST_CASE("a trainer's file is converted on the way") {
    const workplace folder;
    const auto source = support::golden_model("scikit-learn-1.4/tree_classifier_iris");
    const auto made = folder.package({source, "--for", "google-cloud", "-o", "f"});
    CHECK(made.err.starts_with(source + ": DecisionTreeClassifier (scikit-learn 1.4"));
    REQUIRE(made.code == 0);
    CHECK(folder.pounce({"check", "f/model.pounce", "--self-test"}).code == 0);
    CHECK(made.out.starts_with("gcloud beta run deploy predict --source f "));
  }

  TEST_CASE("a folder is replaced by its next version, but not one with other things in it") {
    const workplace folder;
    REQUIRE(folder.package({tree, "--for", "google-cloud", "-o", "f"}).code == 0);
    const auto other = support::test_file("golden/valid/network.pounce");
    CHECK(folder.package({other, "--for", "google-cloud", "-o", "f/"}).code == 0);
    CHECK(folder.read("f/model.pounce") == support::text_of_file(other));
    CHECK(folder.names() == names{"f", "static"});
    folder.write("f/notes.txt", "mine");
    const auto refused = folder.package({tree, "--for", "google-cloud", "-o", "f"});
    CHECK(refused.code == 3);
    CHECK(refused.err ==
          "pounce: f: holds `notes.txt`, which is no file of the package: name another folder\n");
    CHECK(folder.read("f/model.pounce") == support::text_of_file(other));
    CHECK(folder.names() == names{"f", "static"});
    CHECK(folder.package({tree, "--for", "google-cloud", "-o", "static"}).err ==
          "pounce: static: a file of that name is in the way\n");
    CHECK(folder.package({tree, "--for", "google-cloud", "-o", "none/f"}).err ==
          "pounce: none/f: No such file or directory\n");
  }

  TEST_CASE("a row too long for a command is said to belong into a file") {
    const workplace folder;
    const auto made =
        folder.package({support::test_file("golden/valid/pca.pounce"), "--for", "google-cloud", "-o", "f"});
    CHECK(made.code == 0);
    CHECK(made.out.find(" -d @request.json ") != std::string::npos);
    CHECK(made.err.find(
              "pounce: request.json: note: put {\"data\": [[...]]} there, with a row of 64 values\n") !=
          std::string::npos);
  }

  TEST_CASE("--embed puts the model into the program, which stands alone") {
    const temporary_folder folder;
    const auto made = folder.pounce({"package", tree, "--for", "aws-lambda", "--embed", "-o", "f"});
    if (made.err.find("dynamically linked") != std::string::npos)
      return; // the sanitizers' build: no cloud gets that
    CHECK(made.err.starts_with("f: bootstrap ("));
    REQUIRE(made.code == 0);
    CHECK(support::run_in(folder.path(), {"ls", "f"}).out == "bootstrap\n");
    CHECK(folder.read("f/bootstrap").ends_with(support::text_of_file(tree)));
    REQUIRE(folder.pounce({"package", tree, "--for", "aws-lambda", "--embed", "-o", "g"}).code == 0);
    CHECK(folder.read("f/bootstrap") == folder.read("g/bootstrap"));
    const std::string id(32, '0'); // it says which model it has when it is told to serve another
    const auto started = support::run_in(folder.path(), {"env", "POUNCE_MODEL_ID=" + id, "f/bootstrap"});
    const auto checked = folder.pounce({"check", tree}).out;
    CHECK(started.err.find("the embedded model: its content id is " +
                           checked.substr(checked.find("content id ") + 11, 32) + ", not " + id) !=
          std::string::npos);
    CHECK(started.code == 1);
  }

  TEST_CASE("--embed is refused where there is no place for a model, or no model") {
    const workplace folder;
    const auto mine = folder.package({tree, "--for", "aws-lambda", "--embed", "-o", "f"});
    CHECK(mine.code == 1);
    CHECK(
        mine.err ==
        "pounce: static: it has no place for a model (the stock handler has); `pounce embed` puts one into a "
        "program of your own when it is compiled\n");
    const auto address = folder.package({"s3://models/m", "--for", "aws-lambda", "--embed", "-o", "f"});
    CHECK(address.code == 2);
    CHECK(address.err ==
          "pounce: --embed needs the model's file: what is at an address is fetched when the function "
          "starts\n");
    CHECK(folder.names() == names{"static"});
  }

  TEST_CASE("an address needs no model in the package") {
    const workplace folder;
    const auto made = folder.package({"s3://models/credit.pounce", "--for", "aws-lambda", "-o", "f"});
    REQUIRE(made.code == 0);
    CHECK(support::run_in(folder.path(), {"ls", "f"}).out == "bootstrap\n");
    CHECK(made.out.find("\"POUNCE_MODEL\": \"s3://models/credit.pounce\"") != std::string::npos);
    CHECK(made.out.find("--payload file://request.json ") != std::string::npos);
    CHECK(made.err.find("pounce: request.json: note: put {\"data\": [[...]]} there") != std::string::npos);
  }

  TEST_CASE("the only model that may be packaged or fetched is told by its id") {
    const workplace folder;
    const auto checked = folder.pounce({"check", tree}).out;
    const auto at = checked.find("content id ") + 11;
    const std::string id = checked.substr(at, 32);
    CHECK(folder.package({tree, "--for", "aws-lambda", "--model-id", id, "-o", "f"}).code == 0);
    const auto other = folder.package(
        {tree, "--for", "aws-lambda", "--model-id", "0123456789abcdef0123456789ABCDEF", "-o", "g"});
    CHECK(other.code == 1);
    CHECK(other.err ==
          "pounce: " + tree + ": its content id is " + id + ", not 0123456789abcdef0123456789abcdef\n");
    const auto none = folder.package({tree, "--for", "aws-lambda", "--model-id", "12", "-o", "g"});
    CHECK(none.code == 2);
    CHECK(none.err == "pounce: `12` is no content id: 32 digits, as `pounce check` prints them\n");
    CHECK(folder.names() == names{"f", "static"});
    const auto fetched =
        folder.package({"gs://models/m", "--for", "google-cloud", "--model-id", id, "-o", "h"});
    CHECK(fetched.out.find("'^|^POUNCE_MODEL=gs://models/m|POUNCE_MODEL_ID=" + id + "'") !=
          std::string::npos);
  }

  TEST_CASE("what would not run is refused by name and leaves nothing") {
    struct mistake {
      std::vector<std::string> arguments;
      int code;
      std::string line;
    };
    workplace folder;
    support::elf_file other;
    other.header.e_machine = EM_AARCH64;
    folder.write("arm", other.text());
    std::string damaged = support::text_of_file(tree);
    damaged.back() = static_cast<char>(damaged.back() ^ 1);
    folder.write("damaged.pounce", damaged);
    folder.write("script", "#!/bin/sh\n");
    const mistake mistakes[] = {
        {{tree, "--for", "aws-lamda", "-o", "f"},
         2,
         "pounce: `aws-lamda` is no cloud that pounce knows; did you mean `aws-lambda`?\n"},
        {{tree, "--for", "azure", "-o", "f"},
         2,
         "pounce: `azure` is no cloud that pounce knows; did you mean `azure-functions`?\n"},
        {{tree, "--for", "oracle", "-o", "f"},
         2,
         "pounce: `oracle` is no cloud that pounce knows: there are aws-lambda, azure-functions, "
         "google-cloud\n"},
        {{tree, "--for", "aws-lambda", "--arch", "arm", "-o", "f"},
         2,
         "pounce: `arm` is no machine that the clouds have; did you mean `arm64`?\n"},
        {{tree, "--for", "google-cloud", "--arch", "arm64", "-o", "f"},
         1,
         "pounce: google-cloud runs x86_64 only\n"},
        {{tree, "--for", "aws-lambda", "--arch", "arm64", "-o", "f"},
         1,
         "pounce: static: a program for x86_64, not for arm64: say --arch x86_64\n"},
        {{"damaged.pounce", "--for", "aws-lambda", "-o", "f"}, 1, ""},
        {{"none.pounce", "--for", "aws-lambda", "-o", "f"}, 1, "pounce: none.pounce: no such file\n"},
        {{tree, "--for", "aws-lambda", "-o", "-"},
         2,
         "pounce: package writes a zip file or a folder: name it with -o\n"},
    };
    for (const auto& m : mistakes) {
      CAPTURE(m.line);
      const auto made = folder.package(m.arguments);
      CHECK(made.code == m.code);
      CHECK(made.out == "");
      if (!m.line.empty()) CHECK(made.err == m.line);
    }
    for (const std::string handler : {"arm", "script", POUNCE_PROGRAM}) {
      const auto made =
          folder.pounce({"package", tree, "--for", "aws-lambda", "--handler", handler, "-o", "f"});
      CHECK(made.code == 1);
      CHECK(made.err.starts_with("pounce: " + handler + ": "));
    }
    CHECK(folder.names() == names{"arm", "damaged.pounce", "script", "static"});
  }
}
