// convert/frontend/onnx/columns.cpp -- ArrayFeatureExtractor, FeatureVectorizer, ZipMap.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/ml/array_feature_extractor.cc (an input of one axis gives
//           [1, indices]), feature_vectorizer.cc (inputs are cut or filled with zeros), zipmap.cc.
#include <convert/frontend/onnx/operators.hpp>

#include <convert/frontend/onnx/dense.hpp>
#include <convert/frontend/onnx/pick.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

/// The elements of a constant's last axis that the row's indices pick. All indices of all rows stand in that axis then.
tensor looked_up_by_row(call& c, const tensor& table, const tensor& indices) {
  const std::size_t rank = table.form.rank();
  if (rank == 0) throw refusal("its input has no axis");
  const std::int64_t size = table.form.dims[rank - 1];
  const std::int64_t others = size == 0 ? 0 : table.form.size() / size;
  const tensor matrix = c.w.reshaped(table, {{others, size}});
  tensor turned = c.w.moved(matrix, {{size, others}}, permuted(matrix.form, {1, 0}));
  if (others == 1) turned = c.w.reshaped(turned, {{size}});
  tensor made = looked_up(c.w, turned, indices);
  const auto picked = static_cast<std::int64_t>(indices.form.size());
  if (others != 1) made = c.w.moved(made, {{others, picked}}, permuted({{picked, others}}, {1, 0}));
  shape form{{table.form.dims.begin(), table.form.dims.end() - 1}};
  if (form.rank() == 0) form.dims.push_back(1);
  const auto rank_of_others = static_cast<int>(form.rank());
  made.is_merged = indices.form.has_rows() && picked != 1;
  if (made.is_merged) {
    form.rows = rank_of_others + indices.form.rows;
    form.dims.insert(form.dims.end(), indices.form.dims.begin(), indices.form.dims.end());
  } else {
    if (indices.form.has_rows()) form.rows = rank_of_others;
    form.dims.push_back(picked);
  }
  made.form = form;
  return made;
}

void translate_extractor(call& c) {
  const tensor& t = c.in(0);
  const tensor& indices = c.in(1);
  if (!indices.is_known()) {
    if (!t.is_known()) throw refusal("its indices depend on the row");
    return c.out(looked_up_by_row(c, t, indices));
  }
  if (t.form.rank() == 0) throw refusal("its input has no axis");
  const std::size_t last = t.form.rank() - 1;
  if (t.form.is_rows(last)) throw refusal("it picks rows of " + text_of(t.form));
  const auto numbers = c.w.integers_of(indices, "Y");
  for (const std::int64_t index : numbers)
    if (index < 0) throw refusal("index " + std::to_string(index) + " is negative");
  shape form = t.form;
  form.dims[last] = static_cast<std::int64_t>(numbers.size());
  if (form.rank() == 1) form.dims.insert(form.dims.begin(), 1);
  c.out(c.w.moved(t, form, along(t.form, last, numbers)));
}

/// `t` as floats of exactly `size` columns.
tensor fitted(call& c, const tensor& t, std::int64_t size) {
  check_type(t, numbers::any);
  if (size < 0 || size > max_elements) throw refusal("`inputdimensions` has " + std::to_string(size));
  if (t.form.rank() > 2 && t.form.dims[0] != 1)
    throw refusal("its input " + text_of(t.form) + " is not one row");
  const std::uint32_t own = t.form.size();
  const tensor x = t.type == element::f32 ? t : c.w.unrounded(t.form, c.w.raw_value_of(t));
  std::vector<workspace::place> places;
  for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(size); ++i)
    places.push_back(i < own ? workspace::place{0, i} : workspace::place{1, 0});
  constant zero;
  zero.type = element::f32;
  zero.reals = {0};
  const bool fills = own < static_cast<std::uint32_t>(size);
  const tensor parts[] = {x, fills ? c.w.known(zero) : x};
  return c.w.assembled(parts, {{1, size}, t.form.has_rows() ? 0 : -1}, places);
}

void translate_vectorizer(call& c) {
  const auto sizes = c.integers("inputdimensions");
  if (sizes.size() != c.input_count() || sizes.empty())
    throw refusal("`inputdimensions` has " + std::to_string(sizes.size()) + " numbers for " +
                  std::to_string(c.input_count()) + " inputs");
  std::vector<tensor> parts;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (c.in(i).form.has_rows() && c.in(i).form.rows != 0) throw refusal("its input has its rows elsewhere");
    parts.push_back(fitted(c, c.in(i), sizes[i]));
  }
  c.out(concatenated(c.w, parts, 1));
}

/// A map from label to score is answered as the scores, in the order of the labels.
void translate_zip_map(call& c) {
  const tensor& t = c.in(0);
  const std::size_t labels = c.texts("classlabels_strings").size() + c.integers("classlabels_int64s").size();
  if (t.form.rank() == 0 || labels != static_cast<std::size_t>(t.form.dims.back()) || t.form.size() != labels)
    throw refusal(text_of(t.form) + " does not fit " + std::to_string(labels) + " labels");
  c.out(t);
}

} // namespace

std::span<const operator_entry> column_operators() {
  static constexpr operator_entry entries[] = {
      {ml, "ArrayFeatureExtractor", false, translate_extractor, 1},
      {ml, "FeatureVectorizer", false, translate_vectorizer, 1},
      {ml, "ZipMap", false, translate_zip_map, 1},
  };
  return entries;
}

} // namespace convert::onnx
