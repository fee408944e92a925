// convert/frontend/sklearn/unsupported.cpp -- every part of a composed object that can not be converted, at once.
#include <convert/frontend/sklearn/unsupported.hpp>

#include <array>
#include <cstdint>
#include <set>

#include <convert/frontend/sklearn/refused_class.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/sampler.hpp>

namespace convert::sklearn {

namespace {

/// Where composed objects keep the fitted parts that answer for them.
constexpr std::array part_names{"steps",
                                "transformers_",
                                "transformer_list",
                                "estimators_",
                                "estimator_",
                                "best_estimator_",
                                "regressor_",
                                "final_estimator_",
                                "estimator",
                                "base_estimator",
                                "calibrated_classifiers_"};

constexpr std::size_t most_objects = 10000;

} // namespace

std::vector<std::string> unsupported_parts(pickle::value root) {
  std::vector<std::string> found;
  std::set<std::uint32_t> seen;
  std::vector<pickle::value> open{root};
  while (!open.empty() && seen.size() < most_objects) {
    const pickle::value v = open.back();
    open.pop_back();
    if (!seen.insert(v.index()).second) continue;
    if (v.is_sequence()) {
      for (std::size_t i = v.size(); i-- > 0;) open.push_back(v[i]); // so that the first is looked at first
    }
    if (v.type() != pickle::kind::instance || is_sampler(v)) continue;
    if (find_class(v.qualified_name()) == nullptr &&
        v.qualified_name().find("_CalibratedClassifier") == std::string_view::npos) {
      found.push_back("`" + v.path() + "`: " + unsupported_class(v));
    }
    for (std::size_t i = part_names.size(); i-- > 0;) {
      if (const auto part = v.attribute(part_names[i])) open.push_back(*part);
    }
  }
  return found;
}

} // namespace convert::sklearn
