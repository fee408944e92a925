// serve/fetch/tls_session.cpp -- certificates of an authority made for the test, the right one and the wrong ones.
#include <serve/fetch/fetch.hpp>

#include <csignal>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cli/program.hpp>
#include <serve/fetch/fetch_error.hpp>
#include <serve/fetch/local_server.hpp>

#include <doctest/doctest.h>

extern char** environ;

using namespace serve::fetch;

namespace {

const std::string tree = support::text_of_file(support::test_file("golden/valid/tree.pounce"));

/// An authority, another one, and certificates: good, for another host, expired (1 day, 2 days ago).
constexpr const char* make_certificates = R"(set -e
for ca in ca other; do
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout $ca.key -out $ca.pem -days 9 \
    -subj "/CN=$ca" -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign'
done
touch index.txt
echo 01 > serial
sign() { # NAME HOST AUTHORITY START END
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout $1.key -out $1.csr -subj "/CN=$2"
  printf '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\nunique_subject=no\n[p]\ncommonName=supplied\n[e]\nsubjectAltName=DNS:%s\n' "$2" > $1.cnf
  openssl ca -batch -config $1.cnf -extensions e -cert $3.pem -keyfile $3.key -in $1.csr -out $1.pem -notext \
    -startdate $4 -enddate $5
}
sign good localhost ca 20200101000000Z 20491231000000Z
sign strange elsewhere.example ca 20200101000000Z 20491231000000Z
sign expired localhost ca 20200101000000Z 20200601000000Z
sign early localhost ca 20480101000000Z 20491231000000Z
)";

/// A port that nothing listens at.
std::string free_port() {
  const support::local_server server([](const std::string&) { return std::string(); });
  return std::to_string(server.port());
}

/// `openssl s_server`, which serves the files of its folder.
class tls_server {
 public:
  tls_server(const support::temporary_folder& folder, const std::string& name,
             std::vector<std::string> more = {"-WWW"})
      : port_(free_port()) {
    std::vector<std::string> arguments{"openssl", "s_server",    "-quiet", "-accept",    port_,
                                       "-cert",   name + ".pem", "-key",   name + ".key"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::vector<char*> pointers;
    for (auto& a : arguments) pointers.push_back(a.data());
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addchdir_np(&actions, folder.path().c_str());
    for (const int fd : {0, 1, 2}) posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
    REQUIRE(::posix_spawnp(&id_, "openssl", &actions, nullptr, pointers.data(), environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
  }
  ~tls_server() {
    ::kill(id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
  }
  tls_server(const tls_server&) = delete;
  tls_server& operator=(const tls_server&) = delete;

  std::string address() const { return "https://localhost:" + port_; }

 private:
  std::string port_;
  pid_t id_ = 0;
};

struct certificates : support::temporary_folder {
  certificates() {
    write("make.sh", make_certificates);
    write("m.pounce", tree);
    const auto made = support::run_in(path(), {"bash", "make.sh"});
    INFO(made.err);
    REQUIRE(made.code == 0);
  }
};

/// What comes of fetching m.pounce: "the model", or the error.
std::string fetched(const tls_server& from, const std::string& ca_file) {
  fetch_options how;
  how.model = from.address() + "/m.pounce";
  how.attempts = 8; // the server needs a moment to start
  how.pause = std::chrono::milliseconds(20);
  how.connection.ca_file = ca_file;
  try {
    const auto path = fetch_model(how, [](const char*) { return std::string(); });
    return support::text_of_file(path) == tree ? "the model" : "something else";
  } catch (const fetch_error& why) {
    return std::string(why.what()).substr(how.model.size() + 2);
  }
}

bool has_openssl() { return support::run_in("/", {"sh", "-c", "command -v openssl"}).code == 0; }

} // namespace

TEST_SUITE("serve/fetch/tls_session") {
  TEST_CASE("a server is believed if its certificate is, and only then") {
    if (!has_openssl()) {
      MESSAGE("skipped: there is no openssl to make certificates with");
      return;
    }
    const certificates folder;
    const std::string ca = folder / "ca.pem";
    const tls_server good(folder, "good");
    CHECK(fetched(good, ca) == "the model");
    CHECK(fetched(good, folder / "other.pem") ==
          "the server's certificate is refused: no known authority has signed it");
    CHECK(fetched(good, folder / "none.pem").starts_with("no certificate authorities in "));
    CHECK(fetched(good, folder / "make.sh").starts_with("no certificate authorities in "));
    CHECK(fetched(tls_server(folder, "strange"), ca) ==
          "the server's certificate is refused: it is for another host");
    CHECK(fetched(tls_server(folder, "expired"), ca) ==
          "the server's certificate is refused: it has expired");
    CHECK(fetched(tls_server(folder, "early"), ca) ==
          "the server's certificate is refused: it is not valid yet");
  }

  TEST_CASE("nothing leads from TLS to a connection in clear") {
    if (!has_openssl()) {
      MESSAGE("skipped: there is no openssl to make certificates with");
      return;
    }
    const certificates folder;
    folder.write("m.pounce", "HTTP/1.0 302 Found\r\nLocation: http://127.0.0.1:1/m\r\n\r\n");
    CHECK(fetched(tls_server(folder, "good", {"-HTTP"}), folder / "ca.pem") ==
          "a redirect from https to http is refused");
  }

  TEST_CASE("an old version of TLS is refused, and what is no TLS") {
    if (!has_openssl()) {
      MESSAGE("skipped: there is no openssl to make certificates with");
      return;
    }
    const certificates folder;
    const auto old = fetched(tls_server(folder, "good", {"-WWW", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"}),
                             folder / "ca.pem");
    CHECK(old.starts_with("TLS: "));
    const support::local_server plain([](const std::string&) { return support::ok(tree); });
    fetch_options how;
    how.model = "https://localhost:" + std::to_string(plain.port()) + "/m";
    how.attempts = 1;
    how.connection.ca_file = folder / "ca.pem";
    how.connection.patience = std::chrono::milliseconds(500);
    CHECK_THROWS_AS(fetch_model(how, [](const char*) { return std::string(); }), fetch_error);
  }
}
