// cli/diff.cpp -- pounce diff: rows of a file, rows that travel, what counts as a difference.
#include <cli/program.hpp>

#include <doctest/doctest.h>

using support::golden_model;
using support::temporary_folder;

namespace {

const std::string boosted = "scikit-learn-1.2/gb_classifier_cancer"; // predict, proba, raw
const std::string voting = "scikit-learn-1.2/voting_cancer";         // predict, proba
const std::string credit = "scikit-learn-1.2/pipeline_mixed_credit";

std::string golden_rows(const std::string& name) {
  return support::text_of_file(support::test_file("golden/models/" + name + "/input.csv"));
}

/// A folder with golden models as a.pounce and b.pounce.
class with_models : public temporary_folder {
 public:
  with_models(const std::string& a, const std::string& b, const std::vector<std::string>& how = {}) {
    make(a, "a.pounce", {});
    make(b, "b.pounce", how);
  }

 private:
  void make(const std::string& name, const std::string& as, const std::vector<std::string>& how) const {
    std::vector<std::string> arguments{"convert", golden_model(name), "-o", as};
    arguments.insert(arguments.end(), how.begin(), how.end());
    REQUIRE(pounce(arguments).code == 0);
  }
};

} // namespace

TEST_SUITE("cli/diff") {
  TEST_CASE("a model agrees with itself, on given rows and on those that travel") {
    const with_models folder(credit, credit);
    folder.write("rows.csv", golden_rows(credit));
    const auto given = folder.pounce({"diff", "a.pounce", "b.pounce", "rows.csv"});
    CHECK(given.code == 0);
    CHECK(given.out == "");
    CHECK(given.err == "a.pounce, b.pounce: the same answers to 40 rows (tolerance 1e-10)\n");
    const auto made = folder.pounce({"diff", "a.pounce", "b.pounce"});
    CHECK(made.code == 0);
    CHECK(made.err ==
          "a.pounce, b.pounce: the same answers to 1008 rows made from the test rows (tolerance 1e-10)\n");
  }

  TEST_CASE("each difference is a line of CSV, and the answers that differ are summed up") {
    const with_models folder(boosted, voting);
    folder.write("rows.csv", golden_rows(boosted));
    const auto made = folder.pounce({"diff", "a.pounce", "b.pounce", "rows.csv", "--limit", "2"});
    CHECK(made.code == 1);
    CHECK(made.out == "line,answer,first,second\n"
                      "2,proba_0,0.002564438358041432,0.019580505812817596\n"
                      "2,proba_1,0.9974355616419586,0.9804194941871823\n");
    CHECK(made.err.find("proba_0: differs in 40 rows, by at most 0.371 (relative to max(1, |y|))\n") !=
          std::string::npos);
    CHECK(made.err.find("79 differences are not listed (--limit 0 lists all)") != std::string::npos);
    const auto loose =
        folder.pounce({"diff", "a.pounce", "b.pounce", "rows.csv", "--tolerance", "1", "--limit", "0"});
    CHECK(loose.out.find("proba") == std::string::npos);
  }

  TEST_CASE("answers that only one of them has are a difference") {
    const with_models folder(boosted, voting);
    folder.write("rows.csv", golden_rows(boosted));
    const auto made =
        folder.pounce({"diff", "a.pounce", "b.pounce", "rows.csv", "--tolerance", "1", "-o", "d.csv"});
    CHECK(made.code == 1);
    CHECK(made.out == "");
    CHECK(made.err.find("b.pounce: has no answer `raw`\n") != std::string::npos);
    CHECK(folder.pounce({"diff", "b.pounce", "a.pounce"}).err.find("b.pounce: has no answer `raw`\n") !=
          std::string::npos);
  }

  TEST_CASE("models of other features are refused, and so are two without any rows") {
    const with_models folder(boosted, credit);
    const auto made = folder.pounce({"diff", "a.pounce", "b.pounce"});
    CHECK(made.code == 1);
    CHECK(made.err == "pounce: b.pounce: 13 features, the first model has 30\n");
    CHECK(folder.pounce({"diff", "a.pounce", "b.pounce", "-"}).code == 2);
    const with_models bare(boosted, boosted, {"--test-rows", "0"});
    const auto none = bare.pounce({"diff", "b.pounce", "b.pounce"});
    CHECK(none.code == 2);
    CHECK(none.err == "pounce: no rows travel in the two files: name a CSV file of rows\n");
  }
}
