// convert/frontend/lightgbm/objective.cpp -- the links of LightGBM's objectives.
//
// Source  LightGBM 2.1 to 4.6, `src/objective/*_objective.hpp`, `ConvertOutput` and `ToString`;
//         `include/LightGBM/config.h`, `ParseObjectiveAlias`.
#include <convert/frontend/lightgbm/objective.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include <convert/refusal.hpp>

namespace convert::lightgbm {

namespace {

enum class link {
  identity,
  identity_or_square,
  logistic,
  logistic_of_sigmoid,
  exponential,
  log1p_exp,
  softmax
};

struct objective {
  std::string_view name;
  link how;
};

constexpr std::array objectives = {
    objective{"regression", link::identity_or_square},
    objective{"regression_l2", link::identity_or_square},
    objective{"mean_squared_error", link::identity_or_square},
    objective{"mse", link::identity_or_square},
    objective{"l2", link::identity_or_square},
    objective{"l2_root", link::identity_or_square},
    objective{"root_mean_squared_error", link::identity_or_square},
    objective{"rmse", link::identity_or_square},
    objective{"regression_l1", link::identity_or_square},
    objective{"mean_absolute_error", link::identity_or_square},
    objective{"l1", link::identity_or_square},
    objective{"mae", link::identity_or_square},
    objective{"fair", link::identity_or_square},
    objective{"quantile", link::identity_or_square},
    objective{"mape", link::identity_or_square},
    objective{"mean_absolute_percentage_error", link::identity_or_square},
    objective{"huber", link::identity}, // takes no square root
    objective{"poisson", link::exponential},
    objective{"gamma", link::exponential},
    objective{"tweedie", link::exponential},
    objective{"binary", link::logistic_of_sigmoid},
    objective{"multiclassova", link::logistic_of_sigmoid},
    objective{"multiclass_ova", link::logistic_of_sigmoid},
    objective{"ova", link::logistic_of_sigmoid},
    objective{"ovr", link::logistic_of_sigmoid},
    objective{"multiclass", link::softmax},
    objective{"softmax", link::softmax},
    objective{"cross_entropy", link::logistic},
    objective{"xentropy", link::logistic},
    objective{"cross_entropy_lambda", link::log1p_exp},
    objective{"xentlambda", link::log1p_exp},
    objective{"lambdarank", link::identity},
    objective{"rank_xendcg", link::identity},
    objective{"xendcg", link::identity},
    objective{"custom", link::identity},
    objective{"none", link::identity},
    objective{"null", link::identity},
    objective{"na", link::identity},
};

bool has_word(const booster& m, std::string_view word) {
  return std::find(m.objective.begin() + 1, m.objective.end(), word) != m.objective.end();
}

/// "sigmoid:1"; 1 if it is not given.
double sigmoid_of(const booster& m) {
  constexpr std::string_view head = "sigmoid:";
  double factor = 1;
  for (const auto& word : m.objective) {
    if (!word.starts_with(head)) continue;
    const char* const end = word.data() + word.size();
    const auto [read_to, error] = std::from_chars(word.data() + head.size(), end, factor);
    if (error != std::errc{} || read_to != end || !(factor > 0))
      throw refusal("objective `" + m.objective.front() + "`: `" + word + "` is not a positive number");
  }
  return factor;
}

/// Of the objective's line; where there is none (a custom one was used) the raw score is the answer.
link link_of(const booster& m) {
  if (m.objective.empty()) return link::identity;
  const auto found = std::ranges::find(objectives, m.objective.front(), &objective::name);
  if (found == objectives.end()) throw refusal("objective `" + m.objective.front() + "` is not supported");
  const bool plain = found->how == link::identity_or_square && !has_word(m, "sqrt");
  return plain ? link::identity : found->how;
}

/// sign(x) * x * x, for models that learned square roots.
ir::value signed_square(ir::builder& b, ir::value raw) {
  const std::array both = {b.add(raw, ir::unary{ir::function::absolute}), raw};
  return b.add(b.concat(both), ir::elementwise{ir::operation::multiply});
}

} // namespace

bool answers_raw(const booster& m) { return link_of(m) == link::identity; }

ir::value linked(ir::builder& b, const booster& m, ir::value raw) {
  switch (link_of(m)) {
  case link::identity: return raw;
  case link::identity_or_square: return signed_square(b, raw);
  case link::logistic: return b.add(raw, ir::unary{ir::function::logistic});
  case link::logistic_of_sigmoid: {
    const double factor = sigmoid_of(m);
    return b.add(factor == 1 ? raw : b.scaled(raw, factor), ir::unary{ir::function::logistic});
  }
  case link::exponential: return b.add(raw, ir::unary{ir::function::exp});
  case link::log1p_exp:
    return b.add(b.add(raw, ir::unary{ir::function::exp}), ir::unary{ir::function::log1p});
  case link::softmax: return b.add(raw, ir::softmax{});
  }
  return raw;
}

} // namespace convert::lightgbm
