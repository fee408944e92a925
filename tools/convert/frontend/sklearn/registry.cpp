// convert/frontend/sklearn/registry.cpp -- the search through the tables of supported classes.
#include <convert/frontend/sklearn/registry.hpp>

#include <string_view>

namespace convert::sklearn {

namespace {

bool names(std::string_view class_name, std::string_view qualified_name) {
  if (class_name.find('.') != std::string_view::npos) return class_name == qualified_name;
  if (!qualified_name.starts_with("sklearn.")) return false;
  const auto dot = qualified_name.rfind('.');
  return qualified_name.substr(dot + 1) == class_name;
}

} // namespace

const entry* find_class(std::string_view qualified_name) {
  for (const class_table classes : class_tables())
    for (const entry& e : classes())
      if (names(e.class_name, qualified_name)) return &e;
  return nullptr;
}

} // namespace convert::sklearn
