// package/target.cpp -- which cloud has which machines.
#include <package/target.hpp>

#include <string>

#include <convert/refusal.hpp>

namespace package {

void check_machine(const target& where) {
  if (where.cloud == cloud::aws_lambda || where.machine == machine::x86_64) return;
  throw convert::refusal(std::string(name_of(where.cloud)) + " runs x86_64 only");
}

} // namespace package
