// convert/frontend/onnx/fold.hpp -- chains of steps that stand for one: layers, forests, constants of a leaf.
//
// A graph says in many nodes what one step says: MatMul, Add and Relu are a layer; skl2onnx writes an isolation forest as
// thirty nodes a tree. The steps are made node by node first, for each node is then checked by itself, and folded here.
#pragma once

#include <convert/ir/model.hpp>

namespace convert::onnx {

/// The same model with dense layers gathered into networks, functions of one tree's leaf put into its leaves, sums of
/// trees made one forest, and steps that nothing reads left out.
ir::model folded(ir::model m);

// --- its parts; they change steps in place and leave some that nothing reads

/// Constants added to a product of matrices become its bias.
void fold_biases(ir::model& m);

/// Two or more dense layers with activations become one network; constants added to or multiplied with a weighted sum
/// of doubles move into its weights.
void fold_networks(ir::model& m);

/// Forests read the columns they need from where these come from.
void fold_forest_inputs(ir::model& m);
/// What depends on nothing but the leaf that a row reaches in one tree becomes the value of the leaf.
void fold_leaf_functions(ir::model& m);
/// A sum of forests over the same columns becomes one forest.
void fold_forest_sums(ir::model& m);

/// Without the steps that no answer needs.
void drop_unread(ir::model& m);

} // namespace convert::onnx
