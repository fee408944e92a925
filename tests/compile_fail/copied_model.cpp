// compile_fail/copied_model.cpp -- a model is moved, not copied: it owns its mapping.
// expects: deleted function
#include <utility>

#include <pounce/pounce.hpp>

pounce::model moved(pounce::model& from) {
#ifdef BAD_LINE
  return from;
#endif
  return std::move(from);
}
