// serve/fetch/sha256.cpp -- the examples of the standards.
#include <serve/fetch/sha256.hpp>

#include <doctest/doctest.h>

using namespace serve::fetch;

TEST_SUITE("serve/fetch/sha256") {
  TEST_CASE("the examples of FIPS 180-4 and RFC 4231 give their digests") {
    CHECK(hexadecimal(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hexadecimal(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hexadecimal(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }
}
