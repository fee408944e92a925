// convert/pass/all.cpp -- runs the passes until nothing goes away any more.
#include <convert/pass/all.hpp>

#include <convert/ir/check.hpp>
#include <convert/pass/compose_select.hpp>
#include <convert/pass/drop_dead.hpp>
#include <convert/pass/drop_require.hpp>
#include <convert/pass/fold_scale.hpp>
#include <convert/pass/fuse_affine.hpp>
#include <convert/pass/share.hpp>

namespace convert::pass {

ir::model run_passes(ir::model m, const options& how) {
  ir::check(m);
  // Every round but the last takes at least one step out, so this ends.
  for (std::size_t before = m.steps.size() + 1; m.steps.size() < before;) {
    before = m.steps.size();
    compose_select(m); // so that the passes below see where a column is made
    share(m);          // before what asks for one reader: equal scalers become one
    drop_require(m);
    fuse_affine(m);
    drop_dead(m); // before fold_scale: a dead reader is one reader too many
    fold_scale(m, how);
    compose_select(m);
    drop_dead(m);
  }
  ir::check(m);
  return m;
}

} // namespace convert::pass
