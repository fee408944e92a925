// cli/predict.cpp -- pounce predict: columns, cells, refusals.
#include <cli/program.hpp>

#include <doctest/doctest.h>

using support::golden_model;
using support::temporary_folder;

namespace {

const std::string iris = "scikit-learn-1.2/tree_classifier_iris";    // four numbers, refuses missing ones
const std::string credit = "scikit-learn-1.2/pipeline_mixed_credit"; // numbers and categories, imputes

/// A folder with a golden model as m.pounce.
class with_model : public temporary_folder {
 public:
  explicit with_model(const std::string& name) {
    REQUIRE(pounce({"convert", golden_model(name), "-o", "m.pounce"}).code == 0);
  }

  support::outcome predict(const std::string& rows, std::vector<std::string> more = {}) const {
    write("rows.csv", rows);
    std::vector<std::string> arguments{"predict", "m.pounce", "rows.csv"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return pounce(arguments);
  }
  std::string refusal(const std::string& rows, std::vector<std::string> more = {}) const {
    const auto made = predict(rows, std::move(more));
    CHECK(made.code == 1);
    CHECK(made.out == "");
    return made.err;
  }
};

std::string header_of(const std::string& name) {
  const auto text = support::text_of_file(support::test_file("golden/models/" + name + "/input.csv"));
  return text.substr(0, text.find('\n'));
}

const std::string iris_header = header_of(iris);

} // namespace

TEST_SUITE("cli/predict") {
  TEST_CASE("rows come as a file or on standard input, answers go to a file or to standard output") {
    const with_model folder(iris);
    const std::string rows = iris_header + "\n5.1,3.5,1.4,0.2\n";
    const auto made = folder.predict(rows);
    CHECK(made.code == 0);
    CHECK(made.err == "");
    CHECK(made.out == "predict,proba_0,proba_1,proba_2\n0,1,0,0\n");
    CHECK(folder.pounce({"predict", "m.pounce", "-"}, rows).out == made.out);
    CHECK(folder.pounce({"predict", "-", "rows.csv"}, folder.read("m.pounce")).out == made.out);
    CHECK(folder.predict(rows, {"-o", "a.csv"}).out == "");
    CHECK(folder.read("a.csv") == made.out);
  }

  TEST_CASE("columns are found by name in any order, and others are noted") {
    const with_model folder(credit);
    const std::string text =
        support::text_of_file(support::test_file("golden/models/" + credit + "/input.csv"));
    const std::string header = header_of(credit);
    const std::string row =
        text.substr(header.size() + 1, text.find('\n', header.size() + 1) - header.size() - 1);
    const auto plain = folder.predict(header + "\n" + row + "\n");
    CHECK(plain.err == "");
    const auto moved = folder.predict("id," + header + "\n17," + row + "\n");
    CHECK(moved.err == "pounce: rows.csv: note: 1 column ignored: `id`\n");
    CHECK(moved.code == 0);
    CHECK(moved.out == plain.out);
    const auto last = header.rfind(',');
    const auto last_cell = row.rfind(',');
    CHECK(folder
              .predict(header.substr(last + 1) + "," + header.substr(0, last) + "\n" +
                       row.substr(last_cell + 1) + "," + row.substr(0, last_cell) + "\n")
              .out == plain.out);
  }

  TEST_CASE("names that are none of the model's are taken by position") {
    const with_model folder(iris);
    const auto made = folder.predict("a,b,c,d\n5.1,3.5,1.4,0.2\n");
    CHECK(made.code == 0);
    CHECK(made.err == "");
    CHECK(made.out.find("\n0,") != std::string::npos);
    CHECK(folder.predict("5.1,3.5,1.4,0.2\n", {"--no-header"}).out == made.out);
    CHECK(folder.predict("1,2,3,4\n5.1,3.5,1.4,0.2\n").err ==
          "pounce: rows.csv: note: line 1 looks like a row but is taken as the header (see --no-header)\n");
  }

  TEST_CASE("columns that do not fit are refused by name") {
    const with_model folder(credit);
    CHECK(folder.refusal("a,b\n1,2\n") == "pounce: rows.csv: line 1: 2 columns where the model takes 13\n");
    CHECK(folder.refusal("Seniority,Home,Time,Age,Marital,Records,Job,Expenses,Incme,Assets,Debt,Amount\n") ==
          "pounce: rows.csv: line 1: the header lacks 2 columns of the model: `Income`, `Price`\n");
    CHECK(folder.refusal(header_of(credit) + ",Home\n") ==
          "pounce: rows.csv: line 1: column `Home` stands there twice\n");
    CHECK(folder.refusal(header_of(credit) + "\n1,2\n") ==
          "pounce: rows.csv: line 2: 2 cells where the first line has 13\n");
    CHECK(folder.refusal("") == "pounce: rows.csv: the file is empty\n");
  }

  TEST_CASE("a cell that is no number is refused with its line and column") {
    const with_model folder(credit);
    const std::string start =
        header_of(credit) + "\n9,owner,60,47,married,no,fixed,60,55.0,9500.0,0.0,600,1164\n";
    CHECK(folder.refusal(start + "9,owner,60,abc,married,no,fixed,60,55.0,9500.0,0.0,600,1164\n") ==
          "pounce: rows.csv: line 3, column `Age`: `abc` is not a number\n");
    CHECK(folder.refusal(start + "\n\"1\n2\",owner,60,47,married,no,fixed,60,55.0,9500.0,0.0,600,1164\n") ==
          "pounce: rows.csv: line 4, column `Seniority`: `1\\x0a2` is not a number\n");
  }

  TEST_CASE("a row that the trainer refuses is refused, and nothing is written") {
    const with_model folder(iris);
    const std::string name =
        iris_header.substr(iris_header.find(',') + 1,
                           iris_header.find(',', iris_header.find(',') + 1) - iris_header.find(',') - 1);
    const std::string rows = iris_header + "\n5.1,3.5,1.4,0.2\n5.1,,1.4,0.2\n";
    CHECK(folder.refusal(rows) == "pounce: rows.csv: line 3, column `" + name +
                                      "`: a value is missing where the trainer takes none\n");
    folder.write("a.csv", "the answers of before");
    CHECK(folder.predict(rows, {"-o", "a.csv"}).code == 1);
    CHECK(folder.read("a.csv") == "the answers of before");
    CHECK(folder.names() == std::vector<std::string>{"a.csv", "m.pounce", "rows.csv"});
    CHECK(folder.refusal(iris_header + "\n5.1,inf,1.4,0.2\n") ==
          "pounce: rows.csv: line 2, column `" + name +
              "`: a value is infinite where the trainer takes none\n");
  }

  TEST_CASE("only the answers that are asked for are printed") {
    const with_model folder(iris);
    const std::string rows = iris_header + "\n5.1,3.5,1.4,0.2\n";
    CHECK(folder.predict(rows, {"--outputs", "predict"}).out == "predict\n0\n");
    CHECK(folder.predict(rows, {"--outputs", "proba,predict"}).out == folder.predict(rows).out);
    const auto made = folder.predict(rows, {"--outputs", "raw"});
    CHECK(made.code == 1);
    CHECK(made.err == "pounce: m.pounce: the model has no answer `raw`, but `predict`, `proba`\n");
  }

  TEST_CASE("an empty table has answers too: none") {
    const with_model folder(iris);
    CHECK(folder.predict(iris_header + "\n").out == "predict,proba_0,proba_1,proba_2\n");
  }

  TEST_CASE("many rows are answered block by block") {
    const with_model folder(iris);
    std::string rows = iris_header + "\n";
    for (int i = 0; i < 5000; ++i) rows += i % 2 == 0 ? "5.1,3.5,1.4,0.2\n" : "6.3,3.3,6.0,2.5\n";
    const auto made = folder.predict(rows, {"--outputs", "predict"});
    std::string expected = "predict\n";
    for (int i = 0; i < 5000; ++i) expected += i % 2 == 0 ? "0\n" : "2\n";
    CHECK((made.out == expected)); // too long to print
    const auto refused = folder.predict(rows + "1,2,3\n");
    CHECK(refused.out == ""); // few enough to be held back
    CHECK(refused.err == "pounce: rows.csv: line 5002: 3 cells where the first line has 4\n");
  }

  TEST_CASE("a file that is no model is refused") {
    const with_model folder(iris);
    folder.write("rows.csv", iris_header + "\n");
    const auto with = [&](const std::string& model) {
      const auto made = folder.pounce({"predict", model, "rows.csv"});
      CHECK(made.code == 1);
      CHECK(made.out == "");
      return made.err;
    };
    CHECK(with("rows.csv") == "pounce: rows.csv: not a pounce model\n");
    CHECK(with("none.pounce") == "pounce: none.pounce: no such file\n");
    folder.write("short", folder.read("m.pounce").substr(0, 500));
    CHECK(with("short") ==
          "pounce: short: byte 16: the size differs from what the header says: truncated or extended\n");
  }
}
