// cli/check.cpp -- pounce check: every byte that can be wrong.
#include <cli/program.hpp>

#include <cstring>

#include <pounce/format/checksum.hpp>
#include <pounce/format/header.hpp>
#include <pounce/format/section.hpp>

#include <cli/content_id.hpp>

#include <doctest/doctest.h>

using support::temporary_folder;

namespace {

namespace format = pounce::format;

/// A model's bytes that can be changed, with checksums and id made right again.
class forged {
 public:
  explicit forged(std::string bytes) : bytes_(std::move(bytes)) {}

  template <class T>
  T at(std::size_t offset) const {
    T value;
    std::memcpy(&value, bytes_.data() + offset, sizeof value);
    return value;
  }
  template <class T>
  void put(std::size_t offset, T value) {
    std::memcpy(bytes_.data() + offset, &value, sizeof value);
  }

  std::size_t entry_of(format::section_kind kind) const {
    std::size_t entry = sizeof(format::header);
    while (at<format::section>(entry).kind != static_cast<std::uint32_t>(kind))
      entry += sizeof(format::section);
    return entry;
  }
  std::size_t offset_of(format::section_kind kind) const {
    return static_cast<std::size_t>(at<format::section>(entry_of(kind)).offset);
  }

  void fix_checksums() {
    auto header = at<format::header>(0);
    for (std::uint32_t i = 0; i < header.section_count; ++i) {
      const std::size_t entry = sizeof header + i * sizeof(format::section);
      auto s = at<format::section>(entry);
      s.crc32c = format::crc32c(bytes().subspan(s.offset, s.length_bytes));
      put(entry, s);
    }
    header.content_id = cli::content_id_of(bytes());
    fix_header(header);
  }
  void fix_header(format::header header) {
    header.header_crc32c = 0;
    put(0, header);
    header.header_crc32c = format::crc32c(bytes().first(header.header_bytes));
    put(0, header);
  }

  const std::string& text() const { return bytes_; }

 private:
  pounce::byte_span bytes() const { return std::as_bytes(std::span(bytes_.data(), bytes_.size())); }

  std::string bytes_;
};

const std::string tree_file = support::test_file("golden/valid/tree.pounce");

forged tree() { return forged(support::text_of_file(tree_file)); }

std::string refusal_of(const forged& model) {
  const temporary_folder folder;
  folder.write("m.pounce", model.text());
  const auto made = folder.pounce({"check", "m.pounce"});
  CHECK(made.code == 1);
  CHECK(made.out == "");
  return made.err;
}

std::string byte(std::size_t where, const std::string& what) {
  return "pounce: m.pounce: byte " + std::to_string(where) + ": " + what + "\n";
}

} // namespace

TEST_SUITE("cli/check") {
  TEST_CASE("a sound model is said to be so") {
    const temporary_folder folder;
    folder.write("m.pounce", tree().text());
    const auto made = folder.pounce({"check", "m.pounce"});
    CHECK(made.code == 0);
    CHECK(made.err == "");
    CHECK(made.out.starts_with("m.pounce: sound: "));
    CHECK(made.out.find("1 trees with ") != std::string::npos);
    const auto tested = folder.pounce({"check", "-", "--self-test"}, tree().text());
    CHECK(tested.code == 0);
    CHECK(tested.out.starts_with("standard input: sound: "));
    CHECK(tested.out.find(" test rows answered, ") != std::string::npos);
  }

  TEST_CASE("every byte of a model is under a check") {
    const temporary_folder folder;
    const std::string sound = tree().text();
    for (std::size_t i = 0; i < sound.size(); i += 1 + sound.size() / 150) {
      CAPTURE(i);
      std::string changed = sound;
      changed[i] = static_cast<char>(changed[i] ^ 0x10);
      folder.write("m.pounce", changed);
      const auto made = folder.pounce({"check", "m.pounce"});
      CHECK(made.code == 1);
      CHECK(made.err.starts_with("pounce: m.pounce: "));
    }
  }

  TEST_CASE("damaged bytes are told by their section's checksum") {
    auto model = tree();
    const auto nodes = model.offset_of(format::section_kind::nodes);
    model.put<std::uint8_t>(nodes, static_cast<std::uint8_t>(model.at<std::uint8_t>(nodes) ^ 1U));
    CHECK(refusal_of(model) ==
          byte(model.entry_of(format::section_kind::nodes), "the checksum does not match: damaged bytes"));
  }

  TEST_CASE("a content id of other contents is refused") {
    auto model = tree();
    auto header = model.at<format::header>(0);
    header.content_id[3] ^= 1U;
    model.fix_header(header);
    CHECK(refusal_of(model) == byte(40, "the content id is not that of the contents"));
  }

  TEST_CASE("trees that are none are refused with tree and node") {
    const auto sound = tree();
    const auto nodes = sound.offset_of(format::section_kind::nodes);
    const auto forest = sound.at<format::forest>(sound.offset_of(format::section_kind::forests));
    const auto root = sound.at<format::node>(nodes); // a split
    const std::uint32_t shift = 32 - forest.child_bits;
    const std::uint32_t slot = root.link & ((1U << shift) - 1);
    const auto with = [&](std::uint32_t node, std::uint32_t key, std::uint32_t child,
                          std::uint32_t slot_of_node) {
      auto changed = sound;
      changed.put(nodes + node * sizeof(format::node), format::node{key, child << shift | slot_of_node});
      changed.fix_checksums();
      return refusal_of(changed);
    };
    const auto last = static_cast<std::uint32_t>(forest.node_count - 1);
    CHECK(with(0, root.key, last, slot) ==
          byte(nodes, "tree 0, node 0: right child " + std::to_string(last + 1) + " is past the last node " +
                          std::to_string(last)));
    CHECK(with(0, root.key, 0, slot) == byte(nodes, "tree 0, node 0: left child 0 has another parent"));
    CHECK(with(0, 0, 1, forest.slot_count) ==
          byte(nodes, "tree 0, node 0: a leaf that is not its own child"));
    CHECK(with(0, 0xFFFF, 0, forest.slot_count) ==
          byte(nodes, "tree 0, node 0: leaf row 65535 is past the last row " +
                          std::to_string(forest.leaf_rows - 1)));
  }

  TEST_CASE("a tree deeper than it says is refused") {
    auto model = tree();
    const auto trees = model.offset_of(format::section_kind::trees);
    auto first = model.at<format::tree>(trees);
    first.depth = 1;
    model.put(trees, first);
    model.fix_checksums();
    CHECK(refusal_of(model).find("deeper than the tree's depth 1\n") != std::string::npos);
  }

  TEST_CASE("a model that does not give its own answers fails its self-test") {
    auto model = tree();
    const auto tests = model.offset_of(format::section_kind::tests);
    const auto about = model.at<format::about>(model.offset_of(format::section_kind::about));
    const auto answer = tests + about.feature_count * sizeof(double);
    model.put(answer, model.at<double>(answer) + 1);
    model.fix_checksums();
    const temporary_folder folder;
    folder.write("m.pounce", model.text());
    CHECK(folder.pounce({"check", "m.pounce"}).code == 0);
    const auto made = folder.pounce({"check", "m.pounce", "--self-test"});
    CHECK(made.code == 1);
    CHECK(made.err == "pounce: m.pounce: test row 0: byte " + std::to_string(tests) +
                          ": the model does not reproduce the answers that were stored with it\n");
  }
}
