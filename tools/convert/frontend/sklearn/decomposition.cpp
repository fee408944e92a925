// convert/frontend/sklearn/decomposition.cpp -- PCA and its siblings: a centre, a projection, a scale.
//
// Source  scikit-learn 0.23.2 to 1.4, `sklearn/decomposition/_base.py`, `_BasePCA.transform`; 1.5 and later, the
//         same with the centre projected and subtracted; `_truncated_svd.py`; `_fastica.py`, `FastICA.transform`.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

ir::linear components(pickle::value object, std::uint32_t inputs) {
  const pickle::value rows = object.required("components_"); // (outputs, inputs)
  ir::linear step;
  step.weights = rows.numbers();
  if (inputs == 0 || step.weights.empty() || step.weights.size() % inputs != 0)
    throw refusal("`" + rows.path() + "`: " + std::to_string(step.weights.size()) + " numbers do not fit " +
                  std::to_string(inputs) + " features");
  step.outputs = static_cast<std::uint32_t>(step.weights.size() / inputs);
  step.bias.assign(step.outputs, 0.0);
  return step;
}

ir::value centred(context& c, pickle::value object, ir::value x) {
  const std::uint32_t columns = c.build().width(x);
  return c.build().add(x, ir::affine{ir::affine::form::subtract_divide, per_column(object, "mean_", columns),
                                     std::vector<double>(columns, 1.0)});
}

bool has_mean(pickle::value object) {
  const auto mean = object.attribute("mean_");
  return mean && !mean->is_none();
}

/// X @ components.T - mean @ components.T, so that sparse rows need no centring.
ir::value projected_then_centred(context& c, pickle::value object, ir::value x) {
  ir::builder& b = c.build();
  const ir::linear step = components(object, b.width(x));
  const ir::value projected = b.add(x, step);
  if (!has_mean(object)) return projected;
  const std::vector<double> mean = per_column(object, "mean_", b.width(x));
  std::vector<double> centre(step.outputs, 0.0);
  for (std::size_t o = 0; o < step.outputs; ++o)
    for (std::size_t i = 0; i < mean.size(); ++i) centre[o] += mean[i] * step.weights[o * mean.size() + i];
  return b.add(projected, ir::with_constants{ir::operation::subtract, false, centre});
}

answers pca(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::builder& b = c.build();
  ir::value x = validated(c, input, accepts::finite);
  const bool centres_last = c.written_by() >= version{1, 5, 0};
  if (centres_last) {
    x = projected_then_centred(c, object, x);
  } else {
    if (has_mean(object)) x = centred(c, object, x);
    x = b.add(x, components(object, b.width(x)));
  }
  answers made;
  made.transform = x;
  if (!object.required("whiten").boolean()) return made;
  std::vector<double> scale = per_column(object, "explained_variance_", b.width(x));
  for (double& s : scale) s = std::sqrt(s);
  // Components without variance are not divided by zero any more.
  if (centres_last)
    for (double& s : scale) s = std::max(s, std::numeric_limits<double>::epsilon());
  made.transform = b.add(x, ir::with_constants{ir::operation::divide, false, scale});
  return made;
}

answers truncated_svd(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  const ir::value x = validated(c, input, accepts::finite);
  answers made;
  made.transform = c.build().add(x, components(object, c.build().width(x)));
  return made;
}

answers fast_ica(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::value x = validated(c, input, accepts::finite);
  if (has_mean(object)) x = centred(c, object, x); // there is one only with whitening
  answers made;
  made.transform = c.build().add(x, components(object, c.build().width(x)));
  return made;
}

constexpr std::array classes = {
    entry{"FastICA", fast_ica},
    entry{"IncrementalPCA", pca},
    entry{"PCA", pca},
    entry{"TruncatedSVD", truncated_svd},
};

} // namespace

std::span<const entry> decomposition_classes() { return classes; }

} // namespace convert::sklearn
