// pounce/row_builder.hpp -- a row filled by name, with categories as texts.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <string_view>

#include <pounce/core/result.hpp>
#include <pounce/model.hpp>

namespace pounce {

/// A row of a model's features, all missing at first, filled one by one. Allocates nothing: the numbers are the
/// caller's.
///
/// Lifetime  looks at the model and the numbers.
class row_builder {
 public:
  /// What a category that the model does not know is in a row; each step has its own way with it.
  static constexpr double unseen = -1;
  static constexpr double missing = std::numeric_limits<double>::quiet_NaN();

  /// Requires  space.size() == of.features().
  row_builder(const model& of, std::span<double> space) noexcept : model_(&of), row_(space) { clear(); }

  /// Makes every feature missing again.
  void clear() noexcept { std::fill(row_.begin(), row_.end(), missing); }

  /// A number: the feature's value, or the category that is this number.
  ///
  /// Errors  no_such_feature.
  result<void> set(std::string_view name, double number) noexcept {
    const auto i = model_->feature_index(name);
    if (!i) return errc::no_such_feature;
    return set(*i, number);
  }
  result<void> set(std::size_t feature, double number) noexcept {
    if (feature >= row_.size()) return errc::no_such_feature;
    row_[feature] = is_category(feature) ? code_of(feature, number) : number;
    return {};
  }

  /// A category. One that the model has not seen is `unseen`.
  ///
  /// Errors  no_such_feature; not_a_category if the feature takes numbers.
  result<void> set(std::string_view name, std::string_view category) noexcept {
    const auto i = model_->feature_index(name);
    if (!i) return errc::no_such_feature;
    return set(*i, category);
  }
  result<void> set(std::size_t feature, std::string_view category) noexcept {
    if (feature >= row_.size()) return errc::no_such_feature;
    if (!is_category(feature)) return failure{errc::not_a_category, 0, failure::nowhere, narrow(feature)};
    row_[feature] = code_of(feature, category);
    return {};
  }

  /// Whether the feature is a category, which a row holds as its position among the model's labels.
  bool is_category(std::size_t feature) const noexcept { return !labels(feature).empty(); }

  std::span<const double> row() const noexcept { return row_; }
  operator std::span<const double>() const noexcept { return row_; }

 private:
  static std::uint32_t narrow(std::size_t i) noexcept { return static_cast<std::uint32_t>(i); }

  std::span<const format::label> labels(std::size_t feature) const noexcept {
    const auto& p = model_->contents();
    const auto& f = p.features[feature];
    if (!in_range(f.first_label, f.label_count, p.labels.size())) return {};
    return p.labels.subspan(f.first_label, f.label_count);
  }

  double code_of(std::size_t feature, std::string_view category) const noexcept {
    const auto& p = model_->contents();
    const auto& f = p.features[feature];
    const auto known = labels(feature);
    if (!in_range(f.index_first, f.index_count, p.name_index.size())) return unseen;
    const auto table = p.name_index.subspan(f.index_first, f.index_count);
    const auto found = view::find_name(table, category, [&](std::size_t i) {
      return i < known.size() ? p.text_at(known[i].text) : std::string_view{};
    });
    return found ? static_cast<double>(*found) : unseen;
  }

  double code_of(std::size_t feature, double number) const noexcept {
    if (number != number) return missing;
    const auto known = labels(feature);
    for (std::size_t i = 0; i < known.size(); ++i) {
      if (known[i].kind != format::label_kind::text && known[i].number == number)
        return static_cast<double>(i);
    }
    return unseen;
  }

  const model* model_;
  std::span<double> row_; // (features)
};

} // namespace pounce
