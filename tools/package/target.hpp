// package/target.hpp -- where a package is to run: the cloud and the kind of machine.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace package {

enum class cloud : std::uint8_t { aws_lambda, azure_functions, google_cloud };
enum class machine : std::uint8_t { x86_64, arm64 };

struct target {
  package::cloud cloud = cloud::aws_lambda;
  package::machine machine = machine::x86_64;
};

/// In the order of their enumerators.
inline constexpr std::array<std::string_view, 3> cloud_names{"aws-lambda", "azure-functions", "google-cloud"};
inline constexpr std::array<std::string_view, 2> machine_names{"x86_64", "arm64"};

constexpr std::string_view name_of(cloud c) { return cloud_names[static_cast<std::size_t>(c)]; }
constexpr std::string_view name_of(machine m) { return machine_names[static_cast<std::size_t>(m)]; }

constexpr std::optional<cloud> cloud_of(std::string_view name) {
  for (std::size_t i = 0; i < cloud_names.size(); ++i) {
    if (cloud_names[i] == name) return static_cast<cloud>(i);
  }
  return std::nullopt;
}

/// Also by the names that compilers use: amd64 and aarch64.
constexpr std::optional<machine> machine_of(std::string_view name) {
  if (name == "x86_64" || name == "amd64") return machine::x86_64;
  if (name == "arm64" || name == "aarch64") return machine::arm64;
  return std::nullopt;
}

/// Refuses a machine that the cloud does not have.
///
/// Errors  convert::refusal.
/// Source  Cloud Run's container contract (x86_64 only); Azure's Flex Consumption plan (the same).
void check_machine(const target& where);

} // namespace package
