// convert/frontend/xgboost/objective.cpp -- the links of XGBoost's objectives.
//
// Source  xgboost 1.0.2 to 3.5, `src/objective/*`: `ProbToMargin` and `PredTransform`; `src/common/math.h`,
//         `Sigmoid`, `Softmax`, `SoftPlus`, `SoftPlusInv`.
#include <convert/frontend/xgboost/objective.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <convert/refusal.hpp>

namespace convert::xgboost {

namespace {

enum class link { identity, logistic, exponential, positive, softmax, argmax, quantiles, expectiles };

struct objective {
  std::string_view name;
  link how;
};

constexpr std::array objectives = {
    objective{"reg:squarederror", link::identity},
    objective{"reg:linear", link::identity},
    objective{"reg:squaredlogerror", link::identity},
    objective{"reg:pseudohubererror", link::identity},
    objective{"reg:absoluteerror", link::identity},
    objective{"reg:quantileerror", link::quantiles},
    objective{"reg:expectileerror", link::expectiles},
    objective{"reg:logistic", link::logistic},
    objective{"binary:logistic", link::logistic},
    objective{"binary:logitraw", link::identity},
    objective{"binary:hinge", link::positive},
    objective{"multi:softprob", link::softmax},
    objective{"multi:softmax", link::argmax},
    objective{"count:poisson", link::exponential},
    objective{"reg:gamma", link::exponential},
    objective{"reg:tweedie", link::exponential},
    objective{"survival:cox", link::exponential},
    objective{"survival:aft", link::exponential},
    objective{"rank:pairwise", link::identity},
    objective{"rank:ndcg", link::identity},
    objective{"rank:map", link::identity},
};

constexpr float epsilon = 1e-6F; // kRtEps, include/xgboost/base.h

link link_of(const learner& l) {
  const auto found = std::ranges::find(objectives, l.objective, &objective::name);
  if (found == objectives.end()) throw refusal("objective `" + l.objective + "` is not supported");
  return found->how;
}

/// The link that training took base_score through: the objective's own, but for the margins of logistic regression, whose
/// base_score was a probability like that of its parent class before 1.3.1.
link link_of_base(const learner& l) {
  const bool inherits = l.objective == "binary:logitraw" && l.written_by < version{1, 3, 1};
  return inherits ? link::logistic : link_of(l);
}

[[noreturn]] void refuse_base(const learner& l, float x) {
  throw refusal("base_score " + std::to_string(x) + " is outside the range of objective `" + l.objective +
                "`");
}

/// From 3.2 on the ends are moved inwards: all labels may be the same.
float logit(const learner& l, float x) {
  const bool with_ends = l.written_by >= version{3, 2, 0};
  const bool valid = with_ends ? x >= 0 && x <= 1 : x > 0 && x < 1;
  if (!valid) refuse_base(l, x);
  if (with_ends) x = std::min(std::max(x, epsilon), 1.0F - epsilon);
  return -std::log(1.0F / x - 1.0F);
}

float inverse_softplus(float x) {
  x = std::max(x, epsilon);
  return x + std::log(-std::expm1(-x));
}

/// Every expectile but the first is stored as its distance to the one before.
void to_distances(std::vector<float>& margin) {
  for (std::size_t j = margin.size() - 1; j > 0; --j)
    margin[j] = inverse_softplus(margin[j] - margin[j - 1] - epsilon);
}

/// predict[j] = predict[j - 1] + (1e-6 + softplus(margin[j])).
ir::value expectiles(ir::builder& b, ir::value margin) {
  const std::uint32_t count = b.width(margin);
  if (count == 1) return margin;
  const ir::value soft = b.add(b.slice(margin, 1, count - 1), ir::unary{ir::function::softplus}, true);
  const std::vector<double> epsilons(count - 1, static_cast<double>(epsilon));
  const ir::value steps = b.add(soft, ir::with_constants{ir::operation::add, false, epsilons}, true);
  std::vector<ir::value> made{b.slice(margin, 0, 1)};
  for (std::uint32_t j = 0; j + 1 < count; ++j) {
    const std::array two = {made.back(), b.slice(steps, j, 1)};
    made.push_back(b.add(b.concat(two), ir::elementwise{ir::operation::add}, true));
  }
  return b.concat(made);
}

/// One round of a sort by exchanges: the pairs (first, first + 1), (first + 2, first + 3), ... put in order.
ir::value exchange(ir::builder& b, ir::value x, std::uint32_t first) {
  const std::uint32_t width = b.width(x);
  const std::uint32_t pairs = (width - first) / 2;
  if (pairs == 0) return x;
  std::vector<std::uint32_t> columns;
  for (std::uint32_t side = 0; side < 2; ++side)
    for (std::uint32_t p = 0; p < pairs; ++p) columns.push_back(first + 2 * p + side);
  const ir::value paired = b.pick(x, columns);
  const ir::value low = b.add(paired, ir::elementwise{ir::operation::minimum});
  const ir::value high = b.add(paired, ir::elementwise{ir::operation::maximum});
  ir::select order;
  for (std::uint32_t i = 0; i < width; ++i) order.columns.push_back({x, i});
  for (std::uint32_t p = 0; p < pairs; ++p) {
    order.columns[first + 2 * p] = {low, p};
    order.columns[first + 2 * p + 1] = {high, p};
  }
  return b.add(x, std::move(order));
}

/// Quantiles do not cross: several are sorted, from 3.4 on.
ir::value quantiles(ir::builder& b, const learner& l, ir::value margin) {
  const std::uint32_t count = b.width(margin);
  if (count == 1 || l.written_by < version{3, 4, 0}) return margin;
  for (std::uint32_t round = 0; round < count; ++round) margin = exchange(b, margin, round % 2);
  return margin;
}

} // namespace

std::vector<float> base_margin(const learner& l) {
  std::vector<float> margin = l.base_score;
  const link how = link_of_base(l);
  if (l.base_is_margin) return margin;
  switch (how) {
  case link::logistic:
    for (float& x : margin) x = logit(l, x);
    break;
  case link::exponential:
    for (float& x : margin) {
      // Labels that all are zero have the mean zero: then every score is -infinity, and every answer zero.
      if (!(l.objective == "reg:gamma" ? x > 0 : x >= 0)) refuse_base(l, x);
      x = std::log(x);
    }
    break;
  case link::expectiles: to_distances(margin); break;
  default: break;
  }
  return margin;
}

ir::value predicted(ir::builder& b, const learner& l, ir::value margin) {
  switch (link_of(l)) {
  case link::identity: return margin;
  case link::logistic: return b.add(margin, ir::unary{ir::function::logistic}, true);
  case link::exponential: return b.add(margin, ir::unary{ir::function::exp}, true);
  case link::positive: return b.add(margin, ir::unary{ir::function::greater});
  case link::softmax: return b.add(margin, ir::softmax{}, true);
  case link::argmax: return b.add(margin, ir::decide{ir::decide::kind::first_greater}); // std::max_element
  case link::quantiles: return quantiles(b, l, margin);
  case link::expectiles: return expectiles(b, margin);
  }
  return margin;
}

bool is_logistic(const learner& l) { return link_of(l) == link::logistic; }

float last_even_margin() {
  // 1 / (exp(-m) + 1) exceeds 1/2 as soon as the denominator rounds below 2. Below 2 floats are 2^-23 apart
  // and a tie goes to 2, so exp(-m) is at most 1 - 2^-23 then; floats near it are 2^-24 apart. That is m >
  // -log(1 - 3 * 2^-25) = 8.9406971e-08, which lies between two floats.
  return 8.9406967e-08F;
}

} // namespace convert::xgboost
