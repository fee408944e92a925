// convert/frontend/onnx/onnx.cpp -- from bytes to a model: read, translate, fold.
#include <convert/frontend/onnx/onnx.hpp>

#include <convert/frontend/onnx/file.hpp>
#include <convert/frontend/onnx/fold.hpp>
#include <convert/frontend/onnx/graph.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

bool looks_like_onnx(std::span<const std::byte> file) {
  bool has_graph = false;
  try {
    protobuf::message m(file);
    while (m.next()) {
      const std::uint32_t field = m.field();
      const bool is_number = field == 1 || field == 5;
      const bool is_bytes = (field >= 2 && field <= 8 && !is_number) || field == 14 || field == 20 ||
                            field == 25 || field == 26;
      if (!(is_number && m.wire() == protobuf::wire::varint) &&
          !(is_bytes && m.wire() == protobuf::wire::bytes))
        return false;
      has_graph = has_graph || field == 7;
    }
  } catch (const refusal&) {
    return false;
  }
  return has_graph;
}

std::vector<std::string> unsupported(std::span<const std::byte> file, const external_source& external) {
  return unsupported_nodes(read_file(file, external));
}

ir::model read(std::span<const std::byte> file) { return read(file, {}); }

ir::model read(std::span<const std::byte> file, const external_source& external) {
  return folded(translate(read_file(file, external)));
}

} // namespace convert::onnx
