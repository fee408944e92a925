// cold/models.hpp -- models of known sizes, the same every time, and files written in one way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include <convert/ir/build.hpp>
#include <convert/lower/lower.hpp>
#include <convert/write/writer.hpp>

namespace support {

/// A network with relu between its layers. Shapes  widths (layers + 1).
inline std::vector<std::byte> network_file(const std::vector<std::uint32_t>& widths) {
  convert::ir::network n;
  for (std::size_t l = 0; l + 1 < widths.size(); ++l) {
    convert::ir::network::layer layer;
    layer.inputs = widths[l];
    layer.outputs = widths[l + 1];
    for (std::uint32_t i = 0; i < layer.inputs * layer.outputs; ++i)
      layer.weights.push_back(0.01 * (i % 17) - 0.08);
    layer.bias.assign(layer.outputs, 0.25);
    layer.activation = l + 2 < widths.size() ? convert::ir::function::relu : convert::ir::function::identity;
    n.layers.push_back(layer);
  }
  std::vector<convert::ir::feature> features(widths.front());
  convert::ir::builder b(features);
  b.answer(convert::ir::role::predict, "predict", b.add(b.row(), n));
  return convert::write::serialize(convert::lower::lower(std::move(b).take()));
}

/// A logistic regression over scaled features.
inline std::vector<std::byte> logistic_file(std::uint32_t features) {
  const std::vector<double> means(features, 0.25);
  const std::vector<double> factors(features, 2);
  convert::ir::builder b{std::vector<convert::ir::feature>(features)};
  const auto scaled =
      b.add(b.row(), convert::ir::affine{convert::ir::affine::form::subtract_multiply, means, factors});
  const auto margin = b.add(scaled, convert::ir::linear{1, std::vector<double>(features, 0.125), {0.5}});
  b.answer(convert::ir::role::predict, "predict",
           b.add(margin, convert::ir::unary{convert::ir::function::logistic}));
  return convert::write::serialize(convert::lower::lower(std::move(b).take()));
}

/// Boosted trees, complete, of the same depth.
inline std::vector<std::byte> forest_file(std::uint32_t trees, std::uint32_t depth) {
  convert::ir::forest f;
  f.features = 10;
  f.base = {0.5};
  for (std::uint32_t t = 0; t < trees; ++t) {
    convert::ir::tree tree;
    const std::uint32_t splits = (1U << depth) - 1;
    for (std::uint32_t i = 0; i < 2 * splits + 1; ++i) {
      convert::ir::tree_node node;
      if (i < splits) {
        node.feature = (i + t) % f.features;
        node.threshold = 0.125 * ((i * 7 + t) % 9);
        node.left = 2 * i + 1;
        node.right = 2 * i + 2;
      } else {
        node.leaf = static_cast<std::uint32_t>(f.leaves.size());
        f.leaves.push_back(0.001 * (i + 1000 * t));
      }
      tree.nodes.push_back(node);
    }
    f.trees.push_back(tree);
  }
  convert::ir::builder b(std::vector<convert::ir::feature>(f.features));
  b.answer(convert::ir::role::predict, "predict", b.add(b.row(), f));
  return convert::write::serialize(convert::lower::lower(std::move(b).take()));
}

/// One write of 64 KiB after the other, so that the page cache holds every file in the same small pieces.
inline bool write_in_pieces(const std::string& path, const std::vector<std::byte>& bytes) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return false;
  bool written = true;
  for (std::size_t i = 0; i < bytes.size() && written; i += 65536) {
    const std::size_t n = bytes.size() - i < 65536 ? bytes.size() - i : 65536;
    written = ::write(fd, bytes.data() + i, n) == static_cast<ssize_t>(n);
  }
  ::close(fd);
  return written;
}

} // namespace support
