// convert/frontend/sklearn/target_encode.cpp -- TargetEncoder: the mean target of each category.
//
// Source  scikit-learn 1.3 to 1.9, `sklearn/preprocessing/_target_encoder.py`, `TargetEncoder.transform` and
//         `_transform_X_ordinal`; `_encoders.py`, `_BaseEncoder._transform`.
#include <array>
#include <string>

#include <convert/frontend/sklearn/column_categories.hpp>
#include <convert/frontend/sklearn/registry.hpp>

namespace convert::sklearn {

namespace {

/// A column an encoding: one a feature, or with several classes one a class, feature by feature. A category that was not
/// there has the mean of all targets; so has NaN, unless it was.
answers target_encoder(context& c, pickle::value object, ir::value input) {
  const std::vector<column_categories> all = all_categories(c, object, input);
  const ir::value x = checked_categories(c, input, all, version{0, 0, 0});
  const std::vector<pickle::value> encodings = object.required("encodings_").elements();
  const std::vector<double> means = object.required("target_mean_").numbers();
  if (means.empty() || encodings.size() != all.size() * means.size())
    throw refusal("`" + object.path() + ".encodings_`: " + std::to_string(encodings.size()) + " lists for " +
                  std::to_string(all.size()) + " columns and " + std::to_string(means.size()) + " means");
  std::vector<std::uint32_t> columns;
  ir::code_map maps;
  for (std::size_t i = 0; i < encodings.size(); ++i) {
    const column_categories& cats = all[i / means.size()];
    const std::vector<double> codes = encodings[i].numbers();
    if (codes.size() != cats.count)
      throw refusal("`" + encodings[i].path() + "`: " + std::to_string(codes.size()) + " numbers for " +
                    std::to_string(cats.count) + " categories");
    ir::code_map::column map = category_map_of(cats, codes);
    map.unseen = means[i % means.size()];
    map.missing = cats.missing ? codes[*cats.missing] : map.unseen;
    maps.columns.push_back(std::move(map));
    columns.push_back(static_cast<std::uint32_t>(i / means.size()));
  }
  answers made;
  made.transform = c.build().add(c.build().pick(x, columns), std::move(maps));
  return made;
}

constexpr std::array classes = {entry{"TargetEncoder", target_encoder}};

} // namespace

std::span<const entry> target_encode_classes() { return classes; }

} // namespace convert::sklearn
