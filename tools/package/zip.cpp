// package/zip.cpp -- an archive in memory, by libzip.
#include <package/zip.hpp>

#include <memory>
#include <string>

#include <zip.h>

#include <convert/refusal.hpp>

namespace package {

namespace {

constexpr zip_uint16_t first_date = (1U << 5U) | 1U; // 1980-01-01 in MS-DOS's way
constexpr zip_uint16_t midnight = 0;
constexpr zip_uint32_t best_compression = 9;

[[noreturn]] void fail(const std::string& why) { throw convert::system_failure("zip: " + why); }

struct closing {
  void operator()(zip_t* archive) const { zip_discard(archive); }
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using archive_owner = std::unique_ptr<zip_t, closing>;
using source_owner = std::unique_ptr<zip_source_t, closing>;

void add(zip_t* archive, const packed_file& file) {
  zip_source_t* const source = zip_source_buffer(archive, file.bytes.data(), file.bytes.size(), 0);
  if (source == nullptr) fail(zip_strerror(archive));
  const zip_int64_t added = zip_file_add(archive, file.path.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (added < 0) {
    zip_source_free(source);
    fail(zip_strerror(archive));
  }
  const auto index = static_cast<zip_uint64_t>(added);
  const bool done =
      zip_file_set_external_attributes(archive, index, 0, ZIP_OPSYS_UNIX, mode_of(file) << 16U) == 0 &&
      zip_file_set_dostime(archive, index, midnight, first_date, 0) == 0 &&
      zip_set_file_compression(archive, index, ZIP_CM_DEFLATE, best_compression) == 0;
  if (!done) fail(zip_strerror(archive));
}

std::vector<std::byte> contents(zip_source_t* source) {
  zip_stat_t about;
  zip_stat_init(&about);
  if (zip_source_stat(source, &about) != 0 || (about.valid & ZIP_STAT_SIZE) == 0 ||
      zip_source_open(source) != 0) {
    fail("the archive can not be read back");
  }
  std::vector<std::byte> bytes(about.size);
  const zip_int64_t n = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  if (n < 0 || static_cast<std::size_t>(n) != bytes.size()) fail("the archive can not be read back");
  return bytes;
}

} // namespace

std::vector<std::byte> zipped(std::span<const packed_file> files) {
  zip_error_t why;
  zip_error_init(&why);
  const source_owner target(zip_source_buffer_create(nullptr, 0, 0, &why));
  if (!target) fail(zip_error_strerror(&why));
  archive_owner archive(zip_open_from_source(target.get(), ZIP_TRUNCATE, &why));
  if (!archive) fail(zip_error_strerror(&why));
  zip_source_keep(target.get()); // the archive gives up its own hold when it is closed
  for (const auto& file : files) add(archive.get(), file);
  if (zip_close(archive.get()) != 0) fail(zip_strerror(archive.get()));
  static_cast<void>(archive.release());
  return contents(target.get());
}

} // namespace package
