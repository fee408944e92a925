// convert/syntax/joblib/array_wrapper.cpp -- joblib's arrays, whose bytes follow in the stream after their
// description.
#include <convert/syntax/joblib/array_wrapper.hpp>

#include <string>
#include <string_view>
#include <utility>

#include <convert/syntax/pickle/fault.hpp>
#include <convert/syntax/pickle/numpy.hpp>

namespace convert::joblib {

namespace {

using pickle::absent;
using pickle::arena;
using pickle::kind;
using pickle::refuse_at;

std::uint32_t attribute(const arena& values, std::uint32_t wrapper, std::string_view name) {
  const auto state = values.record_of(wrapper).state;
  if (values.at(state).type != kind::dict) return absent;
  const auto cells = values.cells(state);
  for (std::size_t i = cells.size(); i >= 2; i -= 2) {
    if (values.at(cells[i - 2]).type == kind::text && values.text(cells[i - 2]) == name) return cells[i - 1];
  }
  return absent;
}

std::uint32_t required(const arena& values, std::uint32_t wrapper, std::string_view name, std::size_t at) {
  const auto found = attribute(values, wrapper, name);
  if (found == absent) refuse_at(at, "a NumpyArrayWrapper has no `" + std::string(name) + "`");
  return found;
}

std::size_t alignment(const arena& values, std::uint32_t wrapper, std::size_t at) {
  const auto index = attribute(values, wrapper, "numpy_array_alignment_bytes");
  if (index == absent || values.at(index).type == kind::none) return 0;
  const auto& found = values.at(index);
  if (found.type != kind::integer || found.bits() == 0 || found.bits() > 255) {
    refuse_at(at, "a NumpyArrayWrapper's alignment is not between 1 and 255");
  }
  return static_cast<std::size_t>(found.bits());
}

} // namespace

wrapped_array read_wrapper(arena& values, std::uint32_t wrapper, std::size_t at) {
  const auto state = values.record_of(wrapper).state;
  if (values.at(state).b > 64) refuse_at(at, "a NumpyArrayWrapper of more than 32 attributes");
  wrapped_array found;
  found.shape = pickle::shape_of(values, required(values, wrapper, "shape", at), at);
  const auto& described = pickle::described(values, required(values, wrapper, "dtype", at), at);
  found.type = described.type;
  found.holds_objects = described.holds_objects;
  const auto order = required(values, wrapper, "order", at);
  const auto text = values.at(order).type == kind::text ? values.text(order) : std::string_view();
  if (text != "C" && text != "F") refuse_at(at, "a NumpyArrayWrapper's order is neither `C` nor `F`");
  found.fortran_order = text == "F" && found.shape.size() > 1;
  found.alignment_bytes = alignment(values, wrapper, at);
  return found;
}

std::uint32_t take_array(arena& values, const wrapped_array& wrapped, pickle::scanner& input,
                         std::size_t at) {
  if (wrapped.alignment_bytes != 0) {
    const auto start = input.position();
    const auto length = pickle::little_endian(input.take_raw(1, "an array's padding"));
    if (length > wrapped.alignment_bytes) refuse_at(start, "an array's padding is longer than its alignment");
    const auto padding = input.take_raw(static_cast<std::size_t>(length), "an array's padding");
    if (padding.find_first_not_of('\xff') != std::string_view::npos) {
      refuse_at(start, "an array's padding is not 0xff");
    }
  }
  pickle::array made;
  made.shape = wrapped.shape;
  made.type = wrapped.type;
  made.fortran_order = wrapped.fortran_order;
  made.data = input.take_raw(pickle::data_bytes(made.shape, made.type, at), "an array's data");
  return values.add_array(std::move(made), at);
}

void refuse_companion(const arena& values, std::uint32_t wrapper, std::size_t at) {
  const auto index = attribute(values, wrapper, "filename");
  const auto file =
      index != absent && values.at(index).type == kind::text ? values.text(index) : std::string_view();
  refuse_at(at,
            "an array lies in a file of its own (`" + std::string(file.substr(0, 64)) +
                "`), as joblib before 0.10 wrote it; load the model and save it again with a later joblib");
}

} // namespace convert::joblib
