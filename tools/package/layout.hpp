// package/layout.hpp -- which files each cloud wants, and how much of them it takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <package/packed_file.hpp>
#include <package/target.hpp>

namespace package {

/// The files of a package, sorted by path. Without a model the handler fetches it when it starts.
///
/// Lifetime  looks at the bytes of both.
std::vector<packed_file> layout(cloud where, std::span<const std::byte> handler,
                                std::span<const std::byte> model);

/// What the name of the handler is in a package.
std::string_view handler_name(cloud where);

/// AWS takes a larger zip than this from S3 only.
inline constexpr std::uint64_t direct_upload_bytes = std::uint64_t{50} << 20;

/// Refuses more than the cloud unpacks.
///
/// Errors  convert::refusal.
/// Source  AWS Lambda quotas: 250 MB unzipped, 262144000 bytes.
void check_size(cloud where, std::span<const packed_file> files);

} // namespace package
