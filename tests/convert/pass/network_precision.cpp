#include <convert/pass/network_precision.hpp>

#include <vector>

#include <convert/ir/build.hpp>

#include <doctest/doctest.h>

namespace ir = convert::ir;

namespace {

/// One hidden unit a weight; the row is x, y.
ir::network network_of(double weight) {
  ir::network n;
  n.layers.push_back({2, 2, {weight, 0.5, weight, 0}, {0.25, -1}, ir::function::relu, 0, 0});
  n.layers.push_back({2, 1, {1, -1}, {0.5}, ir::function::identity, 0, 0});
  return n;
}

ir::model raw_network(double weight) {
  ir::builder b({{"x", {}}, {"y", {}}});
  b.answer(ir::role::predict, "predict", b.add(b.add(b.row(), ir::require{}), network_of(weight)));
  return std::move(b).take();
}

const std::vector<std::vector<double>> rows{{0.1, 0.2}, {-0.7, 1.3}};

} // namespace

TEST_SUITE("convert/pass/network_precision") {
  TEST_CASE("floats suffice where nothing cancels") {
    CHECK(convert::pass::floats_suffice(raw_network(1.5), rows));
  }

  TEST_CASE("floats do not suffice where large weights cancel") {
    CHECK_FALSE(convert::pass::floats_suffice(raw_network(1e5 / 3), rows));
  }

  TEST_CASE("scores that go on to a softmax are held to their own size, answers to that of the number") {
    ir::builder b({{"x", {}}, {"y", {}}});
    ir::network n;
    n.layers.push_back({2, 2, {1e4 / 3, 1, 1, 1e4 / 7}, {0, 0}, ir::function::identity, 0, 0});
    const ir::value scores = b.add(b.row(), n);
    b.answer(ir::role::raw, "raw", scores);
    ir::builder on = b;
    on.answer(ir::role::proba, "proba", on.add(scores, ir::softmax{}));
    CHECK(convert::pass::floats_suffice(std::move(b).take(), rows));
    CHECK_FALSE(convert::pass::floats_suffice(std::move(on).take(), rows));
  }

  TEST_CASE("a wide network is judged by the answers behind its scores") {
    const auto wide = [](double weight) {
      ir::builder b(std::vector<ir::feature>(784, ir::feature{"p", {}}));
      ir::network n;
      n.layers.push_back({784, 2, std::vector<double>(1568, weight), {0, 0.1}, ir::function::identity, 0, 0});
      n.layers[0].weights[1567] = -400 * weight;
      b.answer(ir::role::proba, "proba", b.add(b.add(b.row(), n), ir::softmax{}));
      return std::move(b).take();
    };
    std::vector<double> even(784, 0.7);
    even[783] = 0; // the scores differ by the bias alone
    CHECK(convert::pass::floats_suffice(wide(1.0 / 3), {{even}}));
    CHECK_FALSE(convert::pass::floats_suffice(wide(1e5 / 3), {{even}}));
  }

  TEST_CASE("a network of features as they come, imputed or picked, reads numbers of any size") {
    CHECK(convert::pass::reads_numbers_of_any_size(raw_network(1)));
    ir::builder b({{"x", {}}, {"y", {}}});
    const std::vector<std::uint32_t> swapped{1, 0};
    const ir::value filled = b.add(b.pick(b.row(), swapped), ir::impute{true, 0, {1, 2}});
    b.answer(ir::role::predict, "predict", b.add(filled, network_of(1)));
    CHECK(convert::pass::reads_numbers_of_any_size(std::move(b).take()));
  }

  TEST_CASE("a network behind a scaler does not, nor does a wide one") {
    ir::builder b({{"x", {}}, {"y", {}}});
    b.answer(ir::role::predict, "predict", b.add(b.scaled(b.row(), 0.5), network_of(1)));
    CHECK_FALSE(convert::pass::reads_numbers_of_any_size(std::move(b).take()));
    std::vector<ir::feature> pixels(784, ir::feature{"p", {}});
    ir::builder wide(pixels);
    ir::network n;
    n.layers.push_back({784, 1, std::vector<double>(784, 0.1), {0}, ir::function::identity, 0, 0});
    wide.answer(ir::role::predict, "predict", wide.add(wide.row(), n));
    CHECK_FALSE(convert::pass::reads_numbers_of_any_size(std::move(wide).take()));
  }
}
