// tests/convert/frontend/lightgbm/model_text.hpp -- small LightGBM text models, part by part.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <convert/frontend/lightgbm/model.hpp>

#include "../answers.hpp"

namespace lightgbm_text {

/// Parts of a model file. The default is one tree: f0 <= 0.5 ? -1 : 2, missing type none.
struct parts {
  std::string version = "version=v4\n";
  std::string objective = "objective=regression\n";
  std::string more_header;
  int classes = 1;
  std::vector<std::string> trees;
  std::string tail;
};

/// A tree of two leaves.
inline std::string tree(const std::string& threshold, const std::string& left, const std::string& right,
                        const std::string& decision = "0", const std::string& more = "num_cat=0\n") {
  return "num_leaves=2\n" + more + "split_feature=0\nthreshold=" + threshold + "\ndecision_type=" + decision +
         "\nleft_child=-1\nright_child=-2\nleaf_value=" + left + " " + right + "\n";
}

inline std::string text(const parts& p = {}) {
  const auto classes = std::to_string(p.classes);
  std::string made = "tree\n" + p.version + "num_class=" + classes + "\nnum_tree_per_iteration=" + classes +
                     "\nlabel_index=0\nmax_feature_idx=1\n" + p.objective + p.more_header +
                     "feature_names=a b\nfeature_infos=[0:1] [0:1]\n\n";
  const std::vector<std::string> trees = p.trees.empty() ? std::vector{tree("0.5", "-1", "2")} : p.trees;
  for (std::size_t i = 0; i < trees.size(); ++i)
    made += "Tree=" + std::to_string(i) + "\n" + trees[i] + "\n\n";
  return made + "end of trees\n\n" + p.tail;
}

/// The default with other trees.
inline std::string text_of(std::vector<std::string> trees) {
  parts p;
  p.trees = std::move(trees);
  return text(p);
}

/// Why a model file is refused.
inline std::string refused(const std::string& file) {
  return answers::refused_to([&] { convert::lightgbm::read_model(file); });
}

/// Why a model of this tree is.
inline std::string refused_tree(const std::string& one) { return refused(text_of({one})); }

} // namespace lightgbm_text
