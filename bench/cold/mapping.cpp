// mapping.cpp -- ways to get a file's bytes into a fresh process, the page cache warm: what each costs until every page has
// been touched. mapping FILE [STARTS] prints medians in microseconds; static, as handlers are.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

namespace {

constexpr const char* ways[] = {"mapped, touched",
                                "mapped and populated",
                                "in reserved space, populated",
                                "mapped, moved into reserved space",
                                "mapped, zeros over its end",
                                "read into fresh memory"};
constexpr int way_count = 6;
constexpr std::size_t guard = std::size_t{3} << 16;

double now() {
  timespec t{};
  ::clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_nsec) / 1e3;
}

char* aligned(void* p) {
  return reinterpret_cast<char*>((reinterpret_cast<std::size_t>(p) + 65535) & ~std::size_t{65535});
}

void* space_for(std::size_t size) {
  return ::mmap(nullptr, 2 * size + guard, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

char* bytes_of(int fd, std::size_t size, int way) {
  const int populate = way == 1 || way == 2 ? MAP_POPULATE : 0;
  if (way == 2)
    return static_cast<char*>(
        ::mmap(aligned(space_for(size)), size, PROT_READ, MAP_PRIVATE | MAP_FIXED | MAP_POPULATE, fd, 0));
  if (way == 5) {
    void* const fresh = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return ::read(fd, fresh, size) == static_cast<ssize_t>(size) ? static_cast<char*>(fresh) : nullptr;
  }
  if (way == 4) {
    const std::size_t whole = (size + 4095) & ~std::size_t{4095};
    char* const mapped =
        static_cast<char*>(::mmap(nullptr, whole + size + guard, PROT_READ, MAP_PRIVATE, fd, 0));
    ::mmap(mapped + whole, size + guard, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED,
           -1, 0);
    return mapped;
  }
  void* const mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | populate, fd, 0);
  if (way != 3) return static_cast<char*>(mapped);
  return static_cast<char*>(
      ::mremap(mapped, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, aligned(space_for(size))));
}

/// One fresh process: how long one way takes.
int measure(const char* path, int way) {
  static_cast<void>(now());
  const double start = now();
  const int fd = ::open(path, O_RDONLY | O_CLOEXEC);
  struct stat about {};
  if (fd < 0 || ::fstat(fd, &about) != 0) return 1;
  const auto size = static_cast<std::size_t>(about.st_size);
  const char* const bytes = bytes_of(fd, size, way);
  ::close(fd);
  if (bytes == nullptr) return 1;
  unsigned sum = 0;
  for (std::size_t i = 0; i < size; i += 4096) sum += static_cast<unsigned char>(bytes[i]);
  __asm__ volatile("" : : "r"(sum));
  const double took = now() - start;
  return ::write(1, &took, sizeof took) == sizeof took ? 0 : 1;
}

double start_one(char* program, char* path, int way) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return -1;
  char number[] = {static_cast<char>('0' + way), '\0'};
  char flag[] = "--one";
  char* const arguments[] = {program, flag, path, number, nullptr};
  const pid_t child = ::vfork();
  if (child == 0) {
    ::dup2(ends[1], 1);
    ::execv("/proc/self/exe", arguments);
    ::_exit(126);
  }
  ::close(ends[1]);
  double took = -1;
  if (::read(ends[0], &took, sizeof took) != sizeof took) took = -1;
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  return took;
}

} // namespace

int main(int count, char** arguments) {
  if (count == 4 && std::strcmp(arguments[1], "--one") == 0)
    return measure(arguments[2], arguments[3][0] - '0');
  if (count < 2) return 2;
  const int starts = count > 2 ? std::atoi(arguments[2]) : 101;
  std::vector<double> took[way_count];
  for (int i = 0; i < starts; ++i) { // by turns, each way first as often
    for (int k = 0; k < way_count; ++k) {
      const int way = (k + i) % way_count;
      took[way].push_back(start_one(arguments[0], arguments[1], way));
    }
  }
  for (int way = 0; way < way_count; ++way) {
    std::sort(took[way].begin(), took[way].end());
    std::printf("%-36s %8.1f\n", ways[way], took[way][took[way].size() / 2]);
  }
}
