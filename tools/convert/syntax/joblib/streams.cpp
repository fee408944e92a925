// convert/syntax/joblib/streams.cpp -- the only door to zlib, libbz2, liblzma and liblz4.
#include <convert/syntax/joblib/streams.hpp>

#include <algorithm>
#include <limits>
#include <memory>
#include <string>

#include <bzlib.h>
#include <lz4frame.h>
#include <lzma.h>
#define ZLIB_CONST // inputs are const: zlib reads only
#include <zlib.h>

namespace convert::joblib {

namespace {

constexpr int zlib_header = 15;
constexpr int gzip_header = 15 + 16;
/// `xz -9` needs 65 MiB.
constexpr std::uint64_t xz_memory = std::uint64_t{256} << 20;

/// The libraries count in 32 bits.
template <class Count>
Count as_count(std::size_t bytes) {
  return static_cast<Count>(std::min<std::size_t>(bytes, std::numeric_limits<Count>::max()));
}

template <class Byte>
Byte* bytes_of(std::span<std::byte> room) {
  return static_cast<Byte*>(static_cast<void*>(room.data()));
}

template <class Byte>
const Byte* bytes_of(std::string_view input) {
  return static_cast<const Byte*>(static_cast<const void*>(input.data()));
}

[[noreturn]] void fail_ended(const output& onto) { onto.fail("is cut short"); }

/// One zlib or gzip stream; returns the input's rest, or nothing more if the output is full.
std::string_view inflate_one(std::string_view input, output& onto, int header) {
  z_stream state{};
  if (inflateInit2(&state, header) != Z_OK) throw system_failure("out of memory");
  const std::unique_ptr<z_stream, int (*)(z_stream*)> closer(&state, inflateEnd);
  for (;;) {
    const auto room = onto.room();
    if (room.empty()) return {};
    state.next_in = bytes_of<Bytef>(input);
    state.avail_in = as_count<uInt>(input.size());
    state.next_out = bytes_of<Bytef>(room);
    state.avail_out = as_count<uInt>(room.size());
    const auto offered_in = state.avail_in;
    const auto offered_out = state.avail_out;
    const int outcome = inflate(&state, Z_NO_FLUSH);
    input.remove_prefix(offered_in - state.avail_in);
    onto.advance(offered_out - state.avail_out);
    if (outcome == Z_STREAM_END) return input;
    if (outcome == Z_MEM_ERROR) throw system_failure("out of memory");
    if (outcome != Z_OK && outcome != Z_BUF_ERROR) onto.fail("is damaged");
    if (input.empty() && state.avail_out != 0) fail_ended(onto);
  }
}

std::string_view inflate_one_bzip2(std::string_view input, output& onto) {
  bz_stream state{};
  if (BZ2_bzDecompressInit(&state, 0, 0) != BZ_OK) throw system_failure("out of memory");
  const std::unique_ptr<bz_stream, int (*)(bz_stream*)> closer(&state, BZ2_bzDecompressEnd);
  for (;;) {
    const auto room = onto.room();
    if (room.empty()) return {};
    state.next_in = const_cast<char*>(input.data()); // libbz2 reads only; NOLINT(*-const-cast)
    state.avail_in = as_count<unsigned>(input.size());
    state.next_out = bytes_of<char>(room);
    state.avail_out = as_count<unsigned>(room.size());
    const auto offered_in = state.avail_in;
    const auto offered_out = state.avail_out;
    const int outcome = BZ2_bzDecompress(&state);
    input.remove_prefix(offered_in - state.avail_in);
    onto.advance(offered_out - state.avail_out);
    if (outcome == BZ_STREAM_END) return input;
    if (outcome == BZ_MEM_ERROR) throw system_failure("out of memory");
    if (outcome != BZ_OK) onto.fail("is damaged");
    if (input.empty() && state.avail_out != 0) fail_ended(onto);
  }
}

void run_lzma(lzma_stream& state, std::string_view input, output& onto) {
  const std::unique_ptr<lzma_stream, void (*)(lzma_stream*)> closer(&state, lzma_end);
  state.next_in = bytes_of<std::uint8_t>(input);
  state.avail_in = input.size();
  for (;;) {
    const auto room = onto.room();
    if (room.empty()) return;
    state.next_out = bytes_of<std::uint8_t>(room);
    state.avail_out = room.size();
    const auto outcome = lzma_code(&state, LZMA_FINISH); // all input is there from the start
    onto.advance(room.size() - state.avail_out);
    switch (outcome) {
    case LZMA_OK: break;
    case LZMA_STREAM_END:
      if (state.avail_in != 0) onto.fail("is followed by other bytes");
      return;
    case LZMA_BUF_ERROR: fail_ended(onto);
    case LZMA_MEM_ERROR: throw system_failure("out of memory");
    case LZMA_MEMLIMIT_ERROR: onto.fail("asks for more than 256 MiB of memory");
    default: onto.fail("is damaged");
    }
  }
}

} // namespace

void inflate_zlib(std::string_view input, output& onto) {
  if (!inflate_one(input, onto, zlib_header).empty()) onto.fail("is followed by other bytes");
}

void inflate_gzip(std::string_view input, output& onto) {
  do {
    input = inflate_one(input, onto, gzip_header);
  } while (input.starts_with("\x1f\x8b"));
  if (!input.empty()) onto.fail("is followed by other bytes");
}

void inflate_bzip2(std::string_view input, output& onto) {
  do {
    input = inflate_one_bzip2(input, onto);
  } while (input.starts_with("BZ"));
  if (!input.empty()) onto.fail("is followed by other bytes");
}

void inflate_xz(std::string_view input, output& onto) {
  lzma_stream state = LZMA_STREAM_INIT;
  if (lzma_stream_decoder(&state, xz_memory, LZMA_CONCATENATED) != LZMA_OK)
    throw system_failure("out of memory");
  run_lzma(state, input, onto);
}

void inflate_lzma(std::string_view input, output& onto) {
  lzma_stream state = LZMA_STREAM_INIT;
  if (lzma_alone_decoder(&state, xz_memory) != LZMA_OK) throw system_failure("out of memory");
  run_lzma(state, input, onto);
}

void inflate_lz4(std::string_view input, output& onto) {
  LZ4F_dctx* state = nullptr;
  if (LZ4F_isError(LZ4F_createDecompressionContext(&state, LZ4F_VERSION)) != 0) {
    throw system_failure("out of memory");
  }
  const std::unique_ptr<LZ4F_dctx, LZ4F_errorCode_t (*)(LZ4F_dctx*)> closer(state,
                                                                            LZ4F_freeDecompressionContext);
  std::size_t expected = 1; // bytes that the frame still needs; 0 at its end
  while (!input.empty() || expected != 0) {
    const auto room = onto.room();
    if (room.empty()) return;
    std::size_t written = room.size();
    std::size_t taken = input.size();
    expected = LZ4F_decompress(state, room.data(), &written, input.data(), &taken, nullptr);
    if (LZ4F_isError(expected) != 0) onto.fail("is damaged");
    input.remove_prefix(taken);
    onto.advance(written);
    if (expected != 0 && taken == 0 && written == 0) fail_ended(onto);
  }
}

} // namespace convert::joblib
