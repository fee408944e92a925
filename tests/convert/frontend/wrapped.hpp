// tests/convert/frontend/wrapped.hpp -- a pickled wrapper on its own, built by its entry of a table of classes.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include <convert/frontend/sklearn/registry.hpp>
#include <convert/syntax/pickle/read.hpp>

#include "golden_models.hpp"

namespace wrapped {

inline convert::pickle::document parsed(const std::filesystem::path& file) {
  const std::string text = golden_models::file_text(file);
  std::vector<std::byte> bytes(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) bytes[i] = static_cast<std::byte>(text[i]);
  return convert::pickle::read(std::move(bytes));
}

inline const convert::sklearn::entry* entry_of(std::span<const convert::sklearn::entry> classes,
                                               convert::pickle::value object) {
  for (const auto& known : classes)
    if (known.class_name == object.qualified_name()) return &known;
  return nullptr;
}

/// The model of `object` over features of those names. Requires: a class of the table.
inline convert::ir::model built(std::span<const convert::sklearn::entry> classes,
                                convert::pickle::value object, const std::vector<std::string>& names) {
  std::vector<convert::ir::feature> features;
  for (const auto& name : names) features.push_back({name, {}});
  convert::ir::builder b(std::move(features));
  convert::sklearn::context c(b);
  auto made = entry_of(classes, object)->build(c, object, b.row());
  using convert::ir::role;
  for (auto& target : made.classes) {
    b.answer(role::predict, "predict", target.index, std::move(target.labels));
    if (target.proba) b.answer(role::proba, "proba", *target.proba);
  }
  if (made.numbers) b.answer(role::predict, "predict", *made.numbers);
  if (made.label_proba) b.answer(role::proba, "proba", *made.label_proba);
  if (made.raw) b.answer(role::raw, "raw", *made.raw);
  return std::move(b).take();
}

} // namespace wrapped
