// package/zip.cpp -- archives read back by libzip, and the same bytes every time.
#include <package/zip.hpp>

#include <cstdlib>
#include <ctime>
#include <string>

#include <zip.h>

#include <doctest/doctest.h>

namespace {

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

/// "path mode size time: contents" of every file.
std::string described(const std::vector<std::byte>& archive) {
  zip_error_t why;
  zip_source_t* const source = zip_source_buffer_create(archive.data(), archive.size(), 0, &why);
  zip_t* const zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &why);
  REQUIRE(zip != nullptr);
  std::string text;
  for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    zip_uint8_t system = 0;
    zip_uint32_t attributes = 0;
    zip_file_get_external_attributes(zip, index, 0, &system, &attributes);
    zip_stat_t about;
    zip_stat_index(zip, index, 0, &about);
    std::string contents(about.size, '\0');
    zip_file_t* const file = zip_fopen_index(zip, index, 0);
    zip_fread(file, contents.data(), contents.size());
    zip_fclose(file);
    char line[160];
    std::snprintf(line, sizeof line, "%s system %u mode %o: ", about.name, static_cast<unsigned>(system),
                  attributes >> 16U);
    text += line + contents + "\n";
  }
  zip_discard(zip);
  return text;
}

} // namespace

TEST_SUITE("package/zip") {
  TEST_CASE("files come back with Unix's modes") {
    const std::string program = "program";
    const std::string json = "{}";
    const std::string model(100000, 'm');
    const package::packed_file files[] = {{"bootstrap", bytes_of(program), true},
                                          {"predict/function.json", bytes_of(json)},
                                          {"model.pounce", bytes_of(model)}};
    const auto archive = package::zipped(files);
    CHECK(archive.size() < 2000);
    CHECK(described(archive) == "bootstrap system 3 mode 100755: program\n"
                                "predict/function.json system 3 mode 100644: {}\n"
                                "model.pounce system 3 mode 100644: " +
                                    model + "\n");
  }

  TEST_CASE("the same files give the same bytes, now and later, here and elsewhere") {
    const std::string text = "text";
    const package::packed_file files[] = {{"a", bytes_of(text), true}, {"b", {}}};
    const auto first = package::zipped(files);
    const char* const zone = std::getenv("TZ");
    const std::string before = zone == nullptr ? "" : zone;
    ::setenv("TZ", "Asia/Tokyo", 1);
    ::tzset();
    const std::timespec moment{2, 100'000'000}; // longer than the two seconds that zip tells apart
    ::nanosleep(&moment, nullptr);
    CHECK(package::zipped(files) == first);
    zone == nullptr ? ::unsetenv("TZ") : ::setenv("TZ", before.c_str(), 1);
    ::tzset();
    // A local header's time and date follow 10 bytes of signature, version, flags and method.
    CHECK(static_cast<int>(first[10]) == 0);
    CHECK(static_cast<int>(first[11]) == 0);
    CHECK(static_cast<int>(first[12]) == 0x21);
    CHECK(static_cast<int>(first[13]) == 0);
  }
}
